"""The file store: a whole file or none, known by its content, and nobody else's."""

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest

from engine import files
from engine.db import new_id
from tests.makers import NOW

CONTENT = b"Motion om fler utbildningsplatser" * 1000


def everything(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def test_a_file_is_kept_by_its_content(tmp_path: Path) -> None:
    region = new_id()
    sha256 = files.keep(tmp_path, region, CONTENT)
    assert files.read(tmp_path, region, sha256) == CONTENT
    assert everything(tmp_path) == [tmp_path / region.hex / sha256[:2] / sha256]
    assert files.keep_from(tmp_path, region, io.BytesIO(CONTENT)) == (sha256, len(CONTENT))
    assert files.keep(tmp_path, region, CONTENT) == sha256
    assert len(everything(tmp_path)) == 1


def test_an_empty_file_is_a_file(tmp_path: Path) -> None:
    region = new_id()
    assert files.read(tmp_path, region, files.keep(tmp_path, region, b"")) == b""


def test_organisations_do_not_share_files(tmp_path: Path) -> None:
    sha256 = files.keep(tmp_path, new_id(), CONTENT)
    with pytest.raises(FileNotFoundError):
        files.read(tmp_path, new_id(), sha256)


def test_an_altered_file_is_not_handed_out(tmp_path: Path) -> None:
    region = new_id()
    sha256 = files.keep(tmp_path, region, CONTENT)
    files.place(tmp_path, region, sha256).write_bytes(b"something else")
    with pytest.raises(ValueError, match="altered"):
        files.read(tmp_path, region, sha256)


class Torn(io.BytesIO):
    """A transfer that breaks off."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise ConnectionResetError
        return super().read(1000)


def test_a_transfer_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ConnectionResetError):
        files.keep_from(tmp_path, new_id(), Torn(CONTENT))
    assert everything(tmp_path) == []


def aged(path: Path, age: timedelta) -> None:
    at = (NOW - age).timestamp()
    os.utime(path, (at, at))


def test_the_sweeper_takes_what_no_row_names_and_is_older_than_a_day(tmp_path: Path) -> None:
    region = new_id()
    named, stray, young = (files.keep(tmp_path, region, content) for content in (b"named", b"stray", b"young"))
    half = tmp_path / region.hex / f"{files.UNFINISHED}half"
    half.write_bytes(b"half")
    for path in (half, *(files.place(tmp_path, region, sha256) for sha256 in (named, stray))):
        aged(path, timedelta(days=1, seconds=1))
    aged(files.place(tmp_path, region, young), timedelta(hours=23))
    assert files.sweep(tmp_path, region, {named}, NOW) == 2
    assert {path.name for path in everything(tmp_path)} == {named, young}


def test_a_file_that_is_sent_again_is_young_again(tmp_path: Path) -> None:
    region = new_id()
    sha256 = files.keep(tmp_path, region, CONTENT)
    aged(files.place(tmp_path, region, sha256), timedelta(days=30))
    files.keep(tmp_path, region, CONTENT)
    assert files.sweep(tmp_path, region, set(), NOW) == 0
