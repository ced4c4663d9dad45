"""Reading a PDF back as a person would: its words, page by page, and the fonts in it."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape

INSTALL = "apt-get install poppler-utils"


def poppler(program: str, pdf: bytes, *options: str) -> str:
    """What a program of poppler-utils says of a PDF; fails with the command that installs it."""
    assert shutil.which(program), f"{program} is missing: {INSTALL}"
    arguments = [program, *options, "-", *(["-"] if program == "pdftotext" else [])]
    return subprocess.run(arguments, input=pdf, capture_output=True, check=True).stdout.decode()


def pages(pdf: bytes) -> list[list[str]]:
    """The lines of each page, in reading order."""
    text = poppler("pdftotext", pdf, "-enc", "UTF-8")
    return [[line.strip() for line in page.splitlines() if line.strip()] for page in text.split("\f") if page.strip()]


@dataclass(frozen=True)
class Box:
    """A word with its place on a page, in points from the upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    word: str


BOX = re.compile(r'<(page)|<word xMin="(\S+)" yMin="(\S+)" xMax="(\S+)" yMax="(\S+)">(.*?)</word>')


def boxes(pdf: bytes) -> list[Box]:
    """Every word with its place."""
    found, page = [], -1
    for one in BOX.finditer(poppler("pdftotext", pdf, "-enc", "UTF-8", "-bbox")):
        if one[1]:
            page += 1
        else:
            found.append(Box(page, float(one[2]), float(one[3]), float(one[4]), float(one[5]), unescape(one[6])))
    return found


def fonts(pdf: bytes) -> set[str]:
    """The names of the embedded fonts, without the subset's prefix."""
    lines = poppler("pdffonts", pdf).splitlines()[2:]
    return {line.split()[0].split("+")[-1] for line in lines}


def once(pdf: bytes) -> list[str]:
    """The document's lines; one that stands on an earlier page with other figures (the head) counts once."""
    kept: list[str] = []
    seen: set[str] = set()
    for page in pages(pdf):
        shapes = {re.sub(r"\d+", "0", line) for line in page}
        kept += [line for line in page if re.sub(r"\d+", "0", line) not in seen]
        seen |= shapes
    return kept


def words(text: str) -> list[str]:
    """Words with their case and punctuation; Markdown's marks and hyphens within words do not count."""
    bare = re.sub(r"[*#]+|^\s*[-–•]\s+", " ", text, flags=re.MULTILINE)
    return re.sub(r"(?<=\w)[-–]\s*(?=\w)", "", bare).split()


def recall(source: str, pdf: bytes) -> float:
    """The share of the source's words that stand in the PDF, in order."""
    wanted, found = words(source), words("\n".join(once(pdf)))
    same = SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks()
    return sum(block.size for block in same) / len(wanted)
