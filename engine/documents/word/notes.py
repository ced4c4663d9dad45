"""Footnotes. python-docx has none, so the part that holds them is written here, as Word itself writes it."""

from typing import Any, Final
from xml.sax.saxutils import escape

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.text.paragraph import Paragraph

from engine.documents.word.fields import element

NAMESPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LINES: Final = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)
"""The lines above the notes, which Word expects to be there."""
RAISED: Final = "Footnote Reference"
TEXT: Final = "Footnote Text"


class Notes:
    """The footnotes of a file, in order."""

    def __init__(self, word: Word) -> None:
        self.word = word
        self.said: list[str] = []

    def add(self, paragraph: Paragraph, text: str) -> None:
        """A reference here, the words at the foot of the page."""
        if not self.said:
            raised = self.word.styles.add_style(RAISED, WD_STYLE_TYPE.CHARACTER)
            raised.font.superscript = True
            self.word.styles.add_style(TEXT, WD_STYLE_TYPE.PARAGRAPH)
        self.said.append(text)
        run: Any = paragraph.add_run(style=RAISED)
        run._r.append(element("footnoteReference", id=str(len(self.said))))

    def close(self) -> None:
        """Puts the notes into the file, when there are any."""
        if not self.said:
            return
        made = "".join(note(number, text) for number, text in enumerate(self.said, 1))
        xml = (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes xmlns:w="{NAMESPACE}">'
            f"{LINES}{made}</w:footnotes>"
        )
        main = self.word.part
        name = PackURI("/word/footnotes.xml")
        part = Part(name, CONTENT_TYPE.WML_FOOTNOTES, xml.encode(), main.package)
        main.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def note(number: int, text: str) -> str:
    """One footnote."""
    style = TEXT.replace(" ", "")
    raised = RAISED.replace(" ", "")
    return (
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        f'<w:r><w:rPr><w:rStyle w:val="{raised}"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:footnote>'
    )
