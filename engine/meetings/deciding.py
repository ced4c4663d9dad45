"""The decision of one matter: recorded once, with its number, its points, its reservations and who is to have it."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from engine.cases.tables import Case, Clause, Record
from engine.db import found, take_number
from engine.drafting.forms import Attachment, PointForm, RecipientForm
from engine.drafting.writing import check_clauses, record_of
from engine.errors import Invalid, require
from engine.journal import Value
from engine.lifecycle.work import Done, Work
from engine.meetings.agenda import undecided
from engine.meetings.deciding_forms import DecideForm, ReservationForm
from engine.meetings.electing import elected_point, election_of
from engine.meetings.facts import Recorded, written
from engine.meetings.proceeding import Item, announced, item_of, procedure_of, verdict
from engine.meetings.sittings import kind_of
from engine.meetings.standing import report_of, standing_points
from engine.meetings.table import log_of, procedure_at_table
from engine.meetings.tables import DecisionPoint, Meeting, Paragraph, Recipient, Reservation
from engine.organisations.profile import Profile
from engine.organisations.profiles import current_profile
from engine.organisations.tables import Body
from engine.registry.series import of_paragraphs
from engine.rules.attendance import may_decide_on
from engine.rules.calendar import legal_day
from engine.rules.procedure.conduct import Conduct
from engine.rules.procedure.facts import Outcome
from engine.rules.raising import may_decide_motion

AWAY = ("referred_back", "tabled")
FINAL = {"adopted": "decided", "replaced": "decided", "not_adopted": "rejected"}
"""What becomes of a case whose points say nothing of a motion."""


def decide(work: Work, form: DecideForm) -> Done:
    """Records the decision of the matter on the agenda: everything the § will say follows from it (KL 5:65–67).

    Consequences: the § gets the case's title as it is now and, last of all, its number; its points, reservations and
    recipients become rows, and so does what an election gave; when the council (or a body with no proposal to the
    council) has decided, the case and the motion's att-satser get their outcomes. Variables: `outcome` (`proposed` for
    a body that prepares) and `paragraph`, its id.

    With `as_recorded` it is taken from the events that were recorded at the table. Locks the meeting, so that its
    attendance does not change meanwhile. Refuses, with the section, what contradicts the
    attendance, the quorum or the order of propositions.
    """
    paragraph = found(undecided(work), agenda="the matter")
    meeting = found(work.session.get(Meeting, paragraph.meeting_id, with_for_update=True))
    body = found(work.session.get(Body, work.body_id))
    require(may_decide_on(meeting.day, legal_day(work.now)))
    _, profile = current_profile(work.session, work.case.organisation_id)
    log = log_of(work.session, paragraph) if form.as_recorded else None
    form = log.as_decided(form) if log else form
    proposed = () if form.election else proposal_of(work, paragraph, body, form)
    item = item_of(work, meeting, body, profile, form, log.people if log else ())
    procedure = procedure_at_table(item, proposed, log) if log else procedure_of(item, proposed, form)
    followed = verdict(procedure)
    election = election_of(item, form, followed)
    report = report_of(work.session, paragraph)
    wanted = form.attachments if form.attachments is not None else report.attachments if report else ()
    recorded = Recorded(procedure, proposed, titles(work.session, work.case, wanted), election)
    paragraph.title, paragraph.facts = work.case.title, written(recorded)
    paragraph.outcome = outcome_of(followed)
    paragraph.decided_at = work.now
    add_points(work.session, paragraph, recorded, followed)
    if election:
        work.session.add(elected_point(paragraph, election, profile))
    add_reservations(item, paragraph, form.reservations)
    recipients = form.recipients if form.recipients is not None else report.recipients if report else ()
    add_recipients(work.session, paragraph, recipients)
    settle(work, paragraph, recorded, followed)
    work.session.add(paragraph)
    work.session.flush()
    number(work.session, paragraph, body, meeting, profile)
    return told(item, paragraph, followed, form)


def proposal_of(work: Work, paragraph: Paragraph, body: Body, form: DecideForm) -> tuple[PointForm, ...]:
    """The points before the body, given or standing. A motion is decided by the council only (KL 5:22–23)."""
    if form.points is None:
        points = standing_points(work.session, work.case, paragraph, body)
    else:
        points = form.points
        check_clauses(work.session, work.case, points)
    if body.kind == "council" and any(point.kind == "to_council" for point in points):
        raise Invalid("points", "the council decides itself, it does not propose to itself")
    if work.case.kind == "motion" and any(point.kind != "to_council" and point.means for point in points):
        require(may_decide_motion(kind_of(body)))
    return points


def titles(session: Session, case: Case, attachments: Sequence[Attachment]) -> tuple[str, ...]:
    """The attachments as they will be printed: literal titles, and the titles of the case's records."""
    return tuple(printed(case, record_of(session, case, one)) if isinstance(one, int) else one for one in attachments)


