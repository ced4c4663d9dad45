"""A registrar's office for tests: the region of `tests.region` in one session, and what registrars do all day."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import event
from sqlmodel import Session, col, select

from engine import registry
from engine.access import Actor
from engine.cases.tables import Case, Record
from engine.db import Database
from engine.journal import Told, entries
from engine.lifecycle.work import Variables, Work
from engine.organisations.forms import SetupForm
from engine.organisations.setup import set_up
from engine.organisations.tables import Body, Organisation, User, UserRole
from tests.region import NORRBOTTEN

TODAY = date(2020, 1, 7)
MORNING = datetime(2020, 1, 7, 8, 0, tzinfo=UTC)

MOTION: dict[str, Any] = {
    "kind": "motion",
    "title": "Motion om bussar till sjukhuset",
    "diary": "region",
    "body": "regionfullmaktige",
    "arrived_on": "2020-01-07",
    "way_in": "post",
    "document_date": "2020-01-05",
    "movers": [{"person": "maria-sten"}],
    "clauses": ["bussen går varje timme", "hållplatsen flyttas"],
    "record": {"kind": "motion", "paper_location": "Närarkivet"},
}

LETTER: dict[str, Any] = {
    "title": "Synpunkter på busstrafiken",
    "correspondent": "Anders Ask",
    "received_on": "2020-01-07",
    "way_in": "email",
}


@dataclass(frozen=True)
class Office:
    """One session, one region, one instant."""

    session: Session
    region: Organisation
    now: datetime = MORNING

    def at(self, now: datetime) -> "Office":
        """The same at another instant."""
        return replace(self, now=now)

    def actor(self, username: str = "registrator") -> Actor:
        """Somebody signed in, with the roles of the account."""
        user = self.session.exec(select(User).where(col(User.username) == username)).one()
        roles = self.session.exec(select(UserRole).where(col(UserRole.user_id) == user.id))
        grants = frozenset((role.role, role.body_id) for role in roles)
        return Actor(user.id, self.region.id, user.name, user.person_id, grants)

    def body(self, slug: str) -> Body:
        """A body by its slug."""
        return self.session.exec(select(Body).where(col(Body.slug) == slug)).one()

    def register(self, **changes: Any) -> Case:
        """A motion, registered; what is given stands in place of its own."""
        form = registry.RegisterForm.model_validate({**MOTION, **changes})
        return registry.register(self.session, self.actor(), form, self.now)

    def matter(self, **changes: Any) -> Case:
        """A board's own matter without any record."""
        plain = {"kind": "board_matter", "title": "Budget 2021", "diary": "region", "body": "regionstyrelsen"}
        form = registry.RegisterForm.model_validate({**plain, "arrived_on": "2020-01-07", **changes})
        return registry.register(self.session, self.actor(), form, self.now)

    def letter(self, case: Case, **changes: Any) -> Record:
        """A letter that has come in, registered in a case."""
        form = registry.RecordForm.model_validate({**LETTER, **changes})
        return registry.add_record(self.session, self.actor(), case.id, form, self.now)

    def sheet(self, case: Case, username: str = "registrator") -> registry.CaseSheet:
        """The case sheet as somebody sees it."""
        return registry.case_sheet(self.session, self.actor(username), case)

    def told(self, stream_id: UUID) -> list[Told]:
        """A stream of the journal."""
        return entries(self.session, stream_id)

    def work(self, case: Case, step: str, username: str, *, body: str = "regionfullmaktige", **variables: str) -> Work:
        """A step by somebody, as the front desk hands it to the room."""
        steered: Variables = {**registry.start_variables(self.session, case), **variables}
        return Work(self.session, case, self.actor(username).act(self.now), step, self.body(body).id, steered)


@contextmanager
def an_office(database: Database, **changes: Any) -> Iterator[Office]:
    """An office within one transaction that is kept."""
    with database.write() as session:
        yield Office(session, set_up(session, SetupForm.model_validate({**NORRBOTTEN, **changes}), MORNING))


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """The statements sent inside, the opening of transactions left out."""
    said: list[str] = []

    def hear(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            said.append(statement)

    engines = {database.write_engine, database.read_engine} if database.sqlite else {database.write_engine}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", hear)
