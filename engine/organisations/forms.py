"""What an administrator fills in to make an organisation. Things are named by slug, users by user name."""

import re
import unicodedata
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    Field,
    SecretStr,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from engine.forms import Form, Line
from engine.organisations.profile import PROFILE_MAX
from engine.rules.numbering import PatternError, compile_pattern

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Username = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$", max_length=80)]
Address = Annotated[Line, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)]
BodyKind = Literal["council", "executive_board", "board", "subcommittee"]
Seat = Literal["member", "substitute", "chair", "first_vice_chair", "second_vice_chair", "commissioner"]
Role = Literal[
    "registrar", "officer", "manager", "director", "secretary", "chair", "member", "substitute", "auditor", "admin"
]


def slug_of(name: str) -> str:
    """A name as a slug: "Åsa Öberg-Lind" is "asa-oberg-lind"."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:80].strip("-")


def in_order(first: date, last: date | None) -> None:
    """Refuses a period that ends before it begins."""
    if last is not None and last < first:
        raise ValueError("ends before it begins")


class OrganisationForm(Form):
    """A tenant with its first profile: YAML text, or the slug of a shipped one."""

    slug: Slug
    name: Line
    profile: Annotated[str, Field(max_length=PROFILE_MAX)]


class BodyForm(Form):
    """An organ. The slug is made from the name when it is left out."""

    name: Line
    kind: BodyKind
    slug: Slug | None = None


class DiaryForm(Form):
    """A number series: of one body, or of the whole organisation when `body` is left out."""

    slug: Slug
    name: Line
    pattern: Line
    yearly: bool = True
    body: Slug | None = None

    @model_validator(mode="after")
    def can_be_read_back(self) -> Self:
        """The pattern must be readable, and name no record: a record's number follows its case's dnr."""
        try:
            pattern = compile_pattern(self.pattern, yearly=self.yearly)
        except PatternError as fault:
            raise ValueError(f"pattern: {fault}") from fault
        if pattern.shows("record"):
            raise ValueError("pattern: {record} cannot stand here; a record's number is added to its case's dnr")
        return self


class PersonForm(Form):
    """Somebody with a mandate, an account or both. The slug is made from the name when it is left out."""

    name: Line
    slug: Slug | None = None
    party: Annotated[Line, Field(max_length=40)] | None = None
    email: Address | None = None
    title: Line | None = None


class MandateForm(Form):
    """A seat from one day through another, both included; the party is the person's unless another is given."""

    person: Slug
    body: Slug
    seat: Seat
    from_day: date
    through_day: date | None = None
    party: Annotated[Line, Field(max_length=40)] | None = None

    @model_validator(mode="after")
    def begins_before_it_ends(self) -> Self:
        """A mandate ends no earlier than it begins."""
        in_order(self.from_day, self.through_day)
        return self


class RoleForm(Form):
    """A role in one body, or in the whole organisation when `body` is left out."""

    role: Role
    body: Slug | None = None
    from_day: date | None = None
    """Without a first day the role has no beginning."""
    through_day: date | None = None


def long_enough(password: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
    """Refuses passwords under 12 characters and ones that hold the user name."""
    if password is None:
        return None
    said = password.get_secret_value()
    if not 12 <= len(said) <= 200:
        raise ValueError("must have 12–200 characters")
    username = info.data.get("username", "")
    if len(username) > 3 and username in said.casefold():
        raise ValueError("must not hold the user name")
    return password


class UserForm(Form):
    """An account with its roles. Without a password it can only sign in by a way that needs none here."""

    username: Username
    name: Line
    title: Line | None = None
    email: Address | None = None
    password: Annotated[SecretStr | None, AfterValidator(long_enough)] = None
    person: Slug | None = None
    roles: Annotated[tuple[RoleForm, ...], Field(max_length=50)] = ()

    @field_validator("roles")
    @classmethod
    def each_once(cls, roles: tuple[RoleForm, ...]) -> tuple[RoleForm, ...]:
        """The same role in the same body is given once."""
        if len({(one.role, one.body) for one in roles}) != len(roles):
            raise ValueError("the same role stands twice")
        return roles


class DeputyForm(Form):
    """Tillförordnad: `deputy` holds the roles of `absent` on these days, both included."""

    absent: Username
    deputy: Username
    from_day: date
    through_day: date
    reason: Line | None = None

    @model_validator(mode="after")
    def somebody_else(self) -> Self:
        """Nobody is their own deputy, and the absence ends no earlier than it begins."""
        if self.absent == self.deputy:
            raise ValueError("nobody can be their own deputy")
        in_order(self.from_day, self.through_day)
        return self


class SetupForm(Form):
    """A whole organisation in one description."""

    organisation: OrganisationForm
    bodies: tuple[BodyForm, ...] = ()
    diaries: tuple[DiaryForm, ...] = ()
    people: tuple[PersonForm, ...] = ()
    mandates: tuple[MandateForm, ...] = ()
    users: tuple[UserForm, ...] = ()
    deputies: tuple[DeputyForm, ...] = ()
