"""Reads docs/law.md and the code it speaks of: which sections are cited where."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
RULES = ROOT / "engine" / "rules"
CITED = re.compile(r"(?:(KL|OSL|TF|FL) )?(\d+:\d+)(?:–(\d+))?|(?:lag (\d{4}:\d+)(?: (\d+) §)?)|FL (\d+) §")


@dataclass(frozen=True)
class Row:
    """One row of the table: a section, the functions that carry it out, the refusals that cite it, its tests."""

    section: str
    functions: frozenset[str]
    refusals: frozenset[str]
    tests: frozenset[str]


def rows() -> list[Row]:
    """The table of docs/law.md, heading left out."""
    table = [line for line in (ROOT / "docs" / "law.md").read_text("utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    return [Row(c[0], names(c[2]), names(c[3]), names(c[4])) for c in cells if not c[0].startswith(("Section", "-"))]


def names(cell: str) -> frozenset[str]:
    """What stands in backticks in a cell."""
    return frozenset(re.findall(r"`([^`]+)`", cell))


def cited(text: str) -> frozenset[str]:
    """The sections a text cites: "KL 5:14–15" is two, and a law holds until the next is named."""
    found, law = set(), "KL"
    for named, section, to, act, act_section, fl in CITED.findall(text):
        law = named or law
        if act:
            found.add(f"lag {act}" + (f" {act_section} §" if act_section else ""))
        elif fl:
            found.add(f"FL {fl} §")
        else:
            chapter, first = section.split(":")
            found |= {f"{law} {chapter}:{number}" for number in range(int(first), int(to or first) + 1)}
    return frozenset(found)


def docstrings() -> Iterator[tuple[str, str]]:
    """Every function and class of engine/rules as "module.name", with its docstring."""
    for path in sorted(RULES.rglob("*.py")):
        module = ".".join(path.relative_to(RULES).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and (said := ast.get_docstring(node)):
                yield f"{module}.{node.name}", said


@cache
def written_tests() -> dict[str, str]:
    """Every test by its name, with its source and that of its tables."""
    found = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        source = path.read_text("utf-8")
        lines = source.splitlines()
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
                found[node.name] = "\n".join(lines[first - 1 : node.end_lineno])
    return found
