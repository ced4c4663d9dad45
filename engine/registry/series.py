"""Number series without gaps: dnr per diary, motions, §§ per body. Every jump has a reason that is kept and shown."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Final
from uuid import UUID

from sqlalchemy import Uuid, bindparam, text
from sqlmodel import Session, col, select

from engine.access import Actor, permit
from engine.db import Counter, take_number
from engine.errors import Invalid, require
from engine.journal import Act
from engine.organisations.profile import NumberFormat
from engine.organisations.profiles import current_profile
from engine.organisations.setup import named, open_organisation, say
from engine.organisations.tables import Body, Diary, Organisation
from engine.registry.forms import SeriesForm, SeriesStartForm, VoidNumberForm
from engine.registry.tables import SeriesNote
from engine.rules.calendar import legal_day
from engine.rules.numbering import Number, Pattern, compile_pattern, may_start_at, may_void

MOTIONS: Final = "motion"
HIGHEST_START: Final = 10**9
"""Counters are integers of 32 bits on PostgreSQL, and no diary has had so many matters."""


@dataclass(frozen=True)
class Series:
    """A series in one year, and how its numbers are written."""

    name: str
    year: int
    """0 when it does not restart."""
    pattern: Pattern
    told: dict[str, str]
    """What the journal calls it."""
    body_id: UUID | None = None
    """Whose it is; None for one that the whole organisation shares."""

    def write(self, seq: int, today: date, class_code: str | None = None) -> str:
        """The number as text."""
        return self.pattern.format(Number(seq, self.year or today.year, class_code))


@lru_cache(maxsize=500)
def readable(text: str) -> Pattern:
    """A pattern that has been accepted before."""
    return compile_pattern(text, yearly=False)


def of_diary(diary: Diary, year: int) -> Series:
    """The dnr of a diary."""
    told = {"diary": diary.slug}
    return Series(f"dnr:{diary.id.hex}", year if diary.yearly else 0, readable(diary.pattern), told, diary.body_id)


def of_motions(written: NumberFormat, year: int) -> Series:
    """The organisation's motions."""
    return Series(MOTIONS, year if written.yearly else 0, readable(written.pattern), {})


def of_paragraphs(written: NumberFormat, body: Body, year: int) -> Series:
    """The §§ of a body."""
    name = f"paragraph:{body.id.hex}"
    return Series(name, year if written.yearly else 0, readable(written.pattern), {"body": body.slug}, body.id)


def take(session: Session, organisation_id: UUID, series: Series, today: date, class_code: str | None = None) -> str:
    """Takes the series' next number and writes it. The counter is locked until the act ends: call this last.

    Invalid when the pattern shows a class code and the matter has none; nothing has been taken then.
    """
    if series.pattern.shows("class") and class_code is None:
        raise Invalid("class_code", "the diary's numbers hold a class code, so one is needed")
    return series.write(take_number(session, organisation_id, series.name, series.year), today, class_code)


def series_of(session: Session, organisation: Organisation, form: SeriesForm, today: date) -> Series:
    """The series that a form names. Invalid when the organisation has no such diary or body."""
    year = form.year or today.year
    if form.diary is not None:
        return of_diary(named(session, Diary, organisation.id, "diary", form.diary), year)
    _, profile = current_profile(session, organisation.id)
    if form.body is not None:
        body = named(session, Body, organisation.id, "body", form.body)
        return of_paragraphs(profile.formats.paragraph, body, year)
    return of_motions(profile.formats.motion, year)


def start_series(session: Session, actor: Actor, form: SeriesStartForm, now: datetime) -> SeriesNote:
    """Lets a series go on from a number: a note with the reason, and an entry in the organisation's journal.

    Refused at or below a number that has been taken. Several diaries came from paper with numbers of their own.
    """
    permit(actor, "series.keep")
    organisation = open_organisation(session, actor.organisation_id)
    series = series_of(session, organisation, form, legal_day(now))
    permit(actor, "series.keep", series.body_id)
    go_on_from(session, organisation.id, series, form.start, form.reason)
    note = explain(session, organisation, series, actor.act(now), "started", form.start, None, form.reason)
    facts = {"series": form.series, "year": series.year, "start": form.start, **series.told}
    say(session, organisation, actor.act(now), "series:started", facts, {"reason": form.reason})
    return note


def void_number(session: Session, actor: Actor, form: VoidNumberForm, now: datetime) -> SeriesNote:
    """Takes the next number and voids it, as when a paper was stamped with it by mistake. It is never used again."""
    permit(actor, "series.keep")
    require(may_void(form.reason))
    organisation = open_organisation(session, actor.organisation_id)
    today = legal_day(now)
    series = series_of(session, organisation, form, today)
    permit(actor, "series.keep", series.body_id)
    if series.pattern.shows("class"):
        raise Invalid("diary", "a number with a class code is voided with its case")
    seq = take_number(session, organisation.id, series.name, series.year)
    label = series.write(seq, today)
    note = explain(session, organisation, series, actor.act(now), "voided", seq, label, form.reason)
    facts = {"series": form.series, "year": series.year, "number": label, **series.told}
    say(session, organisation, actor.act(now), "series:voided", facts, {"reason": form.reason})
    return note


def explain(
    session: Session,
    organisation: Organisation,
    series: Series,
    act: Act,
    kind: str,
    number: int,
    label: str | None,
    reason: str,
) -> SeriesNote:
    """Keeps why a series jumps."""
    note = SeriesNote(
        organisation_id=organisation.id,
        series=series.name,
        year=series.year,
        kind=kind,
        number=number,
        label=label,
        reason=reason,
        at=act.now,
        by_id=act.actor_id,
        by_name=act.name,
    )
    session.add(note)
    session.flush()
    return note


GO_ON = text(
    "INSERT INTO counter (organisation_id, series, year, next) VALUES (:organisation, :series, :year, :start) "
    "ON CONFLICT (organisation_id, series, year) DO UPDATE SET next = :start WHERE counter.next <= :start "
    "RETURNING next"
).bindparams(bindparam("organisation", type_=Uuid))


def go_on_from(session: Session, organisation_id: UUID, series: Series, start: int, reason: str) -> None:
    """Makes `start` the next number, or refuses when it, or one after it, has been taken.

    Invalid for a number that the counter could not go on from.
    """
    if start > HIGHEST_START:
        raise Invalid("start", f"at most {HIGHEST_START}")
    require(may_start_at(start, reason, 0))
    key = {"organisation": organisation_id, "series": series.name, "year": series.year, "start": start}
    if session.connection().execute(GO_ON, key).first() is None:
        require(may_start_at(start, reason, taken_until(session, organisation_id, series)))


def taken_until(session: Session, organisation_id: UUID, series: Series) -> int:
    """The highest number taken in the series, 0 for none; its counter is locked until the act ends."""
    key = (organisation_id, series.name, series.year)
    counter = session.get(Counter, key, with_for_update=True, populate_existing=True)
    return counter.next - 1 if counter else 0


def jumps(session: Session, actor: Actor, form: SeriesForm, now: datetime) -> list[SeriesNote]:
    """Every jump of a series with its reason, in order of number."""
    permit(actor, "organisation.read")
    organisation = session.get_one(Organisation, actor.organisation_id)
    series = series_of(session, organisation, form, legal_day(now))
    noted = select(SeriesNote).where(
        col(SeriesNote.organisation_id) == organisation.id,
        col(SeriesNote.series) == series.name,
        col(SeriesNote.year) == series.year,
    )
    return list(session.exec(noted.order_by(col(SeriesNote.number), col(SeriesNote.id))))
