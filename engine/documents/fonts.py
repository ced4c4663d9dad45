"""The fonts that documents are set in. They come from npm by lock file and are put in place at set-up.

    python -m engine.documents.fonts [SOURCE [TARGET]]

copies them from SOURCE (node_modules) to TARGET (api/assets/fonts) with their licences. Documents use no other
fonts, so that they are the same on every machine.
"""

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from engine.errors import Invalid, Misconfigured
from engine.forms import SILENT
from engine.settings import characters, data

INSTALL: Final = "script/bootstrap"
CHARACTERS: Final = "characters.txt"


class MissingFonts(Misconfigured):
    """The documents' fonts are not in place on this machine."""


class Unprintable(Invalid):
    """The document holds a character that its fonts lack."""

    def __init__(self, characters: str) -> None:
        super().__init__("document", f"cannot be printed with the documents' fonts: {characters}")


@dataclass(frozen=True)
class Face:
    """One style of a family: where npm puts it, and how style sheets ask for it."""

    family: str
    weight: int
    style: str
    package: str
    file: str

    @property
    def name(self) -> str:
        """File name under api/assets/fonts."""
        return Path(self.file).name.replace("_", "-")

    @property
    def rule(self) -> str:
        """The @font-face rule. Families have names of ours, so that no installed font is taken in their place."""
        return (
            f'@font-face {{ font-family: "{self.family}"; font-weight: {self.weight}; font-style: {self.style}; '
            f"src: url(asset:fonts/{self.name}); }}"
        )


def faces_of(family: str, package: str, stem: str) -> tuple[Face, ...]:
    """The four faces of a family. Bold is the semibold: calmer on paper, and dark enough."""
    faces = (
        *((400, "normal", "400Regular"), (400, "italic", "400Regular_Italic")),
        *((700, "normal", "600SemiBold"), (700, "italic", "600SemiBold_Italic")),
    )
    return tuple(
        Face(family, weight, style, f"@expo-google-fonts/{package}", f"{name}/{stem}_{name}.ttf")
        for weight, style, name in faces
    )


SERIF: Final = faces_of("Dnr Serif", "source-serif-4", "SourceSerif4")
SANS: Final = faces_of("Dnr Sans", "source-sans-3", "SourceSans3")
FACES: Final = SERIF + SANS


def style_rules() -> str:
    """The @font-face rules of all faces."""
    return "\n".join(face.rule for face in FACES)


def folder() -> Path:
    """Where the fonts lie, in an installed wheel or in the repository."""
    return data("api", "assets", "fonts")


def font_file(name: str) -> Path:
    """The path of one of our fonts; MissingFonts when it is not in place, or not one of ours."""
    path = folder() / name
    if name not in {face.name for face in FACES} or not path.is_file():
        raise MissingFonts(font=name, command=INSTALL)
    return path


@cache
def printable_characters() -> frozenset[str]:
    """Every character that our fonts can show in each style, as `install` noted them, and those that show nothing."""
    noted = characters()
    if noted is None:
        raise MissingFonts(font=CHARACTERS, command=INSTALL)
    return noted | SILENT | {"\r"}


def require_printable(text: str) -> None:
    """Raises Unprintable, naming the characters, where a text could only be set in a font that is not ours."""
    if missing := sorted({character for character in text if character not in printable_characters()}):
        raise Unprintable(" ".join(f"{one} (U+{ord(one):04X})" for one in missing[:10]))


def install(source: Path, target: Path) -> None:
    """Copies the fonts and their licences from npm's folder and notes which characters they have.

    MissingFonts when npm has not been run.
    """
    from fontTools.ttLib import TTFont

    by_style: dict[tuple[int, str], set[int]] = {}
    target.mkdir(parents=True, exist_ok=True)
    for face in FACES:
        package = source / face.package
        if not (package / face.file).is_file():
            raise MissingFonts(font=str(package / face.file), command="npm ci")
        shutil.copyfile(package / face.file, target / face.name)
        shutil.copyfile(package / "LICENSE_FONT", target / f"{Path(face.package).name}-OFL.txt")
        with TTFont(target / face.name, lazy=True) as font:
            by_style.setdefault((face.weight, face.style), set()).update(font.getBestCmap())
    common = sorted(set.intersection(*by_style.values()) - {ord(one) for one in SILENT})
    (target / CHARACTERS).write_text("".join(map(chr, common)), encoding="utf-8", newline="")


def main(arguments: Sequence[str]) -> None:
    """Runs `install` with the folders of the command line."""
    root = data("api").parent
    source = Path(arguments[0]) if arguments else root / "node_modules"
    install(source, Path(arguments[1]) if len(arguments) > 1 else root / "api" / "assets" / "fonts")


if __name__ == "__main__":
    main(sys.argv[1:])
