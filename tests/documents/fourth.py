"""The fourth house style, as an administrator writes it, beside the three that ship."""

from io import BytesIO
from pathlib import Path

from PIL import Image

from engine.organisations.profile import Profile, load_profile, shipped_profiles
from engine.pictures import address_of

FOURTH = Path(__file__).with_name("fourth.yaml").read_text(encoding="utf-8")


def logo(width: int, height: int) -> str:
    """A logo of that size."""
    written = BytesIO()
    Image.new("RGB", (width, height), "#8a3b00").save(written, "PNG")
    return address_of(written.getvalue(), "PNG")


def fourth(before: str = "", after: str = "") -> Profile:
    """The style as it is loaded, with one thing changed."""
    assert before in FOURTH
    return load_profile(FOURTH.replace(before, after, 1).replace("{logo}", logo(240, 80)))


def styles() -> dict[str, Profile]:
    """The four of them by name."""
    return {**shipped_profiles(), "fourth": fourth()}
