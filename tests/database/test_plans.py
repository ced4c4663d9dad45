"""Query plans with 100,000 cases: what is asked often goes by an index, whoever asks."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Select, text
from sqlalchemy.dialects import sqlite
from sqlmodel import Session, select

from engine.access import Actor
from engine.cases.tables import Case
from engine.db import Database
from engine.jobs import Outbox
from engine.journal import JournalEntry
from engine.search import find, matching, stem, tenant
from tests.makers import NOW, TODAY, an_actor, an_organisation, the_body, the_diary

CASES = 100_000
ID = {"sqlite": "printf('%032x', n)", "postgresql": "lpad(to_hex(n), 32, '0')::uuid"}
NUMBERS = {
    "sqlite": "(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < :many) SELECT n FROM c) AS c",
    "postgresql": "generate_series(1, :many) AS c(n)",
}


def fill(session: Session) -> dict[str, Actor]:
    """100,000 cases of one board, every tenth secret, each with a common and a rare word; and two who ask."""
    region = an_organisation(session)
    connection = session.connection()
    kind = connection.dialect.name
    board, diary = the_body(session, region), the_diary(session, region)
    facts: dict[str, Any] = {"many": CASES, "day": TODAY, "now": NOW, "tenant": tenant(region.id)}
    facts |= {"organisation": region.id, "body": board.id, "diary": diary.id}
    if kind == "sqlite":
        facts = {name: one.hex if isinstance(one, UUID) else one for name, one in facts.items()}
        facts |= {"day": TODAY.isoformat(), "now": "2021-02-09 09:00:00.000000"}
    connection.execute(
        text(
            f"""
    INSERT INTO case_file (id, case_id, organisation_id, body_id, diary_id, secrecy, kind, dnr, title, arrived_on,
        opened_at, records, rev, head)
    SELECT {ID[kind]}, {ID[kind]}, :organisation, :body, :diary, CASE n % 10 WHEN 0 THEN 'secret' ELSE 'open' END,
        'motion', n || '-2021', 'Motion ' || n, :day, :now, 0, 1, :head FROM {NUMBERS[kind]}
    """
        ),
        {**facts, "head": b""},
    )
    common = f"|| ' {stem('motion')} ' ||"
    connection.execute(
        text(
            f"""
    INSERT INTO search_entry (case_id, words)
    SELECT {ID[kind]}, :tenant {common} n || ' gruppx' || (n % 1000) FROM {NUMBERS[kind]}
    """
        ),
        facts,
    )
    return {
        "registrar": an_actor(session, region, "registrar"),
        "member": an_actor(session, region, "member", body=board),
        "stranger": an_actor(session, region, "member", body=the_body(session, region, "health")),
    }


@pytest.fixture
def filled(database: Database) -> tuple[Database, dict[str, Actor]]:
    with database.write() as session:
        actors = fill(session)
    with database.write_engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    return database, actors


def plan(session: Session, question: Select[Any]) -> str:
    """How the database goes about a question."""
    connection = session.connection()
    prefix = "EXPLAIN QUERY PLAN " if connection.dialect.name == "sqlite" else "EXPLAIN "
    rows = connection.execute(text(prefix + written(connection.dialect, question)))
    return "\n".join(str(row[-1]) for row in rows)


def written(dialect: Any, question: Select[Any]) -> str:
    """The question with its values in it."""
    said = str(question.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    return said.replace(":", r"\:") if isinstance(dialect, sqlite.dialect) else said.replace("%%", "%")


def test_search_among_100_000_cases_goes_by_its_index(filled: tuple[Database, dict[str, Actor]]) -> None:
    database, actors = filled
    with database.read() as session:
        for actor in actors.values():
            for query in ("gruppx17", "motion", "motion gruppx17", "99999-2021"):
                said = plan(session, matching(session.connection().dialect.name, actor, query, 50, None))
                assert "TEMP B-TREE" not in said
                assert "SCAN case_file" not in said
                assert "SCAN search_entry" not in said
                assert "Seq Scan on search_entry" not in said
        newest = find(session, actors["registrar"], "motion", 50)
        assert [one.int for one in newest] == list(range(CASES, CASES - 50, -1))
        assert [one.int for one in find(session, actors["member"], "motion", 2)] == [CASES - 1, CASES - 2]
        assert find(session, actors["stranger"], "gruppx17", 50) == []
        assert [one.int for one in find(session, actors["registrar"], "gruppx17", 2, newest[0])] == [99017, 98017]


@pytest.mark.parametrize(
    "question",
    [
        select(JournalEntry.body).where(JournalEntry.stream_id == UUID(int=7)).order_by(JournalEntry.seq),  # type: ignore[arg-type]
        select(Case.id).where(Case.organisation_id == UUID(int=7), Case.dnr == "17-2021"),
        select(Outbox.id).where(Outbox.done_at.is_(None)).order_by(Outbox.id).limit(1),  # type: ignore[union-attr, arg-type]
    ],
    ids=["a journal", "a dnr", "the next job"],
)
def test_what_every_act_asks_goes_by_an_index(sqlite_database: Database, question: Select[Any]) -> None:
    with sqlite_database.read() as session:
        said = plan(session, question)
    assert "INDEX" in said
    assert "TEMP B-TREE" not in said
