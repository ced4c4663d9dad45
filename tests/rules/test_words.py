"""docs/words.md held against the code: each name is where the table says, and what is to come has not come."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "words.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and "`" in line
]
BUILT = [row for row in ROWS if row[2] != "later"]
LATER = [row for row in ROWS if row[2] == "later"]


def in_backticks(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@cache
def words_of(path: Path) -> frozenset[str]:
    """Every name a file defines or uses, and every string that is a word."""
    return frozenset(words_in(ast.parse(path.read_text("utf-8"))))


def words_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                yield name
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                yield name
            case ast.Constant(value=str(text)):
                yield text


@pytest.mark.parametrize("row", BUILT, ids=lambda row: row[0])
def test_word_is_used_where_the_table_says(row: list[str]) -> None:
    places = [ROOT / place for place in in_backticks(row[2])]
    assert [place for place in places if not place.exists()] == []
    used = frozenset[str]().union(*map(words_of, places))
    assert [word for word in in_backticks(row[1]) if word not in used] == []


def test_what_is_to_come_has_not_come() -> None:
    classes = {
        node.name
        for path in (ROOT / "engine").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    }
    assert {word for row in LATER for word in in_backticks(row[1])} & classes == set()


def test_every_row_has_a_swedish_term_a_name_and_a_place() -> None:
    assert ROWS
    assert all(row[0] and in_backticks(row[1]) and (row[2] == "later" or in_backticks(row[2])) for row in ROWS)


def test_no_term_is_explained_twice() -> None:
    terms = [row[0] for row in ROWS]
    assert len(terms) == len(set(terms))
