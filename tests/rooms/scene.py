"""A region with people to prepare and decide a motion, for the rooms' tests; each act is a hand-made `Work`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import Session, select

from engine.access import Actor
from engine.cases.records import enter
from engine.cases.tables import Case, Clause
from engine.db import Database
from engine.forms import Form
from engine.lifecycle.work import Variables, Work
from engine.organisations.forms import SetupForm, slug_of
from engine.organisations.setup import set_up
from engine.organisations.tables import Body, Organisation, Person, User
from tests.makers import a_case

F = TypeVar("F", bound=Form)

MORNING = datetime(2020, 5, 4, 7, 0, tzinfo=UTC)

MEMBERS = (
    ("Nils-Olov Lindfors", "C", "chair"),
    ("Marianne Sandström", "SD", "member"),
    ("Anna Alm", "S", "first_vice_chair"),
    ("Bo Berg", "M", "member"),
    ("Carin Ceder", "V", "member"),
)
SUBSTITUTES = (("David Dahl", "C"), ("Elsa Ek", "S"))
STAFF = {"officer": "Olle Officer", "manager": "Mia Chef", "director": "Dag Direktör", "secretary": "Siv Sekreterare"}


@dataclass(frozen=True)
class Scene:
    """One database session with a region, a motion and an instant."""

    session: Session
    region: Organisation
    case: Case
    now: datetime = MORNING

    def at(self, now: datetime) -> "Scene":
        """The same at another instant."""
        return replace(self, now=now)

    def body(self, slug: str) -> Body:
        """A body by its slug."""
        return self.session.exec(select(Body).where(Body.slug == slug)).one()

    def user(self, name: str) -> User:
        """An account by its user name."""
        return self.session.exec(select(User).where(User.username == name)).one()

    def person(self, slug: str) -> Person:
        """A person by slug."""
        return self.session.exec(select(Person).where(Person.slug == slug)).one()

    def actor(self, name: str) -> Actor:
        """Somebody of the staff, signed in, with the role of that name in the whole organisation."""
        user = self.user(name)
        return Actor(user.id, self.region.id, user.name, None, frozenset({(name, None)}))

    def work(self, step: str, by: str, *, body: str = "regionstyrelsen", variables: Variables | None = None) -> Work:
        """An act on the case by one of the staff."""
        act = self.actor(by).act(self.now)
        return Work(self.session, self.case, act, step, self.body(body).id, variables or {})


def people() -> list[dict[str, Any]]:
    """Everybody with a mandate."""
    return [{"name": name, "party": party} for name, party, *_ in (*MEMBERS, *SUBSTITUTES)]


def setup_form() -> SetupForm:
    """The region as it is set up."""
    since = {"from_day": "2018-10-15"}
    seats = [
        {"person": slug_of(name), "body": body, "seat": seat, **since}
        for name, _, seat in MEMBERS
        for body in ("regionstyrelsen", "regionfullmaktige")
    ]
    seats += [
        {"person": slug_of(name), "body": "regionstyrelsen", "seat": "substitute", **since} for name, _ in SUBSTITUTES
    ]
    staff = [{"username": role, "name": name, "roles": [{"role": role}]} for role, name in STAFF.items()]
    return SetupForm.model_validate(
        {
            "organisation": {"slug": "norrbotten", "name": "Region Norrbotten", "profile": "region-norrbotten"},
            "bodies": [
                {"name": "Regionfullmäktige", "kind": "council"},
                {"name": "Regionstyrelsen", "kind": "executive_board"},
            ],
            "diaries": [{"slug": "diariet", "name": "Diariet", "pattern": "{seq}-{year}"}],
            "people": people(),
            "mandates": seats,
            "users": staff,
        }
    )


@contextmanager
def a_scene(database: Database) -> Iterator[Scene]:
    """A scene whose act is rolled back by nobody: the session is the test's own."""
    with database.write() as session:
        region = set_up(session, setup_form(), MORNING)
        board = session.exec(select(Body).where(Body.slug == "regionstyrelsen")).one()
        case = a_case(session, region, board, title="Motion 3-2020 om systemet CallMe")
        scene = Scene(session, region, case)
        session.add(Clause(case_id=case.id, number=1, text="CallMe ska vara frivilligt"))
        act = scene.actor("secretary").act(MORNING)
        enter(
            session,
            case,
            act,
            direction="incoming",
            kind="motion",
            title="Motion 3-2020 om översyn av systemet CallMe",
            received_on=date(2020, 2, 18),
        )
        yield scene


def a_report(**changes: Any) -> dict[str, Any]:
    """A report that proposes that the motion is rejected."""
    return {
        "sections": [
            {"key": "summary", "html": "<p>Motionen i korthet.</p>"},
            {"key": "impact_equality", "html": "<p>Ingen påverkan.</p>"},
        ],
        "proposal": [{"kind": "to_council", "text": "avslå motionen", "means": "rejected"}],
        "attachments": [1],
        "recipients": [{"text": "Verksamhetsdirektör"}],
        **changes,
    }


def ids(values: object) -> list[UUID]:
    """Routing variables that hold ids."""
    assert isinstance(values, list)
    return [UUID(str(value)) for value in values]
