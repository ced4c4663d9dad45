"""Every form on a page: what it asks for is what the form itself says, and what is typed becomes its answers."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from api.administration.sections import operations
from api.pages import choices, words
from api.pages.answers import answers, pruned, written
from api.pages.cases import ACTS
from api.pages.days import day_of, instant_of, written_instant
from api.pages.dispatches import ACTS as OF_DISPATCHES
from api.pages.fields import every, filled
from api.pages.prose import html_of, text_of
from api.pages.release import ACTS as RELEASE
from api.pages.schemas import REFERENCES, Asked, asked
from api.pages.shown import pressed
from engine import registry
from engine.cases.tables import DIRECTIONS, KINDS, OUTCOMES, WAYS_IN
from engine.documents.richtext import clean
from engine.forms import Form
from engine.meetings.event_forms import ClaimedForm, DivisionRequestedForm, ReservedForm
from engine.meetings.forms import MomentForm
from engine.organisations import beginning, keys, links, second_factor
from engine.organisations.tables import BODY_KINDS, RECIPIENT_KINDS, ROLES, SEATS, WAYS_OUT
from engine.steps import STEPS
from tests.api.test_description import FORMS
from tests.api.town import motion
from tests.pages.scene import REPORT

TODAY = date(2021, 3, 9)
EVERY: dict[str, type[Form]] = {
    **{name: step.form for name, step in STEPS.items()},
    **{name: act.form for name, act in ACTS.items()},
    **{f"dispatch_{name}": act.form for name, act in OF_DISPATCHES.items()},
    "register": registry.RegisterForm,
    "begin": beginning.BeginForm,
    "password": links.PasswordForm,
    "code": second_factor.CodeForm,
    "key": keys.KeyForm,
    **{name: act.form for name, act in operations().items()},
    **{f"release {name}": act.form for name, act in RELEASE.items()},
    "ask": registry.AskForm,
    "pile": registry.PileForm,
    "place": registry.PlaceForm,
}
PLACES = (
    "line",
    "text",
    "rich",
    "secret",
    "day",
    "instant",
    "number",
    "numbers",
    "check",
    "yesno",
    "choice",
    "group",
    "rows",
)


def all_of(some: tuple[Asked, ...]) -> Iterator[Asked]:
    for one in some:
        yield one
        yield from all_of(one.below)


@pytest.mark.parametrize("name", EVERY)
def test_everything_that_a_form_asks_for_has_a_field_with_a_swedish_title(name: str) -> None:
    form = EVERY[name]
    found = asked(form.model_json_schema())
    assert [one.name for one in found] == list(form.model_fields)
    for one in all_of(found):
        assert one.kind in PLACES
        assert one.title != one.name, f"{one.form}.{one.name} has no title"
        assert one.reference or "kortnamn" not in one.help.lower(), f"{one.form}.{one.name} is to be chosen, not spelt"
    for drawn in every(filled(found, {}, {}).fields):
        assert not any(f"{value}:" in drawn.help for value in drawn.asked.values), drawn.path


@pytest.mark.parametrize("name", EVERY)
def test_every_value_that_may_be_chosen_has_its_swedish_words(name: str) -> None:
    for one in all_of(asked(EVERY[name].model_json_schema())):
        if one.reference is None:
            bare = [value for value in one.values if words.choice(one.form, one.name, value) == value]
            assert bare == [], f"{one.form}.{one.name}"


def test_the_words_of_the_register_are_those_that_it_holds() -> None:
    listed = words.words()
    assert set(listed["kind"]) == set(KINDS)
    assert set(listed["outcome"]) == set(OUTCOMES)
    assert set(listed["direction"]) == set(DIRECTIONS)
    assert set(listed["way_in"]) == set(WAYS_IN)
    assert set(listed["body_kind"]) == set(BODY_KINDS)
    assert set(listed["seat"]) == set(SEATS)
    assert set(listed["recipient_kind"]) == set(RECIPIENT_KINDS)
    assert set(listed["way_out"]) == set(WAYS_OUT)
    assert set(listed["role"]) == set(listed["doer"]) == set(ROLES)


def test_every_list_to_choose_from_is_a_field_of_a_form_and_every_own_help_too() -> None:
    known = {f"{one.form}.{one.name}" for form in EVERY.values() for one in all_of(asked(form.model_json_schema()))}
    for beside in (registry.LooseRecordForm, MomentForm, ClaimedForm, DivisionRequestedForm, ReservedForm):
        known |= {f"{one.form}.{one.name}" for one in all_of(asked(beside.model_json_schema()))}
    assert set(REFERENCES) - known == set()
    assert set(REFERENCES.values()) <= set(choices.LISTS)
    assert {name.partition("#")[0] for name in words.words()["fields"]} - known == set()


def plain(given: Any, form: type[BaseModel]) -> Any:
    return form.model_validate(given).model_dump(mode="json")


@pytest.mark.parametrize(
    ("form", "given"),
    [
        (registry.RegisterForm, {**motion(), "document_date": "2020-02-14", "record": {"kind": "motion"}}),
        (STEPS["draft_report"].form, REPORT),
        (STEPS["check_motion"].form, {"admitted": False, "signed": False, "reason": "Saknar att-satser."}),
        (STEPS["verify_minutes"].form, {"verified_on": "2020-10-14", "by": ["karin-lundmark", "per-wikstrom"]}),
        (STEPS["send_extracts"].form, {"recipients": [{"recipient": 2, "way_out": "email"}], "others": "post"}),
        (
            STEPS["decide"].form,
            {
                "claims": [{"kind": "approve", "movers": ["marianne-sandstrom"], "points": [1, 2], "target": "motion"}],
                "carried": [1],
                "whole_first": False,
                "reservations": [{"person": "marianne-sandstrom", "announced_at": "2020-10-07T15:30:00+02:00"}],
            },
        ),
    ],
)
def test_answers_that_are_shown_and_sent_back_untouched_are_the_same_answers(
    form: type[BaseModel], given: dict[str, Any]
) -> None:
    sheet = asked(form.model_json_schema())
    back = answers(sheet, pruned(sheet, written(sheet, given)), TODAY)
    assert plain(back, form) == plain(given, form)


@pytest.mark.parametrize("name", FORMS)
def test_what_anybody_types_anywhere_never_breaks_the_page(name: str) -> None:
    sheet = asked(FORMS[name].model_json_schema())
    for typed in ("", "x", [], {}, ["x"], {"0": "x"}, [{"name": ["x"]}]):
        raw = pruned(sheet, dict.fromkeys((one.name for one in sheet), typed))
        answers(sheet, raw, TODAY)
        list(every(filled(sheet, raw, {}).fields))


def test_a_row_is_added_and_taken_away_and_a_path_that_leads_nowhere_changes_nothing() -> None:
    sheet = asked(STEPS["decide"].form.model_json_schema())
    one = pressed(sheet, {}, "add:claims")
    assert one == {"claims": [{}]}
    deep = pressed(sheet, one, "add:claims.0.movers")
    assert deep == {"claims": [{"movers": [""]}]}
    assert pressed(sheet, deep, "drop:claims.0") == {"claims": []}
    for nowhere in (
        "add:finns.inte",
        "add:claims.7.movers",
        "drop:claims.x",
        "drop:claims.9",
        "add:",
        "look",
        "add:outside.0.x",
    ):
        assert pressed(sheet, deep, nowhere).get("claims") == deep["claims"], nowhere


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2021-03-09", "2021-03-09"),
        ("20210309", "2021-03-09"),
        ("i dag", "2021-03-09"),
        ("I  går", "2021-03-08"),
        ("i morgon", "2021-03-10"),
        ("5/3", "2021-03-05"),
        ("5.3", "2021-03-05"),
        ("28/12", "2020-12-28"),
        ("1/9", "2021-09-01"),
        ("5/3 2019", "2019-03-05"),
        ("29/2", "2020-02-29"),
        ("31/2", "31/2"),
        ("snart", "snart"),
        ("", ""),
    ],
)
def test_a_day_is_written_as_people_write_it(said: str, day: str) -> None:
    assert day_of(said, TODAY) == day


def test_a_time_is_swedish_local_time_in_summer_and_winter() -> None:
    assert instant_of("2020-10-07 15.30", TODAY) == "2020-10-07T15:30:00+02:00"
    assert instant_of("i dag kl. 8.05", TODAY) == "2021-03-09T08:05:00+01:00"
    assert written_instant("2020-10-07T13:30:00+00:00") == "2020-10-07 15.30"
    for wrong in ("i dag", "2020-10-07 25.00", "strax"):
        assert instant_of(wrong, TODAY) == wrong


WORDS = st.text(alphabet="aåb *_#-+>1.)[]<|\\`&~", min_size=1, max_size=20)
INSIDE = st.one_of(WORDS.map(lambda said: said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")))
MARKED = st.one_of(
    INSIDE, INSIDE.map(lambda one: f"a <strong>{one}</strong> b"), INSIDE.map(lambda one: f"<em>{one}</em>")
)
BLOCK = st.one_of(
    MARKED.map(lambda one: f"<p>{one}</p>"),
    MARKED.map(lambda one: f"<h3>{one}</h3>"),
    st.lists(MARKED, min_size=1, max_size=3).map(
        lambda some: "<ul>" + "".join(f"<li>{one}</li>" for one in some) + "</ul>"
    ),
    st.lists(MARKED, min_size=1, max_size=3).map(
        lambda some: "<ol>" + "".join(f"<li>{one}</li>" for one in some) + "</ol>"
    ),
    st.just("<table><tbody><tr><td>1</td></tr></tbody></table>"),
)


@given(st.lists(BLOCK, max_size=4).map("".join))
def test_a_section_that_is_shown_in_a_plain_field_and_saved_again_is_unchanged(html: str) -> None:
    kept = clean(html)
    assert clean(html_of(text_of(kept))) == kept


def test_paragraphs_are_typed_with_an_empty_line_between_them_and_lists_with_dashes() -> None:
    typed = "Första stycket.\n\nAndra, med **vikt**.\n\n- ett\n- två"
    html = "<p>Första stycket.</p><p>Andra, med <strong>vikt</strong>.</p><ul><li>ett</li><li>två</li></ul>"
    assert clean(html_of(typed)).replace("\n", "") == html
    assert text_of(clean(html_of(typed))) == typed
