"""Efter mötet: what is left to do of one meeting, in its order; and the notice board that everybody may read."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import ValidationError
from sqlmodel import Session, col, select

from api.door import Answer, House, open_route
from api.pages.choices import Matter
from api.pages.fields import Fault, Filled
from api.pages.frame import leave, page
from api.pages.meetings import keeps, told
from api.pages.sending import Sent, carried_out, sending
from api.pages.shown import Sheet, new_key
from api.pages.tasks import status
from api.pages.visits import Visit, viewing
from api.resources.notices import certificate
from api.resources.printed import drawn
from api.resources.rounds import RoundView, go
from engine import minutes
from engine.db import found
from engine.dispatch import SendForm
from engine.dispatch.after import After, after_meeting
from engine.forms import Form
from engine.meetings.sittings import as_id
from engine.meetings.tables import Attendance, Meeting
from engine.minutes import VerifyForm, standing
from engine.minutes.forms import AppealForm, LegalForceForm, NoticeForm, TakeDownForm
from engine.minutes.notices import Posted, announced_by
from engine.minutes.tables import Notice
from engine.organisations.tables import Body, Organisation, Person
from engine.rules.calendar import legal_day
from engine.rules.deadlines import appeal_by

router = APIRouter(tags=["pages"])
FORMS: dict[str, type[Form]] = {
    "verify": VerifyForm,
    "notices": NoticeForm,
    "send": SendForm,
    "down": TakeDownForm,
    "appeals": AppealForm,
    "legal-force": LegalForceForm,
}
SHEETS = {name: Sheet.of(form) for name, form in FORMS.items()}
Slug = Annotated[str, Path(max_length=80)]


def look(session: Session, visit: Visit, meeting_id: UUID) -> tuple[After, dict[str, Filled]]:
    """What is left, and the forms by which it is done, with what is known already."""
    who = visit.who
    today = legal_day(who.now)
    left = after_meeting(session, who.actor, meeting_id, today)
    matter = Matter(who.actor, None, left.body.id)
    chair = select(Person.slug).join(Attendance, col(Attendance.person_id) == col(Person.id))
    led = session.exec(chair.where(col(Attendance.meeting_id) == meeting_id, col(Attendance.presides))).first()
    day = today.isoformat()
    known: dict[str, dict[str, Any]] = {
        "verify": {"verified_on": day, "by": [led or "", ""]},
        "notices": {"up": day, "kept": f"{left.body.name}s kansli"},
        "down": {"down": day},
        "legal-force": {"asked_on": day},
        "appeals": {"received_on": day},
    }
    return left, {name: sheet.first(session, matter, known.get(name)) for name, sheet in SHEETS.items()}


def to_do(left: After) -> str:
    """What comes first of what is left."""
    if left.unverified and left.meeting.closed_at:
        return "verify"
    return "notices" if left.unnoticed else "send" if left.unsent else ""


def after_page(
    visit: Visit,
    meeting_id: UUID,
    said: Filled | None = None,
    refused: Exception | None = None,
    do: str = "",
    notice: UUID | None = None,
) -> Response:
    """The page, with the form that is asked for or comes first; after something was refused with what was."""
    who = visit.who
    left, forms = who.look(lambda session: look(session, visit, meeting_id))
    chosen = next((one for one in left.notices if one.notice.id == notice), None)
    return page(
        visit.request,
        "after",
        visit.signed,
        status=409 if said is not None else status(refused),
        one=left,
        forms=forms,
        form=said or told(refused),
        doing=do if do in FORMS and chosen else to_do(left),
        chosen=chosen,
        keeps=keeps(who.actor, left.body.id),
        key=new_key(),
    )


@router.get("/meetings/{meeting_id}/after")
def after(
    meeting_id: UUID,
    visit: Annotated[Visit, viewing("meeting.read")],
    do: Annotated[str, Query(max_length=40)] = "",
    notice: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """What is left to do after a meeting; `do` names an act on a notice."""
    return after_page(visit, meeting_id, do=do, notice=as_id(notice))


def every(step: str, name: str) -> Callable[..., Response]:
    """A form that is done in every § of the meeting, each in an act of its own."""

    def act(meeting_id: UUID, sent: Annotated[Sent, sending("meeting.keep")]) -> Response:
        if sent.pressed:
            return after_page(sent.visit, meeting_id)
        try:
            form = FORMS[name].model_validate(SHEETS[name].answers(sent))
            came = go(sent.who, meeting_id, step, form)
        except ValidationError as refused:
            return after_page(sent.visit, meeting_id, refused=refused)
        return (
            after_page(sent.visit, meeting_id, told_of(came))
            if came.refused
            else leave(f"/meetings/{meeting_id}/after")
        )

    return act


def told_of(came: RoundView) -> Filled:
    """What was refused, § by §."""
    return Filled((), tuple(Fault("", f"{one.paragraph}: {one.reason}") for one in came.refused))


router.add_api_route("/meetings/{meeting_id}/verify", every("verify_minutes", "verify"), methods=["POST"])
router.add_api_route("/meetings/{meeting_id}/send", every("send_extracts", "send"), methods=["POST"])


def meeting_of(session: Session, sent: Sent, notice_id: UUID) -> UUID:
    """The meeting of a notice; NotFound for another organisation's."""
    own = col(Notice.id) == notice_id, col(Notice.organisation_id) == sent.who.actor.organisation_id
    return found(session.exec(select(Notice.meeting_id).where(*own)).first(), notice=str(notice_id))


