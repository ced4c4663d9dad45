"""The doctor sees what a machine lacks and names the command that installs it."""

import subprocess
import sys
from pathlib import Path

from engine import doctor
from engine.settings import Settings
from tests.house.sources import ROOT

ABSENT = doctor.Need(
    "Ingenting", ("libnothing1",), lambda: doctor.library("libthere-is-none.so.9"), "Utan ingenting går allt."
)


def examined(settings: Settings, name: str) -> doctor.Finding:
    return next(one for one in doctor.examine(settings) if one.name == name)


def test_a_missing_library_is_named_with_its_command(tmp_path: Path) -> None:
    found = doctor.machine(ABSENT)
    assert not found.ok
    assert found.command == "sudo apt-get install --no-install-recommends libnothing1"
    assert found.sentence == "Utan ingenting går allt."


def test_only_the_packages_of_unmet_needs_are_installed() -> None:
    met = doctor.Need("Python", ("python3",), lambda: True, "")
    assert doctor.missing_packages([met, ABSENT]) == ["libnothing1"]


def test_a_machine_that_has_been_set_up_for_tests_lacks_nothing(tmp_path: Path) -> None:
    needs = {need.name for need in doctor.RUNNING + doctor.TESTING}
    found = doctor.examine(Settings(home=tmp_path, database_url=""), tests=True)
    assert [one for one in found if one.name in needs and not one.ok] == []
    assert needs < {one.name for one in found}


def test_the_doctor_needs_no_installed_package_to_say_what_is_missing() -> None:
    asked = [sys.executable, "-S", "-m", "engine.doctor", "--test"]
    answer = subprocess.run(asked, cwd=ROOT, env={"PATH": ""}, capture_output=True, text=True, check=True)
    assert {"default-jdk-headless", "poppler-utils", "chromium"} <= set(answer.stdout.split())


def test_what_only_tests_need_is_not_asked_of_a_user() -> None:
    asked = [sys.executable, "-S", "-m", "engine.doctor"]
    answer = subprocess.run(asked, cwd=ROOT, env={"PATH": ""}, capture_output=True, text=True, check=True)
    assert set(answer.stdout.split()).isdisjoint({"default-jdk-headless", "poppler-utils", "chromium"})


def test_missing_fonts_are_made_by_the_set_up(tmp_path: Path) -> None:
    assert doctor.fonts(tmp_path).command == "script/bootstrap"
    assert not doctor.fonts(tmp_path).ok
    (tmp_path / "serif.ttf").touch()
    assert doctor.fonts(tmp_path).ok


def test_the_database_may_lie_in_a_folder_that_is_yet_to_be_made(tmp_path: Path) -> None:
    home = tmp_path / "new" / "var"
    assert examined(Settings(home=home, database_url=""), "Database").ok
    assert not home.exists()


def test_the_database_cannot_lie_where_a_file_stands_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "var").touch()
    found = examined(Settings(home=tmp_path / "var", database_url=""), "Database")
    assert not found.ok
    assert str(tmp_path / "var") in found.command


def test_a_silent_database_server_is_reported_without_its_password() -> None:
    address = "postgresql+psycopg://dnr:hemligt@127.0.0.1:1/dnr"
    found = examined(Settings(database_url=address), "Database")
    assert not found.ok
    assert "hemligt" not in f"{found}"
    assert "DNR_DATABASE_URL" in found.sentence


def test_a_database_server_that_answers_is_well(postgresql_server: str) -> None:
    assert examined(Settings(database_url=postgresql_server), "Database").ok
