"""Answers kept for repeats are kept for a day, and no longer."""

from datetime import timedelta

from sqlmodel import select

from engine.db import Database, new_id
from engine.requests import KEPT, KeptAnswer, forget
from tests.makers import NOW


def test_an_answer_is_kept_for_a_day_and_then_forgotten(database: Database) -> None:
    with database.write() as session:
        for key, at in (("first", NOW), ("second", NOW + timedelta(hours=1))):
            session.add(KeptAnswer(actor_id=new_id(), key=key, request=b"", status=200, body=b"{}", at=at))
    assert forget(database, NOW + KEPT - timedelta(seconds=1)) == 0
    assert forget(database, NOW + KEPT) == 1
    with database.read() as session:
        assert session.exec(select(KeptAnswer.key)).all() == ["second"]
