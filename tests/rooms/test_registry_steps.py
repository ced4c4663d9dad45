"""A motion is checked, confirmed, announced, remitted, given to an officer and closed."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError
from sqlmodel import col, select

from engine import registry
from engine.cases.tables import Case, CaseParty, Clause
from engine.db import Database
from engine.errors import Invalid, NotFound, RuleBroken
from engine.jobs import Outbox
from engine.organisations.setup import adopt_profile, console
from engine.organisations.tables import Body, User
from engine.settings import data
from tests.region import NORRBOTTEN
from tests.rooms.office import TODAY, Office, an_office
from tests.rooms.test_registry_cases import a_waiting_task

MEETING = datetime(2020, 2, 29, 15, tzinfo=UTC)


def test_a_motion_in_order_is_admitted(database: Database) -> None:
    with an_office(database) as office:
        work = office.work(office.register(), "check_motion", "registrator")
        done = registry.check_motion(work, registry.CheckMotionForm(admitted=True))
    assert done.variables == {"admitted": True}


@pytest.mark.parametrize(
    ("answers", "rule"),
    [
        ({"admitted": True, "signed": False}, "motion_unsigned"),
        ({"admitted": True, "one_subject": False}, "motion_several_subjects"),
        ({"admitted": False}, "return_without_reason"),
    ],
)
def test_a_motion_out_of_order_is_not_admitted(sqlite_database: Database, answers: dict[str, Any], rule: str) -> None:
    with an_office(sqlite_database) as office:
        work = office.work(office.register(), "check_motion", "registrator")
        with pytest.raises(RuleBroken, match=rule):
            registry.check_motion(work, registry.CheckMotionForm.model_validate(answers))


def test_clauses_that_were_not_written_in_are_added_when_the_motion_is_checked(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        case = office.register(clauses=[])
        work = office.work(case, "check_motion", "registrator")
        with pytest.raises(RuleBroken, match="motion_without_clauses"):
            registry.check_motion(work, registry.CheckMotionForm(admitted=True))
        registry.check_motion(work, registry.CheckMotionForm(admitted=True, clauses=("en sak", "en till")))
        office.session.flush()
        assert office.session.exec(select(Clause.number).order_by(col(Clause.number))).all() == [1, 2]
        with pytest.raises(Invalid):
            registry.check_motion(work, registry.CheckMotionForm(admitted=True, clauses=("en tredje",)))


def test_a_motion_that_is_returned_is_closed_with_the_reason_in_the_journals_erasable_part(
    sqlite_database: Database,
) -> None:
    with an_office(sqlite_database) as office:
        case = office.register()
        form = registry.CheckMotionForm(admitted=False, reason="Gäller två ämnen")
        done = registry.check_motion(office.work(case, "check_motion", "registrator"), form)
    assert done.variables == {"admitted": False}
    assert done.personal == {"reason": "Gäller två ämnen"}
    assert (case.outcome, case.closed_on) == ("returned", TODAY)


def test_the_sender_gets_a_confirmation_that_a_job_renders(database: Database) -> None:
    with an_office(database) as office:
        case = office.register()
        confirmed = registry.confirm_receipt(office.work(case, "confirm_receipt", "registrator"))
        office.session.flush()
        record = office.sheet(case).records[1]
        assert confirmed.facts == {"record": str(record.id), "number": 2}
        job = office.session.exec(select(Outbox)).one()
    assert (record.kind, record.direction, record.correspondent) == ("confirmation", "outgoing", "Maria Sten (SD)")
    ordered = {"document": "confirmation", "record": str(record.id), "cause": "2"}
    assert (job.kind, json.loads(job.payload)) == ("render", ordered)


def test_a_motion_announced_on_leap_day_should_be_decided_by_28_february(database: Database) -> None:
    with an_office(database) as office:
        case = office.register()
        work = office.at(MEETING).work(case, "announce", "sekreterare")
        done = registry.announce(work, registry.AnnounceForm(day=date(2020, 2, 29)))
    assert (case.raised_on, case.decide_by) == (date(2020, 2, 29), date(2021, 2, 28))
    assert done.facts == {"announced": "2020-02-29", "raised_on": "2020-02-29", "decide_by": "2021-02-28"}


def test_where_the_clock_starts_on_arrival_the_year_counts_from_that_day(sqlite_database: Database) -> None:
    text = data("templates", "profiles", "region-norrbotten.yaml").read_text(encoding="utf-8")
    with an_office(sqlite_database) as office:
        case = office.register()
        arrived = text.replace("raised_clock: announced", "raised_clock: arrived")
        assert arrived != text
        adopt_profile(office.session, office.region, arrived, console(office.region, office.now))
        work = office.at(MEETING).work(case, "announce", "sekreterare")
        registry.announce(work, registry.AnnounceForm(day=date(2020, 2, 29)))
    assert (case.raised_on, case.decide_by) == (TODAY, date(2021, 1, 7))


def test_where_the_clock_starts_on_arrival_a_corrected_day_of_arrival_moves_the_year(sqlite_database: Database) -> None:
    text = data("templates", "profiles", "region-norrbotten.yaml").read_text(encoding="utf-8")
    correction = registry.CaseCorrectionForm.model_validate({"arrived_on": "2020-01-03", "reason": "Postens stämpel"})
    with an_office(sqlite_database) as office:
        told, untold = office.register(), office.register()
        arrived = text.replace("raised_clock: announced", "raised_clock: arrived")
        adopt_profile(office.session, office.region, arrived, console(office.region, office.now))
        work = office.at(MEETING).work(told, "announce", "sekreterare")
        registry.announce(work, registry.AnnounceForm(day=date(2020, 2, 29)))
        for case in (told, untold):
            registry.correct_case(office.session, office.actor(), case.id, correction, MEETING)
        lines = {line.field: (line.old, line.new) for line in office.sheet(told).corrections}
    assert (told.raised_on, told.decide_by) == (date(2020, 1, 3), date(2021, 1, 3))
    assert lines == {
        "arrived_on": ("2020-01-07", "2020-01-03"),
        "raised_on": ("2020-01-07", "2020-01-03"),
        "decide_by": ("2021-01-07", "2021-01-03"),
    }
    assert (untold.raised_on, untold.decide_by) == (None, None)


def test_where_the_clock_starts_on_announcement_a_corrected_day_of_arrival_moves_nothing(
    sqlite_database: Database,
) -> None:
    with an_office(sqlite_database) as office:
        case = office.register()
        work = office.at(MEETING).work(case, "announce", "sekreterare")
        registry.announce(work, registry.AnnounceForm(day=date(2020, 2, 29)))
        correction = registry.CaseCorrectionForm(arrived_on=date(2020, 1, 3))
        registry.correct_case(office.session, office.actor(), case.id, correction, MEETING)
    assert (case.raised_on, case.decide_by) == (date(2020, 2, 29), date(2021, 2, 28))


@pytest.mark.parametrize(
    ("day", "rule"), [("2020-01-06", "announced_before_arrival"), ("2020-03-01", "arrived_in_the_future")]
)
def test_a_motion_is_announced_between_arrival_and_today(sqlite_database: Database, day: str, rule: str) -> None:
    with an_office(sqlite_database) as office:
        work = office.at(MEETING).work(office.register(), "announce", "sekreterare")
        with pytest.raises(RuleBroken, match=rule):
            registry.announce(work, registry.AnnounceForm.model_validate({"day": day}))


def test_a_board_that_a_motion_is_remitted_to_sees_it_and_so_does_the_executive_board(database: Database) -> None:
    with an_office(database) as office:
        case = office.register()
        culture = office.actor("kultur")
        assert registry.list_cases(office.session, culture, registry.CaseFilters()).items == ()
        form = registry.RemitForm.model_validate({"board": "kulturnamnden", "due_on": "2020-04-01"})
        for _ in range(2):
            done = registry.remit(office.work(case, "remit", "sekreterare"), form)
        assert done.variables == {"board": str(office.body("kulturnamnden").id), "due_on": "2020-04-01"}
        seen = registry.list_cases(office.session, culture, registry.CaseFilters()).items
        assert [one.id for one in seen] == [case.id]
        parties = office.session.exec(select(Body.slug).join(CaseParty, col(CaseParty.body_id) == col(Body.id))).all()
        assert sorted(parties) == ["kulturnamnden", "regionstyrelsen"]


def test_a_motion_is_not_remitted_to_the_council_nor_to_a_day_that_has_been(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        work = office.work(office.register(), "remit", "sekreterare")
        with pytest.raises(RuleBroken) as refused:
            registry.remit(work, registry.RemitForm(board="regionfullmaktige"))
        assert refused.value.refusal.section == "KL 5:26"
        with pytest.raises(RuleBroken, match="due_date_passed"):
            registry.remit(work, registry.RemitForm(board="kulturnamnden", due_on=TODAY))
        with pytest.raises(Invalid):
            registry.remit(work, registry.RemitForm(board="finns-inte"))


def allocated(office: Office, case: Case, officer: str, body: str = "regionstyrelsen") -> Any:
    work = office.work(case, "allocate", "chef", body=body)
    done = registry.allocate(work, registry.AllocateForm(officer=officer))
    office.session.flush()
    return done


def test_the_officer_sees_the_case_even_when_it_is_secret_and_the_former_no_longer(database: Database) -> None:
    another = {"username": "annan", "name": "Anna Annan", "roles": [{"role": "officer", "body": "regionstyrelsen"}]}
    with an_office(database, users=[*NORRBOTTEN["users"], another]) as office:
        mark = {"provision": "OSL 25 kap. 1 §", "authority": "Regionstyrelsen"}
        case = office.matter(secrecy=mark)
        for username in ("handlaggare", "handlaggare", "annan"):
            done = allocated(office, case, username)
        user = office.session.exec(select(User).where(col(User.username) == "annan")).one()
        assert (case.officer_id, done.variables) == (user.id, {"officer": str(user.id), "consultation": False})
        seen = {
            name: len(registry.list_cases(office.session, office.actor(name), registry.CaseFilters()).items)
            for name in ("handlaggare", "annan")
        }
        assert seen == {"handlaggare": 0, "annan": 1}
        assert office.sheet(case).officer == "Anna Annan"


def test_a_case_is_given_to_an_officer_of_the_board(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        case = office.matter()
        with pytest.raises(RuleBroken, match="officer_without_role"):
            allocated(office, case, "kultur")
        with pytest.raises(RuleBroken, match="officer_without_role"):
            allocated(office, case, "registrator")
        with pytest.raises(Invalid):
            allocated(office, case, "finns-inte")


def test_the_checklist_names_everything_that_is_left(database: Database) -> None:
    with an_office(database) as office:
        case = office.register(record=None)
        office.letter(case, paper_location="Närarkivet")
        a_waiting_task(office, case)
        watch = registry.WatchForm.model_validate({"due_on": "2020-03-01", "text": "Svar?"})
        registry.set_watch(office.session, office.actor(), case.id, watch, office.now)
        answers = dict(registry.closing_checklist(office.session, office.actor(), case.id))
        left = {item: refusal.rule for item, refusal in answers.items() if refusal}
        assert left == {
            "outcome": "close_before_outcome",
            "tasks": "close_with_tasks",
            "watches": "close_with_watches",
            "records": "close_with_empty_records",
        }
        assert answers["records"] is not None
        assert answers["records"].facts["numbers"] == "1"
        with pytest.raises(NotFound):
            registry.closing_checklist(office.session, office.actor("kultur"), case.id)


def test_a_case_is_closed_when_its_checklist_is_done(database: Database) -> None:
    with an_office(database) as office:
        case = office.register()
        work = office.work(case, "close_case", "registrator")
        with pytest.raises(RuleBroken, match="close_before_outcome"):
            registry.close_case(work, registry.CloseForm())
        case.outcome = "rejected"
        done = registry.close_case(work, registry.CloseForm())
        assert case.closed_on == TODAY
        assert done.facts["closed_on"] == "2020-01-07"
        office.session.flush()
        assert registry.list_cases(office.session, office.actor(), registry.CaseFilters(open=True)).items == ()
        with pytest.raises(RuleBroken, match="case_closed"):
            registry.close_case(work, registry.CloseForm())


def test_watches_and_empty_records_may_remain_for_a_reason_but_no_tasks(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        case = office.register(record=None)
        case.outcome = "rejected"
        work = office.work(case, "close_case", "registrator")
        with pytest.raises(Invalid):
            registry.close_case(work, registry.CloseForm(despite=("records",)))
        task = a_waiting_task(office, case)
        despite = registry.CloseForm(despite=("records", "watches"), reason="Originalet har gått förlorat")
        with pytest.raises(RuleBroken, match="close_with_tasks"):
            registry.close_case(work, despite)
        task.done_at = office.now
        office.session.flush()
        assert registry.close_case(work, despite).personal == {"reason": "Originalet har gått förlorat"}
    with pytest.raises(ValidationError):
        registry.CloseForm.model_validate({"despite": ["tasks"]})


def test_a_process_starts_with_the_bodies_it_will_need(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        council, board = office.body("regionfullmaktige").id, office.body("regionstyrelsen").id
        own = registry.start_variables(office.session, office.matter(diary="kultur", body="kulturnamnden"))
        motion = registry.start_variables(office.session, office.register())
    assert motion == {
        "council": str(council),
        "executive_board": str(board),
        "board": str(board),
        "deciding_body": str(board),
        "due_on": "",
        "referral_due": "",
        "consultation": False,
    }
    assert own["board"] not in (str(council), str(board))
