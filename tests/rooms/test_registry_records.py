"""Records come in, are filed, moved, corrected and voided; series start, jump and void a number."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError
from sqlmodel import col, select

from engine import files, registry, search
from engine.cases.tables import Record
from engine.db import Database, new_id
from engine.errors import Forbidden, Invalid, NotFound, RuleBroken, Stale
from engine.journal import verify_stream
from tests.makers import an_organisation
from tests.region import NORRBOTTEN
from tests.rooms.office import LETTER, MORNING, TODAY, Office, an_office, statements


def loose(office: Office, **changes: Any) -> Record:
    values = {**LETTER, "diary": "region", "body": "regionstyrelsen", **changes}
    form = registry.LooseRecordForm.model_validate(values)
    return registry.add_loose_record(office.session, office.actor(), form, office.now)


def test_a_letter_gets_the_next_number_in_its_case(database: Database) -> None:
    with an_office(database) as office:
        case = office.register()
        letter = office.letter(case)
        assert (letter.number, case.records, case.rev) == (2, 2, 2)
        assert office.told(case.id)[-1].tag == "record:added"
        assert search.find(office.session, office.actor(), "Anders Ask") == [case.id]
        assert [line.number for line in office.sheet(case).records] == [1, 2]


def test_an_officer_registers_what_goes_out(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        case = office.matter()
        form = registry.RecordForm(direction="outgoing", kind="letter", title="Svar", correspondent="Anders Ask")
        record = registry.add_record(office.session, office.actor("handlaggare"), case.id, form, office.now)
        assert (record.received_on, record.registered_on) == (None, TODAY)
        with pytest.raises(NotFound):
            registry.add_record(office.session, office.actor("kultur"), case.id, form, office.now)
        with pytest.raises(Stale):
            registry.add_record(office.session, office.actor(), case.id, form, office.now, if_match=1)


@pytest.mark.parametrize(
    "changes",
    [
        {"received_on": None},
        {"way_in": None},
        {"direction": "outgoing"},
        {"direction": "sideways"},
        {"title": "  "},
        {"kind": "Brev!"},
    ],
    ids=str,
)
def test_a_record_that_makes_no_sense_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        registry.RecordForm.model_validate({**LETTER, **changes})


def test_a_record_needs_what_the_law_asks_for(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        case = office.register()
        with pytest.raises(RuleBroken, match="register_field_missing"):
            office.letter(case, correspondent=None)
        with pytest.raises(RuleBroken, match="arrived_in_the_future"):
            office.letter(case, received_on="2020-01-08")


def test_the_files_of_a_record_lie_in_the_store_before_a_row_names_them(database: Database, tmp_path: Path) -> None:
    with an_office(database) as office:
        case = office.matter()
        kept = registry.keep_file(
            tmp_path, office.region.id, "C:\\Brev\\skrivelse.pdf", "Application/PDF; x=1", b"%PDF"
        )
        form = registry.RecordForm.model_validate(LETTER)
        record = registry.add_record(office.session, office.actor(), case.id, form, office.now, [kept])
        annex = registry.keep_file(tmp_path, office.region.id, "bilaga", "?", b"bilaga")
        registry.add_files(office.session, office.actor(), record.id, [annex, kept], office.now)
        [line] = office.sheet(case).records
        assert [(one.position, one.filename, one.media_type) for one in line.files] == [
            (1, "skrivelse.pdf", "application/pdf"),
            (2, "bilaga", "application/octet-stream"),
            (3, "skrivelse.pdf", "application/pdf"),
        ]
        assert files.read(tmp_path, office.region.id, kept.sha256) == b"%PDF"
        entry = office.told(case.id)[-1]
        assert (entry.tag, entry.facts["files"]) == ("record:filed", [annex.sha256, kept.sha256])


@pytest.mark.parametrize("name", ["..", "", "a\x00b", "/", "a\u202eb"])
def test_a_file_with_a_name_that_is_none_is_refused_and_not_kept(tmp_path: Path, name: str) -> None:
    with pytest.raises(Invalid):
        registry.keep_file(tmp_path, new_id(), name, "text/plain", b"x")
    assert list(tmp_path.rglob("*")) == []


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="empty"):
        registry.keep_file(tmp_path, new_id(), "tom.pdf", "application/pdf", b"")


def test_a_very_long_file_name_keeps_its_ending(tmp_path: Path) -> None:
    kept = registry.keep_file(tmp_path, new_id(), f"{'x' * 400}.pdf", "text/plain", b"x")
    assert len(kept.filename) <= 200
    assert kept.filename.endswith(".pdf")


def test_a_note_to_the_file_is_a_record_with_its_text_made_harmless(database: Database) -> None:
    with an_office(database) as office:
        case = office.matter()
        form = registry.NoteForm(title="Samtal", text="Ringde <b>Ask</b>.\n\nHan återkommer.")
        note = registry.add_note(office.session, office.actor("handlaggare"), case.id, form, office.now)
        assert (note.kind, note.direction, note.number) == ("file_note", "internal", 1)
        assert note.text == "<p>Ringde &lt;b&gt;Ask&lt;/b&gt;.</p><p>Han återkommer.</p>"
        assert office.told(case.id)[-1].tag == "note:added"


def test_a_record_without_a_case_has_a_dnr_and_a_journal_of_its_own(database: Database) -> None:
    with an_office(database) as office:
        office.register()
        record = loose(office)
        assert (record.dnr, record.case_id, record.number) == ("2-2020", None, None)
        assert verify_stream(office.session, record.id, record.rev, record.head) == 1
        assert registry.find_by_dnr(office.session, office.actor(), "2-2020") == record
        assert office.register().dnr == "3-2020"
        page = registry.list_records(office.session, office.actor(), registry.RecordFilters(loose=True))
        assert [one.id for one in page.items] == [record.id]
        form = registry.RecordCorrectionForm(title="Synpunkter på spårtrafiken")
        registry.correct_record(office.session, office.actor(), record.id, form, office.now, if_match=1)
        assert verify_stream(office.session, record.id, record.rev, record.head) == 2
        with pytest.raises(Stale):
            registry.void_record(
                office.session, office.actor(), record.id, registry.ReasonForm(reason="x"), office.now, if_match=1
            )


def test_a_record_that_lay_alone_moves_to_a_case_and_keeps_its_dnr(database: Database) -> None:
    with an_office(database) as office:
        case = office.register()
        record = loose(office)
        form = registry.MoveForm(case=case.dnr, reason="Hör till motionen")
        registry.move_record(office.session, office.actor(), record.id, form, office.now)
        assert (record.case_id, record.number, record.dnr) == (case.id, 2, "2-2020")
        assert registry.find_by_dnr(office.session, office.actor(), "2-2020") == record
        assert verify_stream(office.session, record.id, record.rev, record.head) == 2
        assert verify_stream(office.session, case.id, case.rev, case.head) == 2
        [move] = office.sheet(case).moves
    assert (move.went, move.number, move.other_dnr, move.reason) == ("in", 2, None, "Hör till motionen")


def test_a_moved_record_shows_in_both_cases_and_its_old_number_is_never_used_again(database: Database) -> None:
    with an_office(database) as office:
        one, other = office.register(), office.matter()
        letter = office.letter(one)
        form = registry.MoveForm(case=str(other.id), reason="Fel ärende")
        registry.move_record(office.session, office.actor(), letter.id, form, office.now)
        assert (letter.case_id, letter.number, letter.body_id) == (other.id, 1, other.body_id)
        [left], [came] = office.sheet(one).moves, office.sheet(other).moves
        assert (left.went, left.number, left.other_dnr) == ("out", 2, other.dnr)
        assert (came.went, came.number, came.other_dnr) == ("in", 1, one.dnr)
        assert office.letter(one).number == 3
        assert [line.number for line in office.sheet(one).records] == [1, 3]
        with pytest.raises(RuleBroken, match="record_there_already"):
            registry.move_record(office.session, office.actor(), letter.id, form, office.now)
        back = registry.MoveForm(case=one.dnr, reason="Rätt ärende trots allt")
        registry.move_record(office.session, office.actor(), letter.id, back, office.now)
        assert letter.number == 4
        assert search.find(office.session, office.actor(), "busstrafiken") == [one.id]


def test_a_record_is_not_moved_to_a_case_one_does_not_see(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        record = loose(office)
        with pytest.raises(NotFound):
            registry.move_record(
                office.session, office.actor(), record.id, registry.MoveForm(case="9-2020", reason="x"), office.now
            )
        with pytest.raises(NotFound):
            registry.move_record(
                office.session,
                office.actor("kultur"),
                record.id,
                registry.MoveForm(case=office.register().dnr, reason="x"),
                office.now,
            )


def test_a_corrected_record_shows_old_and_new(database: Database) -> None:
    with an_office(database) as office:
        case = office.register()
        letter = office.letter(case)
        form = registry.RecordCorrectionForm.model_validate(
            {"correspondent": "Anders Alm", "received_on": "2020-01-03", "reason": "Felläst"}
        )
        registry.correct_record(office.session, office.actor(), letter.id, form, office.now)
        lines = {line.field: (line.number, line.old, line.new) for line in office.sheet(case).corrections}
    assert lines == {
        "correspondent": (2, "Anders Ask", "Anders Alm"),
        "received_on": (2, "2020-01-07", "2020-01-03"),
    }


def test_a_case_is_not_found_by_what_was_corrected_or_voided_in_its_records(database: Database) -> None:
    with an_office(database) as office:
        case, registrar = office.register(), office.actor()
        letter = office.letter(case)
        form = registry.RecordCorrectionForm(correspondent="Birgitta Björk")
        registry.correct_record(office.session, registrar, letter.id, form, office.now)
        assert search.find(office.session, registrar, "Anders Ask") == []
        assert search.find(office.session, registrar, "Birgitta Björk") == [case.id]
        registry.void_record(office.session, registrar, letter.id, registry.ReasonForm(reason="Fel"), office.now)
        assert search.find(office.session, registrar, "Birgitta Björk") == []


def test_a_correction_of_a_record_is_the_registrars_and_changes_something(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        letter = office.letter(office.matter())
        form = registry.RecordCorrectionForm(title=letter.title)
        with pytest.raises(RuleBroken, match="register_correction_empty"):
            registry.correct_record(office.session, office.actor(), letter.id, form, office.now)
        with pytest.raises(Forbidden):
            registry.correct_record(office.session, office.actor("handlaggare"), letter.id, form, office.now)


def test_a_voided_record_stays_with_its_number_and_reason(database: Database) -> None:
    with an_office(database) as office:
        case = office.register()
        letter = office.letter(case)
        form = registry.ReasonForm(reason="Samma brev som nummer 1")
        registry.void_record(office.session, office.actor(), letter.id, form, office.now)
        assert office.letter(case).number == 3
        shown = {line.number: line.voided_reason for line in office.sheet(case).records}
        assert shown == {1: None, 2: "Samma brev som nummer 1", 3: None}
        with pytest.raises(RuleBroken, match="record_voided"):
            registry.void_record(office.session, office.actor(), letter.id, form, office.now)


def test_a_series_goes_on_where_the_binder_ended(database: Database) -> None:
    with an_office(database) as office:
        for series in ({"series": "dnr", "diary": "region"}, {"series": "motion"}):
            form = registry.SeriesStartForm.model_validate({**series, "start": 272, "reason": "Numren finns på papper"})
            registry.start_series(office.session, office.actor(), form, office.now)
        case = office.register()
        assert (case.dnr, case.sub_number) == ("272-2020", "272-2020")
        names = registry.SeriesForm(series="dnr", diary="region")
        [jump] = registry.jumps(office.session, office.actor(), names, office.now)
        assert (jump.kind, jump.number, jump.reason, jump.by_name) == (
            "started",
            272,
            "Numren finns på papper",
            "Rut Holm",
        )
        assert office.told(office.region.id)[-1].tag == "series:started"


def test_a_paragraph_series_belongs_to_a_body(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        form = registry.SeriesStartForm(series="paragraph", body="regionstyrelsen", start=113, reason="Papper")
        note = registry.start_series(office.session, office.actor(), form, office.now)
        assert note.series == f"paragraph:{office.body('regionstyrelsen').id.hex}"


def test_a_series_never_starts_at_a_number_that_is_taken(database: Database) -> None:
    with an_office(database) as office:
        office.register()
        taken = registry.SeriesStartForm(series="dnr", diary="region", start=1, reason="x")
        with pytest.raises(RuleBroken, match="series_start_taken"):
            registry.start_series(office.session, office.actor(), taken, office.now)
        form = registry.SeriesStartForm(series="dnr", diary="region", start=10, reason="x")
        registry.start_series(office.session, office.actor(), form, office.now)
        assert office.register().dnr == "10-2020"


def test_starting_a_series_is_for_those_who_keep_it(sqlite_database: Database) -> None:
    form = registry.SeriesStartForm(series="motion", start=10, reason="x")
    with an_office(sqlite_database) as office, pytest.raises(Forbidden):
        registry.start_series(office.session, office.actor("handlaggare"), form, office.now)


def test_a_registrar_of_one_board_keeps_only_its_series(sqlite_database: Database) -> None:
    own = {"username": "egen", "name": "Eva", "roles": [{"role": "registrar", "body": "kulturnamnden"}]}
    with an_office(sqlite_database, users=[*NORRBOTTEN["users"], own]) as office:
        mine = registry.SeriesStartForm(series="dnr", diary="kultur", start=10, reason="Papper")
        registry.start_series(office.session, office.actor("egen"), mine, office.now)
        assert office.matter(diary="kultur", body="kulturnamnden").dnr == "KN/10/2020"
        others = registry.SeriesStartForm(series="paragraph", body="regionstyrelsen", start=10, reason="Papper")
        with pytest.raises(Forbidden):
            registry.start_series(office.session, office.actor("egen"), others, office.now)


def test_a_voided_number_is_shown_with_its_reason_and_skipped(database: Database) -> None:
    with an_office(database) as office:
        form = registry.VoidNumberForm(series="dnr", diary="region", reason="Stämpeln hamnade fel")
        note = registry.void_number(office.session, office.actor(), form, office.now)
        assert (note.kind, note.label) == ("voided", "1-2020")
        assert office.register().dnr == "2-2020"
        with pytest.raises(NotFound):
            registry.find_by_dnr(office.session, office.actor(), "1-2020")


@pytest.mark.parametrize(
    "values", [{"series": "dnr"}, {"series": "motion", "diary": "region"}, {"series": "paragraph"}, {"series": "x"}]
)
def test_a_series_is_named_by_what_it_belongs_to(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        registry.SeriesForm.model_validate(values)


def test_a_number_with_a_class_code_is_not_voided_alone(sqlite_database: Database) -> None:
    form = registry.VoidNumberForm(series="dnr", diary="klassat", reason="x")
    with an_office(sqlite_database) as office, pytest.raises(Invalid):
        registry.void_number(office.session, office.actor(), form, office.now)


def test_adding_a_record_takes_few_statements(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        case, actor = office.register(), office.actor()
        form = registry.RecordForm.model_validate(LETTER)
        with statements(sqlite_database) as said:
            registry.add_record(office.session, actor, case.id, form, MORNING)
        assert len(said) == 7
        kept = office.session.exec(select(Record.registered_at).where(col(Record.case_id) == case.id)).all()
        assert set(kept) == {MORNING}


def test_files_that_no_record_of_the_organisation_names_are_swept_away_after_a_day(
    database: Database, tmp_path: Path
) -> None:
    store = tmp_path / "files"

    def kept(organisation_id: UUID, content: bytes) -> registry.KeptFile:
        return registry.keep_file(store, organisation_id, "brev.pdf", "application/pdf", content)

    with an_office(database) as office:
        region, neighbour = office.region.id, an_organisation(office.session).id
        named, stray, elsewhere = kept(region, b"brev"), kept(region, b"utkast"), kept(neighbour, b"brev")
        letter = office.letter(office.matter())
        registry.add_files(office.session, office.actor(), letter.id, [named], office.now)
    at = (MORNING - timedelta(days=2)).timestamp()
    for organisation_id, one in ((region, named), (region, stray), (neighbour, elsewhere)):
        os.utime(files.place(store, organisation_id, one.sha256), (at, at))
    assert registry.sweep_files(database, store, MORNING) == 2
    assert [path for path in store.rglob("*") if path.is_file()] == [files.place(store, region, named.sha256)]
