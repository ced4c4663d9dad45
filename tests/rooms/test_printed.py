"""Whole minutes, opinions, cover notes and the list of undecided motions, from what has been recorded."""

from datetime import date

from sqlmodel import col, select

from engine.db import Database
from engine.documents.html import render_html
from engine.drafting.tables import Draft
from engine.meetings import Paragraph, Recipient
from engine.minutes import (
    cover_note_document,
    decided_paragraphs,
    minutes_document,
    opinion_document,
    prepared_document,
)
from engine.organisations.profiles import current_profile
from engine.registry.undecided import undecided_motions
from tests.rooms.office import an_office
from tests.rooms.scene import Scene, a_scene
from tests.rooms.sitting import APPROVAL, MARIANNE, at_the_meeting, closed, decided, verified


def after_the_meeting(scene: Scene) -> Scene:
    held, meeting = at_the_meeting(scene, recipients=[{"text": "Regiondirektör", "purpose": "service"}])
    decided(held, claims=[APPROVAL], reservations=[{"person": MARIANNE}])
    return closed(held, meeting)


def paragraph_of(scene: Scene) -> Paragraph:
    return scene.session.exec(select(Paragraph).where(col(Paragraph.number).is_not(None))).one()


def test_the_minutes_tell_who_was_there_who_certified_and_what_was_decided(database: Database) -> None:
    with a_scene(database) as scene:
        after = after_the_meeting(scene)
        paragraph = paragraph_of(after)
        meeting, seen = decided_paragraphs(after.session, after.actor("secretary"), paragraph.meeting_id)
        assert minutes_document(after.session, meeting, seen).draft
        verified(after)
        minutes = minutes_document(after.session, meeting, seen)
        assert minutes.cover is not None
        assert not minutes.draft
        assert minutes.verified == paragraph.verified_on
        assert minutes.cover.paragraphs == paragraph.label
        assert (minutes.cover.starts, minutes.cover.ends) == ("10.00", "15.30")
        assert len(minutes.cover.deciding) == 5
        chair = minutes.cover.deciding[0]
        assert chair.role == "ordförande"
        assert [one.name for one in minutes.cover.chairs] == [chair.name]
        assert all(one.paragraphs == "" for one in minutes.cover.deciding)
        assert chair.name not in minutes.cover.verifiers
        assert minutes.cover.verifiers
        _, profile = current_profile(after.session, meeting.organisation_id)
        printed = render_html(minutes, profile).replace("\u00a0", " ")
        for said in ("Beslutande", "Justerare", "Anslagsbevis", "Marianne Sandström (SD) reserverar sig mot beslutet."):
            assert said in printed


def test_a_board_that_has_decided_nothing_has_minutes_without_paragraphs(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        held, meeting = at_the_meeting(scene)
        found, seen = decided_paragraphs(held.session, held.actor("secretary"), meeting.id)
        minutes = minutes_document(held.session, found, seen)
        assert minutes.draft
        assert minutes.paragraphs == ()
        assert minutes.cover is not None
        assert minutes.cover.paragraphs == ""


def test_a_cover_note_says_why_somebody_gets_the_extract(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        after = after_the_meeting(scene)
        verified(after)
        recipient = after.session.exec(select(Recipient)).one()
        letter = cover_note_document(after.session, recipient, date(2020, 6, 3))
        paragraph = paragraph_of(after)
        assert letter.name == "Följebrev"
        assert letter.title == f"Protokollsutdrag {paragraph.label} {paragraph.title}"
        assert letter.addressee == ("Regiondirektör",)
        assert "Beslutet delges er härmed." in letter.html
        assert "2020-05-27" in letter.html


def test_an_audit_is_answered_by_an_opinion_and_all_else_is_reported_on(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        after = after_the_meeting(scene)
        draft = after.session.exec(select(Draft)).one()
        assert type(prepared_document(after.session, after.case, draft)).__name__ == "Report"
        opinion = opinion_document(after.session, after.case, draft)
        assert opinion.lead == ""
        after.case.kind = "audit_response"
        opinion = opinion_document(after.session, after.case, draft)
        assert opinion.lead == "Regionstyrelsen lämnar följande svar på revisionens rekommendationer."
        assert prepared_document(after.session, after.case, draft) == opinion
        assert opinion.sections
        after.case.kind = "motion"


def test_the_list_holds_what_is_not_decided_the_late_ones_first(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        old, new, done, secret = (office.register(title=f"Motion om {word}") for word in ("tak", "väg", "sjö", "mur"))
        office.matter()
        old.raised_on, old.decide_by, old.outcome = date(2020, 1, 8), date(2021, 1, 8), "referred_back"
        done.outcome, secret.secrecy = "rejected", "secret"
        office.session.add_all([old, new, done, secret])
        office.session.flush()
        listed = undecided_motions(office.session, office.actor(), date(2021, 1, 9))
        assert [one.title for one in listed.late] == ["Motion om tak"]
        assert [one.title for one in listed.others] == ["Motion om väg"]
        assert listed.late[0].standing == "Återremitterad"
        assert listed.others[0].standing == "Ännu inte anmäld i fullmäktige"
        assert listed.late[0].movers
        assert listed.late[0].number
        assert undecided_motions(office.session, office.actor(), date(2021, 1, 8)).late == ()
