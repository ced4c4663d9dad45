"""Triggers that refuse to change what is written once: journals, seals, profiles, diagrams, versions of drafts.

They hold against any program that opens the database, not only ours. On SQLite a REPLACE is refused by a trigger
of its own, since it passes a DELETE trigger unless the connection has asked for recursive triggers. Personal
particulars of the journal cannot be deleted either until there is a disposal that says so in the journal.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, text

GUARDED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "journal_entry": (
        ("stream_id seq",),
        ("stream_id", "seq", "stream", "organisation_id", "at", "actor_id", "tag", "body", "hash"),
    ),
    "journal_payload": (("stream_id seq",), ("stream_id", "seq", "salt", "payload")),
    "journal_seal": (("number",), ("number", "day", "at", "streams", "entries", "hash")),
    "journal_sealed_head": (("stream_id rev",), ("stream_id", "rev", "seal", "head")),
    "profile_version": (("id", "organisation_id version"), ("id", "organisation_id", "version", "text", "at")),
    "draft_version": (
        ("draft_id version",),
        ("draft_id", "version", "author_id", "at", "why", "note", "restored", "changed", "content"),
    ),
    "bundle_file": (("sha name",), ("sha", "name", "content")),
}
"""Table → its keys, and all its columns."""

REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is never changed', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END
$$
"""

TRIGGERS: dict[str, frozenset[str]] = {
    "sqlite": frozenset(f"{table}_{act}" for table in GUARDED for act in ("no_update", "no_delete", "no_replace")),
    "postgresql": frozenset(f"{table}_{act}" for table in GUARDED for act in ("no_update", "no_delete", "no_truncate")),
}
"""Dialect → the names of all triggers that must stand."""


def guard(dialect: str, table: str) -> list[str]:
    """The statements that make a table's triggers; a migration that rebuilds a guarded table runs them again."""
    return guard_sqlite(table) if dialect == "sqlite" else guard_postgresql(table)


def guard_sqlite(table: str) -> list[str]:
    """Three triggers: no UPDATE, no DELETE, and no INSERT that would put something else in a row's place."""
    keys, columns = GUARDED[table]
    same = " OR ".join(f"({alike(key.split())})" for key in keys)
    no = f"BEGIN SELECT RAISE(ABORT, '{table} is never changed'); END"
    taken = f"EXISTS (SELECT 1 FROM {table} WHERE ({same}) AND NOT ({alike(columns)}))"  # noqa: S608 (names from above)
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {no}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {no}",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {taken} {no}",
    ]


def alike(columns: Iterable[str]) -> str:
    """The condition that a row has the same in these columns as the one that is coming in."""
    return " AND ".join(f"{name} IS NEW.{name}" for name in columns)


def guard_postgresql(table: str) -> list[str]:
    """Three triggers: no UPDATE (which is what ON CONFLICT does), no DELETE, no TRUNCATE."""
    acts = (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT"))
    return [
        f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} "
        f"FOR EACH {unit} EXECUTE FUNCTION refuse_change()"
        for act, unit in acts
    ]


def present(connection: Connection) -> set[str]:
    """The names of the triggers that stand."""
    question = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }[connection.dialect.name]
    return set(connection.execute(text(question)).scalars())
