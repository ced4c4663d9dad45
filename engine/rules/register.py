"""The register is kept: nothing is erased, what is void takes no more acts, what is closed is finished."""

from collections.abc import Sequence
from datetime import date

from engine.rules.refusal import Refusal, declare

CASE_VOIDED = declare("case_voided", None)
CASE_CLOSED = declare("case_closed", None, "closed")
CASE_IN_PROGRESS = declare("case_in_progress", None)
RECORD_VOIDED = declare("record_voided", None)
CORRECTION_CHANGES_NOTHING = declare("register_correction_empty", None)
RELATION_TO_ITSELF = declare("relation_to_itself", None)
RELATION_STANDS = declare("relation_stands", None)
RECORD_THERE_ALREADY = declare("record_there_already", None)
ARRIVED_IN_THE_FUTURE = declare("arrived_in_the_future", None, "day")
CLOSE_BEFORE_OUTCOME = declare("close_before_outcome", None)
CLOSED_BY_ITS_STEP = declare("closed_by_its_step", None)
CLOSE_WITH_TASKS = declare("close_with_tasks", None, "tasks")
CLOSE_WITH_WATCHES = declare("close_with_watches", None, "count")
CLOSE_WITH_EMPTY_RECORDS = declare("close_with_empty_records", "OSL 5:1", "numbers")
REMIT_NOT_A_BOARD = declare("remit_not_a_board", "KL 5:26", "body")
OFFICER_WITHOUT_ROLE = declare("officer_without_role", None, "name")
REASSIGN_TO_THE_SAME = declare("reassign_to_the_same", None)
CLOSED_CHANGES_NO_HANDS = declare("closed_changes_no_hands", None)
REASSIGN_OTHERS = declare("reassign_others", None)
ANNOUNCED_BEFORE_ARRIVAL = declare("announced_before_arrival", None, "arrived")
PUT_ASIDE_WITHOUT_REASON = declare("put_aside_without_reason", "OSL 5:1")
PILE_ITEM_ENDED = declare("pile_item_ended", None)
TOO_MANY_SEARCHES = declare("too_many_searches", None, "most")
CONFIRMED_BY_ITS_STEP = declare("confirmed_by_its_step", None)
CONFIRM_WITHOUT_SENDER = declare("confirm_without_sender", None)
RETURN_WITHOUT_REASON = declare("return_without_reason", None)


def may_act(voided: str | None) -> Refusal | None:
    """A voided case takes no more acts. A closed one does: what comes in late is registered all the same (OSL 5:1)."""
    return None if voided is None else CASE_VOIDED.refuse()


def open_still(closed: date | None) -> Refusal | None:
    """A case is closed once."""
    return CASE_CLOSED.refuse(closed=closed.isoformat()) if closed else None


def may_void_case(voided: str | None, decided: bool) -> Refusal | None:
    """A case registered by mistake is voided once, and not after a body has decided in it."""
    if voided is not None:
        return CASE_VOIDED.refuse()
    return CASE_IN_PROGRESS.refuse() if decided else None


def may_touch_record(voided: str | None) -> Refusal | None:
    """A voided record stays as it was voided."""
    return RECORD_VOIDED.refuse() if voided is not None else None


def may_correct_register(changes: Sequence[str]) -> Refusal | None:
    """Errors in the register are corrected visibly (JO 4639-2007); a correction changes something."""
    return None if changes else CORRECTION_CHANGES_NOTHING.refuse()


def may_relate(*, same: bool, stands: bool) -> Refusal | None:
    """A case is related to another one, once in each way."""
    if same:
        return RELATION_TO_ITSELF.refuse()
    return RELATION_STANDS.refuse() if stands else None


def may_move(*, there: bool) -> Refusal | None:
    """A record is moved to another case than the one it lies in."""
    return RECORD_THERE_ALREADY.refuse() if there else None


def may_have_arrived(day: date, today: date) -> Refusal | None:
    """What is registered has come in already (FL 22 §)."""
    return None if day <= today else ARRIVED_IN_THE_FUTURE.refuse(day=day.isoformat())


def may_put_aside(reason: str) -> Refusal | None:
    """OSL 5:1: what has come in is registered, unless it plainly is of little importance; why is noted."""
    return None if reason.strip() else PUT_ASIDE_WITHOUT_REASON.refuse()


def waits_in_pile(state: str) -> Refusal | None:
    """What lies in the pile is registered once."""
    return None if state == "waiting" else PILE_ITEM_ENDED.refuse()


def may_save_search(kept: int, most: int) -> Refusal | None:
    """Kept searches are so few that they can be looked through."""
    return TOO_MANY_SEARCHES.refuse(most=most) if kept >= most else None


def may_confirm(kind: str, sender: str | None) -> Refusal | None:
    """Whoever sent something in is told so: by the motion's own step, which comes later, and else at registration."""
    if kind == "motion":
        return CONFIRMED_BY_ITS_STEP.refuse()
    return None if sender else CONFIRM_WITHOUT_SENDER.refuse()


def decided(outcome: str | None) -> Refusal | None:
    """A case is closed when it has come to an outcome."""
    return None if outcome else CLOSE_BEFORE_OUTCOME.refuse()


def nothing_waits(tasks: Sequence[str]) -> Refusal | None:
    """No other step of the case waits for anybody; `tasks` are the names of those that do."""
    return CLOSE_WITH_TASKS.refuse(tasks=", ".join(tasks)) if tasks else None


def nothing_watched(count: int) -> Refusal | None:
    """No watch is left undone."""
    return CLOSE_WITH_WATCHES.refuse(count=count) if count else None


def records_hold_something(empty: Sequence[int]) -> Refusal | None:
    """OSL 5:1: a registered record can be found: by a file, a text, or the place of its paper original."""
    return CLOSE_WITH_EMPTY_RECORDS.refuse(numbers=", ".join(map(str, empty))) if empty else None


def may_remit_to(kind: str, body: str) -> Refusal | None:
    """KL 5:26, 6:38: a board prepares for the council; a subcommittee proposes to its board only."""
    return None if kind in ("executive_board", "board") else REMIT_NOT_A_BOARD.refuse(body=body)


def may_handle(name: str, *, officer_there: bool) -> Refusal | None:
    """A case is given to somebody who is an officer of the body that prepares it."""
    return None if officer_there else OFFICER_WITHOUT_ROLE.refuse(name=name)


def may_reassign(*, closed: bool, has_it: bool, to_self: bool, leads: bool) -> Refusal | None:
    """An officer takes over an open case; only those who lead give it to somebody else."""
    if closed:
        return CLOSED_CHANGES_NO_HANDS.refuse()
    if has_it:
        return REASSIGN_TO_THE_SAME.refuse()
    return None if to_self or leads else REASSIGN_OTHERS.refuse()


def may_announce_motion(arrived: date, day: date, today: date) -> Refusal | None:
    """A motion is announced after it has arrived, and noted once it has been announced."""
    if day < arrived:
        return ANNOUNCED_BEFORE_ARRIVAL.refuse(arrived=arrived.isoformat())
    return may_have_arrived(day, today)


def may_return(reason: str) -> Refusal | None:
    """A motion that is not admitted goes back to its movers with the reason."""
    return None if reason.strip() else RETURN_WITHOUT_REASON.refuse()


def may_close_by_hand(*, has_lifecycle: bool) -> Refusal | None:
    """A case with a lifecycle is closed by its last step; one without, by hand."""
    return CLOSED_BY_ITS_STEP.refuse() if has_lifecycle else None
