"""The published description is whole, and says the truth about itself."""

import json
import re
from typing import Any

import pytest
from pydantic import BaseModel

from api import uploads
from api.administration.sections import operations as acts_of_administration
from api.app import create_app
from api.door import House
from api.examples import EXAMPLES
from api.resources import cases, drafts, imports, meetings, records, series, tasks, tokens, workflows
from engine import auditing, drafting, registry
from engine.dispatch import AgainForm, BounceForm, ReceiptForm, SendForm
from engine.meetings import forms as meeting_forms
from engine.meetings.deciding_forms import ItemForm
from engine.meetings.event_forms import EventAtTableForm
from engine.minutes import NoticeForm, TakeDownForm, VerifyForm, publications
from engine.minutes.forms import AppealForm, AppealResultForm, LegalForceForm
from engine.organisations.accounts import SignInForm
from engine.settings import Settings


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    described: dict[str, Any] = create_app(House(None, None, None), Settings()).openapi()  # type: ignore[arg-type]
    return json.loads(json.dumps(described))  # type: ignore[no-any-return]


def operations(described: dict[str, Any]) -> dict[str, Any]:
    return {one["operationId"]: one for methods in described["paths"].values() for one in methods.values()}


def test_everything_that_is_referred_to_is_there(described: dict[str, Any]) -> None:
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(described)))
    assert named <= described["components"]["schemas"].keys()
    assert "Problem" in named
    links = [
        link
        for one in operations(described).values()
        for answer in one["responses"].values()
        for link in answer.get("links", {}).values()
    ]
    assert links
    assert {link["operationId"] for link in links} <= operations(described).keys()


def test_names_of_operations_are_stable_and_each_is_its_own(described: dict[str, Any]) -> None:
    names = [one["operationId"] for methods in described["paths"].values() for one in methods.values()]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)+", name) for name in names)


def test_every_route_has_a_summary_and_says_what_it_answers_when_it_refuses(described: dict[str, Any]) -> None:
    for name, one in operations(described).items():
        assert one["description"], name
        if not name.startswith("operation_"):
            assert {"400", "401", "403", "404", "409", "412", "413", "422", "429", "503"} <= one["responses"].keys(), (
                name
            )
        for status, answer in one["responses"].items():
            if int(status) >= 400:
                schema = answer["content"]["application/problem+json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/Problem"}


def test_acts_take_an_idempotency_key_and_acts_on_what_has_been_seen_take_if_match(described: dict[str, Any]) -> None:
    def headers(name: str) -> set[str]:
        return {one["name"] for one in operations(described)[name].get("parameters", []) if one["in"] == "header"}

    acts = {
        one["operationId"]
        for methods in described["paths"].values()
        for method, one in methods.items()
        if method != "get" and one["operationId"] not in ("sign_in_sign_in", "workflows_check", "administration_link")
    }
    assert {name for name in acts if "Idempotency-Key" not in headers(name)} == set()
    assert {name for name in acts if "If-Match" in headers(name)} == {
        *("cases_close", "cases_correct", "cases_void", "cases_mark", "cases_unmark", "cases_add_record"),
        "cases_confirm",
        *("records_correct", "records_void", "records_mark", "records_unmark", "records_file", "tasks_complete"),
        "publications_publish",
        *("drafts_save", "drafts_keep", "drafts_restore", "handling_reassign"),
    }
    for name in ("cases_register", "cases_one", "cases_correct", "tasks_complete", "records_one"):
        answer = next(value for status, value in operations(described)[name]["responses"].items() if status < "300")
        assert "ETag" in answer["headers"], name


FORMS: dict[str, type[BaseModel]] = {
    "sign_in_sign_in": SignInForm,
    "cases_register": uploads.JSON_FORMS["RegisterWithFiles"],
    "cases_correct": registry.CaseCorrectionForm,
    "cases_close": registry.CloseByHandForm,
    "cases_confirm": registry.ConfirmForm,
    "cases_void": registry.ReasonForm,
    "cases_mark": registry.MarkForm,
    "cases_unmark": registry.UnmarkForm,
    "cases_relate": registry.RelationForm,
    "cases_note": registry.NoteForm,
    "cases_watch": registry.WatchForm,
    "cases_add_record": uploads.JSON_FORMS["RecordWithFiles"],
    "records_add": uploads.JSON_FORMS["LooseRecordWithFiles"],
    "records_correct": registry.RecordCorrectionForm,
    "records_void": registry.ReasonForm,
    "records_move": registry.MoveForm,
    "records_mark": registry.MarkForm,
    "records_unmark": registry.UnmarkForm,
    "records_file": uploads.FilesForm,
    "pile_add": uploads.JSON_FORMS["PileWithFiles"],
    "pile_register": registry.RegisterForm,
    "pile_place": registry.PlaceForm,
    "pile_put_aside": registry.ReasonForm,
    "release_receive": registry.AskForm,
    "release_judge": registry.JudgeForm,
    "release_answer": registry.AnswerForm,
    "release_refuse": registry.RefusalForm,
    "release_appeal": registry.AppealForm,
    "searches_save": registry.SearchForm,
    "drafts_save": drafting.CopyForm,
    "drafts_keep": drafting.VersionForm,
    "handling_reassign": registry.ReassignForm,
    "imports_bring": uploads.JSON_FORMS["ImportWithFiles"],
    "imports_choose": drafting.ChoiceForm,
    "imports_take": drafting.ChoiceForm,
    "publications_preview": publications.MaskForm,
    "publications_publish": publications.PublishForm,
    "publications_take_down": publications.WithdrawForm,
    "series_start": registry.SeriesStartForm,
    "series_void": registry.VoidNumberForm,
    "tasks_begin": registry.CheckMotionForm,
    "tasks_complete": registry.CheckMotionForm,
    "meetings_plan": meeting_forms.MeetingForm,
    "meetings_attend": meeting_forms.AttendanceForm,
    "meetings_moment": meeting_forms.MomentForm,
    "meetings_close": meeting_forms.CloseForm,
    "notices_put_up": NoticeForm,
    "notices_take_down": TakeDownForm,
    "after_appeal": AppealForm,
    "after_court": AppealResultForm,
    "after_confirm": LegalForceForm,
    "rounds_verify": VerifyForm,
    "rounds_send": SendForm,
    "dispatches_again": AgainForm,
    "dispatches_receipt": ReceiptForm,
    "dispatches_bounce": BounceForm,
    "audits_link": auditing.LinkForm,
    "items_record": EventAtTableForm,
    "items_prepare": ItemForm,
    "workflows_migrate": workflows.MigrateForm,
    "workflows_check": workflows.DiagramsForm,
    "workflows_deploy": workflows.DiagramsForm,
    **{name: act.form for name, act in acts_of_administration().items()},
}


def test_every_form_has_an_example_and_the_example_can_be_filled_in(described: dict[str, Any]) -> None:
    taking = {name for name, one in operations(described).items() if "requestBody" in one}
    assert taking == EXAMPLES.keys() == FORMS.keys()
    for name, form in FORMS.items():
        body = operations(described)[name]["requestBody"]["content"]["application/json"]
        assert body["example"] == json.loads(json.dumps(EXAMPLES[name]))
        form.model_validate_json(json.dumps(EXAMPLES[name]))


def test_every_resource_is_behind_the_door(described: dict[str, Any]) -> None:
    tags = {tag for one in operations(described).values() for tag in one["tags"]}
    for resource in (cases, drafts, imports, meetings, records, series, tasks, tokens, workflows):
        assert set(resource.router.tags) <= tags
