"""Whole minutes from what has been recorded: the cover (KL 5:65–66) and every § that has been decided."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from engine.access import Actor, visible
from engine.db import found
from engine.documents import models
from engine.documents.phrases import wording_of_letter
from engine.documents.view import View
from engine.journal import tagged
from engine.meetings.facts import read
from engine.meetings.moments import adjournments
from engine.meetings.sittings import CLOSED
from engine.meetings.tables import Attendance, Meeting, Paragraph, Verifier
from engine.minutes.documents import paragraph_document
from engine.minutes.notices import announced
from engine.minutes.ranges import ranges
from engine.organisations.profile import Profile
from engine.organisations.profiles import current_profile
from engine.organisations.tables import Body, Mandate, Person
from engine.rules.calendar import STOCKHOLM
from engine.rules.procedure.facts import Sitting


def decided_paragraphs(session: Session, actor: Actor, meeting_id: UUID) -> tuple[Meeting, list[Paragraph]]:
    """A meeting and those of its decided §§ that the actor sees, in order. NotFound for another organisation's."""
    own = col(Meeting.id) == meeting_id, col(Meeting.organisation_id) == actor.organisation_id
    meeting = found(session.exec(select(Meeting).where(*own)).first(), meeting=str(meeting_id))
    wanted = select(Paragraph).where(
        col(Paragraph.meeting_id) == meeting_id, col(Paragraph.facts).is_not(None), visible(actor, Paragraph)
    )
    return meeting, list(session.exec(wanted.order_by(col(Paragraph.year), col(Paragraph.number))))


def minutes_document(session: Session, meeting: Meeting, paragraphs: Sequence[Paragraph]) -> models.Minutes:
    """The minutes of a meeting. Marked as draft until every § has been verified."""
    version, profile = current_profile(session, meeting.organisation_id)
    body = found(session.get(Body, meeting.body_id))
    days = [one.verified_on for one in paragraphs if one.verified_on]
    whole = bool(paragraphs) and len(days) == len(paragraphs)
    return models.Minutes(
        profile=str(version),
        draft=not whole,
        meeting=models.Meeting(body=body.name, day=meeting.day),
        paragraphs=tuple(paragraph_document(session, one) for one in paragraphs),
        verified=max(days) if whole else None,
        cover=cover(session, profile, meeting, paragraphs),
    )


def cover(session: Session, profile: Profile, meeting: Meeting, paragraphs: Sequence[Paragraph]) -> models.Cover:
    """The cover. Who served and who presided under which §§ follows from what was recorded of each."""
    attendance = list(session.exec(select(Attendance).where(col(Attendance.meeting_id) == meeting.id)))
    verifiers = verifiers_of(session, paragraphs)
    sittings = [(one, read(one.facts or "").procedure.sitting) for one in paragraphs]
    names = named(session, {one.person_id for one in attendance} | {one.serving_for_id for one in attendance})
    names |= named(session, {UUID(person) for _, sitting in sittings for person in sitting.serving} | set(verifiers))
    serving = sorted((one for one in attendance if one.part != "present"), key=lambda one: not one.presides)
    substitutes = substitutes_on(session, meeting)
    there = [one for one in attendance if one.part == "present"]
    return models.Cover(
        place=meeting.place,
        starts=meeting.starts,
        ends=local(meeting.closed_at) if meeting.closed_at else "",
        adjourned=adjournments(session, meeting.id),
        paragraphs=ranges(paragraphs),
        deciding=tuple(attendee(profile, one, names, sittings) for one in serving),
        substitutes=tuple(models.Attendee(name=names[one.person_id]) for one in there if one.person_id in substitutes),
        present=tuple(models.Attendee(name=names[one.person_id]) for one in there if one.person_id not in substitutes),
        verifiers=tuple(names[one] for one in verifiers),
        verification=verification(profile, paragraphs),
        remark=" ".join(dict.fromkeys(one.remark for one in paragraphs if one.remark)),
        secretaries=(models.Signer(name=secretary(session, meeting)),),
        chairs=chairs(sittings, names),
        signing=tuple(models.Signer(name=names[one]) for one in verifiers),
        notice=announced(session, meeting) or models.Notice(paragraphs=ranges(paragraphs)),
    )


