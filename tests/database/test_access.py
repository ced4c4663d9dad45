"""Who sees: the one expression, asked of real rows on both databases."""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from engine.access import EVERYBODY, SEES_SECRET, Actor, actor_of_token, visible
from engine.cases.tables import Case, CaseParty, Record
from engine.db import Database
from engine.organisations.tables import Body, Deputy, Organisation, Token, User, UserRole
from tests.makers import NOW, TODAY, a_case, a_user, an_actor, an_organisation, the_body


class Town(NamedTuple):
    """Open and secret cases of two boards, and another organisation's."""

    region: Organisation
    board: Body
    health: Body
    cases: dict[str, UUID]


def a_town(session: Session) -> Town:
    region, other = an_organisation(session), an_organisation(session)
    board, health = the_body(session, region, "board"), the_body(session, region, "health")
    cases = {
        f"{body.slug} {secrecy}": a_case(session, region, body, secrecy=secrecy).id
        for body in (board, health)
        for secrecy in ("open", "secret")
    }
    cases["abroad"] = a_case(session, other).id
    return Town(region, board, health, cases)


def sees(session: Session, town: Town, actor: Actor) -> set[str]:
    """What the actor sees of the cases; of each case's records the same."""
    names = {case: name for name, case in town.cases.items()}
    cases = {names[case] for case in session.exec(select(Case.id).where(visible(actor, Case)))}
    counted = session.exec(select(Case.id).where(visible(actor, Case), col(Case.id).in_(town.cases.values()))).all()
    assert len(counted) == len(cases)
    return cases


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_a_role_in_one_body_sees_that_bodys_cases(sqlite_database: Database, role: str) -> None:
    with sqlite_database.write() as session:
        town = a_town(session)
        own = {"health open", "health secret"} if role in SEES_SECRET else {"health open"}
        assert sees(session, town, an_actor(session, town.region, role, body=town.health)) == own


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_a_role_in_the_organisation_sees_every_bodys_cases(database: Database, role: str) -> None:
    with database.write() as session:
        town = a_town(session)
        every = {"health open", "board open"}
        every |= {"health secret", "board secret"} if role in SEES_SECRET else set()
        assert sees(session, town, an_actor(session, town.region, role)) == every


def test_an_administrator_sees_no_case(database: Database) -> None:
    with database.write() as session:
        town = a_town(session)
        assert sees(session, town, an_actor(session, town.region, "admin")) == set()


def test_a_party_sees_the_case_and_nothing_beside_it(database: Database) -> None:
    with database.write() as session:
        town = a_town(session)
        officer = an_actor(session, town.region, "officer", body=town.board)
        session.add(CaseParty(case_id=town.cases["health secret"], user_id=officer.user_id, reason="officer"))
        session.flush()
        assert sees(session, town, officer) == {"board open", "health secret"}


def test_a_body_that_a_case_was_sent_to_sees_it_as_it_sees_its_own(database: Database) -> None:
    with database.write() as session:
        town = a_town(session)
        for name in ("health open", "health secret"):
            session.add(CaseParty(case_id=town.cases[name], body_id=town.board.id, reason="remittal"))
        session.flush()
        officer = an_actor(session, town.region, "officer", body=town.board)
        secretary = an_actor(session, town.region, "secretary", body=town.board)
        assert sees(session, town, officer) == {"board open", "health open"}
        assert sees(session, town, secretary) == {"board open", "board secret", "health open", "health secret"}


def test_a_secret_record_in_an_open_case_is_hidden(database: Database) -> None:
    with database.write() as session:
        town = a_town(session)
        for number, secrecy in enumerate(("open", "secret"), 1):
            session.add(
                Record(
                    organisation_id=town.region.id,
                    body_id=town.board.id,
                    case_id=town.cases["board open"],
                    secrecy=secrecy,
                    number=number,
                    direction="incoming",
                    kind="letter",
                    title=secrecy,
                    registered_on=TODAY,
                    registered_at=NOW,
                )
            )
        session.flush()

        def titles(role: str) -> list[str]:
            actor = an_actor(session, town.region, role, body=town.board)
            return list(session.exec(select(Record.title).where(visible(actor, Record)).order_by(Record.title)))

        assert titles("officer") == ["open"]
        assert titles("registrar") == ["open", "secret"]


def a_token(session: Session, user: User, secret: bytes = b"hash") -> None:
    token = Token(
        user_id=user.id,
        hash=secret,
        scopes="read act",
        label="test",
        created_at=NOW,
        expires_at=NOW + timedelta(hours=1),
    )
    session.add(token)
    session.flush()


def test_a_token_names_its_user_with_the_roles_of_the_day(database: Database) -> None:
    with database.write() as session:
        region = an_organisation(session)
        board = the_body(session, region)
        user = a_user(session, region, "officer", body=board)
        for role, first, last in (("secretary", -9, -1), ("manager", 1, 9), ("chair", 0, 0)):
            from_day, through_day = TODAY + timedelta(days=first), TODAY + timedelta(days=last)
            session.add(UserRole(user_id=user.id, role=role, from_day=from_day, through_day=through_day))
        a_token(session, user)
        actor = actor_of_token(session, b"hash", NOW, TODAY)
        assert actor is not None
        assert (actor.user_id, actor.organisation_id, actor.name) == (user.id, region.id, user.name)
        assert actor.grants == {("officer", board.id), ("chair", None)}
        assert actor.scopes == {"read", "act"}
        assert actor.stands_in_for == frozenset()


def test_a_deputy_holds_the_absent_persons_roles_but_not_administration(database: Database) -> None:
    with database.write() as session:
        region = an_organisation(session)
        absent = a_user(session, region, "director", "admin")
        deputy = a_user(session, region, "manager")
        session.add(Deputy(absent_id=absent.id, deputy_id=deputy.id, from_day=TODAY, through_day=TODAY))
        a_token(session, deputy)
        today = actor_of_token(session, b"hash", NOW, TODAY)
        tomorrow = actor_of_token(session, b"hash", NOW, TODAY + timedelta(days=1))
        assert today is not None
        assert tomorrow is not None
        assert today.grants == {("manager", None), ("director", None)}
        assert today.stands_in_for == {absent.id}
        assert tomorrow.grants == {("manager", None)}


@pytest.mark.parametrize("why", ["unknown", "out of date", "ended", "account closed"])
def test_a_token_that_does_not_hold_names_nobody(database: Database, why: str) -> None:
    with database.write() as session:
        user = a_user(session, an_organisation(session), "officer")
        a_token(session, user)
        token = session.exec(select(Token)).one()
        asked, now = b"hash", NOW
        if why == "unknown":
            asked = b"other"
        elif why == "out of date":
            now = token.expires_at
        elif why == "ended":
            token.ended_at = NOW
        else:
            user.active = False
        session.flush()
        assert actor_of_token(session, asked, now, TODAY) is None
