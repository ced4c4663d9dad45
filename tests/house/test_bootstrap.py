"""The set-up, on a machine where it has already been: script/test begins with it."""

import subprocess

from tests.house.sources import ROOT


def bootstrap(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([ROOT / "script/bootstrap", *arguments], capture_output=True, text=True, check=False)


def test_the_second_time_the_set_up_has_nothing_to_do_and_says_nothing() -> None:
    again = bootstrap("--test")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_an_unknown_argument_is_answered_with_what_may_be_said() -> None:
    refused = bootstrap("--tests")
    assert refused.returncode == 2
    assert "script/bootstrap --test" in refused.stderr
