"""Finding a case by its words, in an index that is written in the act's own transaction.

Text and question go through the same mill: case and accents are folded ("orebro" finds "Örebro"), words are split at
everything that is neither letter nor digit, so that a dnr is found by its parts, and then stemmed as Swedish. A word
of letters also finds longer words that begin with it, and compounds that it is a part of: "tillgänglighet" finds
"telefontillgänglighet", since each ending of a long word where a part may begin is kept beside the word, marked as one.
The databases see plain words only: SQLite keeps them in an FTS5 index, PostgreSQL in a GIN index over a tsvector. What
an actor does not see is left out inside the question; whoever has not signed in asks in titles and numbers alone.
"""

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
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
COMPOUND = 8
"""The shortest word that may be a compound."""
PART = 3
"""The shortest part of a compound."""
INSIDE = 5
"""The shortest word that also finds compounds in which something follows it."""
LATER, OPEN = "zz", "qq"
"""What stands before a later part of a compound, and before what anyone may ask for."""
ONSET = re.compile(r"(?:s?[ptk]?[rlvnj]?|[bdfgv][rlnjv]?|s[mnlvkhj]|[hmcjlnrqwxz])[aeiouy]")
"""How a part of a Swedish compound may begin (folded)."""
VOWEL = re.compile("[aeiouy]")
LETTERS_ONLY = re.compile("[a-z]+")


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
    words = {word for text in texts if text for word in indexed(text)}
    if case.secrecy == "open":
        words |= {OPEN + word for text in open_texts(case) if text for word in indexed(text)}
    kept = [tenant(case.organisation_id), *sorted(words)[:INDEXED_WORDS]]
    session.connection().execute(WRITE, {"case_id": case.id, "words": " ".join(kept)})


def open_texts(case: Case) -> tuple[str | None, ...]:
    """What anyone may find an open case by."""
    return case.dnr, case.sub_number, case.title, case.class_code


WRITE = text(
    "INSERT INTO search_entry (case_id, words) VALUES (:case_id, :words) "
    "ON CONFLICT (case_id) DO UPDATE SET words = excluded.words WHERE search_entry.words <> excluded.words"
).bindparams(bindparam("case_id", type_=SearchEntry.__table__.c.case_id.type))  # type: ignore[attr-defined]


Conditions = Sequence[ColumnElement[bool]]
"""What is asked of a case besides its words."""


def find(
    session: Session,
    actor: Actor,
    query: str,
    limit: int = 50,
    cursor: UUID | None = None,
    conditions: Conditions = (),
) -> list[UUID]:
    """The cases that have every word asked for, fulfil the conditions and are seen by the actor, newest first.

    At most `limit`; `cursor` is the last case of the page before. A question without a word that can be asked for
    finds nothing.
    """
    return answered(session, actor, query, limit, cursor, conditions)


def find_public(session: Session, actor: Actor, query: str, limit: int = 50, cursor: UUID | None = None) -> list[UUID]:
    """The same for whoever has not signed in (`access.anyone`): by titles and numbers of cases that are open, only.

    A record that is not official yet, or a name in it, finds nothing.
    """
    return answered(session, actor, query, limit, cursor, mark=OPEN)


def count(session: Session, actor: Actor, query: str, most: int, conditions: Conditions = ()) -> int:
    """How many cases `find` would find; counted as far as `most`."""
    if not asked_for(query):
        return 0
    some = matching(session.connection().dialect.name, actor, query, most, None, conditions).subquery()
    return int(session.connection().execute(select(func.count()).select_from(some)).scalar_one())


def answered(
    session: Session,
    actor: Actor,
    query: str,
    limit: int,
    cursor: UUID | None,
    conditions: Conditions = (),
    mark: str = "",
) -> list[UUID]:
    """What is found for a question by words that bear the mark."""
    if not asked_for(query):
        return []
    question = matching(session.connection().dialect.name, actor, query, limit, cursor, conditions, mark)
    return list(session.connection().execute(question).scalars())


def matching(
    dialect: str,
    actor: Actor,
    query: str,
    limit: int,
    cursor: UUID | None,
    conditions: Conditions = (),
    mark: str = "",
) -> Select[UUID]:
    """The one question that is put to the database."""
    words = [[tenant(actor.organisation_id)], *([mark + one for one in ways(word)] for word in asked_for(query))]
    number: ColumnElement[int] = SearchEntry.__table__.c.number  # type: ignore[attr-defined]
    question = (
        select(col(SearchEntry.case_id))
        .join(Case, col(Case.id) == col(SearchEntry.case_id))
        .where(visible(actor, Case), match(dialect, words), *conditions)
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


def match(dialect: str, words: list[list[str]]) -> ColumnElement[bool]:
    """The condition that an entry has all these words, each in one of its ways; those that end in `*` may go on."""
    if dialect == "sqlite":
        asked = " AND ".join(f"({' OR '.join(map(fts5, one))})" for one in words)
        return INDEX.c.search_words.op("MATCH")(asked)
    asked = " & ".join(f"({' | '.join(map(tsquery, one))})" for one in words)
    vector = func.array_to_tsvector(func.string_to_array(col(SearchEntry.words), text("' '")))
    return vector.op("@@")(cast(literal(asked), TSQUERY))


def fts5(word: str) -> str:
    """A word as FTS5 asks for it."""
    return f'"{word.rstrip("*")}"{"*" if word.endswith("*") else ""}'


def tsquery(word: str) -> str:
    """A word as PostgreSQL asks for it."""
    return f"'{word.rstrip('*')}'{':*' if word.endswith('*') else ''}"


def ways(word: str) -> list[str]:
    """The ways in which an entry may have a word asked for: by itself, or as a later part of a compound."""
    bare = word.rstrip("*")
    if len(bare) < PART or not LETTERS_ONLY.fullmatch(bare):
        return [word]
    return [word, f"{LATER}{bare}{'*' if len(bare) >= INSIDE else ''}"]


def asked_for(query: str) -> list[str]:
    """The words of a question, as the index has them; a word that may go on ends in `*`. Never raises."""
    words = list(dict.fromkeys(plain(word) for word in WORD.findall(fold(query[:QUERY_MAX]))))
    telling = [word for word in words if word not in UNSAID] or words
    return [beginning(stem(word)) for word in telling[:QUERY_WORDS]]


def beginning(word: str) -> str:
    """The word with a `*` when it also asks for longer ones: numbers and short words do not."""
    return f"{word}*" if len(word) >= BEGINNING and not any(sign.isdigit() for sign in word) else word


def indexed(said: str) -> Iterator[str]:
    """The words of a text, and the later parts of those that may be compounds."""
    yield from words_of(said)
    for word in WORD.findall(fold(said)):
        yield from (LATER + stem(part) for part in parts_of(plain(word)))


def parts_of(word: str) -> Iterator[str]:
    """The endings of a long word that may be a part of a compound: after a vowel, and as Swedish words begin."""
    if len(word) < COMPOUND or not LETTERS_ONLY.fullmatch(word):
        return
    for place in range(PART, len(word) - PART + 1):
        if VOWEL.search(word, 0, place) and VOWEL.search(word, place) and ONSET.match(word, place):
            yield word[place:]


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
