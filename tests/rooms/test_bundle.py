"""The whole case to take along: every record in order with its number, stamped, and nothing that one may not see."""

import csv
import hashlib
import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from sqlmodel import Session, select

from engine import archive, files, registry
from engine.cases.tables import Case, RecordFile
from engine.db import Database
from engine.documents import binding
from engine.documents.pdf import render_pdf
from engine.errors import TooLarge
from engine.registry import KeptFile
from tests.rooms.office import Office, an_office

MARK = {"provision": "OSL 25 kap. 1 §", "authority": "Region Norrbotten"}


def a_pdf(words: str, pages: int = 1, rotate: int = 0) -> bytes:
    with pikepdf.Pdf.new() as made:
        for number in range(pages):
            page = made.add_blank_page(page_size=(595, 842))
            font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Times)
            name = page.add_resource(made.make_indirect(font), pikepdf.Name.Font)
            page.contents_add(f"BT {name} 20 Tf 100 400 Td ({words} {number + 1}) Tj ET".encode())
            page.obj.Rotate = rotate
        content = io.BytesIO()
        made.save(content)
    return content.getvalue()


def filed(office: Office, root: Path, case: Case, title: str, *some: tuple[str, bytes], **changes: Any) -> None:
    kept = [kept_file(office, root, name, content) for name, content in some]
    form = registry.RecordForm.model_validate(
        {"title": title, "correspondent": "Anna", "received_on": "2020-01-07", "way_in": "email", **changes}
    )
    registry.add_record(office.session, office.actor(), case.id, form, office.now, kept)


def kept_file(office: Office, root: Path, name: str, content: bytes) -> KeptFile:
    kind = "application/pdf" if name.endswith(".pdf") else "application/octet-stream"
    return registry.keep_file(root, office.region.id, name, kind, content)


def a_full_case(office: Office, root: Path) -> Case:
    case = office.register(body="regionstyrelsen", title="Motion om bussar")
    filed(office, root, case, "Skrivelse", ("skrivelse.pdf", a_pdf("Ett", 2)), ("kalkyl.xlsx", b"PK"))
    filed(office, root, case, "Trasig", ("trasig.pdf", b"%PDF-1.7 inte en pdf"))
    filed(office, root, case, "Kanariefågel", ("kanariefågel.pdf", a_pdf("Hemligt")), secrecy=MARK)
    filed(office, root, case, "Liggande", ("liggande.pdf", a_pdf("Fyra", rotate=90)))
    note = registry.NoteForm(title="Samtal", text="Anna ringde om bussen.")
    registry.add_note(office.session, office.actor(), case.id, note, office.now)
    return case