def done(
    sent: Sent, meeting_id: UUID, name: str, do: Callable[[Session, Any], Any], notice: UUID | None = None
) -> Response:
    """One act by one of the page's forms, and back to the page."""
    given = SHEETS[name].answers(sent)

    def act(session: Session) -> Answer:
        do(session, FORMS[name].model_validate(given))
        return Answer(None, 303, location=f"/meetings/{meeting_id}/after")

    return carried_out(sent, act, given, lambda refused: after_page(
        sent.visit, meeting_id, refused=refused, do=name, notice=notice
    ))  # fmt: skip


@router.post("/meetings/{meeting_id}/notices")
def put_up(meeting_id: UUID, sent: Annotated[Sent, sending("meeting.keep")]) -> Response:
    """Puts up the notice."""
    who = sent.who
    return done(sent, meeting_id, "notices", lambda session, form: minutes.put_up(
        session, who.actor, meeting_id, form, who.now
    ))  # fmt: skip


@router.post("/meetings/{meeting_id}/notices/{notice_id}/down")
def take_down(meeting_id: UUID, notice_id: UUID, sent: Annotated[Sent, sending("meeting.keep")]) -> Response:
    """Notes that the notice has come down."""
    who = sent.who
    return done(sent, meeting_id, "down", lambda session, form: minutes.take_down(
        session, who.actor, meeting_id, notice_id, form, who.now
    ), notice_id)  # fmt: skip


def of_notice(name: str, verb: Callable[..., Any]) -> None:
    """Gives an act on a notice its route."""

    def act(notice_id: UUID, sent: Annotated[Sent, sending("meeting.keep")]) -> Response:
        who = sent.who
        meeting_id = who.look(lambda session: meeting_of(session, sent, notice_id))
        return done(sent, meeting_id, name, lambda session, form: verb(
            session, who.actor, notice_id, form, who.now
        ), notice_id)  # fmt: skip

    router.add_api_route(f"/notices/{{notice_id}}/{name}", act, methods=["POST"], name=f"notice_{name}")


for _name, _verb in (("appeals", standing.register_appeal), ("legal-force", standing.confirm_legal_force)):
    of_notice(_name, _verb)


@router.get("/meetings/{meeting_id}/notices/{notice_id}/certificate.pdf")
def certificate_pdf(meeting_id: UUID, notice_id: UUID, visit: Annotated[Visit, viewing("meeting.read")]) -> Response:
    """Anslagsbeviset."""
    return drawn(visit.who, certificate(meeting_id, notice_id, visit.who), "anslagsbevis")


@router.get("/anslagstavla/{organisation}", dependencies=[open_route()])
def board(organisation: Slug, request: Request) -> Response:
    """The notice board of an organisation, for everybody: what KL 8:9–12 lists and nothing else."""
    house: House = request.app.state.house
    with house.database.read() as session:
        owner = found(session.exec(select(Organisation).where(col(Organisation.slug) == organisation)).first())
        wanted = (
            select(Notice, Meeting, Body.name)
            .join(Meeting, col(Meeting.id) == col(Notice.meeting_id))
            .join(Body, col(Body.id) == col(Meeting.body_id))
            .where(col(Notice.organisation_id) == owner.id, col(Notice.down).is_(None))
            .order_by(col(Notice.up).desc(), col(Notice.id).desc())
        )
        rows = [
            (Posted(one, announced_by(session, one)), meeting, body, appeal_by(one.up).last)
            for one, meeting, body in session.exec(wanted)
        ]
    return page(request, "board", None, owner=owner, rows=rows)
