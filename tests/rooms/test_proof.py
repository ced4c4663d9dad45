"""A document that has been drawn is made again and compared: what anybody has changed behind the program shows."""

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import col, delete, select, update
from typer.testing import CliRunner

from api.cli import app
from engine import files
from engine.cases.tables import Case, Record, RecordFile
from engine.db import Database
from engine.documents.pool import Drawn, InProcess, Order, Printer
from engine.jobs import Job
from engine.meetings import Paragraph, Recipient
from engine.minutes import make_extract, render_worker
from engine.minutes.proof import HTML, PDF, Finding, Verdict, drawn_records, prove_all
from engine.minutes.rendering import add_files, render_record
from engine.minutes.testimony import NO_ENTRY, NO_ROW
from engine.organisations.profiles import PROFILES
from engine.organisations.tables import ProfileVersion
from tests import conftest as ground
from tests.makers import NOW
from tests.rooms.scene import a_scene
from tests.rooms.sitting import APPROVAL, at_the_meeting, closed, decided, verified

SAME = Verdict.SAME


@dataclass(frozen=True)
class Older(InProcess):
    """A printer with other libraries or templates than ours."""

    facts: Mapping[str, str]
    words: str

    def drawn(self, order: Order, *, within: float | None = None, anew: bool = False) -> Drawn:
        """What it drew: other bytes, and other words where its templates had them."""
        drawn = super().drawn(order, within=within, anew=anew)
        html = drawn.html.replace("Regionstyrelsen", self.words)
        return replace(drawn, html=html, pdf=b"%PDF of another year", made={**drawn.made, **self.facts})


@dataclass
class Archive:
    """A database with a report and an extract that have been drawn, and their files."""

    database: Database
    root: Path

    def findings(self) -> dict[str, Finding]:
        """What comes of comparing each, by its kind."""
        PROFILES.clear()
        with self.database.read() as session:
            records = drawn_records(session, None, None)
        found = list(prove_all(self.database, self.root, InProcess(), records))
        return {finding.filename.split("-")[0]: finding for finding in found}

    def verdicts(self) -> dict[str, Verdict]:
        """The verdict on each, by its kind."""
        return {kind: finding.verdict for kind, finding in self.findings().items()}

    def row(self, media_type: str, kind: str = "protokollsutdrag") -> RecordFile:
        """One of the files."""
        with self.database.read() as session:
            named = col(RecordFile.filename).startswith(kind), RecordFile.media_type == media_type
            return session.exec(select(RecordFile).where(*named)).one()

    def place(self, row: RecordFile) -> Path:
        """Where it lies."""
        return files.place(self.root, row.organisation_id, row.sha256)

    def exchange(self, row: RecordFile, content: bytes) -> None:
        """Another file, and a row that says so."""
        self.alter(RecordFile, row.id, sha256=files.keep(self.root, row.organisation_id, content))

    def take_away(self, key: UUID) -> None:
        """A row that somebody deletes."""
        with self.database.write() as session:
            session.execute(delete(RecordFile).where(col(RecordFile.id) == key))

    def draw_again(self, printer: Printer) -> None:
        """The extract as another printer drew it, told in the journal as every drawing is."""
        record = self.row(PDF).record_id
        for kind in (PDF, HTML):
            self.take_away(self.row(kind).id)
        with self.database.write() as session:
            add_files(session, render_record(session, self.root, printer, record, "extract", NOW))

    def alter(self, table: Any, key: Any, **changes: Any) -> None:
        """What somebody does who can write to the database."""
        with self.database.write() as session:
            session.execute(update(table).where(table.id == key).values(**changes))


