"""The registrar registers, renames, corrects, voids and relates cases."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError
from sqlmodel import col, select

from engine import registry, search
from engine.access import Actor
from engine.cases.tables import Clause, Mover
from engine.db import Counter, Database
from engine.errors import Forbidden, Invalid, NotFound, RuleBroken, Stale
from engine.journal import verify_stream
from engine.lifecycle.tables import Task, process
from tests.rooms.office import MORNING, MOTION, TODAY, an_office, statements


def test_a_motion_gets_its_numbers_its_record_its_movers_and_its_clauses(database: Database) -> None:
    with an_office(database) as office:
        case = office.register()
        sheet = office.sheet(case)
    assert (case.dnr, case.sub_number, case.rev) == ("1-2020", "1-2020", 1)
    assert case.sender == "Maria Sten (SD)"
    [record] = sheet.records
    assert (record.number, record.direction, record.kind, record.way_in) == (1, "incoming", "motion", "post")
    assert (record.received_on, record.registered_on, record.document_date) == (TODAY, TODAY, date(2020, 1, 5))
    assert (record.correspondent, record.paper_location) == ("Maria Sten (SD)", "Närarkivet")
    assert [(one.name, one.party) for one in sheet.movers] == [("Maria Sten", "SD")]
    assert [(one.number, one.text) for one in sheet.clauses] == [
        (1, "bussen går varje timme"),
        (2, "hållplatsen flyttas"),
    ]


def test_registering_begins_the_case_journal(database: Database) -> None:
    with an_office(database) as office:
        case = office.register()
        [entry] = office.told(case.id)
        assert verify_stream(office.session, case.id, case.rev, case.head) == 1
    assert entry.tag == "case:registered"
    assert entry.facts["dnr"] == "1-2020"
    assert "Maria" not in str(entry.facts)
    assert entry.personal is not None
    assert entry.personal["sender"] == "Maria Sten (SD)"


def test_registering_a_motion_takes_few_statements_however_many_clauses(database: Database) -> None:
    with an_office(database) as office:
        office.register()
        actor = office.actor()
        counts = []
        for clauses in (["en sak"], ["en sak", "en till", "en tredje"]):
            form = registry.RegisterForm.model_validate({**MOTION, "clauses": clauses})
            with statements(database) as said:
                registry.register(office.session, actor, form, MORNING)
            counts.append(len(said))
    assert counts == [11, 11]


def test_a_registered_case_is_found_by_its_words(database: Database) -> None:
    with an_office(database) as office:
        case = office.register()
        assert search.find(office.session, office.actor(), "hållplatserna") == [case.id]


def test_dnr_and_motion_numbers_follow_on_each_other_and_restart_with_the_year(database: Database) -> None:
    with an_office(database) as office:
        numbers = [(case.dnr, case.sub_number) for case in (office.register(), office.matter(), office.register())]
        later = office.at(datetime(2020, 12, 31, 23, 30, tzinfo=UTC)).register()
    assert numbers == [("1-2020", "1-2020"), ("2-2020", None), ("3-2020", "2-2020")]
    assert (later.dnr, later.sub_number) == ("1-2021", "1-2021")


def test_each_diary_writes_its_numbers_in_its_own_way(database: Database) -> None:
    with an_office(database) as office:
        assert office.matter(diary="kultur", body="kulturnamnden").dnr == "KN/1/2020"
        assert office.matter(diary="klassat", class_code="742.912").dnr == "KS-2020/1.742.912"
        assert office.matter(diary="lopande").dnr == "RV00001"
        assert office.at(datetime(2021, 5, 4, tzinfo=UTC)).matter(diary="lopande").dnr == "RV00002"


def test_a_rolled_back_registration_leaves_no_gap(database: Database) -> None:
    form = registry.RegisterForm.model_validate(MOTION)
    with an_office(database) as office:
        actor = office.actor()
    with pytest.raises(ZeroDivisionError):
        register_and_fail(database, actor, form)
    with database.write() as session:
        case = registry.register(session, actor, form, MORNING)
        taken = session.exec(select(Counter.next)).all()
    assert (case.dnr, set(taken)) == ("1-2020", {2})


def register_and_fail(database: Database, actor: Actor, form: registry.RegisterForm) -> None:
    with database.write() as session:
        registry.register(session, actor, form, MORNING)
        raise ZeroDivisionError


MOVERS: list[tuple[list[dict[str, Any]], str, str]] = [
    ([], "motion_mover_missing", "KL 4:19"),
    ([{"person": "ulla-alm"}], "motion_substitute_not_serving", "KL 4:22"),
    ([{"person": "karin-nordh"}], "motion_mover_not_member", "KL 4:19"),
    ([{"name": "Okänd Medborgare"}], "motion_mover_not_member", "KL 4:19"),
    ([{"person": "maria-sten"}, {"person": "karin-nordh"}], "motion_mover_not_member", "KL 4:19"),
]


@pytest.mark.parametrize(("movers", "rule", "section"), MOVERS)
def test_who_is_not_entitled_on_the_day_may_not_raise_a_motion(
    sqlite_database: Database, movers: list[dict[str, Any]], rule: str, section: str
) -> None:
    with an_office(sqlite_database) as office:
        with pytest.raises(RuleBroken) as refused:
            office.register(movers=movers)
        assert office.session.exec(select(Counter)).all() == []
    assert (refused.value.refusal.rule, refused.value.refusal.section) == (rule, section)


def test_who_has_left_the_council_may_still_have_raised_a_motion_before(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        assert office.register(movers=[{"person": "karin-nordh"}], arrived_on="2019-12-30").dnr == "1-2020"


def test_a_serving_substitute_and_a_chair_raise_motions_and_a_name_is_recognised(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        movers = [{"person": "ulla-alm", "serving": True}, {"name": "Sven Ersson"}, {"person": "maria-sten"}]
        case = office.register(movers=movers)
        rows = office.session.exec(select(Mover).order_by(col(Mover.position))).all()
    assert case.sender == "Ulla Alm (S), Sven Ersson (S), Maria Sten (SD)"
    assert all(row.person_id for row in rows)


def test_an_initiative_is_raised_at_the_meeting_by_a_member_of_the_board(sqlite_database: Database) -> None:
    raised: dict[str, Any] = {"kind": "initiative", "body": "regionstyrelsen", "clauses": [], "record": None}
    with an_office(sqlite_database) as office:
        with pytest.raises(RuleBroken, match="initiative_outside_meeting"):
            office.register(**raised)
        with pytest.raises(RuleBroken, match="matter_mover_not_member"):
            office.register(**raised, way_in="at_meeting", movers=[{"person": "sven-ersson"}])
        case = office.register(**raised, way_in="at_meeting")
        assert office.sheet(case).records[0].kind == "initiative"


def test_an_audit_has_the_day_that_the_auditors_set(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        case = office.matter(
            kind="audit_response", way_in="email", sender="Regionens revisorer", answer_by="2020-05-20"
        )
        assert case.decide_by == date(2020, 5, 20)
        assert office.sheet(case).records[0].kind == "cover_letter"


def test_a_boards_own_matter_needs_no_record_but_may_have_one(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        assert office.sheet(office.matter()).records == ()
        [record] = office.sheet(office.matter(record={"kind": "memo", "title": "Anvisningar"})).records
        assert (record.direction, record.title) == ("internal", "Anvisningar")


def test_the_council_is_a_party_to_a_motion_that_a_board_keeps(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        case = office.register(body="regionstyrelsen")
        council = Actor(
            office.actor().user_id,
            office.region.id,
            "",
            None,
            frozenset({("secretary", office.body("regionfullmaktige").id)}),
        )
        seen = registry.list_cases(office.session, council, registry.CaseFilters())
        assert [one.id for one in seen.items] == [case.id]


UNFIT: list[dict[str, Any]] = [
    {"kind": "audit_response"},
    {"kind": "board_matter", "movers": [], "answer_by": "2020-02-01"},
    {"way_in": None},
    {"way_in": "pigeon"},
    {"title": "två\nrader"},
    {"title": "\u202egnirts"},
    {"title": ""},
    {"class_code": "7/4"},
    {"movers": [{}]},
    {"unknown": "field"},
    {"arrived_on": "idag"},
    {"record": {"kind": "Not A Kind"}},
    {"clauses": ["x"] * 101},
]


@pytest.mark.parametrize("changes", UNFIT, ids=str)
def test_a_form_that_makes_no_sense_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        registry.RegisterForm.model_validate({**MOTION, **changes})


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"diary": "finns-inte"}, "diary"),
        ({"body": "finns-inte"}, "body"),
        ({"diary": "kultur"}, "diary"),
        ({"diary": "klassat"}, "class_code"),
        ({"movers": [{"person": "finns-inte"}]}, "movers.0.person"),
    ],
)
def test_what_does_not_exist_is_refused_by_field(
    sqlite_database: Database, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as fault, an_office(sqlite_database) as office:
        office.register(**changes)
    assert fault.value.field == field


def test_what_has_not_arrived_is_not_registered(sqlite_database: Database) -> None:
    with pytest.raises(RuleBroken, match="arrived_in_the_future"), an_office(sqlite_database) as office:
        office.register(arrived_on="2020-01-08")


def test_a_case_without_sender_lacks_what_the_law_asks_for(sqlite_database: Database) -> None:
    with pytest.raises(RuleBroken) as refused, an_office(sqlite_database) as office:
        office.matter(kind="audit_response", way_in="email")
    assert refused.value.refusal.section == "OSL 5:2"


def test_only_a_registrar_registers(sqlite_database: Database) -> None:
    form = registry.RegisterForm.model_validate(MOTION)
    with an_office(sqlite_database) as office, pytest.raises(Forbidden):
        registry.register(office.session, office.actor("handlaggare"), form, MORNING)


def test_a_renamed_case_shows_both_names_and_is_found_by_the_new(database: Database) -> None:
    with an_office(database) as office:
        case = office.register()
        form = registry.CaseCorrectionForm(title="Motion om spårvagnar", reason="Feltolkad rubrik")
        registry.correct_case(office.session, office.actor(), case.id, form, office.now, if_match=1)
        [line] = office.sheet(case).corrections
        assert office.told(case.id)[-1].tag == "case:renamed"
        assert search.find(office.session, office.actor(), "spårvagn") == [case.id]
    assert (line.old, line.new) == ("Motion om bussar till sjukhuset", "Motion om spårvagnar")
    assert (line.by, line.reason, line.record) == ("Rut Holm", "Feltolkad rubrik", None)


def test_a_corrected_fact_shows_old_and_new_and_the_dnr_never_changes(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        case = office.matter(diary="klassat", class_code="1")
        form = registry.CaseCorrectionForm.model_validate({"class_code": "2", "arrived_on": "2020-01-03"})
        registry.correct_case(office.session, office.actor(), case.id, form, office.now)
        lines = {line.field: (line.old, line.new) for line in office.sheet(case).corrections}
    assert lines == {"class_code": ("1", "2"), "arrived_on": ("2020-01-07", "2020-01-03")}
    assert case.dnr == "KS-2020/1.1"


def test_a_correction_that_changes_nothing_or_comes_too_late_is_refused(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        case = office.register()
        same = registry.CaseCorrectionForm(title=case.title)
        with pytest.raises(RuleBroken, match="register_correction_empty"):
            registry.correct_case(office.session, office.actor(), case.id, same, office.now)
        with pytest.raises(Stale):
            registry.correct_case(
                office.session, office.actor(), case.id, registry.CaseCorrectionForm(title="Ny"), office.now, if_match=7
            )
        with pytest.raises(Forbidden):
            registry.correct_case(
                office.session,
                office.actor("sekreterare"),
                case.id,
                registry.CaseCorrectionForm(title="Ny"),
                office.now,
            )


def test_a_voided_case_stays_with_its_reason_and_its_number_is_never_used_again(database: Database) -> None:
    with an_office(database) as office:
        case = office.register()
        waiting = a_waiting_task(office, case)
        form = registry.ReasonForm(reason="Registrerad två gånger")
        registry.void_case(office.session, office.actor(), case.id, form, office.now)
        office.session.refresh(waiting)
        status = office.session.connection().execute(select(process.c.status)).scalar_one()
        assert (waiting.done_at, waiting.done_by, status) == (MORNING, None, "completed")
        sheet = office.sheet(case)
        assert (sheet.case.voided_reason, sheet.case.closed_on) == ("Registrerad två gånger", TODAY)
        assert office.register().dnr == "2-2020"
        with pytest.raises(RuleBroken, match="case_voided"):
            registry.void_case(office.session, office.actor(), case.id, form, office.now)
        with pytest.raises(RuleBroken, match="case_voided"):
            office.letter(case)


def a_waiting_task(office: Any, case: Any) -> Task:
    key = case.id
    values = {"id": key, "organisation_id": case.organisation_id, "case_id": key, "key": "motion", "sha": "x"}
    office.session.connection().execute(process.insert(), {**values, "status": "running", "rev": 1, "state": b""})
    task = Task(
        id=key,
        process_id=key,
        case_id=key,
        organisation_id=case.organisation_id,
        body_id=case.body_id,
        step="check_motion",
        name="Granska motionen",
        role="registrar",
        title=case.title,
        since=MORNING,
    )
    office.session.add(task)
    office.session.flush()
    return task


def test_a_decided_case_is_not_voided(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        case = office.register()
        case.outcome = "rejected"
        with pytest.raises(RuleBroken, match="case_in_progress"):
            registry.void_case(office.session, office.actor(), case.id, registry.ReasonForm(reason="x"), office.now)


def test_a_relation_shows_from_both_cases_and_stays_when_it_has_ended(database: Database) -> None:
    with an_office(database) as office:
        motion, matter = office.register(), office.matter()
        form = registry.RelationForm(other=motion.dnr, kind="caused_by")
        relation = registry.relate(office.session, office.actor(), matter.id, form, office.now)
        [here], [there] = office.sheet(matter).relations, office.sheet(motion).relations
        assert (here.direction, here.other_dnr, there.direction, there.other_dnr) == ("to", "1-2020", "from", "2-2020")
        assert {office.told(case.id)[-1].tag for case in (motion, matter)} == {"case:related"}
        registry.end_relation(office.session, office.actor(), motion.id, relation.id, office.now)
        assert office.sheet(matter).relations[0].ended_at == MORNING
        with pytest.raises(NotFound):
            registry.end_relation(office.session, office.actor(), motion.id, relation.id, office.now)


def test_a_case_is_related_to_another_one_and_once(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        motion, matter = office.register(), office.matter()
        registry.relate(office.session, office.actor(), matter.id, registry.RelationForm(other=motion.dnr), office.now)
        with pytest.raises(RuleBroken, match="relation_stands"):
            registry.relate(
                office.session, office.actor(), motion.id, registry.RelationForm(other=str(matter.id)), office.now
            )
        with pytest.raises(RuleBroken, match="relation_to_itself"):
            registry.relate(
                office.session, office.actor(), motion.id, registry.RelationForm(other=motion.dnr), office.now
            )
        with pytest.raises(NotFound):
            registry.relate(
                office.session, office.actor(), motion.id, registry.RelationForm(other="9-2020"), office.now
            )


def test_two_cases_are_related_by_one_who_may_act_in_both(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        mine, theirs = office.matter(), office.matter(diary="kultur", body="kulturnamnden")
        body = theirs.body_id
        reads_there = office.actor("handlaggare")
        both = replace(reads_there, grants=reads_there.grants | {("member", body)})
        for one, other in ((mine, theirs), (theirs, mine)):
            form = registry.RelationForm(other=other.dnr)
            with pytest.raises(Forbidden):
                registry.relate(office.session, both, one.id, form, office.now)
        assert office.sheet(mine).relations == ()


def test_a_relation_to_a_case_one_does_not_see_is_not_shown(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        motion, culture = office.register(), office.matter(diary="kultur", body="kulturnamnden")
        registry.relate(office.session, office.actor(), motion.id, registry.RelationForm(other=culture.dnr), office.now)
        assert office.sheet(culture, "kultur").relations == ()


def test_a_watch_is_set_for_somebody_listed_and_done(database: Database) -> None:
    with an_office(database) as office:
        case = office.register()
        officer = office.actor("handlaggare")
        form = registry.WatchForm.model_validate(
            {"due_on": "2020-03-01", "text": "Har nämnden svarat?", "owner": "registrator"}
        )
        watch = registry.set_watch(office.session, office.actor(), case.id, form, office.now)
        assert [(one.id, own.dnr) for one, own in registry.my_watches(office.session, office.actor())] == [
            (watch.id, "1-2020")
        ]
        assert registry.my_watches(office.session, office.actor(), date(2020, 2, 1)) == []
        assert registry.my_watches(office.session, officer) == []
        registry.finish_watch(office.session, office.actor(), case.id, watch.id, office.now)
        registry.finish_watch(office.session, office.actor(), case.id, watch.id, office.now)
        assert registry.my_watches(office.session, office.actor()) == []
        assert [entry.tag for entry in office.told(case.id)] == ["case:registered", "watch:set", "watch:done"]
        assert office.sheet(case).watches[0].owner == "Rut Holm"


def test_a_watch_is_for_a_day_ahead_and_a_user_there_is(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        case = office.register()
        for values, fault in (({"due_on": TODAY}, RuleBroken), ({"due_on": date(2020, 2, 1), "owner": "x"}, Invalid)):
            form = registry.WatchForm.model_validate({"text": "Svar?", **values})
            with pytest.raises(fault):
                registry.set_watch(office.session, office.actor(), case.id, form, office.now)
        with pytest.raises(NotFound):
            registry.finish_watch(office.session, office.actor(), case.id, case.id, office.now)


def test_clauses_are_kept_in_their_order(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        texts = [f"sak {number}" for number in range(1, 31)]
        case = office.register(clauses=texts)
        kept = office.session.exec(
            select(Clause.text).where(col(Clause.case_id) == case.id).order_by(col(Clause.number))
        )
        assert list(kept) == texts
        with pytest.raises(RuleBroken, match="motion_clause_empty"):
            office.register(clauses=["en sak", " "])
