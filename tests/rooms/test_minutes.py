import json
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from engine import files, jobs
from engine.cases.records import enter
from engine.cases.tables import Record, RecordFile
from engine.db import Database
from engine.dispatch import Dispatch, SendForm, send_extracts
from engine.documents.pool import InProcess
from engine.errors import Invalid, NotFound, RuleBroken
from engine.jobs import Job
from engine.journal import entries
from engine.lifecycle.work import Done
from engine.meetings import Paragraph, Recipient, Verifier
from engine.minutes import confirmation_document, extract_document, make_extract, render_worker
from engine.registry import attach, keep_file
from tests.rooms.reading import page
from tests.rooms.scene import Scene, a_scene
from tests.rooms.sitting import (
    ANNA,
    APPROVAL,
    CHAIR,
    CLOSED,
    DAVID,
    MARIANNE,
    at_the_meeting,
    closed,
    decided,
    verified,
)

THREE_RECIPIENTS = [
    {"text": "Verksamhetsdirektör", "address": "direktor@example.org"},
    {"text": "Divisionschefer Närsjukvård"},
    {"text": "Marianne Sandström", "purpose": "service"},
]


def after_the_meeting(scene: Scene, **changes: Any) -> Scene:
    held, meeting = at_the_meeting(scene, **changes)
    decided(held, claims=[APPROVAL], reservations=[{"person": MARIANNE}])
    return closed(held, meeting)


def rule_of(scene: Scene, **form: Any) -> str:
    with pytest.raises(RuleBroken) as no:
        verified(scene, **form)
    return no.value.refusal.rule


def sent(scene: Scene, **form: Any) -> Done:
    return send_extracts(scene.work("send_extracts", "secretary"), SendForm.model_validate(form))


def test_a_verified_paragraph_is_never_verified_again(database: Database) -> None:
    with a_scene(database) as scene:
        after = after_the_meeting(scene)
        done = verified(after)
        assert done.facts["verified_on"] == "2020-05-27"
        people = after.session.exec(select(Verifier).order_by(col(Verifier.position))).all()
        assert [one.person_id for one in people] == [after.person(CHAIR).id, after.person(ANNA).id]
        assert rule_of(after) == "paragraph_verified"


