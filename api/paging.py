"""Pages by cursor: where the page before ended, not how many rows came before."""

import base64
import binascii
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from fastapi import Query

from engine.errors import Invalid

After = Annotated[
    str | None,
    Query(description="The cursor `next` of the page before.", max_length=200, pattern=r"^[A-Za-z0-9_-]+$"),
]
Limit = Annotated[int, Query(description="How many at the most.", ge=1, le=200)]


def cursor(*values: object) -> str:
    """The cursor that says where a page ended."""
    return base64.urlsafe_b64encode("|".join(map(str, values)).encode()).decode().rstrip("=")


def instant(text: str) -> datetime:
    """An instant in a cursor; ValueError for one that no list has given."""
    read = datetime.fromisoformat(text)
    if read.tzinfo is None or not 1900 <= read.year <= 9000:
        raise ValueError("not an instant of ours")
    return read


def number(text: str) -> int:
    """A number in a cursor; ValueError for one that no column could hold."""
    if not text.isdecimal() or len(text) > 9:
        raise ValueError("not a number of ours")
    return int(text)


def position(after: str | None, *kinds: Callable[[str], Any]) -> tuple[Any, ...] | None:
    """The values in a cursor, each read by its kind; `Invalid` when this program has not made it."""
    if after is None:
        return None
    try:
        parts = base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)).decode().split("|")
        return tuple(kind(part) for kind, part in zip(kinds, parts, strict=True))
    except (ValueError, binascii.Error) as fault:
        raise Invalid("after", "is not a cursor that was given out") from fault
