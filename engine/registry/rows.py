"""How a CSV file of cases is read, whoever wrote it, and how a report is written so that no spreadsheet runs it."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator

from engine.errors import Invalid, TooLarge
from engine.forms import ClassCode, Form, Line
from engine.registry.forms import CaseKind

FILE_MAX: Final = 50_000_000
"""Largest file, in bytes."""
ROWS_MAX: Final = 100_000
CELL_MAX: Final = 2_000
"""Longest cell, in characters."""
DELIMITERS: Final = ";,\t"

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "dnr": ("dnr", "diarienummer"),
    "title": ("title", "ärendemening", "rubrik"),
    "kind": ("kind", "ärendetyp", "typ"),
    "diary": ("diary", "diarium"),
    "body": ("body", "organ", "nämnd"),
    "arrived_on": ("arrived_on", "inkom", "inkommet", "ankomstdatum"),
    "sender": ("sender", "avsändare"),
    "class_code": ("class_code", "klass", "klassbeteckning"),
    "sub_number": ("sub_number", "motionsnummer"),
    "closed_on": ("closed_on", "avslutat", "avslutsdatum"),
    "outcome": ("outcome", "utfall"),
}
"""The fields of a row and what their columns may be called."""
NEEDED: Final = ("dnr", "title", "kind", "diary", "body", "arrived_on")

KINDS: Final = {
    "motion": "motion",
    "initiativ": "initiative",
    "initiativärende": "initiative",
    "revision": "audit_response",
    "revisionsgranskning": "audit_response",
    "eget ärende": "board_matter",
    "nämndärende": "board_matter",
}
OUTCOMES: Final = {
    "bifallen": "approved",
    "bifall": "approved",
    "avslagen": "rejected",
    "avslag": "rejected",
    "besvarad": "answered",
    "delvis bifallen": "partly_approved",
    "avskriven": "written_off",
    "återtagen": "withdrawn",
    "återlämnad": "returned",
    "beslutad": "decided",
}


def in_english(value: object, words: Mapping[str, str]) -> object:
    """A Swedish word as the register's own; anything else as it is."""
    return words.get(value.strip().casefold(), value) if isinstance(value, str) else value


def kind_of(value: object) -> object:
    """The case kind that a cell names."""
    return in_english(value, KINDS)


def outcome_of(value: object) -> object:
    """The outcome that a cell names."""
    return in_english(value, OUTCOMES)


def day_of(value: object) -> object:
    """A day written 2020-01-07 or 20200107; anything else is left for the form to refuse."""
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        raise ValueError("not a day such as 2020-01-07") from None


Day = Annotated[date, BeforeValidator(day_of)]
Outcome = Literal[
    "approved", "rejected", "answered", "partly_approved", "written_off", "withdrawn", "returned", "decided"
]


class ImportRow(Form):
    """A row as a case."""

    dnr: Line
    title: Line
    kind: Annotated[CaseKind, BeforeValidator(kind_of)]
    diary: Line
    body: Line
    arrived_on: Day
    sender: Line | None = None
    class_code: ClassCode | None = None
    sub_number: Line | None = None
    closed_on: Day | None = None
    outcome: Annotated[Outcome, BeforeValidator(outcome_of)] | None = None


@dataclass(frozen=True)
class Table:
    """A file as rows of named cells, empty cells left out, with what could not be read."""

    headings: Mapping[str, str]
    """What the file calls each field."""
    rows: Sequence[tuple[int, Mapping[str, str]]]
    faults: Sequence[tuple[int, str | None, str]]

    def heading(self, name: str) -> str:
        """What the file calls a field."""
        return self.headings.get(name, name)


def read_table(content: bytes) -> Table:
    """Reads a CSV file. TooLarge over 50 MB or 100,000 rows; Invalid when it is no CSV or lacks a needed column."""
    if len(content) > FILE_MAX:
        raise TooLarge(most=FILE_MAX)
    said = decoded(content)
    delimiter = delimiter_of(said.partition("\n")[0])
    lines = csv.reader(io.StringIO(said, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, Mapping[str, str]]] = []
    faults: list[tuple[int, str | None, str]] = []
    try:
        headings = headings_of(next(lines, []))
        fields = [name_of(title) for title in headings.values()]
        for cells in lines:
            if any(cell.strip() for cell in cells):
                add_row(rows, faults, lines.line_num, cells, headings, fields)
    except csv.Error as fault:
        raise Invalid("file", f"line {lines.line_num} is not CSV: {fault}") from None
    return Table({name_of(title): title for title in headings.values()}, rows, faults)


def add_row(
    rows: list[tuple[int, Mapping[str, str]]],
    faults: list[tuple[int, str | None, str]],
    line: int,
    cells: Sequence[str],
    headings: Mapping[int, str],
    fields: Sequence[str],
) -> None:
    """Adds a line's cells by field, or what is wrong with the line."""
    if len(rows) + len(faults) >= ROWS_MAX:
        raise TooLarge(rows=ROWS_MAX)
    if len(cells) != len(headings):
        faults.append((line, None, f"{len(cells)} cells where the header has {len(headings)}"))
        return
    long = next((position for position, cell in enumerate(cells) if len(cell) > CELL_MAX), None)
    if long is not None:
        faults.append((line, headings[long], f"longer than {CELL_MAX} characters"))
        return
    rows.append((line, {name: cell for name, cell in zip(fields, cells, strict=True) if cell.strip()}))


def decoded(content: bytes) -> str:
    """The file's text: what its byte order mark says, else UTF-8, else Latin-1, which reads anything."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def delimiter_of(header: str) -> str:
    """The delimiter under which the header has most known columns; a semicolon when none says more."""
    return max(DELIMITERS, key=lambda one: sum(bool(name_of(cell.strip(' "\r'))) for cell in header.split(one)))


def name_of(title: str) -> str:
    """The field that a column's title stands for, "" for none."""
    said = title.strip().casefold()
    return next((name for name, titles in COLUMNS.items() if said in titles), "")


def headings_of(header: Sequence[str]) -> Mapping[int, str]:
    """The titles of the columns by position. Invalid for unknown, repeated and missing ones."""
    titles = {position: title.strip() for position, title in enumerate(header)}
    names = [name_of(title) for title in titles.values()]
    if unknown := next((title for title in titles.values() if not name_of(title)), None):
        raise Invalid("file", f"unknown column {unknown[:60]!r}")
    if "" in names:
        raise Invalid("file", "a column without a title" if names else "the file is empty")
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise Invalid("file", f"two columns for {twice}")
    if missing := [name for name in NEEDED if name not in names]:
        raise Invalid("file", f"no column for {', '.join(missing)}")
    return titles


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: one that begins like one gets an apostrophe before it."""
    return f"'{cell}" if cell.lstrip().startswith(("=", "+", "-", "@")) or cell[:1] in ("\t", "\r", "\n") else cell


def to_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Lines of CSV for a spreadsheet, semicolons between, no cell a formula; None is an empty cell."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    for row in (header, *rows):
        writer.writerow([harmless(str(cell)) if cell is not None else "" for cell in row])
        yield written.getvalue()
        written.seek(0)
        written.truncate()
