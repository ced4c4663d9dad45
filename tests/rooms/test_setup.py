"""An organisation is made from a plain description."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError
from sqlmodel import Session, col, select

from engine.db import Database
from engine.errors import Invalid, NotFound
from engine.forms import Form
from engine.journal import entries, verify_stream
from engine.organisations import forms, setup
from engine.organisations.forms import SetupForm
from engine.organisations.passwords import matches
from engine.organisations.profiles import current_profile
from engine.organisations.setup import set_up
from engine.organisations.tables import Body, Deputy, Mandate, Organisation, Person, User, UserRole
from tests.region import NORRBOTTEN, PASSWORD

NOW = datetime(2020, 1, 7, 8, tzinfo=UTC)


def a_region(session: Session, **changes: Any) -> Organisation:
    return set_up(session, SetupForm.model_validate({**NORRBOTTEN, **changes}), NOW)


def test_a_region_is_set_up_and_its_journal_tells_every_step(database: Database) -> None:
    with database.write() as session:
        region = a_region(session)
    with database.read() as session:
        told = [entry.tag for entry in entries(session, region.id)]
        assert verify_stream(session, region.id, region.rev, region.head) == len(told)
        assert told[:2] == ["organisation:founded", "profile:adopted"]
        assert set(told[2:]) == {
            "body:added",
            "diary:opened",
            "person:added",
            "mandate:given",
            "user:added",
            "deputy:named",
        }
        bodies = session.exec(select(Body.kind).where(col(Body.organisation_id) == region.id)).all()
        assert set(bodies) == {"council", "executive_board", "board"}
        assert session.exec(select(Deputy)).one().reason == "Föräldraledig"


def test_a_mandate_has_the_party_of_its_person(database: Database) -> None:
    with database.write() as session:
        a_region(session)
        person = session.exec(select(Person).where(col(Person.slug) == "maria-sten")).one()
        parties = session.exec(select(Mandate.party).where(col(Mandate.person_id) == person.id)).all()
        assert set(parties) == {"SD"}


def test_names_of_people_stand_in_what_disposal_can_erase(database: Database) -> None:
    with database.write() as session:
        region = a_region(session)
        added = [entry for entry in entries(session, region.id) if entry.tag == "person:added"]
    assert all(set(entry.facts) == {"person"} for entry in added)
    assert added[0].personal is not None
    assert added[0].personal["name"] == "Maria Sten"


def test_a_password_is_kept_as_a_hash_that_only_it_matches(database: Database) -> None:
    with database.write() as session:
        a_region(session, users=[{**NORRBOTTEN["users"][0], "password": PASSWORD}], deputies=[])
        kept = session.exec(select(User.password).where(col(User.username) == "registrator")).one()
    assert kept is not None
    assert kept.startswith("$argon2id$")
    assert matches(PASSWORD, kept)
    assert not matches("correct horse batterx", kept)
    assert not matches(PASSWORD, None)


def test_a_role_is_held_in_one_body_or_in_all(database: Database) -> None:
    with database.write() as session:
        a_region(session)
        board = session.exec(select(Body).where(col(Body.kind) == "executive_board")).one()
        rows = session.exec(
            select(User.username, UserRole.body_id).join(UserRole, col(UserRole.user_id) == col(User.id))
        ).all()
    held = dict(rows)
    assert held["registrator"] is None
    assert held["handlaggare"] == board.id


def test_the_newest_profile_is_the_one_in_force(database: Database) -> None:
    with database.write() as session:
        region = a_region(session)
        assert current_profile(session, region.id)[0] == 1
        setup.adopt_profile(session, region, "region-vasterbotten", setup.console(region, NOW))
        version, profile = current_profile(session, region.id)
        assert (version, profile.name) == (2, "Region Västerbotten")


def test_an_organisation_without_profile_has_none(database: Database) -> None:
    with database.write() as session:
        session.add(bare := Organisation(slug="tom", name="Tom"))
        session.flush()
        with pytest.raises(NotFound):
            current_profile(session, bare.id)


DOUBLES: list[tuple[str, dict[str, Any], str]] = [
    ("bodies", {"name": "Nya fullmäktige", "kind": "council"}, "kind"),
    ("bodies", {"name": "Regionstyrelsen", "kind": "board"}, "slug"),
    ("diaries", {"slug": "region", "name": "En till", "pattern": "X {seq}-{year}"}, "slug"),
    ("diaries", {"slug": "annat", "name": "En till", "pattern": "{seq}-{year}"}, "pattern"),
    ("people", {"name": "Maria Sten"}, "slug"),
    ("people", {"name": "Иван"}, "slug"),
    ("users", {"username": "registrator", "name": "En annan"}, "username"),
    ("users", {"username": "ny", "name": "Ny", "roles": [{"role": "officer", "body": "finns-inte"}]}, "body"),
    ("users", {"username": "ny", "name": "Ny", "person": "finns-inte"}, "person"),
    (
        "mandates",
        {"person": "maria-sten", "body": "regionstyrelsen", "seat": "chair", "from_day": "2019-01-01"},
        "from_day",
    ),
    (
        "deputies",
        {"absent": "x", "deputy": "registrator", "from_day": "2020-01-01", "through_day": "2020-02-01"},
        "user",
    ),
]


@pytest.mark.parametrize(("part", "extra", "field"), DOUBLES)
def test_what_is_taken_or_missing_is_refused_by_field(
    sqlite_database: Database, part: str, extra: dict[str, Any], field: str
) -> None:
    with sqlite_database.write() as session, pytest.raises(Invalid) as fault:
        a_region(session, **{part: [*NORRBOTTEN[part], extra]})
    assert fault.value.field == field


def test_two_organisations_cannot_share_a_slug_but_may_share_everything_else(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        a_region(session)
        other = {"slug": "annan", "name": "En annan", "profile": "region-norrbotten"}
        a_region(session, organisation=other)
        with pytest.raises(Invalid):
            a_region(session)


@pytest.mark.parametrize(
    "pattern", ["{year}", "{seq}{record}", "{seq}", "{seq}-{yy", "{seq}-{year}-{record}", "{secret}-{seq}-{year}"]
)
def test_a_pattern_that_could_not_be_read_back_is_refused(pattern: str) -> None:
    with pytest.raises(ValidationError, match=r"pattern|seq|year|brace|token"):
        forms.DiaryForm(slug="d", name="Diariet", pattern=pattern)


@pytest.mark.parametrize(
    ("form", "values"),
    [
        (forms.UserForm, {"username": "anna", "name": "Anna", "password": "kort"}),
        (forms.UserForm, {"username": "anna", "name": "Anna", "password": "anna-annasson-1"}),
        (forms.UserForm, {"username": "Anna Berg", "name": "Anna"}),
        (forms.UserForm, {"username": "anna", "name": "Anna", "email": "anna"}),
        (forms.UserForm, {"username": "anna", "name": "Anna", "roles": [{"role": "officer"}, {"role": "officer"}]}),
        (forms.UserForm, {"username": "anna", "name": "Anna\u202e"}),
        (forms.DeputyForm, {"absent": "a", "deputy": "a", "from_day": "2020-01-01", "through_day": "2020-01-02"}),
        (forms.DeputyForm, {"absent": "a", "deputy": "b", "from_day": "2020-01-02", "through_day": "2020-01-01"}),
        (forms.PersonForm, {"name": "Anna", "slug": "Inte En Slug"}),
        (forms.BodyForm, {"name": "Nämnden", "kind": "parliament"}),
    ],
)
def test_a_form_refuses_what_makes_no_sense(form: type[Form], values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        form.model_validate(values)


def test_a_password_never_shows_in_a_form(sqlite_database: Database) -> None:
    form = forms.UserForm.model_validate({"username": "a", "name": "Anna", "password": "correct horse battery"})
    assert "horse" not in repr(form)


def test_a_slug_is_made_from_a_swedish_name() -> None:
    assert forms.slug_of("Åsa Öberg-Lind") == "asa-oberg-lind"
