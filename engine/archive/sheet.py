"""The case sheet as a document, and what each act is called."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache

from sqlmodel import Session

from engine.access import Actor
from engine.cases.tables import Case
from engine.documents.html import render_html
from engine.documents.models import CaseSheet, JournalLine, RecordLine
from engine.journal import Told
from engine.organisations.profiles import current_profile
from engine.registry import case_journal, case_sheet
from engine.registry import sheet as said
from engine.registry.post_list import DIRECTIONS
from engine.rules.calendar import STOCKHOLM, legal_day
from engine.settings import data

ENTRIES_MAX = 5000
"""Most journal entries on one sheet."""


def sheet_page(session: Session, actor: Actor, case: Case, now: datetime) -> str:
    """The case sheet as the HTML that its PDF is drawn from, with what the actor may see.

    Note the reading of a secret case first (`registry.note_reading`).
    """
    _, profile = current_profile(session, case.organisation_id)
    return render_html(sheet_document(session, actor, case, now), profile)


def sheet_document(session: Session, actor: Actor, case: Case, now: datetime) -> CaseSheet:
    """The case sheet (dagboksblad) as data: facts, records in order, and every act; voids and withheld ones shown."""
    sheet = case_sheet(session, actor, case)
    return CaseSheet(
        title=case.title,
        dnr=case.dnr,
        body=sheet.body,
        day=legal_day(now),
        facts=facts(sheet),
        records=tuple(record_line(record) for record in sheet.records if record.number is not None),
        journal=tuple(journal_line(entry) for entry in case_journal(session, actor, case.id, 0, ENTRIES_MAX)),
    )


def facts(sheet: said.CaseSheet) -> tuple[tuple[str, str], ...]:
    """What the register says of the case; what it does not say is left out."""
    case = sheet.case
    told = (
        ("Diarium", sheet.diary),
        ("Inkom", case.arrived_on.isoformat()),
        ("Avsändare", case.sender),
        ("Nummer", case.sub_number),
        ("Klass", case.class_code),
        ("Handläggare", sheet.officer),
        ("Väckt", case.raised_on.isoformat() if case.raised_on else None),
        ("Beslutas senast", case.decide_by.isoformat() if case.decide_by else None),
        ("Sekretess", case.provision),
        ("Avslutat", case.closed_on.isoformat() if case.closed_on else None),
        ("Makulerat", case.voided_reason),
    )
    return tuple((label, value) for label, value in told if value)


def record_line(record: said.RecordLine) -> RecordLine:
    """A record's line; a voided one stands with its reason."""
    voided = f" (makulerad: {record.voided_reason})" if record.voided_reason else ""
    return RecordLine(
        number=record.number or 0,
        day=record.received_on or record.document_date or record.registered_on,
        direction=DIRECTIONS[record.direction],
        title=record.title + voided,
        correspondent=record.correspondent or "",
    )


def journal_line(entry: Told) -> JournalLine:
    """An act in Swedish, with local time and who did it."""
    by = entry.personal.get("actor") if entry.personal else None
    return JournalLine(
        at=f"{entry.at.astimezone(STOCKHOLM):%Y-%m-%d %H.%M}", text=act_in_words(entry), actor=str(by) if by else ""
    )


def act_in_words(entry: Told) -> str:
    """What was done; a step of an organisation's own diagram is named by its id."""
    for tag, fact, table in (("task:completed", "step", "steps"), ("operator:done", "operator", "operators")):
        if entry.tag == tag:
            done = str(entry.facts[fact])
            return words()[table].get(done, done)
    return words()["acts"][entry.tag]


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """The tables `acts`, `steps` and `operators`."""
    return tomllib.loads(data("templates", "phrases", "journal.sv.toml").read_text(encoding="utf-8"))
