"""An organisation that stands is changed: nothing is erased, and the journal tells before and after."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session, col, select

from engine.db import Database
from engine.errors import DnrError, Invalid, LinkSpent, NotFound, RuleBroken
from engine.journal import Act, entries, verify_stream
from engine.organisations import changes, forms, keeping_forms, links, registers, setup, staff
from engine.organisations.accounts import SignInForm, check_password
from engine.organisations.beginning import BeginForm, begin
from engine.organisations.forms import SetupForm
from engine.organisations.passwords import matches
from engine.organisations.profiles import current_profile
from engine.organisations.tables import Body, ClassCode, KnownRecipient, Mandate, Organisation, Person, Token, User
from engine.rules.calendar import legal_day
from tests.region import NORRBOTTEN, PASSWORD

NOW = datetime(2020, 1, 7, 8, tzinfo=UTC)
TODAY = legal_day(NOW)
BECAUSE = keeping_forms.ReasonForm(reason="Inskriven två gånger")
CHOSEN = links.PasswordForm.model_validate({"password": PASSWORD, "again": PASSWORD})


def a_region(session: Session) -> tuple[Organisation, Act]:
    region = setup.set_up(session, SetupForm.model_validate(NORRBOTTEN), NOW)
    return region, Act(region.id, None, "Systemförvaltaren", NOW)


def the(session: Session, table: Any, **said: Any) -> Any:
    """The row of which that is said."""
    return session.exec(select(table).where(*(getattr(table, name) == value for name, value in said.items()))).one()


def last(session: Session, region: Organisation) -> Any:
    """The newest entry, in a chain that still holds."""
    verify_stream(session, region.id, region.rev, region.head)
    return entries(session, region.id, region.rev - 1)[0]


def test_a_name_is_changed_and_the_journal_tells_both(database: Database) -> None:
    with database.write() as session:
        region, act = a_region(session)
        body = the(session, Body, slug="kulturnamnden")
        changes.rename_body(session, region, keeping_forms.RenameForm(name="Bildningsnämnden"), act, body.id)
        told = last(session, region)
        assert (told.tag, told.facts["fields"]) == ("body:renamed", ["name"])
        assert told.personal == {
            "actor": "Systemförvaltaren", "name": "Bildningsnämnden", "name_before": "Kulturnämnden",
        }  # fmt: skip
        assert the(session, Body, slug="kulturnamnden").name == "Bildningsnämnden"


def test_what_changes_nothing_is_refused_and_leaves_no_entry(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        region, act = a_region(session)
        body, before = the(session, Body, slug="kulturnamnden"), region.rev
        with pytest.raises(RuleBroken):
            changes.rename_body(session, region, keeping_forms.RenameForm(name=body.name), act, body.id)
        assert region.rev == before


def test_a_seat_ends_on_its_last_day_and_a_mistaken_one_was_held_on_no_day(database: Database) -> None:
    with database.write() as session:
        region, act = a_region(session)
        seat = the(session, Mandate, seat="chair")
        changes.end_mandate(session, region, keeping_forms.EndForm(through_day=date(2020, 3, 1)), act, seat.id)
        assert seat.through_day == date(2020, 3, 1)
        with pytest.raises(Invalid):
            changes.end_mandate(session, region, keeping_forms.EndForm(through_day=date(2018, 1, 1)), act, seat.id)
        changes.strike_mandate(session, region, BECAUSE, act, seat.id)
        assert seat.through_day == seat.from_day - timedelta(days=1)
        assert last(session, region).personal["reason"] == BECAUSE.reason
        again = forms.MandateForm(
            person="sven-ersson", body="regionfullmaktige", seat="member", from_day=seat.from_day - timedelta(days=1)
        )
        setup.give_mandate(session, region, again, act)


def test_one_with_a_seat_stays_in_the_lists(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        region, act = a_region(session)
        seated, gone = the(session, Person, slug="maria-sten"), the(session, Person, slug="karin-nordh")
        with pytest.raises(Invalid):
            changes.end_person(session, region, BECAUSE, act, seated.id)
        changes.end_person(session, region, BECAUSE, act, gone.id)
        assert gone.ended_on == TODAY


def test_the_order_of_calling_holds_from_its_day_until_the_next(database: Database) -> None:
    def order(day: str, **parties: list[str]) -> keeping_forms.CallOrderForm:
        rows = [{"party": party, "calls_from": calls} for party, calls in parties.items()]
        said = {"body": "regionfullmaktige", "from_day": day, "parties": rows}
        return keeping_forms.CallOrderForm.model_validate(said)

    with database.write() as session:
        region, act = a_region(session)
        body = the(session, Body, slug="regionfullmaktige")
        changes.set_call_order(session, region, order("2019-01-01", S=["S", "V"], SD=["SD"]), act)
        changes.set_call_order(session, region, order("2020-06-01", S=["S", "MP", "V"]), act)
        with pytest.raises(Invalid):
            changes.set_call_order(session, region, order("2020-06-01", S=["S"]), act)
        assert changes.call_order(session, body.id, date(2018, 12, 31)) == {}
        assert changes.call_order(session, body.id, date(2020, 5, 31)) == {"S": ["S", "V"], "SD": ["SD"]}
        assert changes.call_order(session, body.id, date(2020, 6, 1)) == {"S": ["S", "MP", "V"]}


def test_a_closed_account_has_no_session_and_no_key_and_can_be_opened_again(database: Database) -> None:
    with database.write() as session:
        region, act = a_region(session)
        user = the(session, User, username="chef")
        session.add(
            Token(
                user_id=user.id, hash=b"x", scopes="read", label="Lista", created_at=NOW,
                expires_at=NOW + timedelta(days=1),
            )
        )  # fmt: skip
        session.flush()
        staff.close_user(session, region, BECAUSE, act, user.id)
        session.expire_all()
        assert (the(session, User, username="chef").active, the(session, Token).ended_at) == (False, NOW)
        with pytest.raises(Invalid):
            links.link_for(session, region, user.id, act)
        staff.open_user(session, region, BECAUSE, act, user.id)
        assert last(session, region).tag == "user:opened"


def test_nobody_shuts_out_the_last_administrator_by_mistake(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        region, _ = a_region(session)
        user = the(session, User, username="chef")
        own = Act(region.id, user.id, user.name, NOW)
        with pytest.raises(Invalid):
            staff.close_user(session, region, BECAUSE, own, user.id)
        role = staff.grant(session, region, keeping_forms.GrantForm(user="chef", role="admin"), own)
        with pytest.raises(Invalid):
            staff.end_role(session, region, keeping_forms.EndForm(through_day=TODAY), own, role.id)


def test_a_role_is_given_once_for_a_time_and_ends(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        region, act = a_region(session)
        spring = {"user": "kultur", "role": "manager", "body": "kulturnamnden"}
        first = staff.grant(
            session, region, keeping_forms.GrantForm.model_validate({**spring, "from_day": "2020-01-01"}), act
        )
        with pytest.raises(Invalid):
            staff.grant(session, region, keeping_forms.GrantForm.model_validate(spring), act)
        staff.end_role(session, region, keeping_forms.EndForm(through_day=date(2020, 5, 31)), act, first.id)
        later = {**spring, "from_day": "2020-06-01"}
        staff.grant(session, region, keeping_forms.GrantForm.model_validate(later), act)


def test_registers_end_what_is_no_longer_used(database: Database) -> None:
    with database.write() as session:
        region, act = a_region(session)
        staffs = registers.add_unit(session, region, keeping_forms.UnitForm(name="Staben"), act)
        below = registers.add_unit(session, region, keeping_forms.UnitForm(name="Kansliet", parent="staben"), act)
        with pytest.raises(Invalid):
            registers.change_unit(
                session, region, keeping_forms.ChangeUnitForm(name="Staben", parent="kansliet"), act, staffs.id
            )
        said = {"name": "Regiondirektören", "email": "rd@region.example", "unit": "kansliet"}
        row = registers.add_recipient(session, region, keeping_forms.RecipientForm.model_validate(said), act)
        assert row.unit_id == below.id
        assert last(session, region).facts.get("email") is None, "addresses stand where disposal can erase them"
        registers.end_recipient(session, region, BECAUSE, act, row.id)
        assert registers.recipients(session, region.id, TODAY) == []
        assert the(session, KnownRecipient).name == "Regiondirektören"
        one = registers.add_class(session, region, keeping_forms.ClassCodeForm(code="1.2", name="Motioner"), act)
        with pytest.raises(Invalid):
            registers.add_class(session, region, keeping_forms.ClassCodeForm(code="1.2", name="Annat"), act)
        registers.end_class(session, region, BECAUSE, act, one.id)
        assert the(session, ClassCode).ended_on == TODAY


def test_another_organisations_rows_are_not_there(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        a_region(session)
        bare = Organisation(slug="annan", name="Annan")
        session.add(bare)
        session.flush()
        act = Act(bare.id, None, "x", NOW)
        body, user, seat = the(session, Body, kind="council"), the(session, User, username="chef"), None
        seat = session.exec(select(Mandate)).first()
        assert seat is not None
        rename, end = keeping_forms.RenameForm(name="X"), keeping_forms.EndForm(through_day=TODAY)
        for attempt in (
            lambda: changes.rename_body(session, bare, rename, act, body.id),
            lambda: changes.end_mandate(session, bare, end, act, seat.id),
            lambda: staff.close_user(session, bare, BECAUSE, act, user.id),
            lambda: links.link_for(session, bare, user.id, act),
            lambda: staff.end_role(session, bare, end, act, uuid4()),
        ):
            with pytest.raises(NotFound):
                attempt()


def test_an_invitation_is_used_once_and_gives_its_owner_a_password(database: Database) -> None:
    with database.write() as session:
        region, act = a_region(session)
        user = the(session, User, username="registrator")
        old, _ = links.link_for(session, region, user.id, act)
        secret, ends = links.link_for(session, region, user.id, act)
        assert ends == NOW + timedelta(days=14)
        assert links.invited(session, secret, NOW).username == "registrator"
        for spent, when in ((old, NOW), ("påhittad", NOW), (secret, ends)):
            with pytest.raises(LinkSpent):
                links.choose_password(session, spent, CHOSEN, when)
        links.choose_password(session, secret, CHOSEN, NOW)
        assert matches(PASSWORD, user.password)
        told = last(session, region)
        assert (told.tag, told.personal["actor"]) == ("user:password_chosen", "Rut Holm")
        with pytest.raises(LinkSpent):
            links.choose_password(session, secret, CHOSEN, NOW)
        secret, ends = links.link_for(session, region, user.id, act)
        assert ends == NOW + timedelta(hours=24), "one who has a password gets a link to choose another"
    assert links.forget_links(database, NOW + timedelta(days=31)) == 1
    with database.read() as session:
        form = {"organisation": "norrbotten", "username": "registrator", "password": PASSWORD}
        assert check_password(session, SignInForm.model_validate(form), NOW)[1]


@pytest.mark.parametrize("password", ["kort", "registrator-1234567"])
def test_a_weak_password_is_refused_and_the_link_is_still_there(sqlite_database: Database, password: str) -> None:
    with sqlite_database.write() as session:
        region, act = a_region(session)
        secret, _ = links.link_for(session, region, the(session, User, username="registrator").id, act)
    weak = links.PasswordForm.model_validate({"password": password, "again": password})
    with pytest.raises(Invalid), sqlite_database.write() as session:
        links.choose_password(session, secret, weak, NOW)
    with sqlite_database.write() as session:
        links.choose_password(session, secret, CHOSEN, NOW)


def begins(**changed: Any) -> BeginForm:
    said = {"name": "Region Östra", "administrator": "Eva Ek", "password": PASSWORD, "again": PASSWORD}
    return BeginForm.model_validate({**said, **changed})


@pytest.mark.parametrize("example", ["blank", "region-norrbotten", "region-vasterbotten", "region-jamtland-harjedalen"])
def test_the_first_start_founds_an_organisation_of_ones_own(database: Database, example: str) -> None:
    with database.write() as session:
        old, secret = links.first_link(session, NOW), links.first_link(session, NOW)
        assert old
        assert secret
        with pytest.raises(LinkSpent):
            begin(session, old, begins(), NOW)
        region, user = begin(session, secret, begins(example=example), NOW)
        assert (region.slug, region.name, user.username) == ("region-ostra", "Region Östra", "administrator")
        _, profile = current_profile(session, region.id)
        assert profile.logo == ("Region Östra",), "nothing of the example's own mark is left"
        kinds = {body.kind for body in session.exec(select(Body).where(col(Body.organisation_id) == region.id))}
        assert ({"council", "executive_board"} <= kinds) is (example != "blank")
        assert links.first_link(session, NOW) is None, "the second comes from the command line"


def test_a_first_start_that_fails_leaves_the_link(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        secret = links.first_link(session, NOW) or ""
    for wrong in (begins(name="Иван"), begins(password="administrator-1", again="administrator-1")):
        with pytest.raises(DnrError), sqlite_database.write() as session:
            begin(session, secret, wrong, NOW)
    with sqlite_database.write() as session:
        begin(session, secret, begins(), NOW)
