"""One form for every § of a meeting: verified together, sent together; what is refused in one stops no other."""

from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel

from api.door import Answer, Asked, acting
from api.messages import field_sentence, sentence
from api.resource import resource
from engine.dispatch import SendForm
from engine.errors import DnrError, Invalid
from engine.forms import Form
from engine.minutes import VerifyForm
from engine.rounds import Turn, every_paragraph

router = resource("rounds")


class RefusedView(BaseModel):
    """A § where the step was refused, and why."""

    paragraph: str
    reason: str


class RoundView(BaseModel):
    """The §§ where it was done, and those where it was refused."""

    done: list[str]
    refused: list[RefusedView]


def said(refused: DnrError) -> str:
    """Why, in Swedish."""
    return field_sentence(refused) if isinstance(refused, Invalid) else sentence(refused)


def told(turns: list[Turn]) -> RoundView:
    """What came of each §."""
    named = [(one.row.paragraph.label or one.row.paragraph.title, one.refused) for one in turns]
    return RoundView(
        done=[name for name, refused in named if refused is None],
        refused=[RefusedView(paragraph=name, reason=said(refused)) for name, refused in named if refused is not None],
    )


def go(who: Asked, meeting_id: UUID, step: str, form: Form) -> RoundView:
    """The step in every § of the meeting where it waits."""
    inside, answers = who.house, form.model_dump(mode="json", exclude_none=True)
    return told(every_paragraph(inside.database, inside.engine, who.actor, meeting_id, step, answers, who.now))


@router.post("/meetings/{meeting_id}/verify", response_model=RoundView)
def verify(meeting_id: UUID, form: VerifyForm, who: Annotated[Asked, acting("meeting.keep")]) -> Response:
    """Notes that the §§ of the meeting have been verified, each as an act on its own case (KL 5:69)."""
    view = go(who, meeting_id, "verify_minutes", form)
    return who.act(lambda session: Answer(view), form)


@router.post("/meetings/{meeting_id}/send", response_model=RoundView)
def send(meeting_id: UUID, form: SendForm, who: Annotated[Asked, acting("meeting.keep")]) -> Response:
    """Sends the extracts of the meeting that can be sent, each as an act on its own case."""
    view = go(who, meeting_id, "send_extracts", form)
    return who.act(lambda session: Answer(view), form)
