"""What is published of a record: a masked version, approved by somebody who may see what is masked, for a time."""

from datetime import date

from engine.rules.refusal import Refusal, declare

PUBLISH_SECRET = declare("publish_secret", "OSL 8:1")
PUBLISH_NOT_DRAWN = declare("publish_not_drawn", None)
PUBLISH_UNSEEN = declare("publish_unseen", None)
PUBLISH_TAKE_DOWN_PASSED = declare("publish_take_down_passed", None, "day")
PUBLISH_PERSONAL_LEFT = declare("publish_personal_left", None, "count")
PUBLISH_ENDED = declare("publish_ended", None)


def may_publish(*, secret: bool, drawn: bool, sees_marked: bool, take_down_on: date, today: date) -> Refusal | None:
    """A record that is secret as a whole is not published (OSL 8:1); nor one that we have not drawn ourselves.

    Whoever approves sees what is masked, or could not judge what is left; and it comes down on a day to come.
    """
    if secret:
        return PUBLISH_SECRET.refuse()
    if not drawn:
        return PUBLISH_NOT_DRAWN.refuse()
    if not sees_marked:
        return PUBLISH_UNSEEN.refuse()
    return None if take_down_on > today else PUBLISH_TAKE_DOWN_PASSED.refuse(day=take_down_on.isoformat())


def may_leave_personal(count: int, reason: str) -> Refusal | None:
    """What looks like personal data is masked, or left with a reason."""
    return PUBLISH_PERSONAL_LEFT.refuse(count=count) if count and not reason.strip() else None


def may_take_down(*, ended: bool) -> Refusal | None:
    """What is published is taken down once."""
    return PUBLISH_ENDED.refuse() if ended else None


def is_published(take_down_on: date, *, ended: bool, today: date) -> bool:
    """Whether the public still gets it: until the day on which it comes down."""
    return not ended and today < take_down_on