def words_in(pdf: bytes) -> list[str]:
    program = shutil.which("pdftotext")
    assert program, "poppler-utils is missing"
    said = subprocess.run([program, "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return said.stdout.decode().split("\f")


def whole(session: Session, office: Office, who: str, case: Case) -> archive.Bundle:
    return archive.gathered(session, office.actor(who), case, office.now)


def test_the_whole_case_is_one_pdf_with_contents_bookmarks_and_a_stamp_on_each_copy(
    sqlite_database: Database, tmp_path: Path
) -> None:
    with an_office(sqlite_database) as office:
        case = a_full_case(office, tmp_path)
        bundle = whole(office.session, office, "registrator", case)
        made = archive.bundle_pdf(tmp_path, bundle, render_pdf)
        assert made == archive.bundle_pdf(tmp_path, bundle, render_pdf)
        pages = words_in(made)
        assert [number for number, page in enumerate(pages, 1) if "Ett 1" in page] == [2]
        for shown in ("Skrivelse", "Samtal", "Anna ringde om bussen.", "kalkyl.xlsx ligger i zip-filen", "trasig.pdf"):
            assert shown in pages[0]
        assert [f"Dnr {case.dnr}:2" in page for page in pages[:5]] == [False, True, True, False, False]
        assert f"Dnr {case.dnr}:5" in pages[4]
        with pikepdf.open(io.BytesIO(made)) as opened:
            with opened.open_outline() as outline:
                assert [item.title for item in outline.root] == [
                    "Aktinnehåll", "2. Skrivelse", "4. Kanariefågel", "5. Liggande"
                ]  # fmt: skip
            assert str(opened.docinfo["/Title"]) == f"{case.dnr} Motion om bussar"


def test_whoever_may_not_see_a_record_gets_no_word_of_it_in_pdf_or_zip(
    sqlite_database: Database, tmp_path: Path
) -> None:
    with an_office(sqlite_database) as office:
        case = a_full_case(office, tmp_path)
        bundle = whole(office.session, office, "handlaggare", case)
        text = " ".join(words_in(archive.bundle_pdf(tmp_path, bundle, render_pdf)))
        assert "Ett 1" in text
        assert "Kanariefågel" not in text
        assert "Hemligt" not in text
        with archive.bundle_zip(tmp_path, bundle) as made, zipfile.ZipFile(made) as packed:
            assert not [name for name in packed.namelist() if "kanarie" in name.casefold()]
            for name in ("dagboksblad.html", "förteckning.csv"):
                assert "kanarie" not in packed.read(name).decode().casefold()


def test_the_zip_holds_every_file_as_it_came_and_a_list_with_their_sums(
    sqlite_database: Database, tmp_path: Path
) -> None:
    with an_office(sqlite_database) as office:
        case = a_full_case(office, tmp_path)
        bundle = whole(office.session, office, "registrator", case)
        with archive.bundle_zip(tmp_path, bundle) as made, zipfile.ZipFile(made) as packed:
            listed = list(csv.reader(io.StringIO(packed.read("förteckning.csv").decode("utf-8-sig")), delimiter=";"))
            assert listed[0] == ["Nr", "Handling", "Fil", "Byte", "SHA-256"]
            sums = {row[2]: row[4] for row in listed[1:] if row[2]}
            inside = {name.partition("/")[2][3:]: packed.read(name) for name in packed.namelist() if "/" in name}
            assert inside.keys() == sums.keys() == {
                "skrivelse.pdf", "kalkyl.xlsx", "trasig.pdf", "kanariefågel.pdf", "liggande.pdf"
            }  # fmt: skip
            assert {name: hashlib.sha256(content).hexdigest() for name, content in inside.items()} == sums
            assert "002/01 skrivelse.pdf" in packed.namelist()
            assert not [name for name in packed.namelist() if name.startswith("/") or ".." in name]


def test_a_stamped_copy_leaves_the_kept_file_as_it_was(sqlite_database: Database, tmp_path: Path) -> None:
    with an_office(sqlite_database) as office:
        case = a_full_case(office, tmp_path)
        held = office.session.exec(select(RecordFile).where(RecordFile.filename == "skrivelse.pdf")).one()
        before = files.read(tmp_path, office.region.id, held.sha256)
        made = archive.stamped(tmp_path, held, case.dnr, 2)
        assert made
        assert all(f"Dnr {case.dnr}:2" in page for page in words_in(made)[:2])
        assert files.read(tmp_path, office.region.id, held.sha256) == before
        other = office.session.exec(select(RecordFile).where(RecordFile.filename == "kalkyl.xlsx")).one()
        assert archive.stamped(tmp_path, other, case.dnr, 2) is None


@pytest.mark.parametrize("content", [b"", b"%PDF", b"%PDF-1.4\n%%EOF", b"PK\x03\x04", a_pdf("x")[:200]])
def test_what_is_no_pdf_has_no_pages_and_no_copy(content: bytes) -> None:
    assert binding.pages_in(content) is None
    assert binding.stamped(content, "Dnr 1") is None


def test_a_locked_pdf_is_left_beside(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(a_pdf("x"))) as opened:
        opened.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    assert binding.pages_in((tmp_path / "locked.pdf").read_bytes()) is None


def test_a_case_with_too_much_in_it_is_refused(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with an_office(sqlite_database) as office:
        case = a_full_case(office, tmp_path)
        monkeypatch.setattr("engine.archive.bundle.BYTES_MAX", 10)
        with pytest.raises(TooLarge):
            whole(office.session, office, "registrator", case)
