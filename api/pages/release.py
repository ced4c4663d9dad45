"""Begäran om utlämnande: what is asked for, what is judged of each record, the answer, the decision, the appeal."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response
from sqlmodel import Session

from api.door import Answer
from api.messages import refusal_sentence
from api.pages.choices import Matter
from api.pages.fields import Filled
from api.pages.frame import may, page
from api.pages.sending import Sent, carried_out, sending
from api.pages.shown import Sheet, new_key
from api.pages.tasks import status
from api.pages.visits import Visit, viewing
from api.resources import release as api
from engine import registry
from engine.forms import Form
from engine.rules.calendar import legal_day
from engine.rules.refusal import Refusal
from engine.rules.release import may_answer, may_appeal, may_decide, may_judge

router = APIRouter(tags=["pages"])
ASK = Sheet.of(registry.AskForm)


@router.get("/release-requests")
def listed(visit: Annotated[Visit, viewing("release.read")]) -> Response:
    """Those that wait first."""
    found = api.listed(visit.who)
    return page(visit.request, "release_requests", visit.signed, rows=found.items,
                keeps=may(visit.who.actor, "release.keep"))  # fmt: skip


@router.get("/release-requests/new")
def ask(visit: Annotated[Visit, viewing("release.keep")]) -> Response:
    """An empty form, with today's day."""
    given = {"received_on": legal_day(visit.who.now).isoformat()}
    form = visit.who.look(lambda session: ASK.first(session, Matter(visit.who.actor), given))
    return ask_page(visit, form)


def ask_page(visit: Visit, form: Filled, refused: Exception | None = None) -> Response:
    """The form on its page."""
    return page(visit.request, "release_new", visit.signed, status=status(refused), form=form, key=new_key())


@router.post("/release-requests")
def receive(sent: Annotated[Sent, sending("release.keep")]) -> Response:
    """Registers the request and goes to it."""
    who, given = sent.who, ASK.answers(sent)

    def do(session: Session) -> Answer:
        row = registry.receive_request(session, who.actor, registry.AskForm.model_validate(given), who.now)
        return Answer(None, 303, location=f"/release-requests/{row.id}")

    def again(refused: Exception | None) -> Response:
        form = who.look(lambda session: ASK.again(session, Matter(who.actor), sent, refused))
        return ask_page(sent.visit, form, refused)

    return carried_out(sent, do, given, again)


@dataclass(frozen=True)
class Act:
    """Something that is done with a request by filling in a form."""

    title: str
    form: type[Form]
    do: Callable[..., Any]
    button: str
    key: str
    lead: str
    why_not: Callable[[api.OneRelease], Refusal | None]


def judgements(one: api.OneRelease) -> list[Any]:
    """What has been judged."""
    return [each.judgement for each in one.judged]


ACTS: dict[str, Act] = {
    "judgements": Act(
        "Bedöm en handling", registry.JudgeForm, registry.judge, "Spara bedömningen", "B",
        "En handling i taget. En ny bedömning ersätter den förra.", lambda one: may_judge(one.answered_on),
    ),
    "answer": Act(
        "Besvara begäran", registry.AnswerForm, registry.answer, "Besvara", "S",
        "Det som lämnas ut går till den som begärde det. Begäran är sedan besvarad.",
        lambda one: may_judge(one.answered_on) or may_answer(judgements(one)),
    ),
    "refusal": Act(
        "Besluta att inte lämna ut", registry.RefusalForm, registry.refuse, "Fatta beslutet", "A",
        "Ett skriftligt beslut med hur det överklagas läggs vid begäran (6 kap. 3 § OSL).",
        lambda one: may_decide(judgements(one), one.decided_on),
    ),
    "appeal": Act(
        "Notera ett överklagande", registry.AppealForm, registry.appeal, "Notera", "K",
        "Överklagandet prövas av kammarrätten.", lambda one: may_appeal(one.decided_on),
    ),
}  # fmt: skip
"""The acts of a request, by their place under its address."""


@router.get("/release-requests/{request_id}")
def one(request_id: UUID, visit: Annotated[Visit, viewing("release.read")]) -> Response:
    """A request on one page, with what can be done now; what cannot says why, by the rule that guards it."""
    found = visit.who.look(lambda session: api.whole(session, visit.who, request_id))
    offered = [(name, act, act.why_not(found)) for name, act in ACTS.items() if may(visit.who.actor, "release.keep")]
    acts = [(name, act, refusal_sentence(refusal) if refusal else None) for name, act, refusal in offered]
    return page(visit.request, "release_request", visit.signed, one=found, acts=acts)


def offer(name: str, act: Act) -> None:
    """Gives the act its two routes: the form, and the form filled in."""
    sheet = Sheet.of(act.form)

    def form_page(
        visit: Visit, request_id: UUID, sent: Sent | None = None, refused: Exception | None = None
    ) -> Response:
        def look(session: Session) -> tuple[api.OneRelease, Filled]:
            matter = Matter(visit.who.actor)
            form = sheet.first(session, matter) if sent is None else sheet.again(session, matter, sent, refused)
            return api.whole(session, visit.who, request_id), form

        found, form = visit.who.look(look)
        return page(visit.request, "release_act", visit.signed, status=status(refused), one=found, form=form, act=act,
                    name=name, key=new_key())  # fmt: skip

    def ask_act(request_id: UUID, visit: Annotated[Visit, viewing("release.keep")]) -> Response:
        return form_page(visit, request_id)

    def do_act(request_id: UUID, sent: Annotated[Sent, sending("release.keep")]) -> Response:
        given = sheet.answers(sent)

        def do(session: Session) -> Answer:
            act.do(session, sent.who.actor, request_id, act.form.model_validate(given), sent.who.now)
            return Answer(None, 303, location=f"/release-requests/{request_id}")

        return carried_out(sent, do, given, lambda refused: form_page(sent.visit, request_id, sent, refused))

    path = f"/release-requests/{{request_id}}/{name}"
    router.add_api_route(f"{path}/new", ask_act, methods=["GET"], name=f"ask_{name}")
    router.add_api_route(path, do_act, methods=["POST"], name=f"do_{name}")


for _name, _act in ACTS.items():
    offer(_name, _act)
