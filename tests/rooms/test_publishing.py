"""The post list and the diary as anyone may read them: what is withheld, and what is not official yet."""

from datetime import date

import pytest
from sqlmodel import select

from engine import registry
from engine.access import anyone
from engine.cases.tables import Case
from engine.db import Database
from engine.errors import NotFound
from engine.organisations.tables import ProfileVersion
from engine.registry import PostList, Published
from engine.search import find, find_public
from tests.rooms.office import TODAY, Office, an_office, statements

MARK = {"provision": "OSL 25 kap. 1 §", "authority": "Region Norrbotten"}
NUMBER = "19121212-1212"


def here(office: Office, *, names: bool = False) -> Published:
    found = registry.published(office.session, office.region.slug)
    rules = found.profile.rules.model_copy(update={"public_names": names})
    return Published(found.id, found.slug, found.name, found.profile.model_copy(update={"rules": rules}))


def said(listed: PostList) -> list[tuple[str, int | None, str | None, str | None]]:
    return [(one.dnr, one.number, one.title, one.correspondent) for one in listed.lines]


def test_post_list_of_the_day_tells_staff_all_and_the_public_only_what_came_in_or_went_out(
    sqlite_database: Database,
) -> None:
    with an_office(sqlite_database) as office:
        motion = office.register()
        letter = office.letter(motion, title="Brev", correspondent="Anders Ask")
        secret = office.letter(motion, title="Känsligt", correspondent="Hemlig Person", secrecy=MARK)
        office.letter(motion, direction="internal", title="Utkast", received_on=None, way_in=None)
        voided = office.letter(motion, title="Dubblett")
        registry.void_record(office.session, office.actor(), voided.id, registry.ReasonForm(reason="Två"), office.now)
        staff = registry.post_list(office.session, office.actor(), TODAY)
        assert [(one.number, one.title, one.secret, one.voided) for one in staff.lines] == [
            (1, motion.title, False, False),
            (2, "Brev", False, False),
            (3, "Känsligt", True, False),
            (4, "Utkast", False, False),
            (5, "Dubblett", False, True),
        ]
        public = registry.public_post_list(office.session, office.region.id, TODAY)
        assert said(public) == [
            (motion.dnr, 1, motion.title, None),
            (motion.dnr, letter.number, "Brev", None),
            (motion.dnr, secret.number, None, None),
        ]
        assert registry.public_post_list(office.session, office.region.id, date(2020, 1, 6)).lines == ()


def test_post_list_shows_each_reader_only_what_they_see(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        motion = office.register(body="regionstyrelsen")
        office.letter(motion, title="Känsligt", secrecy=MARK)
        seen = registry.post_list(office.session, office.actor("sekreterare"), TODAY)
        assert {one.title for one in seen.lines} == {motion.title, "Känsligt"}
        officer = registry.post_list(office.session, office.actor("handlaggare"), TODAY)
        assert {one.title for one in officer.lines} == {motion.title}
        assert registry.post_list(office.session, office.actor("kultur"), TODAY).lines == ()


def test_secret_case_stands_on_the_public_list_with_its_number_and_is_nowhere_else(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        case = office.register(title="Hemligheten", secrecy=MARK)
        (line,) = registry.public_post_list(office.session, office.region.id, TODAY).lines
        assert (line.dnr, line.title, line.case_title, line.case_id) == (case.dnr, None, None, None)
        assert registry.public_cases(office.session, here(office), None, None, 50) == ([], None)
        assert registry.public_cases(office.session, here(office), "hemligheten", None, 50) == ([], None)
        with pytest.raises(NotFound):
            registry.public_case(office.session, here(office), case.id)


def test_public_case_tells_of_official_records_and_of_drawn_up_ones_when_it_is_closed(
    sqlite_database: Database,
) -> None:
    with an_office(sqlite_database) as office:
        case = office.register()
        office.letter(case, title=f"Fråga från {NUMBER}", correspondent=f"Anders Ask {NUMBER}")
        office.letter(case, title="Känsligt", correspondent="Hemlig", secrecy=MARK)
        office.letter(case, direction="internal", title="Tjänsteskrivelse", received_on=None, way_in=None)

        def records(*, names: bool = False) -> list[tuple[int | None, str | None, str | None]]:
            told = registry.public_case(office.session, here(office, names=names), case.id)
            assert told.movers == ("Maria Sten (SD)",)
            return [(one.number, one.title, one.correspondent) for one in told.records]

        assert records() == [(1, case.title, None), (2, "Fråga från [personnummer]", None), (3, None, None)]
        assert records(names=True)[1] == (2, "Fråga från [personnummer]", "Anders Ask [personnummer]")
        case.closed_on = TODAY
        office.session.add(case)
        office.session.flush()
        assert records()[-1] == (4, "Tjänsteskrivelse", None)


def test_the_public_finds_by_title_and_number_and_not_by_what_is_no_official_record(
    sqlite_database: Database,
) -> None:
    with an_office(sqlite_database) as office:
        case = office.register(title="Motion om telefontillgänglighet")
        office.letter(case, direction="internal", title="Utkastord", received_on=None, way_in=None)
        reader = anyone(office.region.id)
        for asked in ("tillgänglighet", "telefon", case.dnr):
            assert find_public(office.session, reader, asked) == [case.id], asked
        for asked in ("utkastord", "Sten"):
            assert find_public(office.session, reader, asked) == []
            assert find(office.session, office.actor(), asked) == [case.id], asked


def test_public_pages_of_cases_follow_on_each_other_and_leave_voided_ones_out(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        made: list[Case] = [office.register(title=f"Motion {number}") for number in range(5)]
        registry.void_case(
            office.session, office.actor(), made[2].id, registry.ReasonForm(reason="Två gånger"), office.now
        )
        for words in (None, "motion"):
            found, last = [], None
            while True:
                some, last = registry.public_cases(office.session, here(office), words, last, 2)
                found += [one.dnr for one in some]
                if last is None:
                    break
            assert found == [made[place].dnr for place in (4, 3, 1, 0)], words
        with pytest.raises(NotFound):
            registry.public_case(office.session, here(office), made[2].id)


def test_an_organisation_that_does_not_publish_its_diary_has_none_for_the_public(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        with pytest.raises(NotFound):
            registry.published(office.session, "finns-inte")
        newest = office.session.exec(select(ProfileVersion)).one()
        closed = newest.text.replace("public_diary: true", "public_diary: false")
        office.session.add(
            ProfileVersion(organisation_id=office.region.id, version=newest.version + 1, text=closed, at=office.now)
        )
        office.session.flush()
        with pytest.raises(NotFound):
            registry.published(office.session, office.region.slug)


def test_lists_for_the_public_take_few_statements(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        case = office.register()
        place = here(office)
        with statements(sqlite_database) as asked:
            registry.public_post_list(office.session, office.region.id, TODAY)
        assert len(asked) <= 2
        with statements(sqlite_database) as asked:
            registry.public_case(office.session, place, case.id)
        assert len(asked) <= 5
