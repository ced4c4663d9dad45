"""What is drawn is marked: as a piece of an element of the structure, or as no part of the document at all."""

from dataclasses import dataclass
from typing import Any, Final

from engine.documents.structure import Run, string


@dataclass(frozen=True)
class Artifact:
    """What is drawn on the page but is not the document: not read aloud."""

    properties: bytes


HEADER: Final = Artifact(b"<</Type/Pagination/Subtype/Header/Attached[/Top]>>")
FOOTER: Final = Artifact(b"<</Type/Pagination/Subtype/Footer/Attached[/Bottom]>>")
WATERMARK: Final = Artifact(b"<</Type/Pagination/Subtype/Watermark>>")
REPEATED: Final = Artifact(b"<</Type/Pagination>>")
DECORATION: Final = Artifact(b"<</Type/Layout>>")


class Pen:
    """What a page's stream is told around each thing that is drawn; text that goes on in one element is one piece."""

    def __init__(self, drawn: list[Any], runs: dict[Any, Run | Artifact]) -> None:
        self.drawn, self.runs = drawn, runs
        self.marks = 0
        self.open: Run | Artifact = DECORATION

    def marked(self, box: Any, _tag: str) -> "Pen":
        """Before a text or a picture; ValueError for one that has no place in the structure, or has been drawn."""
        if (what := self.runs.pop(box, None)) is None:
            raise ValueError("something is drawn that has no place in the structure")
        return self.begin(what)

    def artifact(self) -> "Pen":
        """Before a line or a background."""
        return self.begin(DECORATION)

    def begin(self, what: Run | Artifact) -> "Pen":
        """Goes on with the piece that was just ended, or begins another."""
        if self.open is what and self.drawn and self.drawn[-1] == b"EMC":
            self.drawn.pop()
            return self
        self.open = what
        if isinstance(what, Artifact):
            self.drawn.append(b"/Artifact " + what.properties + b" BDC")
            return self
        spoken = "" if what.actual is None else f"/ActualText{string(what.actual)}"
        self.drawn.append(f"/{what.element.role} <</MCID {self.marks}{spoken}>> BDC".encode("ascii"))
        what.marks.append(self.marks)
        self.marks += 1
        return self

    def __enter__(self) -> None:
        """Nothing more: `begin` has been called."""

    def __exit__(self, *_: object) -> None:
        self.drawn.append(b"EMC")
