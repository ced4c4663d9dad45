from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from pydantic import ValidationError
from sqlmodel import col, select

from engine.acts import note
from engine.cases.tables import Record
from engine.db import Database
from engine.drafting import (
    CompileForm,
    DraftVersion,
    ReportForm,
    ReviewForm,
    approve,
    compile_replies,
    draft_report,
    finish_report,
    review,
    save_draft,
)
from engine.drafting.writing import current_report, read_report
from engine.errors import Invalid, RuleBroken
from engine.jobs import Outbox
from engine.minutes import referral_document
from engine.referrals import Referral, ReplyForm, referral_reply, remind_referral
from engine.registry import case_journal
from engine.search import find
from tests.rooms.scene import Scene, a_report, a_scene, ids

REFERRAL = {"recipient": "Division Närsjukvård", "question": "Hur används CallMe?", "due_on": "2020-05-20"}
EQUALITY = {"key": "impact_equality", "html": "<p>Ingen påverkan.</p>"}


def written(scene: Scene, **changes: object) -> dict[str, object]:
    form = ReportForm.model_validate(a_report(**changes))
    return dict(draft_report(scene.work("draft_report", "officer"), form).variables)


def test_every_completion_is_a_version_and_harmful_html_is_never_kept(database: Database) -> None:
    with a_scene(database) as scene:
        written(scene)
        typed = {"key": "matter", "html": "<script>x()</script><p onclick='y()'>Ärendet.</p>"}
        written(scene, sections=[typed, EQUALITY])
        versions = scene.session.exec(select(DraftVersion).order_by(col(DraftVersion.version))).all()
        assert [version.version for version in versions] == [1, 2]
        assert read_report(versions[1]).sections[0].html == "<p>Ärendet.</p>"
        assert read_report(versions[0]).sections[0].html == "<p>Motionen i korthet.</p>"


def test_referrals_steer_the_diagram_until_the_earliest_day_has_ended(database: Database) -> None:
    with a_scene(database) as scene:
        later = {**REFERRAL, "recipient": "Division Länssjukvård", "due_on": "2020-05-29"}
        variables = written(scene, referrals=[later, REFERRAL])
        assert len(ids(variables["referrals"])) == 2
        assert variables["referral_due"] == "2020-05-20T22:00:00+00:00"
        assert written(scene, referrals=[REFERRAL])["referrals"] == []


def test_a_referral_goes_out_as_a_record_that_asks_the_question(database: Database) -> None:
    with a_scene(database) as scene:
        (referral,) = ids(written(scene, referrals=[REFERRAL])["referrals"])
        row = scene.session.get_one(Referral, referral)
        letter = scene.session.get_one(Record, row.letter_id)
        assert (letter.direction, letter.title) == ("outgoing", "Remiss: Motion 3-2020 om systemet CallMe")
        assert find(scene.session, scene.actor("officer"), "närsjukvård") == [scene.case.id]
        document = referral_document(scene.session, letter)
        assert document.addressee == ("Division Närsjukvård",)
        assert "Hur används CallMe?" in document.html


def test_a_referral_is_not_sent_with_a_day_that_has_passed(database: Database) -> None:
    with a_scene(database) as scene, pytest.raises(RuleBroken) as refused:
        written(scene, referrals=[{**REFERRAL, "due_on": "2020-05-04"}])
    assert refused.value.refusal.rule == "due_date_passed"


def test_a_reply_becomes_an_incoming_record_and_settles_its_referral(database: Database) -> None:
    with a_scene(database) as scene:
        (referral,) = ids(written(scene, referrals=[REFERRAL])["referrals"])
        work = scene.work("referral_reply", "officer", variables={"referral": str(referral)})
        form = ReplyForm.model_validate(
            {"outcome": "answered", "received_on": "2020-05-03", "title": "Yttrande", "text": "<p>Det fungerar.</p>"}
        )
        assert referral_reply(work, form).variables == {"reply": "answered"}
        row = scene.session.get_one(Referral, referral)
        record = scene.session.get_one(Record, row.record_id)
        assert (record.direction, record.correspondent, record.number) == ("incoming", "Division Närsjukvård", 3)
        with pytest.raises(Invalid, match="registered"):
            referral_reply(work, form)


