"""Pictures as `data:` addresses: checked, made plain and measured. Alone knows Pillow.

What a picture says of where and by whom it was taken is not kept; a picture that is larger than paper needs is made
smaller. A plain picture is kept byte for byte, so that what has been through here once is not changed again.
"""

import base64
import binascii
import io
import re
import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

PICTURE_MAX: Final = 2_000_000
"""Largest picture, in bytes."""
PIXELS_MAX: Final = 40_000_000
"""Most pixels that are unpacked; a picture of few bytes may claim thousands of millions."""
SIDE_MAX: Final = 2_000
"""Longest side that is kept, in pixels: 300 to the inch across the text."""
PLAIN_CHUNKS: Final = frozenset({b"IHDR", b"PLTE", b"tRNS", b"sRGB", b"gAMA", b"pHYs", b"IDAT", b"IEND"})
MODES: Final = {"PNG": ("1", "L", "LA", "P", "RGB", "RGBA"), "JPEG": ("L", "RGB")}
PAINTED: Final = {"1": "L", "P": "RGB", "L": "L", "LA": "LA", "RGB": "RGB", "RGBA": "RGBA"}
"""The mode in which a picture of each mode is made smaller."""
ADDRESS = re.compile(r"data:image/(png|jpeg);base64,([A-Za-z0-9+/]+={0,2})")
SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Picture:
    """A picture that has been checked: its address, and its size in pixels."""

    address: str
    width: int
    height: int


@lru_cache(maxsize=64)
def checked(address: str, most: int = PICTURE_MAX) -> Picture:
    """The picture of a `data:` address, plain and no larger than paper needs. `most` is in bytes.

    ValueError for anything but a whole PNG or JPEG within the limits.
    """
    content = content_of(address, most)
    kind = "PNG" if content.startswith(b"\x89PNG\r\n\x1a\n") else "JPEG"
    picture = opened(content, kind)
    if is_plain(content, kind, picture):
        return Picture(address_of(content, kind), *picture.size)
    made = made_plain(picture, kind)
    if len(made) > most:
        raise ValueError(f"the picture is larger than {most // 1000} kB")
    return Picture(address_of(made, kind), *opened(made, kind).size)


def content_of(address: str, most: int) -> bytes:
    """The bytes of an address; ValueError when it is not the address of a PNG or a JPEG, or too long."""
    if len(address) > most * 4 // 3 + 1_000:
        raise ValueError(f"the picture is larger than {most // 1000} kB")
    found = ADDRESS.fullmatch(SPACE.sub("", address))
    if found is None:
        raise ValueError("not a PNG or a JPEG written as data:image/png;base64,… or data:image/jpeg;base64,…")
    try:
        content = base64.b64decode(found[2], validate=True)
    except binascii.Error as fault:
        raise ValueError("the picture is not whole: its base64 cannot be read") from fault
    if len(content) > most:
        raise ValueError(f"the picture is larger than {most // 1000} kB")
    return content


def opened(content: bytes, kind: str) -> Image.Image:
    """The picture unpacked; ValueError when it is not whole, or too large to unpack."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return unpacked(content, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise ValueError(f"the picture has more than {PIXELS_MAX // 1_000_000} million pixels") from fault
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, struct.error) as fault:
        raise ValueError("the picture is not a whole PNG or JPEG") from fault


def unpacked(content: bytes, kind: str) -> Image.Image:
    """The picture; its size is looked at before anything is unpacked. WeasyPrint has Pillow take half pictures too."""
    picture = Image.open(io.BytesIO(content), formats=(kind,))
    if picture.width * picture.height > PIXELS_MAX:
        raise Image.DecompressionBombError
    halves, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        picture.load()
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = halves
    return picture


def is_plain(content: bytes, kind: str, picture: Image.Image) -> bool:
    """Whether the picture can stand as it is: small enough, in a colour space of paper, and nothing but a picture."""
    if max(picture.size) > SIDE_MAX or picture.mode not in MODES[kind]:
        return False
    if kind == "PNG":
        return all(name in PLAIN_CHUNKS for name in chunks(content)) and content.endswith(b"IEND\xaeB`\x82")
    return all(marker not in (*range(0xE1, 0xF0), 0xFE) for marker in markers(content)) and content.endswith(
        b"\xff\xd9"
    )


def chunks(content: bytes) -> Iterator[bytes]:
    """The names of a PNG's chunks."""
    position = 8
    while position + 8 <= len(content):
        length, name = struct.unpack(">I4s", content[position : position + 8])
        yield name
        position += length + 12


def markers(content: bytes) -> Iterator[int]:
    """The markers of a JPEG up to its first scan."""
    position = 2
    while position + 4 <= len(content) and content[position] == 0xFF:
        marker = content[position + 1]
        yield marker
        if marker == 0xDA:
            return
        position += 2 + int(struct.unpack(">H", content[position + 2 : position + 4])[0])


def made_plain(picture: Image.Image, kind: str) -> bytes:
    """The picture turned the right way, in RGB or grey, small enough, without anything beside it."""
    turned = ImageOps.exif_transpose(picture)
    if turned.mode not in MODES[kind]:
        turned = turned.convert("RGB")
    if max(turned.size) > SIDE_MAX:
        turned = turned.convert("RGBA" if "transparency" in turned.info and kind == "PNG" else PAINTED[turned.mode])
        turned.thumbnail((SIDE_MAX, SIDE_MAX), Image.Resampling.LANCZOS)
    bare = Image.new(turned.mode, turned.size)
    bare.paste(turned)
    if turned.mode == "P":
        bare.putpalette(turned.getpalette() or [])
    kept = {"transparency": turned.info["transparency"]} if "transparency" in turned.info and kind == "PNG" else {}
    written = io.BytesIO()
    if kind == "PNG":
        bare.save(written, "PNG", optimize=True, **kept)
    else:
        bare.save(written, "JPEG", quality=88, subsampling=0)
    return written.getvalue()


def address_of(content: bytes, kind: str) -> str:
    """The address of a picture."""
    return f"data:image/{kind.lower()};base64,{base64.b64encode(content).decode()}"
