"""docs/law.md held against the code, both ways."""

import pytest

from engine.rules.refusal import every_rule
from tests.rules.law_table import Row, cited, docstrings, rows, written_tests

ROWS = rows()
CARRIED_OUT = {(section, name) for name, said in docstrings() for section in cited(said)}
REFUSED = {(section, rule.key) for rule in every_rule().values() for section in cited(rule.section or "")}


def test_every_section_that_the_code_cites_has_its_row() -> None:
    told = {(row.section, name) for row in ROWS for name in row.functions}
    assert CARRIED_OUT - told == set(), "add these to docs/law.md"
    assert told - CARRIED_OUT == set(), "these no longer cite the section: mend docs/law.md"


def test_every_refusal_that_cites_a_section_stands_in_its_row() -> None:
    told = {(row.section, rule) for row in ROWS for rule in row.refusals}
    assert REFUSED - told == set(), "add these to docs/law.md"
    assert told - REFUSED == set(), "these no longer cite the section: mend docs/law.md"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.section)
def test_every_section_is_shown_by_tests_that_exist(row: Row) -> None:
    assert row.tests
    assert row.tests - written_tests().keys() == set()


def test_every_section_has_one_row() -> None:
    sections = [row.section for row in ROWS]
    assert len(sections) == len(set(sections))


def test_every_refusal_is_provoked_by_a_test() -> None:
    sources = " ".join(written_tests().values())
    assert [key for key in every_rule() if key not in sources] == []


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("KL 5:35", {"KL 5:35"}),
        ("KL 5:14–15 and 6:17", {"KL 5:14", "KL 5:15", "KL 6:17"}),
        ("OSL 5:2, TF 2:20", {"OSL 5:2", "TF 2:20"}),
        ("moved by lag 1930:173 2 §", {"lag 1930:173 2 §"}),
        ("lag 1989:253", {"lag 1989:253"}),
        ("FL 22 §", {"FL 22 §"}),
        ("no law at all", set()),
    ],
)
def test_sections_are_read_as_lawyers_write_them(text: str, sections: set[str]) -> None:
    assert cited(text) == sections