def test_the_journal_of_a_reply_names_its_record_and_keeps_who_was_asked_from_those_who_do_not_see_it(
    database: Database,
) -> None:
    with a_scene(database) as scene:
        (referral,) = ids(written(scene, referrals=[REFERRAL])["referrals"])
        work = scene.work("referral_reply", "officer", variables={"referral": str(referral)})
        form = ReplyForm.model_validate({"outcome": "answered", "received_on": "2020-05-03", "title": "Yttrande"})
        done = referral_reply(work, form)
        note(scene.session, scene.case, work.act, "task:completed", done.facts, done.personal)
        reply = scene.session.get_one(Record, UUID(str(done.facts["record"])))
        assert done.facts["number"] == reply.number
        for secrecy, named in (("open", "Division Närsjukvård"), ("secret", None)):
            reply.secrecy = secrecy
            scene.session.flush()
            told = case_journal(scene.session, scene.actor("officer"), scene.case.id)[-1]
            assert (told.personal or {}).get("recipient") == named


def test_no_answer_registers_nothing() -> None:
    with pytest.raises(ValidationError, match="nothing to register"):
        ReplyForm(outcome="no_answer", title="Yttrande")
    with pytest.raises(ValidationError, match="received_on"):
        ReplyForm(outcome="answered", title="Yttrande")


def test_a_task_for_one_referral_takes_no_reply_to_another(database: Database) -> None:
    with a_scene(database) as scene:
        other = {**REFERRAL, "recipient": "Division Länssjukvård"}
        one, two = ids(written(scene, referrals=[REFERRAL, other])["referrals"])
        work = scene.work("referral_reply", "officer", variables={"referral": str(one)})
        with pytest.raises(Invalid, match="another referral"):
            referral_reply(work, ReplyForm(referral=two, outcome="declined"))


def test_those_who_are_late_are_reminded(database: Database) -> None:
    with a_scene(database) as scene:
        (referral,) = ids(written(scene, referrals=[REFERRAL])["referrals"])
        remind_referral(scene.work("remind_referral", "officer"))
        assert scene.session.get_one(Referral, referral).reminded_on is None
        late = scene.at(datetime(2020, 5, 20, 22, 0, tzinfo=UTC))
        remind_referral(late.work("remind_referral", "officer", variables={"referral": str(referral)}))
        assert scene.session.get_one(Referral, referral).reminded_on == date(2020, 5, 21)


def test_compiled_replies_stand_last_in_the_description_of_the_matter(database: Database) -> None:
    with a_scene(database) as scene:
        written(scene)
        compile_replies(scene.work("compile_replies", "officer"), CompileForm(summary="<p>Alla är nöjda.</p>"))
        report = read_report(current_report(scene.session, scene.case)[1])
        assert report.sections[-1].html == "<h3>Remissvar</h3><p>Alla är nöjda.</p>"


