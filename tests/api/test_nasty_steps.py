"""Every step of the story is first sent in with one thing wrong at a time; what is refused is refused with a reason."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlmodel import Session

from api.scenario import filled
from engine.db import Database
from tests.api.story import Story
from tests.api.town import Town

NASTY: tuple[Any, ...] = (
    None,
    "",
    "\x00",
    "\u202e",
    "x" * 30_000,
    "<script>alert(1)</script>",
    "9999-12-31",
    "0001-01-01",
    "00000000-0000-7000-8000-000000000000",
    -1,
    2**31,
    10**30,
    1.5,
    True,
    [],
    {},
    [None],
    [{}],
    ["x", "x"],
)


class Undone(Database):
    """A database where every act is undone when it has been answered."""

    @contextmanager
    def write(self) -> Iterator[Session]:
        """The act, and then nothing of it."""
        with Session(self.write_engine, expire_on_commit=False, autoflush=False) as session:
            yield session
            session.flush()
            session.rollback()


def spoilt(form: Any) -> Iterator[tuple[str, Any]]:
    """The form with one thing wrong in each place, and with one thing too much."""
    for path in places(form):
        for value in NASTY:
            changed = copy.deepcopy(form)
            put(changed, path, value)
            yield ".".join(map(str, path)), changed
    yield "unknown", {**form, "unknown": 1}


def places(form: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a form, lists by their first value."""
    inside = form.items() if isinstance(form, dict) else enumerate(form[:1]) if isinstance(form, list) else ()
    for key, value in inside:
        yield (*path, key)
        yield from places(value, (*path, key))


def put(form: Any, path: tuple[Any, ...], value: Any) -> None:
    """Puts a value in a place."""
    for key in path[:-1]:
        form = form[key]
    form[path[-1]] = value


def test_a_step_with_one_thing_wrong_is_refused_or_done_and_never_fails(town: Town) -> None:
    story, sent = Story(town), 0
    right, undone = town.database, Undone(town.database.url)
    seen: set[str] = set()
    broken: list[Any] = []
    try:
        for told in story.acts():
            assert told.answer.is_success, told.answer.text
            following = story.next_of(told.act)
            if following is None or (name := following.step or following.post or following.put or "") in seen:
                continue
            seen.add(name)
            town.clock.at = following.at
            method, path = story.address(following)
            town.token(following.who)
            town.house.database = undone
            for field, form in spoilt(filled(following.form, story.kept)):
                try:
                    answer = town.ask(method, path, following.who, json=form)
                except Exception as fault:  # noqa: BLE001 - every fault is told, not the first alone
                    broken.append((name, field, type(fault).__name__, str(fault)[:150]))
                else:
                    if answer.status_code >= 500:
                        broken.append((name, field, answer.status_code, answer.text[:150]))
                sent += 1
            town.house.database = right
    finally:
        undone.close()
    assert broken == []
    assert sent > 1000
