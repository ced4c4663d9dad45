"""Pictures are checked before anything is unpacked, and nothing but the picture is kept."""

import base64
import io
import struct
import zlib

import pytest
from PIL import Image, ImageFile

from engine.pictures import PICTURE_MAX, SIDE_MAX, address_of, checked


def png(picture: Image.Image) -> str:
    """A picture as the address of a PNG."""
    written = io.BytesIO()
    picture.save(written, "PNG")
    return address_of(written.getvalue(), "PNG")


def jpeg(picture: Image.Image, **options: object) -> str:
    """A picture as the address of a JPEG."""
    written = io.BytesIO()
    picture.save(written, "JPEG", **options)
    return address_of(written.getvalue(), "JPEG")


def chunk(name: bytes, content: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def bomb(side: int) -> str:
    """A PNG of a few kB that claims to be a square of so many pixels."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0" * 1_000_000)) + chunk(b"IEND", b"")
    return address_of(b"\x89PNG\r\n\x1a\n" + head + body, "PNG")


def test_a_plain_picture_is_kept_byte_for_byte() -> None:
    address = png(Image.new("RGB", (30, 20), "navy"))
    assert checked(address).address == address
    assert (checked(address).width, checked(address).height) == (30, 20)


@pytest.mark.parametrize(
    "address",
    [
        png(Image.new("P", (SIDE_MAX + 500, 40))),
        png(Image.new("RGBA", (SIDE_MAX + 1, 10), (0, 0, 0, 9))),
        png(Image.new("I;16", (30, 30))),
        jpeg(Image.new("CMYK", (50, 50))),
        jpeg(Image.new("L", (50, SIDE_MAX + 50))),
    ],
    ids=["palette", "transparent", "deep", "cmyk", "grey"],
)
def test_what_paper_does_not_need_is_made_plain_once(address: str) -> None:
    made = checked(address)
    assert max(made.width, made.height) <= SIDE_MAX
    assert checked(made.address) == made


def test_where_a_picture_was_taken_is_not_kept_and_it_stands_upright() -> None:
    where = Image.Exif()
    where[274], where[270] = 6, "hemma hos Anna"
    made = checked(jpeg(Image.new("RGB", (60, 20)), exif=where))
    assert (made.width, made.height) == (20, 60)
    assert b"Anna" not in base64.b64decode(made.address.partition(",")[2])


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        (bomb(60_000), "million pixels"),
        (bomb(7_000), "million pixels"),
        (png(Image.new("RGB", (90, 90)))[:-40], "not a whole PNG"),
        (address_of(b"\x89PNG\r\n\x1a\n" + b"x" * 100, "PNG"), "not a whole PNG"),
        (address_of(b"GIF89a", "PNG"), "not a whole PNG"),
        ("data:image/png;base64,abcde", "base64 cannot be read"),
        ("data:image/svg+xml;base64,AAAA", "not a PNG or a JPEG"),
        ("https://example.org/a.png", "not a PNG or a JPEG"),
        ("file:///etc/passwd", "not a PNG or a JPEG"),
        ("data:image/png;base64," + "A" * (PICTURE_MAX * 2), "larger than 2000 kB"),
        ("data:image/png;base64," + "A" * 50_000_000, "larger than 2000 kB"),
    ],
)
@pytest.mark.parametrize("halves", [False, True], ids=["", "after WeasyPrint"])
def test_what_is_no_picture_or_too_much_of_one_is_refused(
    address: str, reason: str, halves: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", halves)
    with pytest.raises(ValueError, match=reason):
        checked(address)
