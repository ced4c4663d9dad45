"""Ärendet: what to do now, where it stands, what lies in it, what has happened; and the acts on it, by form."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response
from sqlmodel import Session, col, select

from api.door import Answer, Asked
from api.pages.choices import Matter
from api.pages.desk import STEP
from api.pages.frame import may, page
from api.pages.sending import Sent, carried_out, sending
from api.pages.shown import Sheet, new_key
from api.pages.standing import Stage, sentence, stages
from api.pages.tasks import status
from api.pages.visits import Visit, viewing
from api.resources.case_views import OneCase, whole
from api.resources.draft_views import OneDraft
from api.resources.handling import ReachView
from api.resources.readings import listed, read
from api.resources.record_views import RecordList, records_of
from engine import drafting, meetings, registry
from engine.access import visible
from engine.acts import may_work, see_case
from engine.archive import act_in_words
from engine.cases.tables import Case
from engine.drafting import Draft
from engine.forms import Form
from engine.journal import Told
from engine.registry import sheet
from engine.rules.calendar import legal_day
from engine.rules.register import may_act

router = APIRouter(tags=["pages"])
RECORDS = 200
LATEST = 8
"""Happenings on the page; the rest are one click away."""
JOURNAL = 200


@dataclass(frozen=True)
class Whole:
    """A case with all that its page shows."""

    case: Case
    view: OneCase
    body: str
    diary: str
    officer: str | None
    records: RecordList
    stages: list[Stage]
    told: list[tuple[Told, str]]
    reach: ReachView
    draft: OneDraft | None
    """The report that is being written, for those who may read it."""
    may_reassign: bool


def look(session: Session, who: Asked, case_id: UUID, meeting: UUID | None = None) -> Whole:
    """The case as the actor may see it, counted back from a meeting that is planned."""
    case, view = whole(session, who.actor, case_id)
    body, diary, officer = sheet.names(session, case)
    found = registry.case_journal(session, who.actor, case_id, max(0, case.rev - LATEST), LATEST)
    return Whole(
        case,
        view,
        body,
        diary,
        officer,
        records_of(session, who.actor, case_id, 0, RECORDS),
        stages(session, who.actor, case),
        in_words(found),
        ReachView.of(meetings.reaching(session, who.actor, case_id, legal_day(who.now), meeting)),
        draft_of(session, who, case) if any(one.step == STEP for one in view.tasks) else None,
        may_work(session, who.actor, "case.reassign", case),
    )


def draft_of(session: Session, who: Asked, case: Case) -> OneDraft | None:
    """The report that is being written, where there is one that the actor may read."""
    draft = drafting.latest_draft(session, case)
    if draft is None or draft.finished_on is not None or not may_work(session, who.actor, "draft.read", case):
        return None
    seen = session.exec(select(Draft.id).where(col(Draft.id) == draft.id, visible(who.actor, Draft))).first()
    return OneDraft.whole(session, draft, who) if seen else None


def in_words(told: list[Told]) -> list[tuple[Told, str]]:
    """The entries with what they say, the newest first."""
    return [(one, act_in_words(one)) for one in reversed(told)]


@router.get("/cases/{case_id}")
def one(
    case_id: UUID, visit: Annotated[Visit, viewing("case.read")], done: UUID | None = None, meeting: UUID | None = None
) -> Response:
    """The case on one page. `done` is the step that was just completed, `meeting` one to count back from."""
    who = visit.who
    found = who.look(lambda session: look(session, who, case_id, meeting))
    read(who, found.case)
    if found.case.secrecy == "open":
        listed(who, "record", found.records.items)
    just = next((one for one in found.stages if one.id == done and one.done_at), None)
    return page(
        visit.request,
        "case",
        visit.signed,
        one=found,
        reach=found.reach,
        case=found.view,
        where=sentence(found.case, found.stages),
        just=just,
        acts=[(name, act) for name, act in ACTS.items() if may(who.actor, act.verb)],
        brings=may(who.actor, "import.make"),
        voided=may_act(found.case.voided_reason),
    )


@router.get("/cases/{case_id}/journal")
def journal(case_id: UUID, visit: Annotated[Visit, viewing("journal.read")], after: int = 0) -> Response:
    """All that has happened, the oldest first, so many at a time."""
    who = visit.who
    start = min(max(after, 0), 10**9)

    def told(session: Session) -> tuple[Case, list[Told]]:
        case = see_case(session, who.actor, case_id)
        return case, registry.case_journal(session, who.actor, case_id, start, JOURNAL + 1)

    case, entries = who.look(told)
    read(who, case)
    some = [(one, act_in_words(one)) for one in entries[:JOURNAL]]
    more = some[-1][0].seq if len(entries) > JOURNAL else None
    return page(visit.request, "journal", visit.signed, case=case, told=some, more=more, start=start)


@dataclass(frozen=True)
class Act:
    """Something that is done with a case by filling in a form."""

    verb: str
    title: str
    form: type[Form]
    do: Callable[[Session, Sent, UUID, Any], Any]
    button: str
    key: str
    """The letter in the menu under F2."""
    files: bool = False
    lead: str = ""
    primary: bool = False


def add_record(session: Session, sent: Sent, case_id: UUID, form: Any) -> Any:
    """Registers a record with its files."""
    who = sent.who
    return registry.add_record(session, who.actor, case_id, form, who.now, sent.keep_files(), who.seen)


def with_seen(verb: Callable[..., Any]) -> Callable[[Session, Sent, UUID, Any], Any]:
    """A verb of the registry that takes the revision that was seen."""
    return lambda session, sent, case_id, form: verb(
        session, sent.who.actor, case_id, form, sent.who.now, sent.who.seen
    )


def plain(verb: Callable[..., Any]) -> Callable[[Session, Sent, UUID, Any], Any]:
    """A verb of the registry that needs nothing to have been seen."""
    return lambda session, sent, case_id, form: verb(session, sent.who.actor, case_id, form, sent.who.now)


ACTS: dict[str, Act] = {
    "records": Act(
        "record.add", "Lägg till en handling", registry.RecordForm, add_record, "Registrera handlingen", "L", True,
        "Handlingen får nästa nummer i ärendet.", True,
    ),
    "notes": Act(
        "case.note", "Skriv en tjänsteanteckning", registry.NoteForm, plain(registry.add_note), "Spara anteckningen",
        "T", lead="Anteckningen blir en handling i ärendet och kan inte ändras efteråt.",
    ),
    "confirmations": Act(
        "record.add", "Bekräfta till avsändaren", registry.ConfirmForm, with_seen(registry.confirm), "Bekräfta", "E",
        lead="Ett brev med diarienumret och handläggaren läggs i ärendet som utgående handling.",
    ),
    "watches": Act("case.watch", "Bevaka ärendet", registry.WatchForm, plain(registry.set_watch), "Bevaka", "B"),
    "relations": Act(
        "case.relate", "Koppla ihop med ett annat ärende", registry.RelationForm, plain(registry.relate), "Koppla ihop",
        "K", lead="Sambandet syns från båda ärendena.",
    ),
    "officer": Act(
        "case.reassign", "Byt handläggare eller ta över", registry.ReassignForm, with_seen(registry.reassign),
        "Byt handläggare", "H", lead="Det som väntar på handläggaren följer med. Skälet står i ärendets händelser.",
    ),
    "correct": Act(
        "case.correct", "Rätta uppgifter om ärendet", registry.CaseCorrectionForm, with_seen(registry.correct_case),
        "Rätta", "R", lead="Fyll bara i det som ska ändras. Det gamla och det nya syns i ärendets händelser.",
    ),
    "secrecy": Act(
        "case.mark", "Sekretessmarkera ärendet", registry.MarkForm, with_seen(registry.mark_case), "Markera", "S",
        lead="Markeringen är en varning; utlämnande prövas varje gång.",
    ),
    "close": Act(
        "case.close", "Avsluta ärendet", registry.CloseByHandForm, with_seen(registry.close_by_hand), "Avsluta ärendet",
        "A",
    ),
    "void": Act(
        "case.void", "Makulera ärendet", registry.ReasonForm, with_seen(registry.void_case), "Makulera", "M",
        lead="Numret makuleras och syns med ditt skäl. Det används inte igen.",
    ),
}  # fmt: skip
"""The acts of a case's menu, by their place under its address."""


