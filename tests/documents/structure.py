"""Reading a PDF as a screen reader does: what is told, in which order, as what; and what is left out."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pikepdf

BLOCKS = frozenset(
    {"P", "H1", "H2", "H3", "H4", "H5", "H6", "LBody", "Lbl", "TD", "TH", "Caption", "Note", "Figure", "TOCI"}
)
INLINE = frozenset({"Span", "Em", "Strong", "Link", "Reference"})


@dataclass
class Node:
    """An element of the structure with what is in it, in reading order."""

    role: str
    content: list["Node | str"] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)
    language: str = ""
    alternative: str = ""
    identifier: str = ""
    pages: set[int] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    """What its link annotations say of themselves."""

    @property
    def text(self) -> str:
        """All that is said in it, blocks parted by a space."""
        return re.sub(r"\s+", " ", self.said(everything=True)).strip()

    @property
    def own(self) -> str:
        """What is said in it but in no block of its own."""
        return self.said(everything=False).strip()

    def said(self, *, everything: bool) -> str:
        """What is said, as it is; `everything` is also what blocks in it say."""
        parts = []
        for one in self.content:
            if isinstance(one, str):
                parts.append(one)
            elif one.role in INLINE or self.role in INLINE:
                parts.append(one.said(everything=everything))
            elif everything:
                parts.append(f" {one.said(everything=True)} ")
        return "".join(parts)

    @property
    def kids(self) -> list["Node"]:
        """The elements in it."""
        return [one for one in self.content if isinstance(one, Node)]

    def walk(self, without: frozenset[str] = frozenset()) -> Iterator["Node"]:
        """It and all elements below, in reading order, those of some roles and what is in them left out."""
        yield self
        for one in self.kids:
            if one.role not in without:
                yield from one.walk(without)

    def all(self, role: str) -> list["Node"]:
        """The elements of one role."""
        return [one for one in self.walk() if one.role == role]


@dataclass(frozen=True)
class Artifact:
    """Something drawn that is not read."""

    page: int
    type: str
    subtype: str
    text: str


class Reading:
    """One file, read."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pikepdf.open(io.BytesIO(pdf))
        self.artifacts: list[Artifact] = []
        self.said: dict[tuple[int, int], str] = {}
        self.fonts: dict[str, dict[int, str]] = {}
        for number, page in enumerate(self.pdf.pages):
            self.read_page(number, page)
        self.places = {page.objgen: number for number, page in enumerate(self.pdf.pages)}

    @cached_property
    def document(self) -> Node:
        """The element Document."""
        (top,) = self.pdf.Root.StructTreeRoot.K
        return self.node(top)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Every block that says something itself, with what it says."""
        return [(one.role, one.own) for one in self.document.walk(INLINE) if one.role in BLOCKS and one.own]

    def node(self, element: Any) -> Node:
        """A structure element."""
        node = Node(str(element.S)[1:])
        node.language, node.alternative = str(element.get("/Lang", "")), str(element.get("/Alt", ""))
        node.identifier = str(element.get("/ID", ""))
        node.attributes = {str(name)[1:]: plain(value) for name, value in (element.get("/A") or {}).items()}
        for kid in element.get("/K", []):
            self.add(node, element, kid)
        return node

    def add(self, node: Node, element: Any, kid: Any) -> None:
        """One thing in an element: a mark on its own page or another, an annotation, an element."""
        if isinstance(kid, int):
            self.add_mark(node, element.Pg, kid)
        elif kid.get("/Type") == "/MCR":
            self.add_mark(node, kid.Pg, int(kid.MCID))
        elif kid.get("/Type") == "/OBJR":
            node.links.append(str(kid.Obj.Contents))
        else:
            node.content.append(self.node(kid))

    def add_mark(self, node: Node, page: Any, mark: int) -> None:
        """Marked content; no mark belongs to two elements."""
        number = self.places[page.objgen]
        node.pages.add(number)
        node.content.append(self.said.pop((number, mark)))

    def read_page(self, number: int, page: Any) -> None:
        """Takes down what is drawn under each mark."""
        open_now: list[tuple[str, Any]] = []
        texts: list[str] = []
        font: dict[int, str] = {}
        for instruction in pikepdf.parse_content_stream(page):
            operands = instruction.operands
            match str(instruction.operator):
                case "BDC":
                    assert not open_now, "marks within marks"
                    open_now.append((str(operands[0]), operands[1]))
                    texts = []
                case "EMC":
                    self.end(number, *open_now.pop(), "".join(texts))
                case "Tf":
                    font = self.font(page, str(operands[0]))
                case "TJ":
                    assert open_now, "text that is neither told nor left out"
                    texts += [decoded(one, font) for one in operands[0] if isinstance(one, pikepdf.String)]
                case "Do" | "f" | "S" | "sh":
                    assert open_now, "something drawn that is neither told nor left out"

    def end(self, page: int, tag: str, properties: Any, text: str) -> None:
        """The end of a piece of marked content."""
        if tag == "/Artifact":
            subtype = str(properties.get("/Subtype", "/"))[1:]
            self.artifacts.append(Artifact(page, str(properties.Type)[1:], subtype, text))
        else:
            self.said[page, int(properties.MCID)] = str(properties.get("/ActualText", text))

    def font(self, page: Any, name: str) -> dict[int, str]:
        """Which character each glyph stands for."""
        if name not in self.fonts:
            mapped = page.Resources.Font[name].ToUnicode.read_bytes().decode("ascii")
            self.fonts[name] = {
                int(code, 16): bytes.fromhex(text).decode("utf-16-be")
                for code, text in re.findall(r"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>", mapped)
            }
        return self.fonts[name]


def plain(value: Any) -> Any:
    """A value as Python has it."""
    if isinstance(value, pikepdf.Array):
        return [plain(one) for one in value]
    return value if isinstance(value, int) else str(value).removeprefix("/")


def decoded(shown: Any, font: dict[int, str]) -> str:
    """The characters of glyphs of two bytes."""
    raw = bytes(shown)
    return "".join(font[int.from_bytes(raw[place : place + 2])] for place in range(0, len(raw), 2))


def outline(node: Node, depth: int = 0) -> str:
    """The tree as lines, for a person to look at."""
    said = " ".join(one for one in node.content if isinstance(one, str))
    facts = " ".join(f"{name}={value}" for name, value in node.attributes.items() if name not in ("O", "BBox"))
    marks = " ".join(one for one in (facts, node.language, node.alternative, node.identifier, *node.links) if one)
    line = f"{'  ' * depth}{node.role} {marks} {said!r}"
    return "\n".join([line, *(outline(one, depth + 1) for one in node.kids)])
