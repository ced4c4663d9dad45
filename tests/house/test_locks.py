"""The locks are whole: every line has a hash, and they match what pyproject.toml and package.json ask for."""

import json
import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.sources import ROOT

LOCKS = ["requirements.lock", "requirements-test.lock", "requirements-build.lock", "requirements-node.lock"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
ASKED = {
    "requirements.lock": PROJECT["project"]["dependencies"],
    "requirements-test.lock": PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["test"],
    "requirements-build.lock": PROJECT["dependency-groups"]["build"],
    "requirements-node.lock": PROJECT["dependency-groups"]["node"],
}


def entries(lock: str) -> list[str]:
    """Each requirement with its hashes on one line."""
    joined = (ROOT / lock).read_text("utf-8").replace("\\\n", " ")
    return [line for line in joined.splitlines() if line.strip()]


def pinned(lock: str) -> dict[str, str]:
    """Name and version of each package in the lock."""
    found = (re.match(r"([\w.-]+)==(\S+)", entry) for entry in entries(lock))
    return {canonicalize_name(match[1]): match[2] for match in found if match}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_is_one_version_with_hashes(lock: str) -> None:
    whole = re.compile(r"[\w.-]+==\S+( ; [^#]+?)?\s+(--hash=sha256:[0-9a-f]{64}\s*)+")
    assert [entry for entry in entries(lock) if not whole.fullmatch(entry)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_all_that_the_project_asks_for(lock: str) -> None:
    versions = pinned(lock)
    asked = [Requirement(text) for text in ASKED[lock]]
    unmet = [str(one) for one in asked if not one.specifier.contains(versions.get(canonicalize_name(one.name), "0"))]
    assert unmet == []


def test_tests_run_with_the_versions_that_are_shipped() -> None:
    assert pinned("requirements.lock").items() <= pinned("requirements-test.lock").items()


def test_browser_packages_are_locked_with_hashes_and_no_address() -> None:
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    root = packages.pop("")
    assert root["dependencies"] == wanted["dependencies"]
    assert root.get("devDependencies") == wanted.get("devDependencies")
    assert [name for name, one in packages.items() if "integrity" not in one or "resolved" in one] == []


def test_the_decision_record_names_every_direct_dependency() -> None:
    page = (ROOT / "docs/decisions/0002-dependencies.md").read_text("utf-8").lower()
    direct = {Requirement(text).name.lower() for texts in ASKED.values() for text in texts}
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))
    browser = {*wanted["dependencies"], *wanted["devDependencies"]}
    assert sorted(name for name in direct | browser if name not in page) == []
