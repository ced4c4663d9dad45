"""What is shipped: the wheel holds all that the program reads, and nothing that only we need."""

import subprocess
import sys
from zipfile import ZipFile

import pytest

from tests.house.sources import ROOT, sources


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the files in a wheel built from this folder."""
    out = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(out)]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    return set(ZipFile(next(out.glob("*.whl"))).namelist())


def shipped(folder: str) -> set[str]:
    return {path.relative_to(ROOT).as_posix() for path in sources() if path.is_relative_to(ROOT / folder)}


@pytest.mark.parametrize("folder", ["workflows", "templates"])
def test_diagrams_and_templates_travel_with_the_program(wheel: set[str], folder: str) -> None:
    assert shipped(folder)
    assert {f"engine/_data/{name}" for name in shipped(folder)} <= wheel


@pytest.mark.parametrize("folder", ["engine", "api"])
def test_every_file_of_the_house_and_the_door_is_shipped(wheel: set[str], folder: str) -> None:
    assert shipped(folder) <= wheel


def test_the_fonts_are_shipped_though_git_ignores_them(wheel: set[str]) -> None:
    fonts = {path.relative_to(ROOT).as_posix() for path in (ROOT / "api/assets/fonts").glob("*.ttf")}
    assert fonts
    assert fonts <= wheel


def test_tests_are_not_shipped(wheel: set[str]) -> None:
    folders = {name.split("/")[0] for name in wheel}
    assert {name for name in folders if not name.endswith(".dist-info")} == {"engine", "api"}