def test_compiled_replies_follow_what_stands_there_and_nothing_is_added_for_nothing(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        typed = [{"key": "matter", "html": "<p>Ärendet.</p>"}, {"key": "basis", "html": "<p>Lag.</p>"}, EQUALITY]
        written(scene, sections=typed)
        work = scene.work("compile_replies", "officer")
        compile_replies(work, CompileForm())
        compile_replies(work, CompileForm(summary="<p>Alla är nöjda.</p>"))
        report = read_report(current_report(scene.session, scene.case)[1])
        assert report.sections[0].html == "<p>Ärendet.</p><h3>Remissvar</h3><p>Alla är nöjda.</p>"
        assert report.sections[1].html == "<p>Lag.</p>"


def test_a_report_is_written_by_somebody_and_an_empty_section_is_left_out(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        nobody = replace(scene.actor("officer").act(scene.now), actor_id=None)
        work = replace(scene.work("draft_report", "officer"), act=nobody)
        form = ReportForm.model_validate(a_report(sections=[{"key": "matter", "html": "<p> </p>"}, EQUALITY]))
        with pytest.raises(Invalid, match="by somebody"):
            draft_report(work, form)
        draft_report(scene.work("draft_report", "officer"), form)
        report = read_report(current_report(scene.session, scene.case)[1])
        assert [one.key for one in report.sections] == ["impact_equality"]


def test_a_report_without_what_the_organisation_wants_is_saved_but_not_handed_in(database: Database) -> None:
    with a_scene(database) as scene:
        typed = a_report(sections=[{"key": "summary", "html": "<p>Motionen.</p>"}, {**EQUALITY, "html": "<p> </p>"}])
        form = ReportForm.model_validate(typed)
        saved = save_draft(scene.session, scene.actor("officer"), scene.case.id, form, scene.now)
        assert saved.why == "saved"
        with pytest.raises(RuleBroken) as refused:
            draft_report(scene.work("draft_report", "officer"), form)
        assert refused.value.refusal.rule == "report_section_empty"


def test_a_reply_says_which_referral_it_answers_and_has_arrived(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        (referral,) = ids(written(scene, referrals=[REFERRAL])["referrals"])
        work = scene.work("referral_reply", "officer")
        with pytest.raises(Invalid, match="say which"):
            referral_reply(work, ReplyForm(outcome="no_answer"))
        ahead = {"referral": referral, "outcome": "declined", "received_on": "2020-05-05", "title": "Avstår"}
        with pytest.raises(Invalid, match="ahead of today"):
            referral_reply(work, ReplyForm.model_validate(ahead))
        assert referral_reply(work, ReplyForm(referral=referral, outcome="no_answer")).facts["record"] is None


def test_nobody_approves_their_own_draft(database: Database) -> None:
    with a_scene(database) as scene:
        written(scene)
        with pytest.raises(RuleBroken) as refused:
            review(scene.work("review", "officer"), ReviewForm(approved=True))
        assert refused.value.refusal.rule == "own_draft"
        assert review(scene.work("review", "manager"), ReviewForm(approved=True)).variables == {"approved": True}


def test_one_who_wrote_a_single_version_may_not_approve_either(database: Database) -> None:
    with a_scene(database) as scene:
        save_draft(
            scene.session, scene.actor("manager"), scene.case.id, ReportForm.model_validate(a_report()), scene.now
        )
        written(scene)
        with pytest.raises(RuleBroken):
            review(scene.work("review", "manager"), ReviewForm(approved=True))


def test_a_report_is_sent_back_with_reasons_only() -> None:
    with pytest.raises(ValidationError, match="reason is required"):
        ReviewForm(approved=False)


def test_what_lies_with_those_who_approve_is_not_written_on_until_it_is_sent_back(database: Database) -> None:
    with a_scene(database) as scene:
        form, officer = ReportForm.model_validate(a_report()), scene.actor("officer")
        save_draft(scene.session, officer, scene.case.id, form, scene.now)
        written(scene)
        with pytest.raises(RuleBroken) as refused:
            save_draft(scene.session, officer, scene.case.id, form, scene.now)
        assert refused.value.refusal.rule == "draft_approved"
        back = review(scene.work("review", "manager"), ReviewForm(approved=False, reason="Kostnaden saknas."))
        assert back.variables == {"approved": False}
        assert back.personal == {"reason": "Kostnaden saknas."}
        assert save_draft(scene.session, officer, scene.case.id, form, scene.now).version == 3


def test_a_finished_report_is_a_record_that_will_be_rendered(database: Database) -> None:
    with a_scene(database) as scene:
        written(scene, title="Svar på motion om CallMe")
        review(scene.work("review", "manager"), ReviewForm(approved=True))
        approve(scene.work("approve", "director"), ReviewForm(approved=True))
        draft, _ = current_report(scene.session, scene.case)
        finished = finish_report(scene.work("finish_report", "director"))
        record = scene.session.get_one(Record, draft.record_id)
        assert finished.facts == {"record": str(record.id), "number": record.number}
        assert (record.kind, record.direction, record.title) == ("report", "internal", "Svar på motion om CallMe")
        assert draft.approved_by == scene.user("director").id
        job = scene.session.exec(select(Outbox)).one()
        assert (job.kind, str(record.id) in job.payload) == ("render", True)


def test_a_case_referred_back_gets_a_new_round_and_the_old_report_stays(database: Database) -> None:
    with a_scene(database) as scene:
        written(scene)
        finish_report(scene.work("finish_report", "director"))
        written(scene.at(scene.now + timedelta(days=40)))
        draft, _ = current_report(scene.session, scene.case)
        assert (draft.round, draft.versions) == (2, 1)


def test_a_motions_report_says_what_becomes_of_the_motion(database: Database) -> None:
    with a_scene(database) as scene:
        with pytest.raises(Invalid, match="what becomes of the motion"):
            written(scene, proposal=[{"kind": "to_council", "text": "avslå motionen"}])
        with pytest.raises(Invalid, match="no such att-sats"):
            written(
                scene,
                proposal=[{"kind": "to_council", "text": "avslå motionen", "means": "rejected", "clauses": [2]}],
            )


def test_an_attachment_is_a_record_of_the_case_or_a_literal_title(database: Database) -> None:
    with a_scene(database) as scene:
        with pytest.raises(Invalid, match="no such record"):
            written(scene, attachments=[2])
        written(scene, attachments=[1, "Karta över länet"])
