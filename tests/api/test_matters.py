"""Each kind of matter from its arrival to its end, as its shipped scenario tells it; and with the seed's own text."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from api.demo import shipped_scenarios
from api.play import Played, Player, rehearsal
from api.scenario import Scenario, read_scenario
from engine import auditing
from engine.access import Actor
from engine.organisations.tables import User, UserRole
from engine.settings import Settings
from tests.api.test_scenarios import changed, text_of
from tests.documents.seeds import SEEDS


def scenario(name: str) -> Scenario:
    """A shipped scenario by the name of its file."""
    (path,) = (path for path in shipped_scenarios() if path.stem == name)
    return read_scenario(path)


@contextmanager
def played(story: Scenario, home: Path) -> Iterator[tuple[Player, Played]]:
    """A story that has been played, with its database still there."""
    settings = Settings(home=home, database_url="")
    with rehearsal(settings) as database:
        player = Player(story, database, settings, home / "out", lambda line: None)
        yield player, player.play()


def recall(seed: str, told: str) -> float:
    """How many of the seed's words come out, in their order, of all its words."""
    wanted = plain_words(seed)
    matcher = SequenceMatcher(None, wanted, plain_words(told), autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(wanted)


def plain_words(text: str) -> list[str]:
    """The words of a text, without the marks of lists and emphasis and without hyphens, which a PDF breaks lines at."""
    bare = re.sub(r"[*#]+|^\s*[-•–]\s+", " ", text, flags=re.MULTILINE)
    return re.sub(r"(?<=\w)[-–\u2010\u2011]\s*(?=\w)", "", bare).split()


def document(player: Player, told: Played, kind: str) -> Path:
    """The first PDF of a kind that the story left."""
    name: str = next(one["file"] for one in told.documents if one["kind"] == kind and one["file"].endswith(".pdf"))
    return player.out / name


def typed(name: str) -> dict[str, Any]:
    """What an officer would type to write a seed's report: its sections, and what stands in it as data."""
    seed = SEEDS[name]
    split = seed.split()
    return {
        "sections": [{"key": one.key, "html": one.html} for one in split.sections if one.key in WRITTEN and one.html],
        "proposal": [
            {"kind": "own", "text": one.value, "sentence": one.sentence} for one in split.found("proposal_point")
        ],
        "recipients": [{"text": one.value} for one in split.found("recipient")],
        "referrals": [],
    }


WRITTEN = ("assessment", "summary", "matter", "impact_equality")


def with_people(story: Scenario, **named: dict[str, str | None]) -> Scenario:
    """The story with other people in some of its accounts."""
    users = tuple(user.model_copy(update=named.get(user.username, {})) for user in story.setup.users)
    return story.model_copy(update={"setup": story.setup.model_copy(update={"users": users})})


def without(story: Scenario, *steps: str) -> Scenario:
    """The story without some of its steps."""
    return story.model_copy(update={"acts": tuple(act for act in story.acts if act.step not in steps)})


def until(story: Scenario, step: str) -> Scenario:
    """The story up to and with the last time a step is done."""
    last = max(place for place, act in enumerate(story.acts) if act.step == step)
    return story.model_copy(update={"acts": story.acts[: last + 1]})


def test_the_seed_of_an_initiative_comes_out_of_its_lifecycle_as_a_pdf(tmp_path: Path) -> None:
    content = SEEDS["004"].content().decode("utf-8")
    officer: dict[str, str | None] = {"name": "Jessica Isaksson", "email": "Jessica.isaksson@regionjh.se"}
    people: dict[str, dict[str, str | None]] = {
        "handlaggare": {**officer, "unit": "Hälsa- och sjukvårdspolitiska avdelningen", "title": None},
        "chef": {"name": "Johan Palm", "title": "Chef hälsa- och sjukvårdspolitiska avdelningen"},
        "direktor": {"name": "Sara Lewerentz", "title": "Regiondirektör"},
    }
    story = changed(scenario("digital-samordnare"), "draft_report", **typed("004"))
    with played(with_people(until(story, "approve"), **people), tmp_path) as (player, told):
        assert recall(content, text_of(document(player, told, "report"))) >= 0.995


def test_the_seed_of_an_opinion_comes_out_of_the_answers_to_the_recommendations(tmp_path: Path) -> None:
    seed = SEEDS["001"]
    content, split = seed.content().decode("utf-8"), seed.split()
    wanted = [one.value for one in split.found("recommendation")]
    _, *answers = re.split(r"<h3>.*?</h3>", split.sections[0].html)
    story = scenario("granskning-1177")
    story = changed(story, "list_recommendations", recommendations=wanted)
    given = [{"number": number, "answer": html} for number, html in enumerate(answers, 1)]
    story = changed(story, "answer_recommendations", answers=given)
    story = changed(story, "draft_report", title=split.first("title"))
    first, *others = story.setup.people
    chair = first.model_copy(update={"name": "Peter Olofsson", "slug": "karin-lundmark"})
    people = {"people": (chair, *others)}
    story = story.model_copy(update={"setup": story.setup.model_copy(update=people)})
    with played(until_first(story, "approve"), tmp_path) as (player, told):
        assert recall(content, text_of(document(player, told, "report"))) >= 0.995


def until_first(story: Scenario, step: str) -> Scenario:
    """The story up to and with the first time a step is done."""
    first = next(place for place, act in enumerate(story.acts) if act.step == step)
    return story.model_copy(update={"acts": story.acts[: first + 1]})


def test_recommendations_without_a_decision_point_are_shown_as_gaps_in_both_cases(tmp_path: Path) -> None:
    """The second and the fourth are taken up by no point of the matter that the audit caused."""
    story = until(scenario("granskning-1177"), "send_extracts")
    with played(story, tmp_path) as (player, _), player.database.read() as session:
        user = session.exec(select(User).where(col(User.username) == "handlaggare")).one()
        roles = session.exec(select(UserRole).where(col(UserRole.user_id) == user.id)).all()
        grants = frozenset((role.role, role.body_id) for role in roles)
        actor = Actor(user.id, user.organisation_id, user.name, None, grants)
        for name in ("audit", "matter"):
            standing = auditing.standing_of(session, actor, UUID(player.kept[name]["id"]))
            told = {one.recommendation.number: [(at.point, at.by_name) for at in one.taken] for one in standing}
            assert told == {1: [(3, user.name)], 2: [], 3: [(2, user.name)], 4: []}
            assert all(one.recommendation.answer for one in standing), "a gap may still have been answered"


def test_the_seed_of_a_board_matter_comes_out_of_its_lifecycle_as_a_pdf(tmp_path: Path) -> None:
    content = SEEDS["002"].content().decode("utf-8")
    story = changed(scenario("basutbud"), "draft_report", **typed("002"))
    acts = tuple(act for act in story.acts if act.step not in ("referral_reply", "compile_replies", "report_back"))
    with played(story.model_copy(update={"acts": acts}), tmp_path) as (player, told):
        assert recall(content, text_of(document(player, told, "report"))) >= 0.995
        # in the § the words are the same, but for the proposal, which has become the decision
        assert recall(content, text_of(document(player, told, "extract"))) >= 0.98