def offer(name: str, act: Act) -> None:
    """Gives the act its two routes: the form, and the form filled in."""
    sheet_of_act = Sheet.of(act.form)

    def shown(session: Session, visit: Visit, case_id: UUID, sent: Sent | None, refused: Exception | None) -> Any:
        case = see_case(session, visit.who.actor, case_id)
        matter = Matter(visit.who.actor, case, case.body_id)
        filled = (
            sheet_of_act.first(session, matter) if sent is None else sheet_of_act.again(session, matter, sent, refused)
        )
        return case, filled

    def form_page(visit: Visit, case_id: UUID, sent: Sent | None = None, refused: Exception | None = None) -> Response:
        case, filled = visit.who.look(lambda session: shown(session, visit, case_id, sent, refused))
        read(visit.who, case)
        code = status(refused)
        return page(
            visit.request, "act", visit.signed, status=code, case=case, form=filled, act=act, name=name, key=new_key(),
            moved=refused is not None and code in (409, 412),
        )  # fmt: skip

    def ask(case_id: UUID, visit: Annotated[Visit, viewing(act.verb)]) -> Response:
        return form_page(visit, case_id)

    def act_on(case_id: UUID, sent: Annotated[Sent, sending(act.verb)]) -> Response:
        given = sheet_of_act.answers(sent)

        def do(session: Session) -> Answer:
            act.do(session, sent, case_id, act.form.model_validate(given))
            return Answer(None, 303, location=f"/cases/{case_id}")

        return carried_out(sent, do, given, lambda refused: form_page(sent.visit, case_id, sent, refused))

    router.add_api_route(f"/cases/{{case_id}}/{name}/new", ask, methods=["GET"], name=f"ask_{name}")
    router.add_api_route(f"/cases/{{case_id}}/{name}", act_on, methods=["POST"], name=f"do_{name}")


for _name, _act in ACTS.items():
    offer(_name, _act)
