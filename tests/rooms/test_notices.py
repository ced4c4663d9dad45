"""The notice of verified minutes: up, down, broken and put up anew (KL 8:12, 13:5)."""

from datetime import datetime
from typing import Any

import pytest
from sqlmodel import col, select

from engine.db import Database
from engine.errors import NotFound, RuleBroken
from engine.journal import entries
from engine.meetings import Paragraph
from engine.minutes import (
    NoticeForm,
    Posted,
    TakeDownForm,
    decided_paragraphs,
    minutes_document,
    notice_document,
    notices_of,
    put_up,
    take_down,
)
from engine.rules.calendar import STOCKHOLM
from tests.rooms.scene import Scene, a_scene
from tests.rooms.sitting import APPROVAL, at_the_meeting, closed, decided, verified

KEPT = "Regionens hus, Luleå"


def verified_minutes(scene: Scene) -> Scene:
    held, meeting = at_the_meeting(scene)
    decided(held, claims=[APPROVAL])
    after = closed(held, meeting)
    verified(after)
    return after


def meeting_of(scene: Scene) -> Any:
    return scene.session.exec(select(Paragraph.meeting_id).where(col(Paragraph.number).is_not(None))).one()


def on(scene: Scene, day: str) -> Scene:
    return scene.at(datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=STOCKHOLM))


def posted(scene: Scene, day: str) -> Posted:
    then = on(scene, day)
    form = NoticeForm.model_validate({"up": day, "kept": KEPT})
    return put_up(then.session, then.actor("secretary"), meeting_of(scene), form, then.now)


def taken_down(scene: Scene, notice: Posted, day: str, interrupted: str = "") -> Posted:
    then = on(scene, day)
    form = TakeDownForm.model_validate({"down": day, "interrupted": interrupted})
    return take_down(then.session, then.actor("secretary"), meeting_of(scene), notice.notice.id, form, then.now)


def refused(what: Any, *arguments: Any) -> str:
    with pytest.raises(RuleBroken) as no:
        what(*arguments)
    return no.value.refusal.rule


def test_a_notice_stands_through_the_time_for_appeal_and_its_certificate_tells_so(database: Database) -> None:
    with a_scene(database) as scene:
        after = verified_minutes(scene)
        notice = posted(after, "2020-05-28")
        assert (notice.named, notice.comes_down.isoformat()) == ("§ 1", "2020-06-19")
        assert refused(taken_down, after, notice, "2020-06-18") == "notice_taken_down_early"
        taken_down(after, notice, "2020-06-22")
        with pytest.raises(NotFound):
            taken_down(after, notice, "2020-06-23")
        secretary = after.actor("secretary")
        document = notice_document(after.session, secretary, meeting_of(after), notice.notice.id)
        assert document.verified is not None
        told = document.notice
        assert (told.paragraphs, str(told.up), str(told.down), told.kept) == ("§ 1", "2020-05-28", "2020-06-22", KEPT)
        assert told.signer is not None
        assert told.signer.name == secretary.name
        tags = [one.tag for one in entries(after.session, meeting_of(after))]
        assert tags[-2:] == ["notice:put-up", "notice:taken-down"]


def test_a_broken_notice_is_put_up_anew_with_a_new_date(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        after = verified_minutes(scene)
        first = posted(after, "2020-05-28")
        assert refused(posted, after, "2020-05-29") == "notice_without_verification"
        assert taken_down(after, first, "2020-06-02", "Anslagstavlan var ur drift.").notice.broken
        second = posted(after, "2020-06-03")
        assert second.named == "§ 1"
        found = notices_of(after.session, after.actor("secretary"), meeting_of(after))
        assert [one.notice.broken for one in found] == [True, False]


def test_nothing_is_announced_before_it_is_verified_or_ahead_of_time(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        held, meeting = at_the_meeting(scene)
        decided(held, claims=[APPROVAL])
        after = closed(held, meeting)
        assert refused(posted, after, "2020-05-28") == "notice_without_verification"
        verified(after)
        assert refused(posted, after, "2020-05-26") == "notice_before_verification"
        then = on(after, "2020-05-28")
        early = NoticeForm.model_validate({"up": "2020-05-29", "kept": KEPT})
        assert (
            refused(put_up, then.session, then.actor("secretary"), meeting_of(after), early, then.now) == "notice_ahead"
        )


def test_the_cover_of_the_minutes_tells_of_the_notice_and_of_the_secretary(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        after = verified_minutes(scene)
        secretary = after.actor("secretary")
        meeting, seen = decided_paragraphs(after.session, secretary, meeting_of(after))

        def cover() -> Any:
            return minutes_document(after.session, meeting, seen).cover

        assert [one.name for one in cover().secretaries] == [secretary.name]
        assert cover().notice.up is None
        first = posted(after, "2020-05-28")
        assert (str(cover().notice.up), cover().notice.kept) == ("2020-05-28", KEPT)
        taken_down(after, first, "2020-06-02", "Anslagstavlan var ur drift.")
        assert cover().notice.up is None
