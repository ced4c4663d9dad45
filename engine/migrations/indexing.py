"""The search index, which each database has of its own kind over the same table of words."""

from sqlalchemy import Connection, text

SQLITE = (
    """
    CREATE VIRTUAL TABLE search_words USING fts5(
        words, content='search_entry', content_rowid='number', detail='none', columnsize=0, prefix='4',
        tokenize='ascii'
    )
    """,
    """
    CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_words (rowid, words) VALUES (NEW.number, NEW.words);
    END
    """,
    """
    CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_words (search_words, rowid, words) VALUES ('delete', OLD.number, OLD.words);
    END
    """,
    """
    CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN
        INSERT INTO search_words (search_words, rowid, words) VALUES ('delete', OLD.number, OLD.words);
        INSERT INTO search_words (rowid, words) VALUES (NEW.number, NEW.words);
    END
    """,
)
POSTGRESQL = (
    """
    CREATE INDEX ix_search_entry_words ON search_entry
    USING gin (array_to_tsvector(string_to_array(words, ' '))) WITH (fastupdate = off)
    """,
)
NAMES = {
    "sqlite": {"search_words", "search_entry_added", "search_entry_removed", "search_entry_changed"},
    "postgresql": {"ix_search_entry_words"},
}
"""What must stand."""


def search_index(dialect: str) -> tuple[str, ...]:
    """The statements that make the search index over `search_entry`."""
    return SQLITE if dialect == "sqlite" else POSTGRESQL


def lost_index(connection: Connection) -> list[str]:
    """What of the search index is gone."""
    question = {
        "sqlite": "SELECT name FROM sqlite_master",
        "postgresql": "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()",
    }[connection.dialect.name]
    stand = set(connection.execute(text(question)).scalars())
    return [f"the search index lacks {name}" for name in sorted(NAMES[connection.dialect.name] - stand)]
