"""An extract goes to each of its recipients through a real mail server; what came of each can be told."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from engine import files, jobs, steps
from engine.cases.tables import RecordFile
from engine.dispatch import Dispatch
from engine.dispatch.channels import Channels, Mail
from engine.dispatch.worker import LEASE
from engine.documents.pool import InProcess
from tests.api.story import Story
from tests.api.town import Town
from tests.rooms.post_office import PostOffice, a_post_office

RECIPIENTS = ("Verksamhetsdirektör", "IT/MT-Direktör", "Divisionschefer Närsjukvård", "Divisionschef Länsjukvård")


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with a_post_office() as running:
        yield running


def addressed(*ways: str) -> dict[str, Any]:
    """The four recipients of § 113, each by a way."""
    sent = [
        {"recipient": number, "way_out": way, "address": f"mottagare{number}@region.example"}
        for number, way in enumerate(ways, 1)
    ]
    return {"recipients": sent, "others": "internal_post"}


def to_the_secretary(town: Town) -> Story:
    """The story up to where the verified § is sent, its extract drawn."""
    story = Story(town)
    story.through("send_extracts")
    look(town, Channels({}))
    return story


def look(town: Town, ways: Channels, later: timedelta = timedelta()) -> None:
    """What the program does behind the requests."""
    town.clock.at += later
    house = town.house
    steps.settle(house.database, house.engine, house.files, InProcess(), town.clock.at, channels=ways)


def send(town: Town, story: Story, *ways: str) -> list[dict[str, Any]]:
    """The secretary sends; the sendings, in order."""
    task = town.task(story.kept["case"]["id"], "send_extracts", "styrelsen")
    answer = town.post(f"tasks/{task}/complete", addressed(*ways), "styrelsen")
    assert answer.status_code == 200, answer.text
    return sendings(town)


def sendings(town: Town) -> list[dict[str, Any]]:
    with town.database.read() as session:
        paragraph = session.exec(select(Dispatch.paragraph_id)).first()
    return list(town.get(f"paragraphs/{paragraph}/dispatches", "styrelsen").json()["items"])


def attached(mail: EmailMessage) -> bytes:
    (pdf,) = mail.iter_attachments()
    assert pdf.get_content_type() == "application/pdf"
    content = pdf.get_content()
    assert isinstance(content, bytes)
    return content


def test_each_recipient_by_mail_gets_the_very_pdf_that_the_record_holds(town: Town, office: PostOffice) -> None:
    story = to_the_secretary(town)
    assert [one["state"] for one in send(town, story, "email", "email")] == ["queued", "queued", "sent", "sent"]
    look(town, office.ways())
    rows = sendings(town)
    assert [one["state"] for one in rows] == ["sent"] * 4
    assert [one["recipient"] for one in rows] == [*RECIPIENTS]
    with town.database.read() as session:
        record = session.exec(select(Dispatch.record_id)).first()
        file = session.exec(
            select(RecordFile).where(RecordFile.record_id == record, RecordFile.media_type == "application/pdf")
        ).one()
        pdf = files.read(town.house.files, file.organisation_id, file.sha256)
    assert [to for to, _ in office.taken] == ["mottagare1@region.example", "mottagare2@region.example"]
    for row, (_, mail) in zip(rows, office.taken, strict=False):
        assert attached(mail) == pdf
        assert row["sha256"] == hashlib.sha256(pdf).hexdigest() == file.sha256
        assert mail["Subject"] == "Protokollsutdrag § 113 Motion 3-2020 om systemet CallMe"
        assert mail["Message-ID"] == f"<{row['id']}@region.example>"
        body, html = mail.get_body(("plain",)), mail.get_body(("html",))
        assert body is not None
        assert html is not None
        why = f"Beslutet sänds till er för {'åtgärd' if row['purpose'] == 'action' else 'kännedom'}."
        assert why in body.get_content()
        assert why in html.get_content()
        assert 'lang="sv"' in html.get_content()
    told = town.get(f"cases/{story.kept['case']['id']}/journal?limit=200").json()["items"]
    gone = [entry for entry in told if entry["tag"] == "extract:sent"]
    assert [entry["facts"]["dispatch"] for entry in gone] == [row["id"] for row in rows[:2]]
    assert {entry["facts"]["sha256"] for entry in gone} == {file.sha256}
    assert town.get("dispatches/unsettled", "styrelsen").json()["items"] == []


def test_a_server_that_says_no_for_good_is_not_asked_again_and_only_that_one_goes_again(
    sqlite_town: Town, office: PostOffice
) -> None:
    town, story = sqlite_town, to_the_secretary(sqlite_town)
    office.at, office.mood = "RCPT", "550 Okänd mottagare"
    refused = send(town, story, "email")[0]
    look(town, office.ways())
    (waiting,) = town.get("dispatches/unsettled", "styrelsen").json()["items"]
    assert (waiting["id"], waiting["state"], waiting["paragraph"]) == (refused["id"], "refused", "§ 113")
    assert waiting["answer"] == "550 Okänd mottagare"
    office.at, office.mood = "DATA", "250 OK"
    look(town, office.ways(), timedelta(hours=3))
    assert office.taken == []
    again = {"reason": "Adressen var fel.", "way_out": "email", "address": "ratt@region.example"}
    new = town.post(f"dispatches/{refused['id']}/again", again, "styrelsen")
    assert (new.status_code, new.json()["state"]) == (201, "queued")
    look(town, office.ways())
    assert [to for to, _ in office.taken] == ["ratt@region.example"]
    rows = sendings(town)
    assert [(one["position"], one["state"], one["replaced_by"]) for one in rows] == [
        (1, "refused", new.json()["id"]),
        (1, "sent", None),
        (2, "sent", None),
        (3, "sent", None),
        (4, "sent", None),
    ]
    twice = town.post(f"dispatches/{refused['id']}/again", again, "styrelsen")
    assert (twice.status_code, twice.json()["rule"]) == (409, "sent_again_already")


def test_a_server_that_is_busy_is_asked_again_later(sqlite_town: Town, office: PostOffice) -> None:
    town, story = sqlite_town, to_the_secretary(sqlite_town)
    office.mood = "451 Försök igen senare"
    send(town, story, "email")
    look(town, office.ways())
    first = sendings(town)[0]
    assert (first["state"], first["attempts"], first["ambiguous"]) == ("queued", 1, 0)
    assert first["answer"] == "451 Försök igen senare"
    office.mood = "250 OK"
    look(town, office.ways())
    assert office.taken == [], "it rests before the next try"
    look(town, office.ways(), timedelta(minutes=2))
    assert (sendings(town)[0]["state"], sendings(town)[0]["attempts"]) == ("sent", 2)


def test_a_mail_that_was_cut_off_is_counted_and_goes_again_with_the_same_message_id(
    town: Town, office: PostOffice
) -> None:
    story = to_the_secretary(town)
    office.mood = "cut"
    send(town, story, "email")
    look(town, office.ways())
    assert [sendings(town)[0][name] for name in ("state", "ambiguous")] == ["queued", 1]
    office.mood = "250 OK"
    look(town, office.ways(), timedelta(minutes=2))
    assert sendings(town)[0]["state"] == "sent"
    assert len({mail["Message-ID"] for _, mail in office.taken}) == 1
    assert len(office.taken) == 2


def test_a_server_that_is_never_there_is_given_up_and_shown(sqlite_town: Town, office: PostOffice) -> None:
    town, story = sqlite_town, to_the_secretary(sqlite_town)
    there = office.ways().ways["email"]
    assert isinstance(there, Mail)
    nowhere = replace(there, port=9)
    send(town, story, "email")
    for _ in range(jobs.MAX_ATTEMPTS):
        look(town, Channels({"email": nowhere}), timedelta(hours=3))
    (waiting,) = town.get("dispatches/unsettled", "styrelsen").json()["items"]
    assert (waiting["state"], waiting["attempts"]) == ("refused", jobs.MAX_ATTEMPTS)
    assert "Connect" in waiting["answer"]


def test_a_try_that_a_dead_program_left_is_taken_up_after_its_time(sqlite_town: Town, office: PostOffice) -> None:
    town, story = sqlite_town, to_the_secretary(sqlite_town)
    send(town, story, "email")
    with town.database.write() as session:
        row = session.exec(select(Dispatch).where(col(Dispatch.way) == "email")).one()
        row.state, row.claimed_at = "sending", town.clock.at
        session.add(row)
    look(town, office.ways(), timedelta(minutes=1))
    assert office.taken == []
    look(town, office.ways(), LEASE)
    assert (sendings(town)[0]["state"], sendings(town)[0]["ambiguous"], len(office.taken)) == ("sent", 1, 1)


def test_a_pdf_that_has_been_altered_is_not_sent(sqlite_town: Town, office: PostOffice) -> None:
    town, story = sqlite_town, to_the_secretary(sqlite_town)
    send(town, story, "email")
    with town.database.read() as session:
        row = session.exec(select(Dispatch).where(col(Dispatch.way) == "email")).one()
        pdf = session.exec(
            select(RecordFile).where(RecordFile.record_id == row.record_id, RecordFile.media_type == "application/pdf")
        ).one()
    files.place(town.house.files, pdf.organisation_id, pdf.sha256).write_bytes(b"%PDF-1.7 another")
    look(town, office.ways())
    assert office.taken == []
    assert sendings(town)[0]["answer"] == "Filen stämmer inte med sin kontrollsumma och skickas inte."


def test_a_file_store_that_is_gone_is_waited_for(sqlite_town: Town, office: PostOffice) -> None:
    town, story = sqlite_town, to_the_secretary(sqlite_town)
    send(town, story, "email")
    away = town.house.files.rename(town.house.files.with_name("borta"))
    look(town, office.ways())
    assert sendings(town)[0]["state"] == "queued"
    away.rename(town.house.files)
    look(town, office.ways(), timedelta(minutes=2))
    assert sendings(town)[0]["state"] == "sent"


def test_a_print_service_gets_the_pdf_and_whom_it_is_for(sqlite_town: Town, office: PostOffice, tmp_path: Path) -> None:
    town, story = sqlite_town, to_the_secretary(sqlite_town)
    row = send(town, story, "print_service")[0]
    look(town, office.ways(tmp_path / "utskrift"))
    note = json.loads((tmp_path / "utskrift" / f"{row['id']}.json").read_text())
    assert (note["recipient"], note["address"]) == (RECIPIENTS[0], "mottagare1@region.example")
    assert (tmp_path / "utskrift" / f"{row['id']}.pdf").read_bytes().startswith(b"%PDF-")
    assert sendings(town)[0]["state"] == "sent"
    assert sorted(path.suffix for path in (tmp_path / "utskrift").iterdir()) == [".json", ".pdf"]


def test_a_receipt_and_a_return_are_noted_by_those_who_send(sqlite_town: Town) -> None:
    town, story = sqlite_town, to_the_secretary(sqlite_town)
    first, second = send(town, story, "post", "post")[:2]
    day = town.clock.at.date()
    assert (
        town.post(f"dispatches/{first['id']}/receipt", {"received_on": day.isoformat()}, "kollega").status_code == 403
    )
    ahead = town.post(
        f"dispatches/{first['id']}/receipt", {"received_on": (day + timedelta(days=1)).isoformat()}, "styrelsen"
    )
    assert (ahead.status_code, ahead.json()["rule"]) == (409, "receipt_ahead")
    got = {"received_on": day.isoformat(), "received_by": "Eva Åström"}
    assert town.post(f"dispatches/{first['id']}/receipt", got, "styrelsen").json()["state"] == "received"
    back = town.post(f"dispatches/{second['id']}/bounce", {"reason": "Okänd på adressen"}, "registrator")
    assert (back.json()["state"], back.json()["answer"]) == ("bounced", "Okänd på adressen")
    assert [one["recipient"] for one in town.get("dispatches/unsettled", "styrelsen").json()["items"]] == [
        RECIPIENTS[1]
    ]
    nobody = "00000000-0000-7000-8000-000000000000"
    assert town.post(f"dispatches/{nobody}/bounce", {"reason": "Okänd"}, "styrelsen").status_code == 404


def test_an_address_that_would_write_in_the_head_of_the_mail_is_refused(sqlite_town: Town) -> None:
    town, story = sqlite_town, to_the_secretary(sqlite_town)
    task = town.task(story.kept["case"]["id"], "send_extracts", "styrelsen")
    for address in (
        "a@region.example\r\nBcc: b@region.example",
        "a@region.example,b@region.example",
        "<a@region.example>",
    ):
        form = {"recipients": [{"recipient": 1, "way_out": "email", "address": address}], "others": "by_hand"}
        assert town.post(f"tasks/{task}/complete", form, "styrelsen").status_code in (409, 422), address
    with town.database.read() as session:
        assert session.exec(select(Dispatch)).all() == []


def test_a_secret_extract_is_fetched_by_a_link_that_ends_and_every_fetching_is_noted(
    town: Town, office: PostOffice
) -> None:
    story = to_the_secretary(town)
    case = story.kept["case"]["id"]
    mark = {"provision": "OSL 25 kap. 1 §", "authority": "Region Norrbotten"}
    assert town.post(f"cases/{case}/secrecy", mark, "registrator").status_code == 200
    send(town, story, "email")
    look(town, office.ways())
    ((_, mail),) = office.taken
    assert list(mail.iter_attachments()) == []
    text = mail.get_body(("plain",))
    assert text is not None
    words = text.get_content()
    assert "CallMe" not in bytes(mail).decode("utf-8", "replace") + words + str(mail["Subject"])
    link = next(word for word in words.split() if word.startswith("https://dnr.region.example/utdrag/"))
    path = link.removeprefix("https://dnr.region.example")
    shown = town.client.request("GET", path)
    assert shown.status_code == 200
    assert "CallMe" not in shown.text
    assert sendings(town)[0]["state"] == "sent", "looking at the link notes nothing"
    got = town.client.request("GET", f"{path}/fil")
    assert got.content.startswith(b"%PDF-")
    row = sendings(town)[0]
    assert (row["state"], row["sha256"]) == ("received", hashlib.sha256(got.content).hexdigest())
    assert town.client.request("GET", f"{path}/fil").status_code == 200
    town.clock.at += timedelta(days=31)
    for late in (path, f"{path}/fil", f"/utdrag/{'S' * 43}"):
        assert town.client.request("GET", late).status_code == 404
