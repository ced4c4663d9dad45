"""What an administrator fills in to make an organisation. Things are named by slug, users by user name."""

import re
import unicodedata
from datetime import date
from typing import Annotated, Final, Literal, Self

from pydantic import (
    AfterValidator,
    Field,
    SecretStr,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from engine.forms import Day, Form, Line
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


Party = Annotated[Line, Field(max_length=40)]
SLUG_HELP: Final = "Tomt: görs av namnet. Står i adresser och filer och ändras inte sedan."


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

    name: Line = Field(title="Namn", description="Som det inleder en mening, till exempel Regionstyrelsen.")
    kind: BodyKind = Field(title="Slag")
    slug: Slug | None = Field(None, title="Kortnamn", description=SLUG_HELP)


class DiaryForm(Form):
    """A number series: of one body, or of the whole organisation when `body` is left out."""

    slug: Slug = Field(title="Kortnamn", description="Små bokstäver, siffror och bindestreck, till exempel rs.")
    name: Line = Field(title="Namn")
    pattern: Line = Field(
        title="Numrens form", description="{seq} är löpnumret, {year} året: {seq}-{year} ger 272-2020."
    )
    yearly: bool = Field(True, title="Numren börjar om varje år")
    body: Slug | None = Field(None, title="Organ", description="Tomt när diariet är hela organisationens.")

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

    name: Line = Field(title="Namn")
    slug: Slug | None = Field(None, title="Kortnamn", description=SLUG_HELP)
    party: Party | None = Field(None, title="Parti", description="Som det skrivs efter namnet, till exempel SD.")
    email: Address | None = Field(None, title="E-post")
    title: Line | None = Field(None, title="Titel")


class MandateForm(Form):
    """A seat from one day through another, both included; the party is the person's unless another is given."""

    person: Slug = Field(title="Person")
    body: Slug = Field(title="Organ")
    seat: Seat = Field(title="Plats")
    from_day: Day = Field(title="Från och med")
    through_day: Day | None = Field(None, title="Till och med", description="Tomt när slutet inte är bestämt.")
    party: Party | None = Field(None, title="Parti", description="Tomt när det är personens eget.")

    @model_validator(mode="after")
    def begins_before_it_ends(self) -> Self:
        """A mandate ends no earlier than it begins."""
        in_order(self.from_day, self.through_day)
        return self


class RoleForm(Form):
    """A role in one body, or in the whole organisation when `body` is left out."""

    role: Role = Field(title="Roll")
    body: Slug | None = Field(None, title="Organ", description="Tomt när rollen gäller i hela organisationen.")
    from_day: Day | None = Field(None, title="Från och med", description="Tomt: utan början.")
    through_day: Day | None = Field(None, title="Till och med", description="Tomt: tills vidare.")

    @model_validator(mode="after")
    def begins_before_it_ends(self) -> Self:
        """A role ends no earlier than it begins."""
        in_order(self.from_day or date.min, self.through_day)
        return self


def long_enough(password: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
    """Refuses passwords under 12 characters and ones that hold the user name."""
    if password is None:
        return None
    strong(password.get_secret_value(), info.data.get("username", ""))
    return password


def strong(password: str, username: str) -> None:
    """Refuses (ValueError) a password that is too short, too long, or holds the user name."""
    if not 12 <= len(password) <= 200:
        raise ValueError("must have 12–200 characters")
    if len(username) > 3 and username in password.casefold():
        raise ValueError("must not hold the user name")


class AccountForm(Form):
    """An account with its roles, whose owner chooses a password by an invitation or signs in by the provider."""

    username: Username = Field(title="Användarnamn", description="Små bokstäver, siffror, punkt och bindestreck.")
    name: Line = Field(title="Namn")
    title: Line | None = Field(None, title="Titel", description="Som den står under en skrivelse.")
    unit: Line | None = Field(None, title="Avsändande enhet", description="Enheten som skrivelser kommer från.")
    email: Address | None = Field(None, title="E-post")
    person: Slug | None = Field(None, title="Förtroendevald", description="När kontot hör till en förtroendevald.")
    roles: Annotated[tuple[RoleForm, ...], Field(max_length=50)] = Field((), title="Roller")

    @field_validator("roles")
    @classmethod
    def each_once(cls, roles: tuple[RoleForm, ...]) -> tuple[RoleForm, ...]:
        """The same role in the same body is given once."""
        if len({(one.role, one.body) for one in roles}) != len(roles):
            raise ValueError("the same role stands twice")
        return roles


class UserForm(AccountForm):
    """An account with its roles. Without a password it can only sign in by a way that needs none here."""

    password: Annotated[SecretStr | None, AfterValidator(long_enough)] = None


class DeputyForm(Form):
    """Tillförordnad: `deputy` holds the roles of `absent` on these days, both included."""

    absent: Username = Field(title="Frånvarande")
    deputy: Username = Field(title="Tillförordnad")
    from_day: Day = Field(title="Från och med")
    through_day: Day = Field(title="Till och med")
    reason: Line | None = Field(None, title="Skäl")

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
