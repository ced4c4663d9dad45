"""The recorded beslutsgång as it is kept with its §: JSON that reads back to what `rules.procedure` was given."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, get_args

from pydantic import TypeAdapter

from engine.drafting.forms import PointForm
from engine.rules.procedure.conduct import conduct
from engine.rules.procedure.election import Election, election_told
from engine.rules.procedure.facts import DecisionPoint, Event, Procedure, Sitting
from engine.rules.procedure.phrases import Sentence

EVENTS: Mapping[str, TypeAdapter[Event]] = {event.__name__: TypeAdapter(event) for event in get_args(Event)}
SITTING: TypeAdapter[Sitting] = TypeAdapter(Sitting)
POINTS: TypeAdapter[tuple[DecisionPoint, ...]] = TypeAdapter(tuple[DecisionPoint, ...])
ELECTION: TypeAdapter[Election] = TypeAdapter(Election)
PROPOSED: TypeAdapter[tuple[PointForm, ...]] = TypeAdapter(tuple[PointForm, ...])


@dataclass(frozen=True)
class Recorded:
    """What was recorded of one item, and what it was about: the proposed points and the attachments' titles.

    An election has no points; what became of it stands in `election`, None when it was put off.
    """

    procedure: Procedure
    proposed: tuple[PointForm, ...]
    attachments: tuple[str, ...] = ()
    election: Election | None = None


def sentences(recorded: Recorded) -> tuple[Sentence, ...]:
    """What the minutes say of the item."""
    elected = election_told(recorded.election) if recorded.election else ()
    return (*conduct(recorded.procedure).sentences, *elected)


def written(recorded: Recorded) -> str:
    """As JSON, the same for the same facts."""
    procedure = recorded.procedure
    said = {
        "sitting": asdict(procedure.sitting),
        "points": [asdict(point) for point in procedure.points],
        "events": [{"event": type(event).__name__, **asdict(event)} for event in procedure.events],
        "proposed": PROPOSED.dump_python(recorded.proposed, mode="json"),
        "attachments": recorded.attachments,
    }
    if recorded.election:
        said["election"] = {name: value for name, value in asdict(recorded.election).items() if name != "sitting"}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, default=plain)


def plain(value: object) -> object:
    """What JSON lacks: sets in order, instants in ISO."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be kept")


def read(text: str) -> Recorded:
    """The facts of a § as they were kept."""
    said = json.loads(text)
    sitting = SITTING.validate_python(said["sitting"])
    procedure = Procedure(
        sitting,
        POINTS.validate_python(said["points"]),
        tuple(event_of(one) for one in said["events"]),
    )
    election = ELECTION.validate_python({**said["election"], "sitting": sitting}) if "election" in said else None
    return Recorded(procedure, PROPOSED.validate_python(said["proposed"]), tuple(said["attachments"]), election)


def event_of(said: dict[str, Any]) -> Event:
    """One event of the log."""
    return EVENTS[said.pop("event")].validate_python(said)
