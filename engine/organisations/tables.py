"""Tenants, their bodies and diaries, people and mandates, users and roles."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from engine.db import instant, new_id

BODY_KINDS = ("council", "executive_board", "board", "subcommittee")
SEATS = ("member", "substitute", "chair", "first_vice_chair", "second_vice_chair", "commissioner")
ROLES = (
    "registrar",
    "officer",
    "manager",
    "director",
    "secretary",
    "chair",
    "member",
    "substitute",
    "auditor",
    "admin",
)


LINKS = ("first", "invitation", "reset", "code")
RECIPIENT_KINDS = ("function", "unit", "authority", "organisation", "person")
WAYS_OUT = ("internal_post", "email", "post")


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """A column that holds one of these words."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class Organisation(SQLModel, table=True):
    """A region or municipality. Its row carries the head of the organisation's journal."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    slug: str = Field(unique=True)
    name: str
    rev: int = 0
    head: bytes = Field(default=b"", sa_type=LargeBinary)


class ProfileVersion(SQLModel, table=True):
    """A version of the profile: formats, section labels and order, phrases. Never changed, only followed."""

    __tablename__ = "profile_version"
    __table_args__ = (UniqueConstraint("organisation_id", "version"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    version: int
    text: str
    """The profile as YAML, as `profile.load_profile` reads it."""
    at: datetime = Field(sa_column=instant())


class Body(SQLModel, table=True):
    """Organ: fullmäktige, styrelse, nämnd, utskott. Each keeps its own § series (KL 3 kap.)."""

    __table_args__ = (UniqueConstraint("organisation_id", "slug"), one_of("kind", BODY_KINDS))

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    slug: str
    kind: str
    name: str
    """As it begins a sentence: "Regionstyrelsen"."""


class Diary(SQLModel, table=True):
    """Diarium: a number series and its format, of one body or of the whole organisation."""

    __table_args__ = (UniqueConstraint("organisation_id", "slug"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    body_id: UUID | None = Field(default=None, foreign_key="body.id")
    slug: str
    name: str
    pattern: str
    """The pattern language of `rules.numbering`."""
    yearly: bool = True


class Person(SQLModel, table=True):
    """Somebody with a mandate, a user account or both."""

    __table_args__ = (UniqueConstraint("organisation_id", "slug"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    slug: str
    name: str
    party: str | None = None
    email: str | None = None
    title: str | None = None
    ended_on: date | None = None
    """From this day on nobody chooses the person in a form any more; what was done stands."""


class Mandate(SQLModel, table=True):
    """A seat in a body from one day through another. One that was given by mistake ends before it begins."""

    __table_args__ = (one_of("seat", SEATS), Index("ix_mandate_body_id_person_id", "body_id", "person_id"))

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    body_id: UUID = Field(foreign_key="body.id")
    person_id: UUID = Field(foreign_key="person.id", index=True)
    seat: str
    party: str | None = None
    from_day: date
    through_day: date | None = None


class CallOrder(SQLModel, table=True):
    """Inkallelseordning: from which parties a party's substitutes are called, in order (KL 5:17, 6:16).

    A body's order is decided as a whole and holds from a day until the next one.
    """

    __tablename__ = "call_order"
    __table_args__ = (UniqueConstraint("body_id", "from_day", "party", "position"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    body_id: UUID = Field(foreign_key="body.id")
    from_day: date
    party: str
    """The party of the member who is away."""
    position: int
    calls_from: str
    """The party whose substitute is called at this place in the order."""


class Unit(SQLModel, table=True):
    """Enhet: a part of the administration, under another or by itself."""

    __table_args__ = (UniqueConstraint("organisation_id", "slug"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    parent_id: UUID | None = Field(default=None, foreign_key="unit.id", index=True)
    slug: str
    name: str
    ended_on: date | None = None


class KnownRecipient(SQLModel, table=True):
    """Mottagare: a function, unit, authority or somebody else that decisions are sent to, and how it is reached."""

    __tablename__ = "known_recipient"
    __table_args__ = (
        UniqueConstraint("organisation_id", "slug"),
        one_of("kind", RECIPIENT_KINDS),
        one_of("way_out", WAYS_OUT),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    unit_id: UUID | None = Field(default=None, foreign_key="unit.id", index=True)
    slug: str
    name: str
    """As it is written in a list of recipients: "Regiondirektören"."""
    kind: str
    way_out: str
    email: str | None = None
    address: str | None = None
    ended_on: date | None = None


class ClassCode(SQLModel, table=True):
    """Klass: a place in the organisation's plan of its information, by which cases are ordered."""

    __tablename__ = "class_code"
    __table_args__ = (UniqueConstraint("organisation_id", "code"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    code: str
    name: str
    ended_on: date | None = None


class User(SQLModel, table=True):
    """An account."""

    __tablename__ = "user_account"
    __table_args__ = (UniqueConstraint("organisation_id", "username"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    username: str
    name: str
    title: str | None = None
    unit: str | None = None
    """The unit that documents come from when this person handles the case."""
    email: str | None = None
    password: str | None = None
    active: bool = True


class UserRole(SQLModel, table=True):
    """A role of a user, in one body or (without `body_id`) in the whole organisation."""

    __tablename__ = "user_role"
    __table_args__ = (one_of("role", ROLES),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    user_id: UUID = Field(foreign_key="user_account.id", index=True)
    body_id: UUID | None = Field(default=None, foreign_key="body.id")
    role: str
    from_day: date
    through_day: date | None = None


class Deputy(SQLModel, table=True):
    """Tillförordnad: who holds another's roles while that person is absent, both days included."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    absent_id: UUID = Field(foreign_key="user_account.id", index=True)
    deputy_id: UUID = Field(foreign_key="user_account.id", index=True)
    from_day: date
    through_day: date
    reason: str | None = None


class Token(SQLModel, table=True):
    """A bearer token: only its hash is kept, it has a scope and an end, and can be ended before."""

    __tablename__ = "token"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    user_id: UUID = Field(foreign_key="user_account.id", index=True)
    hash: bytes = Field(sa_type=LargeBinary, unique=True)
    scopes: str
    label: str
    created_at: datetime = Field(sa_column=instant())
    expires_at: datetime = Field(sa_column=instant())
    ended_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    used_on: date | None = None
    """The last day that it was used; noted once a day."""


class BrowserSession(SQLModel, table=True):
    """Somebody signed in by page: only the hash of the cookie's secret is kept. Ends by itself, or is ended."""

    __tablename__ = "browser_session"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    user_id: UUID = Field(foreign_key="user_account.id", index=True)
    hash: bytes = Field(sa_type=LargeBinary, unique=True)
    browser: str
    """What the browser calls itself, so that its owner knows it again in the list."""
    address: str = ""
    """Where it came from when it began."""
    limited: bool = False
    """Whether one-time codes have to be set up before anything else, as the organisation demands."""
    began_at: datetime = Field(sa_column=instant())
    seen_at: datetime = Field(sa_column=instant())
    ends_at: datetime = Field(sa_column=instant(index=True))
    ended_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class Link(SQLModel, table=True):
    """An address that may be used once, until it expires: to begin, to accept an invitation, to choose a new password.

    Only the hash of its secret is kept. A newer one for the same person ends the older.
    """

    __table_args__ = (one_of("kind", LINKS),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: str
    user_id: UUID | None = Field(default=None, foreign_key="user_account.id", index=True)
    """Whose it is; nobody's for the very first, when there is no account."""
    hash: bytes = Field(sa_type=LargeBinary, unique=True)
    made_at: datetime = Field(sa_column=instant())
    expires_at: datetime = Field(sa_column=instant(index=True))
    used_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class SecondFactor(SQLModel, table=True):
    """One-time codes of an account (TOTP, RFC 6238): asked for after the password once they have been proved."""

    __tablename__ = "second_factor"

    user_id: UUID = Field(primary_key=True, foreign_key="user_account.id")
    secret: str
    """What the telephone and this program both know, in base 32."""
    made_at: datetime = Field(sa_column=instant())
    proven_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    last_step: int = 0
    """The latest time step whose code was taken: neither it nor one before is taken again."""


class RecoveryCode(SQLModel, table=True):
    """A code to sign in with once when the telephone is lost; only its hash is kept."""

    __tablename__ = "recovery_code"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    user_id: UUID = Field(foreign_key="user_account.id", index=True)
    hash: bytes = Field(sa_type=LargeBinary, unique=True)
    used_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class SignInTry(SQLModel, table=True):
    """Failed tries per account name, so that passwords cannot be guessed at speed."""

    __tablename__ = "sign_in_try"

    organisation_id: UUID = Field(primary_key=True)
    username: str = Field(primary_key=True)
    failed: int
    last_at: datetime = Field(sa_column=instant())


class AccessStream(SQLModel, table=True):
    """The head of the stream of readings of secret records, one per organisation."""

    __tablename__ = "access_stream"

    organisation_id: UUID = Field(primary_key=True, foreign_key="organisation.id")
    id: UUID
    rev: int = 0
    head: bytes = Field(default=b"", sa_type=LargeBinary)
