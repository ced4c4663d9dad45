"""What comes in as files: a mail is parted, the register's fields are hinted, and the pile is worked off one by one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from engine import files as store
from engine import registry
from engine.cases.tables import RecordFile
from engine.db import Database
from engine.errors import Forbidden, Invalid, NotFound, RuleBroken
from engine.organisations.profile import shipped_profiles
from engine.organisations.profiles import current_profile
from engine.registry import KeptFile, Unpacked
from engine.registry.tables import PileItem
from tests.documents.seeds import FOLDER
from tests.rooms.office import MORNING, Office, an_office

SCAN = b"%PDF-1.4 scan"


@contextmanager
def desk(database: Database) -> Iterator[Office]:
    with an_office(database) as office:
        yield office


def kept(office: Office, root: Path, name: str, content: bytes, kind: str = "application/octet-stream") -> KeptFile:
    return registry.keep_file(root, office.region.id, name, kind, content)


def unpacked(office: Office, root: Path, name: str, content: bytes, kind: str = "application/octet-stream") -> Unpacked:
    _, profile = current_profile(office.session, office.region.id)
    return registry.unpack(root, office.region.id, kept(office, root, name, content, kind), profile)


def hinted(one: Unpacked) -> dict[str, tuple[str, str]]:
    return {hint.field: (hint.value, hint.where) for hint in one.hints}


def a_mail() -> bytes:
    mail = EmailMessage()
    mail["From"] = "Anna Ålm <anna@skolan.example>"
    mail["To"] = "regionen@region.example"
    mail["Subject"] = "Sv: VB: Fråga om skolskjuts till Älvsbyn"
    mail["Date"] = "Mon, 06 Jan 2020 23:30:00 +0000"
    mail.set_content("Hej, se bilagan.")
    mail.add_attachment(SCAN, maintype="application", subtype="pdf", filename="karta.pdf")
    inner = EmailMessage()
    inner["Subject"] = "Äldre"
    inner.set_content("Inre")
    mail.add_attachment(inner)
    return mail.as_bytes()


def test_a_mail_is_kept_whole_and_parted_from_its_attachments(sqlite_database: Database, tmp_path: Path) -> None:
    with desk(sqlite_database) as office:
        mail = a_mail()
        one = unpacked(office, tmp_path, "post.eml", mail)
        assert [file.filename for file in one.files] == ["post.eml", "karta.pdf", "vidarebefordrat.eml"]
        assert one.files[0].media_type == "message/rfc822"
        assert store.read(tmp_path, office.region.id, one.files[0].sha256) == mail
        assert store.read(tmp_path, office.region.id, one.files[1].sha256) == SCAN
        assert hinted(one) == {
            "way_in": ("email", "mail_header"),
            "sender": ("Anna Ålm", "mail_header"),
            "document_date": ("2020-01-07", "mail_header"),  # in Sweden it was the day after
            "title": ("Fråga om skolskjuts till Älvsbyn", "mail_header"),
        }


ANYTHING = st.one_of(
    st.binary(min_size=1, max_size=300),
    st.text(min_size=1, max_size=200).map(lambda said: said.encode("utf-8", "replace")),
)


def test_nothing_that_is_sent_in_stops_the_reading(tmp_path: Path) -> None:
    profile, region = shipped_profiles()["region-norrbotten"], UUID(int=7)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(ANYTHING)
    def read(content: bytes) -> None:
        mail = b"From: " + content + b"\nDate: " + content[:20] + b"\nSubject: =?utf-8?q?=ff?=\n\n"
        for name, body in (("a.eml", mail), ("a.txt", content), ("a.docx", content), ("a.html", content)):
            file = registry.keep_file(tmp_path, region, name, "", body)
            one = registry.unpack(tmp_path, region, file, profile)
            assert one.files[0].sha256 == file.sha256
            assert all(hint.value.strip() and "\n" not in hint.value for hint in one.hints)

    read()


def test_a_letter_from_the_auditors_hints_at_kind_sender_and_last_day(
    sqlite_database: Database, tmp_path: Path
) -> None:
    content = next(path for path in FOLDER.glob("003_*")).read_bytes()
    with desk(sqlite_database) as office:
        one = unpacked(office, tmp_path, "missiv.txt", content)
        assert hinted(one)["sender"] == ("Regionens revisorer", "document")
        assert hinted(one)["answer_by"] == ("2021-05-20", "document")
        assert hinted(one)["kind"] == ("audit_response", "document")
        assert {hint.page for hint in one.hints} == {0}


def test_a_hint_says_on_which_page_it_was_read(sqlite_database: Database, tmp_path: Path) -> None:
    letter = next(path for path in FOLDER.glob("003_*")).read_text("utf-8")
    text = letter.replace("Revisorerna överlämnar", "\fRevisorerna överlämnar")
    assert text != letter
    with desk(sqlite_database) as office:
        one = unpacked(office, tmp_path, "missiv.txt", text.encode())
        assert [(hint.value, hint.page) for hint in one.hints if hint.field == "answer_by"] == [("2021-05-20", 2)]


def test_a_scan_is_kept_as_it_is_and_called_by_its_name(sqlite_database: Database, tmp_path: Path) -> None:
    with desk(sqlite_database) as office:
        one = unpacked(office, tmp_path, "inskannat_0001.pdf", SCAN)
        assert [file.filename for file in one.files] == ["inskannat_0001.pdf"]
        assert hinted(one) == {"title": ("inskannat 0001", "file_name")}


def test_the_pile_is_worked_off_from_the_oldest_and_each_thing_once(sqlite_database: Database, tmp_path: Path) -> None:
    with desk(sqlite_database) as office:
        session, actor = office.session, office.actor()
        some = [unpacked(office, tmp_path, f"{number}.pdf", SCAN + bytes([number])) for number in range(3)]
        items = registry.add_to_pile(session, actor, registry.PileForm(), some, office.now)
        pile = registry.waiting_pile(session, actor)
        assert ([one.id for one in pile.items], pile.count) == ([one.id for one in items], 3)
        item, files = registry.take_from_pile(session, actor, items[0].id)
        form = registry.RegisterForm.model_validate(
            {"kind": "board_matter", "title": "Skannat", "diary": "region", "body": "regionstyrelsen",
             "arrived_on": "2020-01-07", "way_in": "post", "sender": "Anna"}
        )  # fmt: skip
        case = registry.register(session, actor, form, office.now, files)
        registry.registered_from_pile(session, item, registry.opening_record_of(session, case), office.now)
        assert session.exec(select(RecordFile.filename)).all() == ["0.pdf"]
        with pytest.raises(RuleBroken, match="pile_item_ended"):
            registry.take_from_pile(session, actor, items[0].id)
        with pytest.raises(NotFound):
            registry.see_in_pile(session, actor, items[0].id)
        place = registry.PlaceForm.model_validate(
            {
                "case": case.dnr,
                "title": "Bilaga",
                "correspondent": "Anna",
                "received_on": "2020-01-07",
                "way_in": "post",
            }
        )
        record = registry.place_from_pile(session, actor, items[1].id, place, office.now)
        assert (record.case_id, record.number) == (case.id, 2)
        with pytest.raises(RuleBroken, match="put_aside_without_reason"):
            registry.put_aside(session, actor, items[2].id, registry.ReasonForm.model_construct(reason=" "), office.now)
        registry.put_aside(session, actor, items[2].id, registry.ReasonForm(reason="Reklam"), office.now)
        assert registry.waiting_pile(session, actor).count == 0
        told = [(entry.tag, (entry.personal or {}).get("reason")) for entry in office.told(office.region.id)][-2:]
        assert told == [("pile:added", None), ("pile:put_aside", "Reklam")]
        rows = session.exec(select(PileItem).order_by(PileItem.id)).all()  # type: ignore[arg-type]
        assert [(row.state, row.hints) for row in rows] == [
            ("registered", "[]"),
            ("registered", "[]"),
            ("put_aside", "[]"),
        ]


def test_files_that_belong_together_are_one_thing(sqlite_database: Database, tmp_path: Path) -> None:
    with desk(sqlite_database) as office:
        some = [unpacked(office, tmp_path, name, name.encode()) for name in ("missiv.pdf", "bilaga.pdf")]
        (item,) = registry.add_to_pile(
            office.session, office.actor(), registry.PileForm(together=True), some, office.now
        )
        there = registry.see_in_pile(office.session, office.actor(), item.id)
        assert ([file.filename for file in there.files], item.title) == (["missiv.pdf", "bilaga.pdf"], "missiv")


def test_only_registrars_of_the_organisation_see_its_pile(sqlite_database: Database, tmp_path: Path) -> None:
    with desk(sqlite_database) as office:
        some = [unpacked(office, tmp_path, "a.pdf", SCAN)]
        (item,) = registry.add_to_pile(office.session, office.actor(), registry.PileForm(), some, office.now)
        with pytest.raises(Forbidden):
            registry.see_in_pile(office.session, office.actor("handlaggare"), item.id)
        with pytest.raises(Forbidden):
            registry.waiting_pile(office.session, office.actor("chef"))
        later = registry.PileForm(arrived_on=date(2020, 1, 8))
        with pytest.raises(RuleBroken, match="arrived_in_the_future"):
            registry.add_to_pile(office.session, office.actor(), later, some, office.now)


def test_files_in_the_pile_are_not_swept_away(sqlite_database: Database, tmp_path: Path) -> None:
    with desk(sqlite_database) as office:
        some = [unpacked(office, tmp_path, "a.pdf", SCAN)]
        registry.add_to_pile(office.session, office.actor(), registry.PileForm(), some, office.now)
        region = office.region.id
        stray = kept(office, tmp_path, "b.pdf", b"stray")
    later = datetime.now(UTC) + timedelta(days=3)
    assert registry.sweep_files(sqlite_database, tmp_path, later) == 1
    assert store.read(tmp_path, region, some[0].files[0].sha256) == SCAN
    with pytest.raises(OSError, match="No such file"):
        store.read(tmp_path, region, stray.sha256)


def test_what_may_be_the_same_is_found_by_file_title_and_sender_and_only_among_what_one_sees(
    sqlite_database: Database, tmp_path: Path
) -> None:
    mark = {"provision": "OSL 25 kap. 1 §", "authority": "Region Norrbotten"}
    with desk(sqlite_database) as office:
        file = kept(office, tmp_path, "a.pdf", SCAN)
        form = {"kind": "board_matter", "title": "Granskning av 1177", "diary": "region", "body": "regionstyrelsen",
                "arrived_on": "2020-01-05", "way_in": "post", "sender": "Regionens revisorer"}  # fmt: skip
        said = registry.RegisterForm.model_validate(form)
        case = registry.register(office.session, office.actor(), said, MORNING, [file])
        hidden = registry.RegisterForm.model_validate({**form, "secrecy": mark})
        secret = registry.register(office.session, office.actor(), hidden, MORNING, [file])

        def alike(who: str, **said: object) -> list[tuple[str, tuple[str, ...]]]:
            found = registry.possible_duplicates(office.session, office.actor(who), **said)  # type: ignore[arg-type]
            return [(one.dnr, one.why) for one in found]

        asked = {"title": "1177, granskningar", "sender": "Regionens revisorer", "day": date(2020, 1, 7)}
        everything = ("file", "title", "sender")
        assert alike("handlaggare", hashes=[file.sha256], **asked) == [(case.dnr, everything)]
        assert set(alike("registrator", hashes=[file.sha256], **asked)) == {
            (case.dnr, everything),
            (secret.dnr, everything),
        }
        assert alike("handlaggare", title="1177") == []  # one word says too little
        assert alike("handlaggare", sender="Regionens revisorer", day=date(2020, 6, 1)) == []
        assert alike("kultur", hashes=[file.sha256], **asked) == []
        assert registry.earlier_senders(office.session, office.actor("handlaggare")) == ["Regionens revisorer"]
        assert registry.earlier_senders(office.session, office.actor("kultur")) == []
        hints = registry.by_the_sender(office.session, office.actor("handlaggare"), "Regionens revisorer")
        assert {hint.field: hint.value for hint in hints} == {
            "kind": "board_matter", "body": "regionstyrelsen", "diary": "region"
        }  # fmt: skip
        assert registry.by_the_sender(office.session, office.actor("kultur"), "Regionens revisorer") == []


def test_a_sender_is_told_the_number_at_once_or_later(sqlite_database: Database) -> None:
    with desk(sqlite_database) as office:
        plain = {"kind": "board_matter", "title": "Fråga", "diary": "region", "body": "regionstyrelsen",
                 "arrived_on": "2020-01-07", "way_in": "email"}  # fmt: skip
        form = registry.RegisterForm.model_validate(
            {**plain, "sender": "Anna Alm", "record": {"kind": "letter"}, "confirm": True}
        )
        case = registry.register(office.session, office.actor(), form, office.now)
        records = registry.list_records(office.session, office.actor(), registry.RecordFilters(case_id=case.id)).items
        assert [(one.number, one.direction, one.correspondent) for one in records] == [
            (2, "outgoing", "Anna Alm"),
            (1, "incoming", "Anna Alm"),
        ]
        later = registry.confirm(
            office.session, office.actor(), case.id, registry.ConfirmForm(addressee="Bo"), office.now
        )
        assert (later.number, later.correspondent) == (3, "Bo")
        with pytest.raises(RuleBroken, match="confirmed_by_its_step"):
            registry.register(office.session, office.actor(), registry.RegisterForm.model_validate(
                {**plain, "kind": "motion", "movers": [{"person": "maria-sten"}], "clauses": ["bussen går"],
                 "body": "regionfullmaktige", "confirm": True}), office.now)  # fmt: skip
        matter = office.matter()
        with pytest.raises(RuleBroken, match="confirm_without_sender"):
            registry.confirm(office.session, office.actor(), matter.id, registry.ConfirmForm(), office.now)


def test_an_empty_file_is_refused_before_it_reaches_the_pile(sqlite_database: Database, tmp_path: Path) -> None:
    with desk(sqlite_database) as office, pytest.raises(Invalid):
        kept(office, tmp_path, "tom.pdf", b"")
