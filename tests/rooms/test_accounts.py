"""Signing in while others try to: failed tries are counted one by one, whoever comes at the same time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from engine.db import Database
from engine.errors import TooManyTries
from engine.organisations.accounts import (
    REST,
    TRIES,
    SignInForm,
    check_password,
    forget_tries,
    give_token,
    note_failure,
)
from engine.organisations.passwords import hashed
from engine.organisations.tables import Organisation, SignInTry
from tests.makers import NOW, a_user, an_organisation


def asked(database: Database) -> tuple[Organisation, SignInForm]:
    """Somebody with an account, and what is filled in to sign in to it."""
    with database.write() as session:
        region = an_organisation(session)
        user = a_user(session, region, "registrar")
        user.password = hashed("correct horse battery")
        form = {"organisation": region.slug, "username": user.username, "password": "correct horse battery"}
    return region, SignInForm.model_validate(form)


def test_failed_tries_at_the_same_time_are_all_counted(database: Database) -> None:
    region, form = asked(database)
    with database.read() as session:
        account, _ = check_password(session, form, NOW)
    line = Barrier(TRIES)

    def fail(_: int) -> None:
        line.wait()
        with database.write() as session:
            note_failure(session, account, form.username, NOW)

    with ThreadPoolExecutor(TRIES) as pool:
        list(pool.map(fail, range(TRIES)))
    with database.read() as session:
        assert session.get_one(SignInTry, (region.id, form.username)).failed == TRIES


def test_the_right_password_gives_no_token_when_the_account_has_come_to_rest_meanwhile(database: Database) -> None:
    _, form = asked(database)
    with database.read() as session:
        account, right = check_password(session, form, NOW)
        assert right
    for _ in range(TRIES):
        with database.write() as session:
            note_failure(session, account, form.username, NOW)
    with pytest.raises(TooManyTries), database.write() as session:
        give_token(session, account, form, NOW)


def test_failed_tries_are_forgotten_when_their_rest_has_passed(database: Database) -> None:
    region, form = asked(database)
    with database.read() as session:
        account, _ = check_password(session, form, NOW)
    with database.write() as session:
        note_failure(session, account, "okänd", NOW)
        note_failure(session, account, form.username, NOW + timedelta(minutes=1))
    assert forget_tries(database, NOW + REST - timedelta(seconds=1)) == 0
    assert forget_tries(database, NOW + REST) == 1
    with database.read() as session:
        assert session.get(SignInTry, (region.id, "okänd")) is None
        assert session.get_one(SignInTry, (region.id, form.username)).failed == 1
