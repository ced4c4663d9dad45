"""The register and its secrecy: what is recorded of each record, what may be withheld, what a secrecy mark needs.

A mark is a warning only: whether a record is released is judged each time it is asked for.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

from engine.rules.refusal import Refusal, declare

Field = Literal["date", "dnr", "correspondent", "subject"]
Direction = Literal["incoming", "outgoing", "internal"]

REGISTER_FIELDS: Final[tuple[Field, ...]] = ("date", "dnr", "correspondent", "subject")
"""OSL 5:2: date received or drawn up, dnr, from or to whom, briefly what it is about."""
WITHHOLDABLE: Final[frozenset[Field]] = frozenset({"correspondent", "subject"})
"""OSL 5:2: what may be left out of the register that the public sees."""

REGISTER_FIELD_MISSING = declare("register_field_missing", "OSL 5:2", "field")
REGISTER_FIELD_PUBLIC = declare("register_field_public", "OSL 5:2", "field")
WITHHELD_WITHOUT_PROVISION = declare("withheld_without_provision", "OSL 5:2", "field")
MARK_WITHOUT_PROVISION = declare("mark_without_provision", "OSL 5:5")
MARK_WITHOUT_DATE = declare("mark_without_date", "OSL 5:5")
MARK_WITHOUT_AUTHORITY = declare("mark_without_authority", "OSL 5:5")
MARK_IN_THE_FUTURE = declare("mark_in_the_future", "OSL 5:5", "date")

FIELD_NAMES: Final[Mapping[Field, str]] = {
    "date": "datum",
    "dnr": "diarienummer",
    "correspondent": "avsändare eller mottagare",
    "subject": "vad handlingen rör",
}
"""What the fields are called in the Swedish refusals."""


def mandatory(direction: Direction) -> tuple[Field, ...]:
    """OSL 5:2: the fields that a record must have; one drawn up here and kept here has no correspondent."""
    return tuple(field for field in REGISTER_FIELDS if field != "correspondent" or direction != "internal")


def register_complete(direction: Direction, recorded: Mapping[Field, str]) -> Refusal | None:
    """OSL 5:2: every mandatory field of a registered record says something. States the first that does not."""
    missing = next((field for field in mandatory(direction) if not recorded.get(field, "").strip()), None)
    return REGISTER_FIELD_MISSING.refuse(field=FIELD_NAMES[missing]) if missing else None


def may_withhold(field: Field, provision: str) -> Refusal | None:
    """OSL 5:2: the public register may leave out only correspondent and subject, and only by a provision."""
    if field not in WITHHOLDABLE:
        return REGISTER_FIELD_PUBLIC.refuse(field=FIELD_NAMES[field])
    return None if provision.strip() else WITHHELD_WITHOUT_PROVISION.refuse(field=FIELD_NAMES[field])


def may_mark(provision: str, marked: date | None, authority: str, today: date) -> Refusal | None:
    """OSL 5:5, TF 2:20: a secrecy mark states the provision, the day it was made and the authority that made it."""
    if not provision.strip():
        return MARK_WITHOUT_PROVISION.refuse()
    if marked is None:
        return MARK_WITHOUT_DATE.refuse()
    if marked > today:
        return MARK_IN_THE_FUTURE.refuse(date=marked.isoformat())
    return None if authority.strip() else MARK_WITHOUT_AUTHORITY.refuse()
