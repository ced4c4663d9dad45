"""The journal: nothing in it can be changed unseen, and the database refuses to change it at all."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select, update

from engine.cases.tables import Case
from engine.db import Database, new_id
from engine.drafting.tables import Draft, DraftVersion
from engine.errors import BrokenChain
from engine.journal import Act, JournalEntry, JournalPayload, canonical, digest, entries, record, verify_stream
from engine.lifecycle.tables import BundleFile
from engine.migrations import upgrade
from engine.migrations.triggers import GUARDED
from engine.organisations.tables import Organisation, ProfileVersion
from engine.seals import seal, verify_all
from tests.makers import NOW, a_case, a_user, an_organisation

STORY = ("case:registered", "case:announced", "case:remitted", "report:finished", "case:decided")


@dataclass
class Place:
    """A head that somebody remembers."""

    id: UUID
    rev: int
    head: bytes


def a_journal(session: Session, acts: int = 5) -> Case:
    """A case with so many acts in its journal."""
    region = an_organisation(session)
    case = a_case(session, region)
    for step in range(acts):
        act = Act(region.id, None, "Anna Lind", NOW + timedelta(days=step))
        record(session, "case", case, act, STORY[step % 5], {"step": step}, {"title": "Motion om Åre & Ö"})
    return case


def disarmed(database: Database, session: Session) -> None:
    """Takes away the triggers, as somebody with the administrator's rights could."""
    for table in ("journal_entry", "journal_payload", "journal_seal", "journal_sealed_head"):
        if database.sqlite:
            for act in ("update", "delete", "replace"):
                session.connection().execute(text(f"DROP TRIGGER {table}_no_{act}"))
        else:
            session.connection().execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))


def test_a_case_tells_what_was_done_in_order(database: Database) -> None:
    with database.write() as session:
        case = a_journal(session)
    with database.read() as session:
        told = entries(session, case.id)
        assert [(entry.seq, entry.tag, entry.at) for entry in told] == [
            (step + 1, STORY[step], NOW + timedelta(days=step)) for step in range(5)
        ]
        assert told[0].facts == {"step": 0}
        assert told[0].personal == {"actor": "Anna Lind", "title": "Motion om Åre & Ö"}
        assert [entry.seq for entry in entries(session, case.id, after=2, limit=2)] == [3, 4]
        assert verify_stream(session, case.id, case.rev, case.head) == 5
        assert verify_all(session) == 5


def test_particulars_stand_in_no_entry(database: Database) -> None:
    with database.write() as session:
        a_journal(session)
        for body in session.exec(select(JournalEntry.body)):
            assert b"Anna" not in body
            assert b"Motion" not in body


def test_two_acts_on_the_same_revision_cannot_both_be_kept(database: Database) -> None:
    with database.write() as session:
        case = a_journal(session)
        act = Act(case.organisation_id, None, "Anna Lind", NOW)
    stale = Place(case.id, case.rev, case.head)
    with database.write() as session:
        record(session, "case", case, act, "case:renamed", {})
    with pytest.raises(DBAPIError), database.write() as session:
        record(session, "case", stale, act, "case:voided", {})


def rewritten(entry: JournalEntry, **changed: object) -> dict[str, object]:
    """An entry's bytes with something else in them, and the hash that fits."""
    body = canonical({**json.loads(entry.body), **changed})
    return {"body": body, "hash": hashlib.sha256(body).digest()}


TAMPERING: dict[str, Callable[[JournalEntry], dict[str, object]]] = {
    "bytes changed": lambda entry: {"body": entry.body.replace(b'"step":2', b'"step":9')},
    "bytes and hash changed": lambda entry: rewritten(entry, facts={"step": 9}),
    "hash changed": lambda entry: {"hash": bytes(32)},
    "moved in time": lambda entry: {"at": NOW - timedelta(days=1)},
    "another act": lambda entry: {"tag": "case:closed"},
    "another actor": lambda entry: {"actor_id": new_id()},
    "another organisation": lambda entry: {"organisation_id": new_id()},
    "another kind of stream": lambda entry: {"stream": "meeting"},
    "another place": lambda entry: {"seq": 17},
    "another stream": lambda entry: {"stream_id": new_id()},
}


