"""Writing a draft: saved as one types, in versions that are never changed, by one person at a time."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import col, select

from engine import drafting
from engine.access import Actor
from engine.db import Database
from engine.drafting import CopyForm, Draft, DraftVersion, ReportForm, ReviewForm, VersionForm
from engine.drafting.keeping import DRAFT_MAX
from engine.errors import Forbidden, Invalid, NotFound, RuleBroken, Stale
from engine.organisations.tables import User, UserRole
from engine.registry import case_journal
from tests.rooms.scene import MORNING, Scene, a_report, a_scene

MINUTE = timedelta(minutes=1)


def colleague(scene: Scene, name: str = "Kaj Moberg") -> Actor:
    """Another officer."""
    user = User(organisation_id=scene.region.id, username=name.split(maxsplit=1)[0].lower(), name=name)
    scene.session.add(user)
    scene.session.flush()
    scene.session.add(UserRole(user_id=user.id, role="officer", from_day=MORNING.date()))
    return Actor(user.id, scene.region.id, name, None, frozenset({("officer", None)}))


def text(words: str) -> CopyForm:
    return CopyForm.model_validate({"sections": [{"key": "summary", "html": f"<p>{words}</p>"}]})


def begun(scene: Scene) -> UUID:
    return drafting.begin_draft(scene.session, scene.actor("officer"), scene.case.id, scene.now).id


def saved(scene: Scene, draft: UUID, words: str, who: Actor | None = None, if_match: int | None = None) -> Draft:
    who = who or scene.actor("officer")
    return drafting.save_copy(scene.session, who, draft, text(words), scene.now, if_match)


def version(scene: Scene, draft: UUID, who: Actor | None = None, note: str | None = None) -> DraftVersion:
    return drafting.save_version(scene.session, who or scene.actor("officer"), draft, VersionForm(note=note), scene.now)


def standing(scene: Scene, draft: UUID) -> str:
    content, _ = drafting.working_content(scene.session, scene.session.get_one(Draft, draft))
    return content.sections[0].html if content.sections else ""


def history(scene: Scene, draft: UUID) -> list[tuple[int, str, str]]:
    wanted = select(DraftVersion, User.username).join(User, col(User.id) == col(DraftVersion.author_id))
    rows = scene.session.exec(wanted.where(DraftVersion.draft_id == draft).order_by(col(DraftVersion.version)))
    return [(row.version, row.why, name) for row, name in rows]


def tags(scene: Scene) -> list[str]:
    return [entry.tag for entry in case_journal(scene.session, scene.actor("officer"), scene.case.id)]


def test_what_one_types_is_saved_without_a_version_or_an_entry_in_the_journal(database: Database) -> None:
    with a_scene(database) as scene:
        draft = begun(scene)
        for words in ("Motionen", "Motionen i", "Motionen i korthet."):
            row = saved(scene, draft, words)
        assert (row.rev, row.unsaved, row.versions) == (3, True, 0)
        assert standing(scene, draft) == "<p>Motionen i korthet.</p>"
        assert tags(scene) == []


def test_a_version_is_a_named_act_and_nothing_new_makes_none(database: Database) -> None:
    with a_scene(database) as scene:
        draft = begun(scene)
        saved(scene, draft, "Ett.")
        first = version(scene, draft, note="Första försöket")
        assert (first.version, first.why, first.note) == (1, "saved", "Första försöket")
        assert version(scene, draft).version == 1
        saved(scene, draft, "Två.")
        assert version(scene, draft).version == 2
        assert tags(scene) == ["draft:saved", "draft:saved"]
        listed = drafting.versions_of(scene.session, scene.actor("manager"), draft)
        assert [(one.version, name, json.loads(one.changed)) for one, name in listed] == [
            (2, "Olle Officer", ["summary"]),
            (1, "Olle Officer", ["summary"]),
        ]


def test_a_draft_that_lacks_everything_is_a_version_but_is_not_handed_in(database: Database) -> None:
    with a_scene(database) as scene:
        draft = begun(scene)
        form = CopyForm.model_validate({"proposal": [{"text": ""}], "sections": [{"key": "matter", "html": " "}]})
        drafting.save_copy(scene.session, scene.actor("officer"), draft, form, scene.now)
        assert version(scene, draft).version == 1
        with pytest.raises(ValueError, match="proposal"):
            ReportForm.model_validate(form.model_dump())


def test_of_two_windows_the_one_that_saw_less_is_told_so(database: Database) -> None:
    with a_scene(database) as scene:
        draft = begun(scene)
        row = saved(scene, draft, "Ett.", if_match=0)
        assert saved(scene, draft, "Två.", if_match=row.rev).rev == 2
        with pytest.raises(Stale):
            saved(scene, draft, "Tre.", if_match=1)
        assert standing(scene, draft) == "<p>Två.</p>"


def test_only_who_has_the_lease_saves_and_the_other_is_told_who_writes(database: Database) -> None:
    with a_scene(database) as scene:
        draft, kaj = begun(scene), colleague(scene)
        saved(scene, draft, "Olles ord.")
        for attempt in (
            lambda: saved(scene, draft, "Kajs ord.", kaj),
            lambda: version(scene, draft, kaj),
            lambda: drafting.take_lease(scene.session, kaj, draft, scene.now),
            lambda: drafting.begin_draft(scene.session, kaj, scene.case.id, scene.now),
            lambda: drafting.restore_version(scene.session, kaj, draft, 1, scene.now),
        ):
            with pytest.raises(RuleBroken) as refused:
                attempt()
            assert refused.value.refusal.rule == "draft_held"
            assert dict(refused.value.refusal.facts) == {"name": "Olle Officer", "since": "09.00"}
        assert standing(scene, draft) == "<p>Olles ord.</p>"


def test_a_lapsed_lease_is_taken_by_the_next_and_the_words_of_the_one_before_are_kept(database: Database) -> None:
    with a_scene(database) as scene:
        draft, kaj = begun(scene), colleague(scene)
        saved(scene, draft, "Olles ord.")
        later = scene.at(scene.now + 16 * MINUTE)
        row = saved(later, draft, "Kajs ord.", kaj, if_match=1)
        assert row.holder_id == kaj.user_id
        assert history(scene, draft) == [(1, "kept", "officer")]
        assert standing(scene, draft) == "<p>Kajs ord.</p>"
        assert tags(scene) == ["draft:saved"]


def test_writing_renews_the_lease(database: Database) -> None:
    with a_scene(database) as scene:
        draft, kaj = begun(scene), colleague(scene)
        for minutes in range(0, 40, 10):
            saved(scene.at(scene.now + minutes * MINUTE), draft, f"{minutes} ord.")
        with pytest.raises(RuleBroken):
            saved(scene.at(scene.now + 44 * MINUTE), draft, "Kajs ord.", kaj)
        lease = drafting.lease_of(scene.session, scene.session.get_one(Draft, draft))
        assert lease is not None
        assert (lease.since, lease.until) == (scene.now, scene.now + 45 * MINUTE)


def test_another_takes_over_after_five_minutes_and_the_former_is_told(database: Database) -> None:
    with a_scene(database) as scene:
        draft, kaj, olle = begun(scene), colleague(scene), scene.actor("officer")
        saved(scene, draft, "Olles ord.")
        with pytest.raises(RuleBroken) as refused:
            drafting.take_over(scene.session, kaj, draft, scene.now + 4 * MINUTE)
        assert refused.value.refusal.rule == "draft_holder_active"
        drafting.take_over(scene.session, kaj, draft, scene.now + 5 * MINUTE)
        assert history(scene, draft) == [(1, "kept", "officer")]
        ((notice, by),) = drafting.unseen(scene.session, draft, olle.user_id)
        assert (notice.kind, by, notice.version) == ("taken_over", "Kaj Moberg", 1)
        (entry,) = case_journal(scene.session, olle, scene.case.id)
        assert (entry.tag, (entry.personal or {})["from"]) == ("draft:taken_over", "Olle Officer")
        drafting.see_notices(scene.session, olle, draft, scene.now + 6 * MINUTE)
        assert drafting.unseen(scene.session, draft, olle.user_id) == []
        with pytest.raises(RuleBroken) as late:
            saved(scene.at(scene.now + 6 * MINUTE), draft, "Olle skriver vidare.")
        assert late.value.refusal.facts["name"] == "Kaj Moberg"


def test_taking_over_what_nobody_holds_is_taking_it(database: Database) -> None:
    with a_scene(database) as scene:
        draft, kaj = begun(scene), colleague(scene)
        drafting.give_back(scene.session, kaj, draft)
        assert scene.session.get_one(Draft, draft).holder_id == scene.user("officer").id
        drafting.give_back(scene.session, scene.actor("officer"), draft)
        assert drafting.take_over(scene.session, kaj, draft, scene.now).holder_id == kaj.user_id
        assert tags(scene) == []


def test_one_may_ask_whoever_writes_and_asking_twice_is_told_once(database: Database) -> None:
    with a_scene(database) as scene:
        draft, kaj = begun(scene), colleague(scene)
        for _ in range(2):
            drafting.ask_to_write(scene.session, kaj, draft, scene.now)
        ((notice, by),) = drafting.unseen(scene.session, draft, scene.user("officer").id)
        assert (notice.kind, by) == ("asked", "Kaj Moberg")
        with pytest.raises(RuleBroken) as refused:
            drafting.ask_to_write(scene.session, scene.actor("officer"), draft, scene.now)
        assert refused.value.refusal.rule == "draft_nothing_held"


def test_an_old_version_is_taken_up_as_a_new_one_and_nothing_is_lost(database: Database) -> None:
    with a_scene(database) as scene:
        draft = begun(scene)
        for words in ("Ett.", "Två."):
            saved(scene, draft, words)
            version(scene, draft)
        saved(scene, draft, "Osparat.")
        made = drafting.restore_version(scene.session, scene.actor("officer"), draft, 1, scene.now)
        assert (made.version, made.restored) == (4, 1)
        assert [why for _, why, _ in history(scene, draft)] == ["saved", "saved", "kept", "restored"]
        assert standing(scene, draft) == "<p>Ett.</p>"
        third = drafting.version_of(scene.session, scene.actor("officer"), draft, 3)
        assert drafting.read_copy(third).sections[0].html == "<p>Osparat.</p>"
        with pytest.raises(NotFound):
            drafting.restore_version(scene.session, scene.actor("officer"), draft, 5, scene.now)


def handed_in(scene: Scene, who: str = "officer") -> dict[str, object]:
    form = ReportForm.model_validate(a_report())
    return dict(drafting.draft_report(scene.work("draft_report", who), form).facts)


def test_handing_in_supersedes_ones_own_copy_and_ends_the_lease(database: Database) -> None:
    with a_scene(database) as scene:
        draft = begun(scene)
        saved(scene, draft, "Olles ord.")
        assert handed_in(scene)["version"] == 1
        row = scene.session.get_one(Draft, draft)
        assert (row.handed_in, row.holder_id, row.unsaved) == (True, None, False)
        for attempt in (
            lambda: saved(scene, draft, "Efteråt."),
            lambda: version(scene, draft),
            lambda: drafting.restore_version(scene.session, scene.actor("officer"), draft, 1, scene.now),
            lambda: begun(scene),
        ):
            with pytest.raises(RuleBroken) as refused:
                attempt()
            assert refused.value.refusal.rule == "draft_approved"


def test_nobody_hands_in_over_the_head_of_who_writes_and_unsaved_words_are_kept(database: Database) -> None:
    with a_scene(database) as scene:
        draft, kaj = begun(scene), colleague(scene)
        drafting.give_back(scene.session, scene.actor("officer"), draft)
        saved(scene, draft, "Kajs ord.", kaj)
        with pytest.raises(RuleBroken) as refused:
            handed_in(scene)
        assert refused.value.refusal.rule == "draft_held"
        facts = handed_in(scene.at(scene.now + 20 * MINUTE))
        assert (facts["kept"], facts["version"]) == (1, 2)
        assert history(scene, draft) == [(1, "kept", "kaj"), (2, "handed_in", "officer")]


def test_who_wrote_what_was_kept_does_not_approve_it(database: Database) -> None:
    with a_scene(database) as scene:
        draft, chief = begun(scene), scene.actor("manager")
        drafting.give_back(scene.session, scene.actor("officer"), draft)
        saved(scene, draft, "Chefens ord.", chief)
        handed_in(scene.at(scene.now + 20 * MINUTE))
        with pytest.raises(RuleBroken) as refused:
            drafting.review(scene.work("review", "manager"), ReviewForm(approved=True))
        assert refused.value.refusal.rule == "own_draft"


def test_a_finished_draft_is_closed_and_the_next_round_begins_empty(database: Database) -> None:
    with a_scene(database) as scene:
        draft = begun(scene)
        handed_in(scene)
        drafting.finish_report(scene.work("finish_report", "director"))
        with pytest.raises(RuleBroken) as refused:
            saved(scene, draft, "Efteråt.")
        assert refused.value.refusal.rule == "draft_finished"
        again = begun(scene)
        assert again != draft
        assert standing(scene, again) == ""
        mine = drafting.drafts_of(scene.session, scene.actor("officer"), scene.case.id)
        assert [row.round for row in mine] == [1, 2]


def test_drafts_are_for_those_who_prepare_the_case(database: Database) -> None:
    with a_scene(database) as scene:
        draft = begun(scene)
        chair = Actor(scene.user("officer").id, scene.region.id, "Nils", None, frozenset({("chair", None)}))
        for attempt in (
            lambda: drafting.see_draft(scene.session, chair, draft),
            lambda: drafting.drafts_of(scene.session, chair, scene.case.id),
            lambda: saved(scene, draft, "Ord.", scene.actor("secretary")),
        ):
            with pytest.raises(Forbidden):
                attempt()
        assert drafting.see_draft(scene.session, scene.actor("secretary"), draft).id == draft


def test_a_draft_has_an_end(sqlite_database: Database) -> None:
    with a_scene(sqlite_database) as scene:
        draft = begun(scene)
        keys = ("summary", "assessment", "matter", "basis", "impact_equality", "impact_children")
        long = f"<p>{'x' * (DRAFT_MAX // len(keys))}</p>"
        form = CopyForm.model_validate({"sections": [{"key": key, "html": long} for key in keys]})
        with pytest.raises(Invalid, match="longer than"):
            drafting.save_copy(scene.session, scene.actor("officer"), draft, form, scene.now)


def test_a_version_is_never_changed_in_the_database(database: Database) -> None:
    with a_scene(database) as scene:
        draft = begun(scene)
        saved(scene, draft, "Ett.")
        row = version(scene, draft)
        row.content = "{}"
        scene.session.add(row)
        with pytest.raises(Exception, match="never changed"), scene.session.begin_nested():
            scene.session.flush()
        scene.session.expire_all()
