"""Begäran om utlämnande: who asks need not be said, each record is judged, a refusal is written and appealed."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import col, select

from engine import registry
from engine.db import Database
from engine.errors import Forbidden, Invalid, NotFound, RuleBroken
from engine.jobs import Outbox
from engine.minutes.documents import release_decision_document
from engine.registry import ReleaseRequest
from tests.rooms.office import Office, an_office

ASKED: dict[str, Any] = {
    "asks": "Allt om bussarna.",
    "received_on": "2020-01-07",
    "diary": "region",
    "body": "regionstyrelsen",
}
MARK = {"provision": "OSL 25 kap. 1 §", "authority": "Region Norrbotten"}


def a_request(office: Office, **changes: Any) -> ReleaseRequest:
    form = registry.AskForm.model_validate({**ASKED, **changes})
    return registry.receive_request(office.session, office.actor(), form, office.now)


def judged(office: Office, request: ReleaseRequest, record: str, judgement: str, **more: Any) -> ReleaseRequest:
    form = registry.JudgeForm.model_validate({"record": record, "judgement": judgement, **more})
    return registry.judge(office.session, office.actor(), request.id, form, office.now)


def test_a_request_gets_a_dnr_and_nobody_is_asked_who_they_are(database: Database) -> None:
    with an_office(database) as office:
        request = a_request(office)
        record = registry.find_by_dnr(office.session, office.actor(), request.dnr)
        assert (record.id, record.correspondent, record.kind) == (request.record_id, "Anonym", "release_request")  # type: ignore[union-attr]
        assert [one.id for one in registry.requests(office.session, office.actor("handlaggare"))] == [request.id]
        assert registry.requests(office.session, office.actor("kultur")) == []
        with pytest.raises(NotFound):
            registry.see_request(office.session, office.actor("kultur"), request.id)


def test_each_record_is_judged_and_a_later_judgement_takes_the_place_of_an_earlier(database: Database) -> None:
    with an_office(database) as office:
        case, request = office.register(body="regionstyrelsen"), a_request(office)
        office.letter(case, title="Brev")
        judged(office, request, f"{case.dnr}:1", "whole")
        judged(office, request, f"{case.dnr}:2", "masked", provision="OSL 25 kap. 1 §", reason="Hälsa")
        judged(office, request, f"{case.dnr}:1", "refused", provision="OSL 18 kap. 1 §")
        told = registry.judgements(office.session, office.actor(), request)
        assert [(one.number, one.judgement, one.provision) for one in told] == [
            (1, "refused", "OSL 18 kap. 1 §"),
            (2, "masked", "OSL 25 kap. 1 §"),
        ]
        tags = [entry.tag for entry in office.told(request.record_id)]
        assert tags == ["record:added", "release:judged", "release:judged", "release:judged"]
        for wrong in ("finns-inte", f"{case.dnr}:9", f"{case.dnr}:x"):
            with pytest.raises(Invalid):
                judged(office, request, wrong, "whole")
        with pytest.raises(RuleBroken, match="judged_without_provision"):
            judged(office, request, f"{case.dnr}:1", "masked")


def test_a_record_that_one_does_not_see_is_not_judged_and_its_judgement_not_told(database: Database) -> None:
    with an_office(database) as office:
        case, request = office.register(body="regionstyrelsen"), a_request(office)
        office.letter(case, title="Känsligt", secrecy=MARK)
        judged(office, request, f"{case.dnr}:2", "refused", provision="OSL 25 kap. 1 §")
        assert registry.judgements(office.session, office.actor("handlaggare"), request) == []
        form = registry.JudgeForm(record=f"{case.dnr}:2", judgement="whole")
        with pytest.raises(Invalid):
            registry.judge(office.session, office.actor("handlaggare"), request.id, form, office.now)
        with pytest.raises(NotFound):
            registry.judge(office.session, office.actor("kultur"), request.id, form, office.now)


def test_a_refusal_is_written_with_how_it_is_appealed_and_the_appeal_is_noted(database: Database) -> None:
    with an_office(database) as office:
        session, actor = office.session, office.actor()
        case, request = office.register(body="regionstyrelsen"), a_request(office, requester="Anna Alm")
        refusal = registry.RefusalForm(
            authority="Regionstyrelsen", court="Kammarrätten i Sundsvall", reasons="Uppgifter om hälsa."
        )
        with pytest.raises(RuleBroken, match="nothing_refused"):
            registry.refuse(session, actor, request.id, refusal, office.now)
        with pytest.raises(RuleBroken, match="answered_before_judged"):
            registry.answer(session, actor, request.id, registry.AnswerForm(way="email"), office.now)
        judged(office, request, f"{case.dnr}:1", "masked", provision="OSL 25 kap. 1 §")
        appeal = registry.AppealForm(received_on=date(2020, 1, 20), court_case="123-20")
        with pytest.raises(RuleBroken, match="appealed_before_decided"):
            registry.appeal(session, actor, request.id, appeal, office.now)
        registry.refuse(session, actor, request.id, refusal, office.now)
        assert (request.decided_on, request.answered_on, request.told_on) == (date(2020, 1, 7),) * 3
        with pytest.raises(RuleBroken, match="release_decided_once"):
            registry.refuse(session, actor, request.id, refusal, office.now)
        with pytest.raises(RuleBroken, match="release_answered"):
            judged(office, request, f"{case.dnr}:1", "whole")
        registry.appeal(session, actor, request.id, appeal, office.now)
        record = registry.find_by_dnr(session, actor, request.dnr)
        letter = release_decision_document(session, record)  # type: ignore[arg-type]
        assert letter.addressee == ("Anna Alm",)
        for words in (
            f"Handling 1 i {case.dnr} lämnas ut utan de uppgifter som omfattas av sekretess enligt OSL 25 kap. 1 §.",
            "Uppgifter om hälsa.",
            "Beslutet kan överklagas till Kammarrätten i Sundsvall.",
            "inom tre veckor",
        ):
            assert words in letter.html
        jobs = session.exec(select(Outbox.payload).where(col(Outbox.kind) == "render")).all()
        assert sum("release_decision" in one for one in jobs) == 1


def test_only_the_staff_of_the_body_keeps_its_requests(database: Database) -> None:
    with an_office(database) as office:
        office.register(body="regionstyrelsen")
        form = registry.AskForm.model_validate(ASKED)
        with pytest.raises(Forbidden):
            registry.receive_request(office.session, office.actor("kultur"), form, office.now)
