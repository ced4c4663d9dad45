"""One-time codes: proved before they count, each taken once, and a way in when the telephone is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID

import pyotp
import pytest
import yaml
from sqlmodel import Session, select

from engine.db import Database
from engine.errors import CodeWrong, Invalid, NotFound
from engine.journal import Act
from engine.organisations import keys, second_factor, setup
from engine.organisations.second_factor import CodeForm
from engine.organisations.tables import Organisation, RecoveryCode, SecondFactor, Token, User
from engine.settings import data
from tests.makers import NOW, a_user, an_organisation


def somebody(session: Session) -> tuple[Organisation, User, Act]:
    region = an_organisation(session)
    user = a_user(session, region, "registrar")
    return region, user, Act(region.id, user.id, user.name, NOW)


def code_at(session: Session, user_id: UUID, seconds: int = 0) -> CodeForm:
    """What the telephone shows so many seconds from now."""
    secret = session.get_one(SecondFactor, user_id).secret
    return CodeForm(code=pyotp.TOTP(secret).at(NOW + timedelta(seconds=seconds)))


def set_up(session: Session) -> tuple[Organisation, User, Act, list[str]]:
    region, user, act = somebody(session)
    second_factor.begin_codes(session, user.id, NOW)
    return region, user, act, second_factor.prove(session, region, code_at(session, user.id), act, user.id)


def test_codes_count_for_nothing_until_one_is_proved(database: Database) -> None:
    with database.write() as session:
        region, user, act = somebody(session)
        second_factor.begin_codes(session, user.id, NOW)
        assert not second_factor.has_codes(session, user.id)
        assert not second_factor.take_code(session, user.id, code_at(session, user.id).code, NOW)
        with pytest.raises(CodeWrong):
            second_factor.prove(session, region, CodeForm(code="000000x"), act, user.id)
        codes = second_factor.prove(session, region, code_at(session, user.id), act, user.id)
        assert second_factor.has_codes(session, user.id)
        assert len(set(codes)) == 10
        kept = [row.hash for row in session.exec(select(RecoveryCode))]
        assert not any(code.encode() in kept for code in codes)
        secret = session.get_one(SecondFactor, user.id).secret
        second_factor.begin_codes(session, user.id, NOW)
        assert session.get_one(SecondFactor, user.id).secret == secret, "proved codes are not begun anew"


def test_a_code_is_taken_once_and_none_from_before_it(database: Database) -> None:
    with database.write() as session:
        _, user, _, _ = set_up(session)

        def takes(seconds: int) -> bool:
            now = NOW + timedelta(seconds=60)
            return second_factor.take_code(session, user.id, code_at(session, user.id, seconds).code, now)

        assert not takes(0), "the one that proved them has been used"
        assert takes(60)
        assert not takes(60)
        assert not takes(30), "it is older than one that was taken"
        assert takes(90), "a telephone that is half a minute ahead"
        assert not takes(150)


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "١٢٣٤٥٦", "0" * 40])
def test_what_is_no_code_is_refused(sqlite_database: Database, typed: str) -> None:
    with sqlite_database.write() as session:
        _, user, _, _ = set_up(session)
        assert not second_factor.take_code(session, user.id, typed, NOW)


def test_two_with_the_same_code_at_the_same_time_are_one(database: Database) -> None:
    with database.write() as session:
        _, user, _, _ = set_up(session)
        code = code_at(session, user.id, 30).code
    line = Barrier(2)

    def come(_: int) -> bool:
        line.wait()
        with database.write() as session:
            return second_factor.take_code(session, user.id, code, NOW + timedelta(seconds=30))

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(come, range(2))) == [False, True]


def test_a_recovery_code_lets_in_once_however_it_is_written(database: Database) -> None:
    with database.write() as session:
        region, user, act, codes = set_up(session)
        assert second_factor.take_code(session, user.id, codes[0].replace("-", " ").upper(), NOW)
        assert not second_factor.take_code(session, user.id, codes[0], NOW)
        assert second_factor.recovery_left(session, user.id) == 9
        new = second_factor.renew_recovery(session, region, CodeForm(code=codes[1]), act, user.id)
        assert not second_factor.take_code(session, user.id, codes[2], NOW)
        assert second_factor.take_code(session, user.id, new[0], NOW)


def demand(session: Session, region: Organisation, *, second_factor: bool) -> None:
    """The organisation's rule about one-time codes, in a new version of its profile."""
    text = yaml.safe_load(data("templates", "profiles", "region-norrbotten.yaml").read_text("utf-8"))
    text["rules"]["second_factor"] = second_factor
    setup.adopt_profile(session, region, yaml.safe_dump(text, allow_unicode=True), setup.console(region, NOW))


def test_codes_are_taken_away_by_a_code_and_not_where_they_are_demanded(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        region, user, act, codes = set_up(session)
        demand(session, region, second_factor=True)
        with pytest.raises(Invalid):
            second_factor.remove_own(session, region, CodeForm(code=codes[0]), act, user.id)
        demand(session, region, second_factor=False)
        with pytest.raises(CodeWrong):
            second_factor.remove_own(session, region, CodeForm(code="fel"), act, user.id)
        second_factor.remove_own(session, region, CodeForm(code=codes[0]), act, user.id)
        assert not second_factor.has_codes(session, user.id)
        assert session.exec(select(RecoveryCode)).all() == []


def test_a_key_is_shown_once_noted_when_used_and_ended_by_its_owner_alone(database: Database) -> None:
    with database.write() as session:
        region, user, act = somebody(session)
        other = a_user(session, region, "officer")
        form = keys.KeyForm(label="Nattlig export", reach="act", days=30)
        secret, ends = keys.make_key(session, region, form, act, user.id)
        assert ends == NOW + timedelta(days=30)
        (row,) = keys.keys_of(session, user.id, NOW)
        assert (row.scopes, row.used_on) == ("act read", None)
        assert secret.encode() not in row.hash
        with pytest.raises(NotFound):
            keys.end_key(session, region, act, other.id, row.id)
        keys.end_key(session, region, act, user.id, row.id)
        assert keys.keys_of(session, user.id, NOW) == []
        assert session.get_one(Token, row.id).ended_at == NOW
        assert keys.keys_of(session, user.id, ends) == []
