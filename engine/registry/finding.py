"""Finding in the diary: words and filters in one question, totals that stop, kept searches, lists to take along."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Final
from urllib.parse import parse_qsl
from uuid import UUID

import xlsxwriter
from pydantic import AfterValidator, Field
from sqlmodel import Session, col, func, select

from engine import search
from engine.access import Actor, visible
from engine.cases.tables import Case
from engine.db import found
from engine.errors import require
from engine.forms import Form, Line
from engine.organisations.tables import Body, User
from engine.registry.lists import CaseFilters, Page, asked, bounded, cases, page
from engine.registry.rows import to_csv
from engine.registry.tables import SavedSearch
from engine.rules.register import may_save_search

TOTAL_MAX: Final = 1_000
"""Totals are counted so far; what is more is told as more."""
TAKEN_MAX: Final = 10_000
"""Most rows that are taken along."""
SAVED_MAX: Final = 50
HEADER: Final = ("Dnr", "Ärendemening", "Ärendetyp", "Organ", "Avsändare", "Klass", "Kom in", "Beslut senast",
                 "Handläggare", "Utfall", "Avslutat", "Sekretess")  # fmt: skip
WIDTHS: Final = (14, 60, 20, 24, 30, 10, 12, 14, 24, 18, 12, 22)
ASKED: Final = frozenset({"q", "kind", "state", "body", "officer", "from", "through"})
"""What a kept search may ask."""


@dataclass(frozen=True)
class Question:
    """What is looked for: words, none for all, and filters."""

    words: str | None = None
    filters: CaseFilters = field(default_factory=CaseFilters)


def find_cases(
    session: Session, actor: Actor, question: Question, cursor: UUID | None = None, limit: int = 50
) -> Page[Case]:
    """A page of what is found, newest first; every page but the last is full. Two statements with words, else one."""
    if question.words is None:
        return page(session, cases(actor, question.filters, cursor, limit), limit)
    most = bounded(limit)
    ids = search.find(session, actor, question.words, most + 1, cursor, asked(question.filters))
    rows = {row.id: row for row in session.exec(select(Case).where(col(Case.id).in_(ids[:most]), visible(actor, Case)))}
    return Page(tuple(rows[one] for one in ids[:most] if one in rows), ids[most - 1] if len(ids) > most else None)


def total(session: Session, actor: Actor, question: Question) -> int:
    """How many cases are found, of those that the actor sees; more than 1,000 are told as 1,001."""
    most = TOTAL_MAX + 1
    if question.words is not None:
        return search.count(session, actor, question.words, most, asked(question.filters))
    some = select(Case.id).where(visible(actor, Case), *asked(question.filters)).limit(most).subquery()
    return int(session.exec(select(func.count()).select_from(some)).one())


def taken_along(
    session: Session, actor: Actor, question: Question, words: Mapping[str, Mapping[str, str]]
) -> tuple[list[tuple[object, ...]], bool]:
    """The rows of a list to take along, and whether they are all; `words` says kinds and outcomes in Swedish."""
    found_rows: list[Case] = []
    cursor: UUID | None = None
    while len(found_rows) < TAKEN_MAX:
        some = find_cases(session, actor, question, cursor, 200)
        found_rows += some.items
        cursor = some.next
        if cursor is None:
            break
    bodies = names_of_bodies(session, actor)
    people = dict(
        session.exec(select(User.id, User.name).where(col(User.organisation_id) == actor.organisation_id)).all()
    )
    return [row_of(case, bodies, people, words) for case in found_rows[:TAKEN_MAX]], cursor is None


def names_of_bodies(session: Session, actor: Actor) -> dict[UUID, str]:
    """What the organisation's bodies are called."""
    mine = col(Body.organisation_id) == actor.organisation_id
    return dict(session.exec(select(Body.id, Body.name).where(mine)).all())


def row_of(
    case: Case, bodies: dict[UUID, str], people: dict[UUID, str], words: Mapping[str, Mapping[str, str]]
) -> tuple[object, ...]:
    """One case as a row."""
    officer = people.get(case.officer_id) if case.officer_id else None
    outcome = words["outcome"].get(case.outcome or "", case.outcome)
    return (
        case.dnr,
        case.title,
        words["kind"].get(case.kind, case.kind),
        bodies.get(case.body_id),
        case.sender,
        case.class_code,
        case.arrived_on,
        case.decide_by,
        officer,
        outcome,
        case.closed_on,
        case.provision if case.secrecy == "secret" else None,
    )


def as_csv(rows: Sequence[tuple[object, ...]]) -> bytes:
    """The rows as CSV for a spreadsheet: UTF-8 with its mark, semicolons, and no cell a formula."""
    return b"\xef\xbb\xbf" + "".join(to_csv(HEADER, rows)).encode()


def as_xlsx(rows: Sequence[tuple[object, ...]]) -> bytes:
    """The rows as a workbook: texts are texts and never formulas or links, days are days, the head stays in sight."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        sheet = book.add_worksheet("Diariet")
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for column, (name, width) in enumerate(zip(HEADER, WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, bold)
        for line, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if value is not None and not isinstance(value, str):
                    sheet.write_datetime(line, column, value, day)
                elif value:
                    sheet.write_string(line, column, str(value))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows), 1), len(HEADER) - 1)
    return content.getvalue()


def searchable(query: str) -> str:
    """Refuses what the diary could not be asked."""
    if {name for name, _ in parse_qsl(query)} - ASKED:
        raise ValueError("not a search in the diary")
    return query


class SearchForm(Form):
    """A search that is kept: its name, and what is asked as in the diary's address."""

    name: Annotated[Line, Field(title="Namn", max_length=80)]
    query: Annotated[
        Line, Field(title="Sökning", description="Så som i adressen: q=uppföljning&kind=motion."),
        AfterValidator(searchable),
    ]  # fmt: skip


def save_search(session: Session, actor: Actor, form: SearchForm, now: datetime) -> SavedSearch:
    """Keeps a search for oneself; one of the same name is replaced. It is no record, so no journal tells of it."""
    mine = col(SavedSearch.user_id) == actor.user_id
    rows = {row.name: row for row in session.exec(select(SavedSearch).where(mine))}
    kept = rows.get(form.name) or SavedSearch(user_id=actor.user_id, name=form.name, query="", at=now)
    require(may_save_search(len(rows) if form.name not in rows else 0, SAVED_MAX))
    kept.query, kept.at = form.query, now
    session.add(kept)
    session.flush()
    return kept


def saved_searches(session: Session, actor: Actor) -> list[SavedSearch]:
    """One's own kept searches, by name."""
    mine = col(SavedSearch.user_id) == actor.user_id
    return list(session.exec(select(SavedSearch).where(mine).order_by(col(SavedSearch.name))))


def forget_search(session: Session, actor: Actor, search_id: UUID) -> None:
    """Forgets a search of one's own. NotFound when it is another's."""
    mine = col(SavedSearch.id) == search_id, col(SavedSearch.user_id) == actor.user_id
    session.delete(found(session.exec(select(SavedSearch).where(*mine)).first(), search=str(search_id)))
    session.flush()
