"""What Word fills in itself: the number of the page."""

import re
from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

FIELDS: Final = {"{page}": "PAGE", "{pages}": "NUMPAGES"}


def element(name: str, **attributes: str) -> Any:
    """An element of Word's with its attributes, names without their prefix."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def add_page_number(paragraph: Paragraph, text: str) -> None:
    """Adds a text such as "Sida {page} ({pages})" with Word's fields in its places."""
    for part in re.split(r"(\{pages?\})", text):
        if part in FIELDS:
            field = element("fldSimple", instr=FIELDS[part])
            run = element("r")
            said = element("t")
            said.text = "1"
            run.append(said)
            field.append(run)
            paragraph._p.append(field)
        elif part:
            paragraph.add_run(part)
