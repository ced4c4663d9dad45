"""What a form's JSON Schema asks for, read as a person meets it: a line, a text, a day, a choice, rows, a group.

The schema is the one that the API publishes for the same form; there is no other description of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

Kind = Literal[
    "line", "text", "rich", "secret", "day", "instant", "number", "numbers", "check", "yesno", "choice", "group", "rows"
]
Schema = Mapping[str, Any]
LINE_MAX: Final = 500
"""Longer texts get a field of several lines."""
RICH_MIN: Final = 100_000
"""What may be longer than this is a section of a document."""
NUMBERS: Final = 20
"""So many claims may be chosen by number where something named may be chosen too."""

REFERENCES: Final[Mapping[str, str]] = {
    "AllocateForm.officer": "officer",
    "ClaimForm.movers": "person",
    "ClaimedForm.movers": "person",
    "DecideForm.outside": "person",
    "DivisionForm.requested_by": "person",
    "LooseRecordForm.body": "body",
    "LooseRecordForm.diary": "diary",
    "MoverForm.person": "person",
    "ReassignForm.officer": "case_officer",
    "RegisterForm.body": "body",
    "RegisterForm.diary": "diary",
    "RegisterForm.process": "process",
    "RemitForm.board": "board",
    "ReplyForm.referral": "referral",
    "ReceiveForm.meeting_id": "meeting",
    "ReportUrgentForm.meeting_id": "meeting",
    "ReservationForm.person": "person",
    "ScheduleForm.meeting_id": "meeting",
    "DivisionRequestedForm.person": "person",
    "ReservedForm.person": "person",
    "MomentForm.person": "person",
    "MomentForm.substitute": "person",
    "SectionForm.key": "section",
    "SentForm.recipient": "recipient",
    "VerifyForm.by": "person",
    "VoteForm.person": "person",
    "WatchForm.owner": "user",
    "FirstRecordForm.kind": "record_kind",
    "RecordForm.kind": "record_kind",
    "LooseRecordForm.kind": "record_kind",
    "AccountForm.person": "person",
    "CallOrderForm.body": "body",
    "ChangeRecipientForm.unit": "unit",
    "ChangeUnitForm.parent": "unit",
    "ChangeUserForm.person": "person",
    "DeputyForm.absent": "user",
    "DeputyForm.deputy": "user",
    "DiaryForm.body": "body",
    "GrantForm.body": "body",
    "GrantForm.user": "user",
    "MandateForm.body": "body",
    "MandateForm.person": "person",
    "RecipientForm.unit": "unit",
    "RoleForm.body": "body",
    "UnitForm.parent": "unit",
    "PlaceForm.kind": "record_kind",
}
"""Fields that name something by its slug or id: on a page one chooses it from a list. By form and field."""
DESCRIBED: Final[Mapping[str, str]] = {
    "Personens kortnamn eller id.": "person",
    "Organets kortnamn eller id.": "body",
    "Diariets kortnamn eller id.": "diary",
}
"""The same, where a kind of field that many forms have says so itself."""


@dataclass(frozen=True)
class Asked:
    """One thing that a form asks for."""

    form: str
    """The form class it stands in, by which its words are found."""
    name: str
    kind: Kind
    title: str
    help: str
    required: bool
    default: Any = None
    values: tuple[str, ...] = ()
    """What may be chosen, when the form itself says so."""
    reference: str | None = None
    """What is chosen from a list of the organisation's own."""
    below: tuple["Asked", ...] = ()
    """The fields of a group, or the one thing that each row is."""
    numeric: bool = False
    """Whether figures are a number: a place in a list, where a name may stand too."""
    rich: bool = False


def asked(schema: Schema) -> tuple[Asked, ...]:
    """Everything that a form asks for, in its own order."""
    return tuple(properties(schema, schema))


def properties(schema: Schema, root: Schema) -> Iterator[Asked]:
    """The fields of an object schema."""
    required = set(schema.get("required", ()))
    form = str(schema.get("title", ""))
    for name, one in schema.get("properties", {}).items():
        yield field(form, name, one, root, required=name in required)


def field(form: str, name: str, said: Schema, root: Schema, *, required: bool) -> Asked:
    """One field. Titles and help stand beside the reference to a form, and what the form says of itself gives way."""
    core, many = resolved(said, root)
    kind = kind_of(core, many, has_default="default" in said and said["default"] is not None)
    reference = REFERENCES.get(f"{form}.{name}") or DESCRIBED.get(str(said.get("description")))
    below: tuple[Asked, ...] = ()
    if kind == "group":
        below = tuple(properties(core, root))
    elif kind == "rows":
        below = (field(form, name, {"title": said.get("title", name), **core["items"]}, root, required=True),)
    elif reference:
        kind = "choice"
    return Asked(
        form=form,
        name=name,
        kind=kind,
        title=str(said.get("title", name)),
        help=str(said.get("description", "")),
        required=required,
        default=said.get("default"),
        values=values_of(core, many),
        reference=reference,
        below=below,
        numeric=any(one.get("type") == "integer" for one in many),
        rich=kind == "rich",
    )


def values_of(core: Schema, many: tuple[Schema, ...]) -> tuple[str, ...]:
    """What may be chosen; where a claim's number may stand too, the first numbers."""
    named = core.get("enum", [core["const"]] if "const" in core else ())
    return tuple(map(str, (*named, *(range(1, NUMBERS + 1) if many and named else ()))))


def resolved(said: Schema, root: Schema) -> tuple[Schema, tuple[Schema, ...]]:
    """A schema without its references and without "or nothing"; and the kinds of it, when there are several."""
    if "$ref" in said:
        return root["$defs"][said["$ref"].rpartition("/")[2]], ()
    options = [resolved(one, root)[0] for one in said.get("anyOf", ()) if one.get("type") != "null"]
    if not options:
        return said, ()
    return options[0], tuple(options) if len(options) > 1 else ()


PLAIN: Final[Mapping[str, Kind]] = {"object": "group", "integer": "number", "number": "number"}
FORMATS: Final[Mapping[str, Kind]] = {"date": "day", "date-time": "instant", "password": "secret"}


def kind_of(core: Schema, many: tuple[Schema, ...], *, has_default: bool) -> Kind:
    """How a value is met on a page."""
    if many:
        return "choice" if "enum" in core else "line"
    if core.get("type") == "boolean":
        return "check" if has_default else "yesno"
    if core.get("type") == "array":
        return "numbers" if core["items"].get("type") == "integer" else "rows"
    if "enum" in core or "const" in core:
        return "choice"
    if core.get("type") in PLAIN:
        return PLAIN[core["type"]]
    if core.get("format") in FORMATS:
        return FORMATS[core["format"]]
    most = core.get("maxLength", LINE_MAX)
    return "rich" if most >= RICH_MIN else "text" if most > LINE_MAX else "line"