def printed(case: Case, record: Record) -> str:
    """The title of a record; only its number when it is more secret than its case, whose documents all may read."""
    hidden = record.secrecy == "secret" and case.secrecy == "open"
    return f"Handling {record.number} (sekretess)" if hidden else record.title


def outcome_of(followed: Conduct) -> str:
    """The routing variable: sent away, proposed to the council, or what finally became of the matter."""
    result = followed.result or "adopted"
    if result in AWAY:
        return result
    to_council = [one for one in followed.outcomes if one.kind == "to_council"]
    if any(one.text for one in to_council):
        return "proposed"
    return "referred_back" if to_council else FINAL.get(result, result)


def add_points(session: Session, paragraph: Paragraph, recorded: Recorded, followed: Conduct) -> None:
    """The points with what became of them; the words are the winner's, none where nothing was decided in a point."""
    for place, one in enumerate(followed.outcomes, 1):
        origin = int(one.point) if place <= len(recorded.proposed) else 0
        asked = recorded.proposed[origin - 1] if origin else None
        session.add(
            DecisionPoint(
                paragraph_id=paragraph.id,
                number=place,
                origin=origin,
                kind=one.kind,
                text=one.text,
                outcome=one.result,
                assigned_to=asked.assigned_to if asked else None,
                report_by=asked.report_by if asked else None,
            )
        )


def add_reservations(item: Item, paragraph: Paragraph, reservations: Sequence[ReservationForm]) -> None:
    """Each reservation by name (KL 4:27)."""
    for place, one in enumerate(reservations):
        item.work.session.add(
            Reservation(
                paragraph_id=paragraph.id,
                person_id=item.people[one.person].id,
                points=",".join(str(point) for point in one.points),
                announced_at=announced(item, place, one),
                text=one.text or None,
                annex=one.annex,
            )
        )


def add_recipients(session: Session, paragraph: Paragraph, recipients: Sequence[RecipientForm]) -> None:
    """Whom the extract goes to, in their order."""
    for position, one in enumerate(recipients, 1):
        session.add(Recipient(paragraph_id=paragraph.id, position=position, **one.model_dump()))


def settle(work: Work, paragraph: Paragraph, recorded: Recorded, followed: Conduct) -> None:
    """Where the matter is finally decided, the case and the att-satser get their outcomes."""
    if paragraph.outcome in (*AWAY, "proposed"):
        return
    work.case.outcome = paragraph.outcome
    work.session.add(work.case)
    clauses = work.session.exec(select(Clause).where(col(Clause.case_id) == work.case.id)).all()
    for one in followed.outcomes[: len(recorded.proposed)]:
        for clause in clauses:
            if concerns(one, recorded, clause):
                clause.outcome = one.result
                work.session.add(clause)


def concerns(one: Outcome, recorded: Recorded, clause: Clause) -> bool:
    """Whether what became of a point became of that att-sats."""
    asked = recorded.proposed[int(one.point) - 1]
    about = asked.means is not None or one.result in ("approved", "rejected", "answered", "written_off")
    return about and (not asked.clauses or clause.number in asked.clauses)


def number(session: Session, paragraph: Paragraph, body: Body, meeting: Meeting, profile: Profile) -> None:
    """Takes the body's next §, last in the act: no number is lost or given twice."""
    series = of_paragraphs(profile.formats.paragraph, body, meeting.day.year)
    paragraph.number = take_number(session, paragraph.organisation_id, series.name, series.year)
    paragraph.label = series.write(paragraph.number, meeting.day)
    session.add(paragraph)
    session.flush()


def told(item: Item, paragraph: Paragraph, followed: Conduct, form: DecideForm) -> Done:
    """What the diagram and the journal get to know."""
    facts: dict[str, Value] = {
        "paragraph": paragraph.label,
        "body": item.body.slug,
        "meeting": str(item.meeting.id),
        "outcome": paragraph.outcome,
        "points": [str(one.result) for one in followed.outcomes],
        "ground": followed.ground,
    }
    personal: dict[str, Value] = {
        "movers": [key for claim in form.claims for key in claim.movers],
        "disqualified": [one.person for one in form.disqualified],
        "reservations": [one.person for one in form.reservations],
    }
    return Done({"outcome": paragraph.outcome, "paragraph": str(paragraph.id)}, facts, personal)