@pytest.mark.parametrize("way", TAMPERING)
@pytest.mark.parametrize("place", [1, 3, 5])
def test_a_changed_entry_breaks_the_chain(sqlite_database: Database, way: str, place: int) -> None:
    with sqlite_database.write() as session:
        case = a_journal(session)
        disarmed(sqlite_database, session)
        entry = session.exec(
            select(JournalEntry).where(JournalEntry.stream_id == case.id, JournalEntry.seq == place)
        ).one()
        changed = TAMPERING[way](entry)
        if way == "bytes changed" and place != 3:
            changed = {"body": entry.body + b" "}
        where = (col(JournalEntry.stream_id) == case.id, col(JournalEntry.seq) == place)
        session.connection().execute(update(JournalEntry).where(*where).values(**changed))
    with sqlite_database.read() as session, pytest.raises(BrokenChain):
        verify_all(session)


@pytest.mark.parametrize("place", [1, 3, 5])
@pytest.mark.parametrize("table", ["journal_entry", "journal_payload"])
def test_a_removed_entry_breaks_the_chain(database: Database, table: str, place: int) -> None:
    with database.write() as session:
        a_journal(session)
        disarmed(database, session)
        session.connection().execute(text(f"DELETE FROM {table} WHERE seq = :place"), {"place": place})
    with database.read() as session, pytest.raises(BrokenChain):
        verify_all(session)


def test_changed_particulars_break_the_chain(database: Database) -> None:
    with database.write() as session:
        case = a_journal(session)
        disarmed(database, session)
        where = (col(JournalPayload.stream_id) == case.id, col(JournalPayload.seq) == 2)
        changed = update(JournalPayload).where(*where).values(payload=canonical({"actor": "Bo Ek"}))
        session.connection().execute(changed)
    with database.read() as session, pytest.raises(BrokenChain):
        verify_all(session)


def test_an_entry_added_behind_the_head_breaks_the_chain(database: Database) -> None:
    with database.write() as session:
        case = a_journal(session)
        stale = Place(case.id, case.rev, case.head)
        record(session, "case", stale, Act(case.organisation_id, None, "X", NOW), "case:closed", {})
    with database.read() as session, pytest.raises(BrokenChain):
        verify_all(session)


def test_a_stream_without_its_case_breaks_the_chain(database: Database) -> None:
    with database.write() as session:
        case = a_journal(session)
        session.delete(case)
    with database.read() as session, pytest.raises(BrokenChain):
        verify_all(session)


def cut_off(session: Session, case: Case, keep: int) -> None:
    """Takes away the end of a journal and moves the head back, which the chain alone cannot show."""
    for table in ("journal_payload", "journal_entry"):
        session.connection().execute(text(f"DELETE FROM {table} WHERE seq > :keep"), {"keep": keep})
    last = session.exec(select(JournalEntry).where(JournalEntry.seq == keep)).first()
    moved = {"rev": keep, "head": last.hash if last else b""}
    session.connection().execute(update(Case).where(col(Case.id) == case.id).values(**moved))


@pytest.mark.parametrize("keep", [0, 3, 4])
@pytest.mark.parametrize("sealed", [False, True], ids=["not sealed", "sealed"])
def test_a_removed_tail_shows_against_the_seal_alone(database: Database, keep: int, *, sealed: bool) -> None:
    with database.write() as session:
        case = a_journal(session)
        if sealed:
            seal(session, NOW)
        session.flush()
        disarmed(database, session)
        cut_off(session, case, keep)
    with database.read() as session:
        if sealed:
            with pytest.raises(BrokenChain):
                verify_all(session)
        else:
            assert verify_all(session) == keep


