"""What may go wrong with a drawing besides the document itself, and how errors pass through a pipe."""

from collections.abc import Mapping
from typing import Final

from engine.documents.pdf import RenderFailed
from engine.errors import Busy, DnrError, Fact, Invalid, every_error

SAID_MAX: Final = 300
"""Most characters of what a library said."""


class DrawingStopped(DnrError):
    """The document takes more time or memory than drawing may take."""


class PressDied(DnrError):
    """What drew the document died before it was done. No other document was touched."""


class PressBusy(Busy):
    """Other documents are being drawn, and the turn of this one did not come in time. Try again."""


def told(fault: Exception) -> dict[str, object]:
    """An error as facts that another process understands; what no room foresaw is a document that cannot be drawn."""
    if not isinstance(fault, DnrError):
        fault = RenderFailed(count=1, first=f"{type(fault).__name__}: {fault}"[:SAID_MAX])
    return {"error": type(fault).__name__, "about": dict(fault.facts)}


def raised_again(name: str, about: Mapping[str, Fact]) -> DnrError:
    """The error that another process met, of the same class and with the same facts."""
    kind = next((one for one in every_error() if one.__name__ == name), RenderFailed)
    error = kind.__new__(kind)
    (Invalid if issubclass(kind, Invalid) else DnrError).__init__(error, **about)  # type: ignore[arg-type]
    return error
