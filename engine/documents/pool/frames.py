"""What passes between the pool and its workers: a line of JSON, then parts of as many bytes as it says.

No pickle: a worker fills templates that others have written, so nothing that it answers is ever run.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any, Final

LARGEST: Final = 500_000_000
"""Bytes of one frame's parts. An answer that claims more is none of ours."""
LONGEST_LINE: Final = 100_000


@dataclass(frozen=True)
class Frame:
    """A message: facts, and the bytes that go with them."""

    facts: Mapping[str, Any]
    parts: tuple[bytes, ...] = ()


def write(pipe: IO[bytes], facts: Mapping[str, Any], parts: Sequence[bytes] = ()) -> None:
    """Sends a frame; waits while the pipe is full. OSError when nobody reads it any more."""
    line = json.dumps({"facts": facts, "sizes": [len(part) for part in parts]})
    pipe.write(line.encode() + b"\n")
    pipe.writelines(parts)
    pipe.flush()


def read(pipe: IO[bytes]) -> Frame:
    """Waits for a frame. EOFError when the other end has gone, ValueError for what is no frame."""
    line = pipe.readline(LONGEST_LINE)
    if not line:
        raise EOFError
    said = json.loads(line)
    sizes = [int(size) for size in said["sizes"]]
    if sum(sizes) > LARGEST:
        raise ValueError(f"a frame of {sum(sizes)} bytes")
    return Frame(said["facts"], tuple(exactly(pipe, size) for size in sizes))


def exactly(pipe: IO[bytes], size: int) -> bytes:
    """So many bytes; EOFError when there are fewer."""
    content = pipe.read(size)
    if len(content) < size:
        raise EOFError
    return content