def verifiers_of(session: Session, paragraphs: Sequence[Paragraph]) -> tuple[UUID, ...]:
    """Those who certified some §, in the order they stand, without those who presided under it."""
    wanted = select(Verifier).where(col(Verifier.paragraph_id).in_([one.id for one in paragraphs]))
    presiding = {one.id: read(one.facts or "").procedure.sitting.presiding for one in paragraphs}
    rows = session.exec(wanted.order_by(col(Verifier.position), col(Verifier.person_id)))
    return tuple(dict.fromkeys(one.person_id for one in rows if str(one.person_id) != presiding[one.paragraph_id]))


def named(session: Session, people: Iterable[UUID | None]) -> dict[UUID, str]:
    """Names with party, as they are printed."""
    wanted = select(Person).where(col(Person.id).in_([one for one in people if one is not None]))
    return {one.id: f"{one.name} ({one.party})" if one.party else one.name for one in session.exec(wanted)}


def substitutes_on(session: Session, meeting: Meeting) -> set[UUID]:
    """Those who hold a substitute's seat in the body on the day."""
    held = (
        col(Mandate.body_id) == meeting.body_id,
        col(Mandate.seat) == "substitute",
        col(Mandate.from_day) <= meeting.day,
        col(Mandate.through_day).is_(None) | (col(Mandate.through_day) >= meeting.day),
    )
    return set(session.exec(select(Mandate.person_id).where(*held)))


def attendee(
    profile: Profile, one: Attendance, names: Mapping[UUID, str], sittings: Sequence[tuple[Paragraph, Sitting]]
) -> models.Attendee:
    """One who decided, with the §§ where they did not serve throughout."""
    served = [paragraph for paragraph, sitting in sittings if str(one.person_id) in sitting.serving]
    return models.Attendee(
        name=names[one.person_id],
        role=profile.documents.minutes.cover.chair.lower() if one.presides else "",
        serves_for=names[one.serving_for_id] if one.serving_for_id else "",
        paragraphs=ranges(served, among=[paragraph for paragraph, _ in sittings])
        if len(served) < len(sittings)
        else "",
    )


def chairs(sittings: Sequence[tuple[Paragraph, Sitting]], names: Mapping[UUID, str]) -> tuple[models.Signer, ...]:
    """Those who presided; where they were several, each with the §§."""
    led: dict[str, list[Paragraph]] = {}
    for paragraph, sitting in sittings:
        led.setdefault(sitting.presiding, []).append(paragraph)
    every = [paragraph for paragraph, _ in sittings]
    return tuple(
        models.Signer(name=names[UUID(who)], paragraphs=ranges(own, among=every) if len(led) > 1 else "")
        for who, own in led.items()
    )


def verification(profile: Profile, paragraphs: Sequence[Paragraph]) -> str:
    """When the §§ were verified, and which of them at the meeting itself."""
    when: dict[tuple[date, bool], list[Paragraph]] = {}
    for one in paragraphs:
        if one.verified_on:
            when.setdefault((one.verified_on, one.immediate), []).append(one)
    several = len(when) > 1 or sum(map(len, when.values())) < len(paragraphs)
    return " ".join(
        wording_of_letter(
            profile,
            "minutes",
            "verified",
            {
                "paragraphs": ranges(own, among=paragraphs) if several else "",
                "day": View(profile).day(day),
                "immediate": immediate,
            },
        )
        for (day, immediate), own in sorted(when.items(), key=lambda one: one[0])
    )


def secretary(session: Session, meeting: Meeting) -> str:
    """Who kept the meeting, that is who closed it by the journal; "" before, when the line is signed by hand."""
    told = tagged(session, meeting.id, (CLOSED,))
    return str((told[-1].personal or {}).get("actor", "")) if told else ""


def local(instant: datetime) -> str:
    """An instant as Swedish local time: "15.02"."""
    return f"{instant.astimezone(STOCKHOLM):%H.%M}"
