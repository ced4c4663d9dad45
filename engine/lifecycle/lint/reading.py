"""Bytes to XML trees, behind limits; whatever is sent in comes out as a tree or as a fault, never as an exception."""

from typing import Any

from lxml import etree

from engine.lifecycle.lint.faults import Fault

SIZE_MAX = 2 * 1024 * 1024
ELEMENTS_MAX = 20_000
DEPTH_MAX = 40
FILES_MAX = 40

REFERENCES = ("flowNodeRef", "loopDataInputRef", "loopDataOutputRef", "dataInputRefs", "dataOutputRefs")
"""Elements whose text is an id; the library takes the blanks round it for a part of it."""

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def read_xml(file: str, content: bytes) -> Any:
    """The lxml tree of a diagram, comments and processing instructions left out, or a `Fault`."""
    if fault := refuse_bytes(file, content):
        return fault
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=False,
    )
    try:
        tree = etree.ElementTree(etree.fromstring(content, parser))
    except (etree.XMLSyntaxError, ValueError) as broken:
        return Fault(file, "", "not_xml", f"The file is not XML: {broken}", "Save the diagram anew in the modeler.")
    return refuse_tree(file, tree) or tidied(tree)


def refuse_bytes(file: str, content: bytes) -> Fault | None:
    """What can be seen before any parser has touched the file."""
    if len(content) > SIZE_MAX:
        return Fault(
            file, "", "too_large", f"The file is larger than {SIZE_MAX // 1024} KiB.", "Split it by call activities."
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Fault(file, "", "not_utf8", "The file is not UTF-8.", "Save the diagram as UTF-8.")
    if "\0" in text or not declares_utf8(text):
        return Fault(file, "", "not_utf8", "The file declares another encoding than UTF-8.", "Save it as UTF-8.")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        return Fault(
            file, "", "doctype", "The file holds a DOCTYPE or an entity.", "Take it out; a diagram needs neither."
        )
    return None


def declares_utf8(text: str) -> bool:
    """Whether the XML declaration, if any, names UTF-8 or nothing."""
    if not text.startswith("<?xml"):
        return True
    declaration = text[: text.find("?>")].lower()
    return "encoding" not in declaration or "utf-8" in declaration


def refuse_tree(file: str, tree: Any) -> Fault | None:
    """Bombs of elements and of depth, and files that are some other XML."""
    root = tree.getroot()
    if tree.docinfo.internalDTD is not None:
        return Fault(file, "", "doctype", "The file holds a DOCTYPE.", "Take it out; a diagram needs none.")
    if root.tag != f"{{{MODEL}}}definitions":
        return Fault(
            file, "", "not_bpmn", f"The file is not a BPMN 2.0 diagram but {root.tag}.", "Export it as BPMN 2.0 XML."
        )
    count, deepest, line = 0, 0, [(root, 1)]
    while line:
        element, level = line.pop()
        count, deepest = count + 1, max(deepest, level)
        line.extend((child, level + 1) for child in element)
    if count > ELEMENTS_MAX:
        return Fault(
            file, "", "too_many_elements", f"The file has {count} elements; {ELEMENTS_MAX} are allowed.", "Split it."
        )
    if deepest > DEPTH_MAX:
        return Fault(file, "", "too_deep", f"Elements are nested {deepest} deep; {DEPTH_MAX} are allowed.", "Split it.")
    return None


def tidied(tree: Any) -> Any:
    """The tree without the blanks that editors and hands put round ids and names."""
    for reference in tree.getroot().iter(*(f"{{{MODEL}}}{tag}" for tag in REFERENCES)):
        reference.text = (reference.text or "").strip()
    for element in tree.getroot().iter():
        for attribute in ("name", "value"):
            if (said := element.get(attribute)) is not None:
                element.set(attribute, said.strip())
    return tree
