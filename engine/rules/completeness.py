"""Whether a § holds what the law wants of minutes, KL 5:65–67 (for boards by 6:35), before it is verified.

The law wants them verified in time as much as complete (5:69). So a contradiction blocks verification, and a missing
fact blocks it unless a printed remark says why it is missing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine.rules.procedure.conduct import Conduct, NotAllowed, conduct
from engine.rules.procedure.facts import Procedure
from engine.rules.refusal import Refusal, declare

ITEM_WITHOUT_TITLE = declare("item_without_title", "KL 5:67")
ITEM_WITHOUT_ATTENDANCE = declare("item_without_attendance", "KL 5:66")
ITEM_WITHOUT_PRESIDING = declare("item_without_presiding", "KL 5:66")
ITEM_WITHOUT_PROCEDURE = declare("item_without_procedure", "KL 5:67")
ITEM_UNDECIDED = declare("item_undecided", "KL 5:67")
ITEM_TEXT_DIFFERS = declare("item_text_differs", "KL 5:67", "number", "decided")
ITEM_POINTS_DIFFER = declare("item_points_differ", "KL 5:67", "printed", "decided")
ITEM_RESERVATION_TEXT_MISSING = declare("item_reservation_text_missing", None, "name")
ITEM_RESERVATION_UNRECORDED = declare("item_reservation_unrecorded", "KL 5:67", "name")


@dataclass(frozen=True)
class Item:
    """What is known of one § when it is to be verified.

    `printed` are the texts of the decision as they will be read, point by point. `printed_reservations` are the names
    the § prints as reserving, `promised_texts` those who have announced a written reservation not yet handed in.
    `remarks` hold, by rule, the printed explanation of why something is missing.
    """

    title: str
    serving: frozenset[str]
    presiding: str
    procedure: Procedure | None
    printed: tuple[str, ...]
    printed_reservations: frozenset[str] = frozenset()
    promised_texts: tuple[str, ...] = ()
    remarks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Completeness:
    """What stands against verifying a §. `explained` is missing too, but a printed remark says why."""

    contradictions: tuple[Refusal, ...]
    missing: tuple[Refusal, ...]
    explained: tuple[Refusal, ...]

    @property
    def blocking(self) -> tuple[Refusal, ...]:
        """What must be mended or explained first, contradictions before what is missing."""
        return (*self.contradictions, *self.missing)


def completeness(item: Item) -> Completeness:
    """Holds a § against KL 5:66–67."""
    contradictions, told = against_procedure(item)
    gaps = tuple(missing(item, told))
    explained = tuple(gap for gap in gaps if item.remarks.get(gap.rule, "").strip())
    return Completeness(contradictions, tuple(gap for gap in gaps if gap not in explained), explained)


def may_verify_item(item: Item) -> Refusal | None:
    """The first thing that stands against verifying the §, or None (KL 5:67, 5:69)."""
    return next(iter(completeness(item).blocking), None)


def against_procedure(item: Item) -> tuple[tuple[Refusal, ...], Conduct | None]:
    """What in the § contradicts the recorded procedure, and what follows from that."""
    if item.procedure is None:
        return (), None
    try:
        told = conduct(item.procedure)
    except NotAllowed as error:
        return (error.refusal,), None
    return (*texts_differ(item, told), *reservations_differ(item, told)), told


def texts_differ(item: Item, told: Conduct) -> Iterator[Refusal]:
    """KL 5:67: the decision in the minutes is the one that was made, point by point."""
    decided = [outcome.text for outcome in told.outcomes if outcome.text]
    if not told.decided or not decided:
        return
    if len(decided) != len(item.printed):
        yield ITEM_POINTS_DIFFER.refuse(printed=len(item.printed), decided=len(decided))
        return
    for number, (printed, text) in enumerate(zip(item.printed, decided, strict=True), 1):
        if " ".join(printed.split()) != " ".join(text.split()):
            yield ITEM_TEXT_DIFFERS.refuse(number=number, decided=text)


def reservations_differ(item: Item, told: Conduct) -> Iterator[Refusal]:
    """KL 5:67: only those who have reserved themselves are printed as reserving."""
    people = {person for event in told.course.reservations for person in event.people}
    recorded = {told.course.sitting.name(person) for person in people}
    for name in sorted(item.printed_reservations - recorded):
        yield ITEM_RESERVATION_UNRECORDED.refuse(name=name)


def missing(item: Item, told: Conduct | None) -> Iterator[Refusal]:
    """KL 5:66–67: what the § should hold but does not."""
    if not item.title.strip():
        yield ITEM_WITHOUT_TITLE.refuse()
    if not item.serving:
        yield ITEM_WITHOUT_ATTENDANCE.refuse()
    if item.presiding not in item.serving:
        yield ITEM_WITHOUT_PRESIDING.refuse()
    if item.procedure is None:
        yield ITEM_WITHOUT_PROCEDURE.refuse()
    if told is not None and not told.decided:
        yield ITEM_UNDECIDED.refuse()
    for name in item.promised_texts:
        yield ITEM_RESERVATION_TEXT_MISSING.refuse(name=name)