def test_verification_waits_until_the_meeting_is_closed_unless_it_is_immediate(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        held, _ = at_the_meeting(scene)
        with pytest.raises(NotFound):
            verified(held)
        decided(held)
        assert rule_of(held) == "verified_before_close"
        verified(held, immediate=True)
        assert held.session.exec(select(Paragraph)).one().immediate


def test_verification_after_fourteen_days_says_why(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        after = after_the_meeting(scene)
        assert rule_of(after, verified_on="2020-05-28") == "verified_ahead"
        assert rule_of(after, verified_on="2020-05-26") == "verified_before_meeting"
        last, late = after.at(CLOSED.replace(month=6, day=10)), after.at(CLOSED.replace(month=6, day=11))
        assert rule_of(late) == "verified_late"
        verified(late, remark="En justerare har varit sjuk.")
        assert last.session.exec(select(Paragraph)).one().remark == "En justerare har varit sjuk."


def test_the_last_day_for_verification_is_in_time(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        verified(after_the_meeting(scene).at(CLOSED.replace(month=6, day=10)))


def test_those_who_served_verify_and_the_chair_is_among_them(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        after = after_the_meeting(scene)
        assert rule_of(after, by=[CHAIR, DAVID]) == "verifier_not_chosen"
        assert rule_of(after, by=[ANNA]) == "verifier_presiding_missing"


def test_a_promised_text_is_handed_in_before_verification_or_remarked_on(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        held, meeting = at_the_meeting(scene)
        decided(held, claims=[APPROVAL], reservations=[{"person": MARIANNE, "annex": 2}])
        after = closed(held, meeting)
        assert rule_of(after) == "item_reservation_text_missing"
        verified(after, remark="Den skriftliga reservationen har inte lämnats in.")


def test_the_extract_is_a_record_of_the_case_and_is_ordered(database: Database) -> None:
    with a_scene(database) as scene:
        after = after_the_meeting(scene)
        verified(after)
        made = make_extract(after.work("make_extract", "secretary"))
        row = after.session.exec(select(Paragraph)).one()
        record = after.session.get_one(Record, row.record_id)
        assert made.facts == {"record": str(record.id), "number": record.number, "paragraph": "§ 1"}
        assert (record.kind, record.direction) == ("extract", "outgoing")
        assert record.title == "Protokollsutdrag § 1 Motion 3-2020 om systemet CallMe"
        ordered = after.session.exec(select(jobs.Outbox)).all()
        assert json.loads(ordered[-1].payload) == {"document": "extract", "record": str(record.id), "cause": "1"}


def test_an_extract_nobody_is_to_have_stays_in_the_house(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        after = after_the_meeting(scene, recipients=[])
        verified(after)
        make_extract(after.work("make_extract", "secretary"))
        row = after.session.exec(select(Paragraph)).one()
        assert after.session.get_one(Record, row.record_id).direction == "internal"
        assert sent(after).facts["sent"] == 0


def test_each_recipient_is_sent_to_in_a_way_that_is_noted(database: Database) -> None:
    with a_scene(database) as scene:
        after = after_the_meeting(scene, recipients=THREE_RECIPIENTS)
        verified(after)
        ways = [
            {"recipient": 1, "way_out": "email"},
            {"recipient": "Marianne Sandström", "way_out": "post", "address": "Storgatan 1, Luleå"},
        ]
        assert sent(after, recipients=ways, others="by_hand").facts["sent"] == 3
        rows = after.session.exec(select(Dispatch).order_by(col(Dispatch.position))).all()
        assert [(row.way, row.state) for row in rows] == [("email", "queued"), ("by_hand", "sent"), ("post", "sent")]
        assert rows[2].address == "Storgatan 1, Luleå"
        assert [row.sent_at for row in rows] == [None, CLOSED, CLOSED]
        assert [row.purpose for row in rows] == ["information", "information", "service"]
        told = after.session.exec(select(Recipient.address).order_by(col(Recipient.position))).all()
        assert told == ["direktor@example.org", None, None], "what the § says stays as it was decided"


@pytest.mark.parametrize(
    ("form", "rule"),
    [
        ({"recipients": [{"recipient": 1, "way_out": "email"}]}, "recipient_without_way"),
        ({"others": "email"}, "recipient_without_address"),
        ({"others": "post"}, "recipient_without_address"),
    ],
)
def test_nobody_is_left_out_or_sent_to_nowhere(sqlite_database: Database, form: dict[str, Any], rule: str) -> None:
    with a_scene(sqlite_database) as scene:
        after = after_the_meeting(scene, recipients=THREE_RECIPIENTS)
        verified(after)
        with pytest.raises(RuleBroken) as no:
            sent(after, **form)
        assert no.value.refusal.rule == rule


def test_an_extract_is_sent_of_what_is_verified_to_those_the_decision_names(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        after = after_the_meeting(scene, recipients=THREE_RECIPIENTS)
        with pytest.raises(RuleBroken) as no:
            sent(after, others="by_hand")
        assert no.value.refusal.rule == "extract_unverified"
        verified(after)
        with pytest.raises(Invalid, match="names no such recipient"):
            sent(after, recipients=[{"recipient": "Landshövdingen", "way_out": "by_hand"}])
        with pytest.raises(Invalid, match="stands twice"):
            sent(after, recipients=[{"recipient": 2, "way_out": "by_hand"}] * 2)


def rendered(scene: Scene, root: Path, document: str, record: Record) -> list[RecordFile]:
    payload = {"document": document, "record": str(record.id), "cause": "7"}
    job = Job(record.id, record.organisation_id, "render", payload, 0)
    render_worker(root, InProcess())(scene.session, job, scene.now)(scene.session)
    wanted = select(RecordFile).where(RecordFile.record_id == record.id).order_by(col(RecordFile.position))
    return list(scene.session.exec(wanted))


def test_a_repeated_job_renders_once_and_says_what_it_was_made_with(sqlite_database: Database, tmp_path: Path) -> None:
    with a_scene(sqlite_database) as scene:
        after = after_the_meeting(scene)
        verified(after)
        make_extract(after.work("make_extract", "secretary"))
        record = after.session.get_one(Record, after.session.exec(select(Paragraph)).one().record_id)
        made = rendered(after, tmp_path, "extract", record)
        assert [one.media_type for one in made] == ["application/pdf", "text/html"]
        assert made[0].filename == f"protokollsutdrag-{after.case.dnr}-{record.number}.pdf"
        pdf, html = (files.read(tmp_path, one.organisation_id, one.sha256) for one in made)
        assert pdf.startswith(b"%PDF-")
        assert len(html) == made[1].size
        assert "Marianne Sandström (SD) reserverar sig mot beslutet." in "".join(page(html.decode()).said)
        assert {"profile", "templates", "weasyprint"} <= json.loads(made[0].made_with or "").keys()
        assert rendered(after, tmp_path, "extract", record) == made
        told = [entry for entry in entries(after.session, after.case.id) if entry.tag == "record:rendered"]
        assert [entry.facts for entry in told] == [
            {
                "record": str(record.id),
                "number": record.number,
                "sha256": [one.sha256 for one in made],
                "variant": "original",
                "made_with": made[0].made_with,
                "cause": 7,
            }
        ]
        assert told[0].personal == {"actor": "dnr"}


def test_an_annex_added_before_the_extract_is_made_does_not_stand_in_its_way(
    sqlite_database: Database, tmp_path: Path
) -> None:
    with a_scene(sqlite_database) as scene:
        after = after_the_meeting(scene)
        verified(after)
        make_extract(after.work("make_extract", "secretary"))
        record = after.session.get_one(Record, after.session.exec(select(Paragraph)).one().record_id)
        annex = keep_file(tmp_path, record.organisation_id, "karta.png", "image/png", b"karta")
        attach(after.session, record, [annex], after.now)
        made = rendered(after, tmp_path, "extract", record)
        assert [(one.position, one.media_type) for one in made] == [
            (1, "image/png"),
            (2, "application/pdf"),
            (3, "text/html"),
        ]


def test_every_document_of_the_lifecycle_can_be_rendered(sqlite_database: Database, tmp_path: Path) -> None:
    with a_scene(sqlite_database) as scene:
        asked = {"recipient": "Division Närsjukvård", "question": "Hur används CallMe?", "due_on": "2020-05-20"}
        after = after_the_meeting(scene, referrals=[asked])
        for kind in ("report", "referral"):
            record = after.session.exec(select(Record).where(Record.kind == kind)).one()
            assert len(rendered(after, tmp_path, kind, record)) == 2
        act = after.actor("secretary").act(after.now)
        said = enter(after.session, after.case, act, direction="outgoing", kind="confirmation", title="Bekräftelse")
        made = rendered(after, tmp_path, "confirmation", said)
        assert made[0].filename == f"bekraftelse-{after.case.dnr}-{said.number}.pdf"


def test_a_record_without_a_document_is_not_rendered(sqlite_database: Database, tmp_path: Path) -> None:
    with a_scene(sqlite_database) as scene:
        motion = scene.session.exec(select(Record)).one()
        with pytest.raises(NotFound):
            rendered(scene, tmp_path, "extract", motion)
        with pytest.raises(ValueError, match="there is no document 'poster'"):
            rendered(scene, tmp_path, "poster", motion)


def test_an_extract_before_verification_is_marked_as_a_draft(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        after = after_the_meeting(scene)
        row = after.session.exec(select(Paragraph)).one()
        assert extract_document(after.session, row).draft
        verified(after)
        assert not extract_document(after.session, row).draft


def test_who_sent_something_in_is_told_its_dnr(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        act = scene.actor("secretary").act(scene.now)
        record = enter(
            scene.session,
            scene.case,
            act,
            direction="outgoing",
            kind="confirmation",
            title="Bekräftelse",
            correspondent="Marianne Sandström",
        )
        letter = confirmation_document(scene.session, record)
        assert letter.dnr == (scene.case.dnr,)
        assert letter.addressee == ("Marianne Sandström",)
        assert scene.case.arrived_on.isoformat() in letter.html