def test_seals_follow_on_each_other_and_name_only_what_has_moved(database: Database) -> None:
    with database.write() as session:
        case = a_journal(session)
        first = seal(session, NOW)
    with database.write() as session:
        quiet = seal(session, NOW + timedelta(days=1))
        other = a_journal(session, acts=2)
        session.add(case)
        record(session, "case", case, Act(case.organisation_id, None, "X", NOW), "case:closed", {})
    with database.write() as session:
        last = seal(session, NOW + timedelta(days=2))
    assert (first.number, first.streams, first.entries) == (1, 1, 5)
    assert (quiet.number, quiet.streams, quiet.entries) == (2, 1, 5)
    assert (last.number, last.streams, last.entries) == (3, 2, 8)
    assert len({first.hash, quiet.hash, last.hash}) == 3
    with database.read() as session:
        assert verify_all(session) == 8
        assert verify_all(session, other.organisation_id) == 2


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE journal_seal SET entries = entries - 1 WHERE number = 1",
        "UPDATE journal_seal SET at = '2020-01-01 00:00:00.000000' WHERE number = 1",
        "DELETE FROM journal_sealed_head WHERE seal = 1",
        "UPDATE journal_sealed_head SET rev = rev - 1 WHERE seal = 1",
    ],
)
def test_a_changed_seal_shows(database: Database, tampering: str) -> None:
    with database.write() as session:
        a_journal(session)
        seal(session, NOW)
        seal(session, NOW + timedelta(days=1))
        disarmed(database, session)
        session.connection().execute(text(tampering))
    with database.read() as session, pytest.raises(BrokenChain):
        verify_all(session)


def test_every_stream_is_verified_and_sealed(database: Database) -> None:
    with database.write() as session:
        case = a_journal(session, acts=1)
        region = session.get_one(Organisation, case.organisation_id)
        record(session, "organisation", region, Act(region.id, None, "X", NOW), "profile:adopted", {"version": 1})
        made = seal(session, NOW)
        assert (made.streams, made.entries) == (2, 2)
    with database.read() as session:
        assert verify_all(session) == 2


def guarded_rows(session: Session) -> None:
    """A row in every guarded table."""
    case = a_journal(session, acts=1)
    seal(session, NOW)
    session.add(ProfileVersion(organisation_id=case.organisation_id, version=1, text="name: x", at=NOW))
    session.add(BundleFile(sha="ab", name="motion.bpmn", content=b"<xml/>"))
    author = a_user(session, session.get_one(Organisation, case.organisation_id))
    draft = Draft(
        case_id=case.id,
        organisation_id=case.organisation_id,
        body_id=case.body_id,
        kind="report",
        author_id=author.id,
    )
    session.add(draft)
    session.flush()
    kept = DraftVersion(
        draft_id=draft.id, version=1, author_id=author.id, at=NOW, why="saved", changed="[]", content="{}"
    )
    session.add(kept)
    session.flush()


@pytest.mark.parametrize("table", GUARDED)
@pytest.mark.parametrize("foreign", [False, True], ids=["our connection", "a foreign connection"])
def test_what_is_written_once_is_never_changed_replaced_or_removed(
    database: Database, table: str, *, foreign: bool
) -> None:
    upgrade(database)
    with database.write() as session:
        guarded_rows(session)
    keys, columns = GUARDED[table]
    last = columns[-1]
    other = f"CASE WHEN typeof({last}) = 'blob' THEN x'00' ELSE {last} || '9' END"
    attempts = [f"UPDATE {table} SET {last} = {last}", f"DELETE FROM {table}"]
    if database.sqlite:
        said = ", ".join([*columns[:-1], other])
        attempts += [
            f"INSERT OR REPLACE INTO {table} ({', '.join(columns)}) SELECT {said} FROM {table}",
            f"REPLACE INTO {table} ({', '.join(columns)}) SELECT {said} FROM {table}",
        ]
    else:
        named = ", ".join(columns)
        instead = f"ON CONFLICT ({keys[0].replace(' ', ', ')}) DO UPDATE SET {last} = EXCLUDED.{last}"
        attempts += [
            f"TRUNCATE {table} CASCADE",
            f"INSERT INTO {table} ({named}) SELECT {named} FROM {table} {instead}",
        ]
    if foreign and database.sqlite:
        with database.write_engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA recursive_triggers = OFF")
    for attempt in attempts:
        with pytest.raises(DBAPIError, match="never changed"), database.write() as session:
            session.connection().exec_driver_sql(attempt)


def test_the_salt_keeps_short_particulars_from_being_guessed(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        a_journal(session)
        salts = session.exec(select(JournalPayload.salt)).all()
        payloads = session.exec(select(JournalPayload.payload)).all()
    assert len(set(salts)) == 5
    assert len(set(payloads)) == 1
    assert len({digest(salt, payloads[0]) for salt in salts}) == 5
