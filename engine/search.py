"""Finding a case by its words, in an index that is written in the act's own transaction.

Text and question go through the same mill: case and accents are folded ("orebro" finds "Örebro"), words are split at
everything that is neither letter nor digit, so that a dnr is found by its parts, and then stemmed as Swedish. A word
of letters also finds longer words that begin with it. The databases see plain words only: SQLite keeps them in an
FTS5 index, PostgreSQL in a GIN index over a tsvector. What an actor does not see is left out inside the question.
"""

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from uuid import UUID

from snowballstemmer.swedish_stemmer import SwedishStemmer
from sqlalchemy import ColumnElement, Select, Text, bindparam, cast, column, func, literal, select, table, text
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlmodel import Field, Session, SQLModel, col

from engine.access import Actor, visible
from engine.cases.tables import Case

WORD = re.compile(r"[^\W_]+")
JOINED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
"""Words held together by hyphens, which are also found as one: e-post, epost."""

LETTERS = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "đ": "d", "ł": "l", "ð": "d", "þ": "th", "œ": "oe"})
"""Letters that are not a letter and an accent, as a Swedish keyboard would write them."""

UNSAID = frozenset({"att", "av", "de", "den", "det", "en", "ett", "for", "i", "med", "och", "om", "pa", "som", "till"})
"""Words (folded) that a question need not be answered to."""

QUERY_MAX = 300
QUERY_WORDS = 12
WORD_MAX = 60
INDEXED_WORDS = 20_000
NEUTER = 5
"""Longer words lose a neuter -et (ärendet), which Snowball leaves."""
BEGINNING = 4
"""The shortest word that also finds longer ones."""


class SearchEntry(SQLModel, table=True):
    """What a case is found by: its distinct words. `number` grows with each new case, so the newest is found first."""

    __tablename__ = "search_entry"

    number: int | None = Field(default=None, primary_key=True)
    case_id: UUID = Field(foreign_key="case_file.id", unique=True)
    words: str = Field(sa_type=Text)


def index_case(session: Session, case: Case, texts: Iterable[str | None]) -> None:
    """Writes what the case is found by, in place of what was there. One statement, in the act's transaction.

    Give all its texts each time, and none that fewer people may see than the case itself.
    """
    words = {word for text in texts if text for word in words_of(text)}
    kept = [tenant(case.organisation_id), *sorted(words)[:INDEXED_WORDS]]
    session.connection().execute(WRITE, {"case_id": case.id, "words": " ".join(kept)})


WRITE = text(
    "INSERT INTO search_entry (case_id, words) VALUES (:case_id, :words) "
    "ON CONFLICT (case_id) DO UPDATE SET words = excluded.words WHERE search_entry.words <> excluded.words"
).bindparams(bindparam("case_id", type_=SearchEntry.__table__.c.case_id.type))  # type: ignore[attr-defined]


def find(session: Session, actor: Actor, query: str, limit: int = 50, cursor: UUID | None = None) -> list[UUID]:
    """The cases that have every word asked for and that the actor sees, newest first; at most `limit`.

    `cursor` is the last case of the page before. A question without a word that can be asked for finds nothing.
    """
    if not asked_for(query):
        return []
    question = matching(session.connection().dialect.name, actor, query, limit, cursor)
    return list(session.connection().execute(question).scalars())


def matching(dialect: str, actor: Actor, query: str, limit: int, cursor: UUID | None) -> Select[UUID]:
    """The one question that is put to the database."""
    number: ColumnElement[int] = SearchEntry.__table__.c.number  # type: ignore[attr-defined]
    question = (
        select(col(SearchEntry.case_id))
        .join(Case, col(Case.id) == col(SearchEntry.case_id))
        .where(visible(actor, Case), match(dialect, [tenant(actor.organisation_id), *asked_for(query)]))
    )
    if dialect == "sqlite":
        number = INDEX.c.rowid
        question = question.join(INDEX, INDEX.c.rowid == col(SearchEntry.number))
    if cursor is not None:
        before = select(col(SearchEntry.number)).where(col(SearchEntry.case_id) == cursor).scalar_subquery()
        question = question.where(number < before)
    return question.order_by(number.desc()).limit(limit)


INDEX = table("search_words", column("rowid"), column("search_words"))
"""SQLite's FTS5 index."""


def match(dialect: str, words: list[str]) -> ColumnElement[bool]:
    """The condition that an entry has all these words; those that end in `*` may go on."""
    if dialect == "sqlite":
        asked = " AND ".join(f'"{word.rstrip("*")}"{"*" if word.endswith("*") else ""}' for word in words)
        return INDEX.c.search_words.op("MATCH")(asked)
    asked = " & ".join(f"'{word.rstrip('*')}'{':*' if word.endswith('*') else ''}" for word in words)
    vector = func.array_to_tsvector(func.string_to_array(col(SearchEntry.words), text("' '")))
    return vector.op("@@")(cast(literal(asked), TSQUERY))


def asked_for(query: str) -> list[str]:
    """The words of a question, as the index has them; a word that may go on ends in `*`. Never raises."""
    words = list(dict.fromkeys(plain(word) for word in WORD.findall(fold(query[:QUERY_MAX]))))
    telling = [word for word in words if word not in UNSAID] or words
    return [beginning(stem(word)) for word in telling[:QUERY_WORDS]]


def beginning(word: str) -> str:
    """The word with a `*` when it also asks for longer ones: numbers and short words do not."""
    return f"{word}*" if len(word) >= BEGINNING and not any(sign.isdigit() for sign in word) else word


def words_of(said: str) -> Iterator[str]:
    """The words of a text as the index has them."""
    folded = fold(said)
    for word in WORD.findall(folded):
        yield stem(plain(word))
    for joined in JOINED.findall(folded):
        yield stem(plain("".join(WORD.findall(joined))))


def plain(word: str) -> str:
    """A folded word in ASCII: letters of other alphabets become their number, so that both databases take it whole."""
    if word.isdecimal():
        word = word.lstrip("0") or "0"
    return "".join(sign if sign.isascii() else f"u{ord(sign):x}" for sign in word)[:WORD_MAX]


def fold(said: str) -> str:
    """Lower case without accents; taken apart first, since some letters hide their case until then."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", said).casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).translate(LETTERS)


def tenant(organisation_id: UUID) -> str:
    """The word that every entry of an organisation has, so that a search never walks through another's."""
    return f"o{organisation_id.hex}"


class Stemmer(threading.local):
    """Snowball's stemmer keeps the word it works on, so each thread has one of its own."""

    def __init__(self) -> None:
        self.swedish = SwedishStemmer()


STEMMER = Stemmer()


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The word without its Swedish endings; taken off until none is left, so that skolskjuts is as skolskjutsar."""
    shorter = str(STEMMER.swedish.stemWord(word))
    if shorter == word and len(word) > NEUTER and word.endswith("et"):
        shorter = word[:-2]
    return word if shorter == word else stem(shorter)