@pytest.fixture(scope="module")
def drawn(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the database and the files, made once."""
    home = tmp_path_factory.mktemp("drawn")
    shutil.copyfile(sqlite_template, home / "dnr.sqlite")
    with ground.opened(f"sqlite:///{home / 'dnr.sqlite'}") as database, a_scene(database) as scene:
        held, meeting = at_the_meeting(scene)
        decided(held, claims=[APPROVAL])
        after = closed(held, meeting)
        verified(after)
        make_extract(after.work("make_extract", "secretary"))
        for record in after.session.exec(select(Record).where(col(Record.kind).in_(("report", "extract")))).all():
            job = Job(
                record.id, record.organisation_id, "render", {"document": record.kind, "record": str(record.id)}, 0
            )
            render_worker(home / "files", InProcess())(after.session, job, after.now)(after.session)
    return home


@pytest.fixture
def archive(drawn: Path, tmp_path: Path) -> Iterator[Archive]:
    """A copy of it."""
    shutil.copytree(drawn, tmp_path / "home")
    with ground.opened(f"sqlite:///{tmp_path / 'home' / 'dnr.sqlite'}") as database:
        yield Archive(database, tmp_path / "home" / "files")


def test_what_nobody_has_touched_is_the_same(archive: Archive) -> None:
    assert list(archive.verdicts().values()) == [SAME, SAME]


def test_an_old_document_is_made_with_the_profile_of_its_time(archive: Archive) -> None:
    with archive.database.write() as session:
        old = session.exec(select(ProfileVersion)).one()
        newer = old.text.replace("Rätt utdraget intygar", "Utdraget bestyrks").replace("Sammanfattning", "I korthet")
        assert newer != old.text
        session.add(ProfileVersion(organisation_id=old.organisation_id, version=2, text=newer, at=NOW))
    assert set(archive.verdicts().values()) == {SAME}


def test_a_row_that_is_changed_behind_the_program_shows_with_its_words(archive: Archive) -> None:
    with archive.database.write() as session:
        session.execute(update(Recipient).values(text="Någon annan"))
    finding = archive.findings()["protokollsutdrag"]
    assert finding.verdict is Verdict.TEXT_DIFFERS
    assert finding.detail == "'Verksamhetsdirektör' → 'Någon annan'"


def test_of_a_secret_record_no_word_is_said(archive: Archive) -> None:
    with archive.database.write() as session:
        session.execute(update(Recipient).values(text="Någon annan"))
        session.execute(update(Record).values(secrecy="secret"))
        session.execute(update(Case).values(secrecy="secret"))
    finding = archive.findings()["protokollsutdrag"]
    assert (finding.verdict, finding.detail) == (Verdict.TEXT_DIFFERS, "")


def test_a_profile_version_that_is_changed_behind_the_program_shows(archive: Archive) -> None:
    with archive.database.write() as session:
        row = session.exec(select(ProfileVersion)).one()
        for name in session.scalars(text("SELECT name FROM sqlite_master WHERE tbl_name = 'profile_version'")).all():
            session.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
        session.execute(update(ProfileVersion).values(text=row.text.replace("Sammanfattning", "Ett annat ord")))
    assert Verdict.TEXT_DIFFERS in archive.verdicts().values()


def test_a_file_that_is_altered_or_gone_shows(archive: Archive) -> None:
    place = archive.place(archive.row(PDF))
    place.write_bytes(place.read_bytes().replace(b"%%EOF", b"%%EOf"))
    assert archive.verdicts()["protokollsutdrag"] is Verdict.FILE_ALTERED
    place.unlink()
    assert archive.verdicts()["protokollsutdrag"] is Verdict.FILE_GONE
    archive.place(archive.row(HTML)).unlink()
    assert archive.verdicts()["protokollsutdrag"] is Verdict.FILE_GONE


def test_a_file_that_is_exchanged_together_with_its_checksum_shows(archive: Archive) -> None:
    pdf, html = archive.row(PDF), archive.row(HTML)
    page = archive.place(html).read_bytes()
    archive.exchange(pdf, archive.place(pdf).read_bytes() + b"\n")
    assert archive.verdicts()["protokollsutdrag"] is Verdict.DRAWING_DIFFERS
    archive.exchange(html, page.replace(b"Regionstyrelsen", b"Regionstyrelse"))
    assert archive.verdicts()["protokollsutdrag"] is Verdict.TEXT_DIFFERS


@pytest.mark.parametrize(
    ("changed", "words", "verdict"),
    [
        ("pango", "Regionstyrelsen", Verdict.OTHER_LIBRARIES),
        ("templates", "Styrelsen", Verdict.OTHER_TEMPLATES),
        ("pango", "Styrelsen", Verdict.TEXT_DIFFERS),
    ],
)
def test_other_libraries_and_other_templates_are_no_false_alarm(
    archive: Archive, changed: str, words: str, verdict: Verdict
) -> None:
    archive.draw_again(Older({changed: "0"}, words))
    finding = archive.findings()["protokollsutdrag"]
    assert finding.verdict is verdict
    assert verdict.alarm or finding.detail == changed


def test_a_row_that_says_other_than_the_journal_shows_with_what_differs(archive: Archive) -> None:
    pdf = archive.row(PDF)
    made = json.loads(pdf.made_with or "")
    archive.exchange(pdf, b"%PDF of somebody else")
    archive.alter(RecordFile, pdf.id, made_with=json.dumps({**made, "pango": "1.40.0"}))
    finding = archive.findings()["protokollsutdrag"]
    assert finding.verdict is Verdict.JOURNAL_DIFFERS, "but for the journal it would pass for other libraries"
    assert finding.detail == f"{pdf.filename}, made_with"


def test_a_document_that_the_journal_does_not_know_shows(archive: Archive) -> None:
    for kind in (PDF, HTML):
        archive.alter(RecordFile, archive.row(kind).id, at=NOW - timedelta(days=1))
    finding = archive.findings()["protokollsutdrag"]
    assert (finding.verdict, finding.detail) == (Verdict.JOURNAL_DIFFERS, NO_ENTRY)


def test_a_document_whose_rows_have_been_taken_away_shows(archive: Archive) -> None:
    archive.take_away(archive.row(HTML).id)
    assert archive.findings()["protokollsutdrag"].detail == f"KeyError, {NO_ROW}"
    archive.take_away(archive.row(PDF).id)
    (gone,) = [one for one in archive.findings().values() if one.verdict is not SAME]
    assert (gone.verdict, gone.detail) == (Verdict.FILE_GONE, NO_ROW)


@pytest.mark.parametrize(
    "made", ["", "[]", "{}", '{"profile": 7, "document": "extract"}', '{"profile": 1, "document": "x"}']
)
def test_a_document_whose_origin_is_gone_shows(archive: Archive, made: str) -> None:
    archive.alter(RecordFile, archive.row(PDF).id, made_with=made)
    assert archive.verdicts()["protokollsutdrag"] is Verdict.CANNOT_BE_MADE


def test_a_paragraph_that_has_been_taken_away_shows(archive: Archive) -> None:
    with archive.database.write() as session:
        session.execute(update(Paragraph).values(record_id=None))
    assert archive.verdicts()["protokollsutdrag"] is Verdict.CANNOT_BE_MADE


def test_the_command_says_what_differs_and_ends_with_one(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DNR_HOME", str(archive.root.parent))
    monkeypatch.setenv("DNR_RENDERERS", "1")
    monkeypatch.setenv("COLUMNS", "500")
    command = ["documents", "verify", "--organisation", "norrbotten"]
    good = CliRunner().invoke(app, command)
    assert (good.exit_code, good.stdout.splitlines()) == (0, ["2 lika", "2 dokument prövade."])
    with archive.database.write() as session:
        session.execute(text("UPDATE recipient SET text = '[/bold]'"))
    bad = CliRunner().invoke(app, command)
    assert bad.exit_code == 1
    assert "TEXTEN SKILJER SIG" in bad.stdout
    assert "'Verksamhetsdirektör' → '[/bold]'" in bad.stdout
    few = CliRunner().invoke(app, [*command, "--limit", "1"])
    assert "1 dokument prövade." in few.stdout
