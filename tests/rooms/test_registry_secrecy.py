"""Secrecy marks hide, spread and come off; every reading of what is secret is noted."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from engine import registry, search
from engine.access import Actor
from engine.cases.tables import Case, Watch
from engine.db import Database
from engine.errors import Forbidden, NotFound, RuleBroken
from engine.journal import entries, verify_stream
from engine.organisations.tables import AccessStream
from engine.referrals import Referral
from tests.rooms.office import MORNING, TODAY, Office, an_office

MARK = registry.MarkForm(provision="OSL 25 kap. 1 §", authority="Regionstyrelsen", reconsider_on=date(2025, 1, 1))
OFF = registry.UnmarkForm(reason="Uppgifterna är offentliga")


def a_case_in_progress(office: Office) -> Case:
    case = office.matter(record={"kind": "memo"})
    watch = registry.WatchForm.model_validate({"due_on": "2020-03-01", "text": "Svar?"})
    registry.set_watch(office.session, office.actor(), case.id, watch, office.now)
    common: dict[str, Any] = {"case_id": case.id, "organisation_id": case.organisation_id, "body_id": case.body_id}
    office.session.add(Referral(**common, recipient="Kommunen", question="?", sent_on=TODAY, due_on=date(2020, 2, 1)))
    office.session.flush()
    return case


def degrees(office: Office, case: Case) -> set[str]:
    session = office.session
    rows = [case, *session.exec(select(Watch)), *session.exec(select(Referral))]
    for row in rows[1:]:
        session.refresh(row)
    return {row.secrecy for row in rows} | {line.secrecy for line in office.sheet(case).records}


def test_a_marked_case_hides_everything_in_it_from_those_without_the_right(database: Database) -> None:
    with an_office(database) as office:
        case = a_case_in_progress(office)
        officer = office.actor("handlaggare")
        assert [one.id for one in registry.list_cases(office.session, officer, registry.CaseFilters()).items] == [
            case.id
        ]
        registry.mark_case(office.session, office.actor(), case.id, MARK, office.now)
        assert degrees(office, case) == {"secret"}
        assert registry.list_cases(office.session, officer, registry.CaseFilters()).items == ()
        assert search.find(office.session, officer, "budget") == []
        with pytest.raises(NotFound):
            registry.case_journal(office.session, officer, case.id)
        [line] = office.sheet(case).records
        assert line.provision == "OSL 25 kap. 1 §"
        entry = office.told(case.id)[-1]
        assert (entry.tag, entry.facts["provision"]) == ("case:marked", "OSL 25 kap. 1 §")


def test_unmarking_a_case_opens_what_followed_it_but_not_a_record_with_a_mark_of_its_own(database: Database) -> None:
    with an_office(database) as office:
        case = a_case_in_progress(office)
        letter = office.letter(case)
        own = registry.MarkForm(provision="OSL 31 kap. 16 §", authority="Regionstyrelsen")
        registry.mark_record(office.session, office.actor(), letter.id, own, office.now)
        registry.mark_case(office.session, office.actor(), case.id, MARK, office.now)
        registry.unmark_case(office.session, office.actor(), case.id, OFF, office.now)
        shown = {line.number: (line.secrecy, line.provision) for line in office.sheet(case).records}
        assert shown == {1: ("open", None), 2: ("secret", "OSL 31 kap. 16 §")}
        assert (case.secrecy, case.provision) == ("open", None)
        assert office.told(case.id)[-1].facts["provision"] == "OSL 25 kap. 1 §"


def test_a_records_own_mark_stays_when_its_cases_mark_of_the_same_day_and_provision_is_taken_off(
    database: Database,
) -> None:
    with an_office(database) as office:
        case = a_case_in_progress(office)
        letter = office.letter(case, secrecy=MARK.model_dump())
        again = registry.MarkForm(provision="OSL 21 kap. 1 §", authority="Regionstyrelsen")
        for mark in (MARK, again):
            registry.mark_case(office.session, office.actor(), case.id, mark, office.now)
        assert {line.provision for line in office.sheet(case).records} == {MARK.provision, again.provision}
        registry.unmark_case(office.session, office.actor(), case.id, OFF, office.now)
        assert degrees(office, case) == {"open", "secret"}
        assert letter.provision == MARK.provision


def test_a_record_that_leaves_a_secret_case_takes_its_mark_with_it(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        secret, case = office.matter(secrecy=MARK.model_dump()), office.matter()
        letter = office.letter(secret)
        form = registry.MoveForm(case=case.dnr, reason="x")
        registry.move_record(office.session, office.actor(), letter.id, form, office.now)
        registry.mark_case(office.session, office.actor(), case.id, MARK, office.now)
        registry.unmark_case(office.session, office.actor(), case.id, OFF, office.now)
        assert (letter.secrecy, letter.provision) == ("secret", MARK.provision)


def test_a_secret_record_in_an_open_case_is_hidden_on_the_sheet_in_the_journal_and_from_search(
    database: Database,
) -> None:
    with an_office(database) as office:
        case = office.matter()
        letter = office.letter(case)
        fix = registry.RecordCorrectionForm(title="Läkarintyg för Anders Ask")
        registry.correct_record(office.session, office.actor(), letter.id, fix, office.now)
        registry.mark_record(office.session, office.actor(), letter.id, MARK, office.now)
        assert search.find(office.session, office.actor(), "läkarintyg") == []
        sheet = office.sheet(case, "handlaggare")
        assert sheet.records == ()
        assert [(line.field, line.old, line.new) for line in sheet.corrections] == [("title", None, None)]
        told = registry.case_journal(office.session, office.actor("handlaggare"), case.id)
        assert "Ask" not in str([entry.personal for entry in told])
        assert "Ask" in str(
            [entry.personal for entry in registry.case_journal(office.session, office.actor(), case.id)]
        )
        registry.unmark_record(office.session, office.actor(), letter.id, OFF, office.now)
        assert len(office.sheet(case, "handlaggare").records) == 1
        assert search.find(office.session, office.actor(), "läkarintyg") == [case.id]


def test_a_record_in_a_secret_case_is_no_more_open_than_the_case(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        case = office.matter(secrecy=MARK.model_dump())
        letter = office.letter(case)
        assert (letter.secrecy, letter.provision) == ("secret", MARK.provision)
        registry.unmark_record(office.session, office.actor(), letter.id, OFF, office.now)
        assert letter.secrecy == "secret"


def test_a_record_moved_to_a_secret_case_becomes_secret(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        case, secret = office.matter(), office.matter(secrecy=MARK.model_dump())
        letter = office.letter(case)
        registry.move_record(
            office.session, office.actor(), letter.id, registry.MoveForm(case=secret.dnr, reason="x"), office.now
        )
        assert (letter.secrecy, letter.provision) == ("secret", MARK.provision)


def test_the_journal_does_not_tell_which_hidden_case_a_record_went_to_nor_its_number_there(database: Database) -> None:
    with an_office(database) as office:
        case, secret = office.matter(), office.matter(secrecy=MARK.model_dump())
        office.letter(secret)
        form = registry.MoveForm(case=secret.dnr, reason="x")
        registry.move_record(office.session, office.actor(), office.letter(case).id, form, office.now)
        registry.relate(office.session, office.actor(), case.id, registry.RelationForm(other=secret.dnr), office.now)
        moved, related = registry.case_journal(office.session, office.actor("handlaggare"), case.id)[-2:]
        assert (moved.tag, related.tag) == ("record:moved", "case:related")
        assert [moved.facts[way] for way in ("from", "from_number", "to", "to_number")] == [str(case.id), 1, None, None]
        assert related.facts["other"] is None
        [line] = office.sheet(case, "handlaggare").moves
        assert (line.went, line.number, line.other_dnr) == ("out", 1, None)
        seen, known = registry.case_journal(office.session, office.actor(), case.id)[-2:]
        assert (seen.facts["to"], seen.facts["to_number"], known.facts["other"]) == (str(secret.id), 2, str(secret.id))


def test_a_mark_says_by_what_provision_and_not_before_it_was_made(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        case = office.matter()
        ahead = registry.MarkForm(provision="OSL 25:1", authority="RS", marked_on=date(2020, 2, 1))
        with pytest.raises(RuleBroken, match="mark_in_the_future"):
            registry.mark_case(office.session, office.actor(), case.id, ahead, office.now)
        with pytest.raises(Forbidden):
            registry.mark_case(office.session, office.actor("handlaggare"), case.id, MARK, office.now)


def test_reading_what_is_secret_is_noted_and_does_not_move_the_case(database: Database) -> None:
    with an_office(database) as office:
        case = office.matter(secrecy=MARK.model_dump())
        letter, open_letter = office.letter(case), office.letter(office.matter())
        rev = case.rev
        reader = Actor(office.actor().user_id, office.region.id, "Chef Vik", None, office.actor("chef").grants)
        assert registry.note_reading(office.session, reader, letter, MORNING)
        assert registry.note_reading(office.session, reader, case, MORNING)
        assert not registry.note_reading(office.session, reader, open_letter, MORNING)
        stream = office.session.exec(select(AccessStream)).one()
        told = entries(office.session, stream.id)
        assert verify_stream(office.session, stream.id, stream.rev, stream.head) == 2
    assert [(entry.tag, entry.personal and entry.personal["actor"]) for entry in told] == [
        ("record:read", "Chef Vik"),
        ("case:read", "Chef Vik"),
    ]
    assert told[0].facts["record"] == str(letter.id)
    assert case.rev == rev
