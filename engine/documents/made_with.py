"""What decides a document's bytes beside its content: templates, fonts, libraries. Kept with every record we draw."""

import ctypes
import hashlib
import zlib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

from engine.documents import fonts
from engine.documents.pdf import load_weasyprint
from engine.settings import data

TEXT: Final = ("dnr", "templates", "jinja2", "nh3")
"""The facts that decide the words, that is the HTML. The others decide only how it is drawn."""
PACKAGES: Final = (
    *("dnr", "jinja2", "nh3"),
    *("weasyprint", "pydyf", "fonttools", "tinycss2", "tinyhtml5", "cssselect2", "pillow"),
)
"""Python's, by the names that they are installed under."""


@cache
def made_with() -> Mapping[str, str]:
    """Name and version of everything that decides the bytes, as this process has it; MissingLibrary without Pango.

    Templates and fonts have a sha256 in place of a version.
    """
    load_weasyprint()
    return {
        **{name: version(name) for name in PACKAGES},
        "fontconfig": str(linked("libfontconfig.so.1", "libfontconfig.1.dylib").FcGetVersion()),
        "fonts": hashed(fonts.font_file(face.name) for face in fonts.FACES),
        "freetype": freetype(),
        "harfbuzz": said("hb_version_string", "libharfbuzz.so.0", "libharfbuzz.0.dylib"),
        "pango": said("pango_version_string", "libpango-1.0.so.0", "libpango-1.0.0.dylib"),
        "templates": templates_hash(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
    }


@cache
def templates_hash() -> str:
    """One hash over the documents' templates and phrases."""
    return hashed(
        file
        for folder in ("documents", "phrases")
        for file in sorted(data("templates", folder).rglob("*"))
        if file.is_file()
    )


def hashed(files: Iterable[Path]) -> str:
    """One sha256 over the names and the contents of files."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def linked(*names: str) -> ctypes.CDLL:
    """A library that WeasyPrint has loaded already, under its name on this system."""
    for name in names[:-1]:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return ctypes.CDLL(names[-1])


def said(question: str, *names: str) -> str:
    """What a library answers about itself."""
    ask = getattr(linked(*names), question)
    ask.restype = ctypes.c_char_p
    answer: bytes = ask()
    return answer.decode()


def freetype() -> str:
    """FreeType's version, which it tells only of an instance."""
    library, instance = linked("libfreetype.so.6", "libfreetype.6.dylib"), ctypes.c_void_p()
    library.FT_Init_FreeType(ctypes.byref(instance))
    numbers = [ctypes.c_int() for _ in range(3)]
    library.FT_Library_Version(instance, *map(ctypes.byref, numbers))
    library.FT_Done_FreeType(instance)
    return ".".join(str(number.value) for number in numbers)
