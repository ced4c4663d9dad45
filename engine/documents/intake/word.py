"""Word files (.docx) to blocks, by mammoth. Heads and feet are furniture; comments and deletions are left out."""

import base64
import io
import re
import zipfile
from dataclasses import replace
from typing import Any, Final

import mammoth

from engine.documents.fragment import Node, Reader, text_of, walk
from engine.documents.intake import container, markup
from engine.documents.intake.blocks import FIELD, Block, Reading, Remark, furniture, numbered
from engine.documents.intake.container import Looked
from engine.errors import Invalid
from engine.forms import printable

STYLES: Final = """
p[style-name='Title'] => h1:fresh
p[style-name='Rubrik'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
p[style-name='Underrubrik'] => h2:fresh
p[style-name='Rubrik 1'] => h1:fresh
p[style-name='Rubrik 2'] => h2:fresh
p[style-name='Rubrik 3'] => h3:fresh
p[style-name='Rubrik 4'] => h4:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Citat'] => blockquote > p:fresh
r[style-name='Strong'] => strong
r[style-name='Emphasis'] => em
"""
"""Styles beside those that mammoth knows (Heading 1–6, lists, notes), by their English and Swedish names."""
KEPT_PICTURES: Final = ("image/png", "image/jpeg")
PICTURES_MAX: Final = 50
NOTE = re.compile(r"(?:footnote|endnote)-[0-9]+")
FURNITURE = re.compile(r"word/(?:header|footer)[0-9]*\.xml")


def read_word(content: bytes, found: Looked) -> Reading:
    """The blocks of a Word file that has been looked through."""
    if "word/document.xml" not in found.names:
        raise Invalid(FIELD, "not a whole Word or OpenDocument file")
    try:
        made = mammoth.convert_to_html(
            io.BytesIO(content), style_map=STYLES, convert_image=embedded, external_file_access=False
        )
    except (KeyError, ValueError, IndexError, AttributeError, TypeError, RecursionError, OSError) as fault:
        # mammoth reads what Word writes; a part that another program has left out shows itself as one of these
        raise Invalid(FIELD, "not a whole Word or OpenDocument file") from fault
    reader = Reader()
    reader.feed(made.value)
    reader.close()
    sorter = markup.blocks_of(with_notes(reader.root))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        own = heads_and_feet(archive, found)
        left = left_out(archive, found)
    remarks = (*found.remarks, *left, *sorter.remarks)
    blocks = numbered([*sorter.blocks, *own])
    return Reading(format="docx", blocks=checked(blocks), remarks=remarks)


def embedded(image: Any) -> list[Any]:
    """A picture as a `data:` address when it lies in the file and can be printed; else its text alone."""
    said = {"alt": image.alt_text or ""}
    if image.content_type in KEPT_PICTURES:
        try:
            with image.open() as source:
                data = base64.b64encode(source.read()).decode()
            said["src"] = f"data:{image.content_type};base64,{data}"
        except (ValueError, KeyError, OSError):
            pass  # linked from elsewhere, and never fetched, or named and not there
    return [mammoth.html.element("img", said)]


def with_notes(root: Node) -> Node:
    """The tree with each footnote where it is referred to, and not in a list at the end."""
    notes = {
        item.attributes["id"]: note_text(item)
        for one in walk(root)
        if one.tag == "ol"
        for item in one.children
        if isinstance(item, Node) and NOTE.fullmatch(item.attributes.get("id", ""))
    }
    return placed(root, notes) if notes else root


def note_text(item: Node) -> str:
    """The words of a note without the arrow that leads back."""
    return re.sub(r"\s*↑\s*$", "", " ".join(text_of(item.children).split()))


def placed(node: Node, notes: dict[str, str]) -> Node:
    """The same tree, its references exchanged for the notes themselves."""
    kept: list[Node | str] = []
    for one in node.children:
        if isinstance(one, str):
            kept.append(one)
        elif one.tag == "sup" and (note := reference(one, notes)):
            kept.append(Node("span", {"class": "note"}, [note]))
        elif one.tag == "ol" and any(
            isinstance(item, Node) and item.attributes.get("id", "") in notes for item in one.children
        ):
            continue
        else:
            kept.append(placed(one, notes))
    return replace(node, children=kept)


def reference(node: Node, notes: dict[str, str]) -> str:
    """The note that a raised figure refers to; "" when it refers to none."""
    links = (one.attributes.get("href", "") for one in walk(node) if one.tag == "a")
    return next((notes[link[1:]] for link in links if link.startswith("#") and link[1:] in notes), "")


def heads_and_feet(archive: zipfile.ZipFile, found: Looked) -> list[Block]:
    """What stands at the top and the bottom of the pages, each text once."""
    told: dict[str, None] = {}
    for name in sorted(found.names):
        if FURNITURE.fullmatch(name):
            told.update(dict.fromkeys(container.texts_of(archive.read(name), "w:p", "w:t")))
    return [furniture(text, "header_or_footer") for text in told]


def left_out(archive: zipfile.ZipFile, found: Looked) -> list[Remark]:
    """Comments and deleted text, which are no part of what the document says."""
    remarks: list[Remark] = []
    if "word/comments.xml" in found.names:
        said = container.texts_of(archive.read("word/comments.xml"), "w:p", "w:t")
        remarks += [Remark(kind="comments_left_out", quote=one[:500]) for one in said]
    deleted = container.texts_of(archive.read("word/document.xml"), "w:del", "w:delText")
    return remarks + [Remark(kind="deletions_left_out", quote=one[:500]) for one in deleted]


def checked(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks, when all of them can be printed; Invalid naming the character when not."""
    for block in blocks:
        try:
            printable(block.text)
        except ValueError as fault:
            raise Invalid(FIELD, str(fault)) from None
    return blocks
