"""What holds for every file of the house."""

import os
import re

from tests.house.sources import ROOT, sources, texts

LONGEST = 350
LONGER: dict[str, str] = {
    "tests/lifecycles/constructs.py": "thirty diagrams in a row, one for each construct that may be drawn",
    "tests/lifecycles/test_lint.py": "a table with one spoilt diagram for each rule",
    "tests/lifecycles/test_machine.py": "one story after the other, none of which needs the others",
    "tests/rooms/test_registry_cases.py": "one story after the other, none of which needs the others",
    "tests/rooms/test_registry_records.py": "one story after the other, none of which needs the others",
    "tests/rules/procedure/test_situations.py": "the twelve worked situations stand together, as a lawyer reads them",
}
"""Files that may be longer than that, each with its reason."""
RECORDS = "engine/migrations/versions/"
"""Migrations are records of what was done to the database: made by a tool and never edited."""

REGISTRIES = [
    ".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"))
]
MIRRORS = [".".join(parts) for parts in (("deb", "debian", "org"), ("archive", "ubuntu", "com"), ("yarnpkg", "com"))]
MACHINE_PATH = re.compile(r"(?<![\w.~*})])/(?:home|root|work|Users)/")
SUPPRESSION = re.compile(r"#\s*noqa\b(?!: [A-Z]+\d+(, ?[A-Z]+\d+)* +\S)")
NO_ROOM = re.compile(r"(^|/)(utils?|helpers?|common|base|misc)(\.py$|/)")


def test_no_file_names_a_registry() -> None:
    named = [(path, host) for path, text in texts() for host in REGISTRIES + MIRRORS if host in text.lower()]
    assert named == []


def test_no_file_names_a_path_of_one_machine() -> None:
    named = [(path, found[0]) for path, text in texts() if (found := MACHINE_PATH.search(text))]
    assert named == []


def test_no_file_is_too_long_to_be_read_whole() -> None:
    lengths = {path: text.count("\n") for path, text in texts(".py", ".js", ".css", ".html")}
    too_long = {path for path, lines in lengths.items() if lines > LONGEST and not path.startswith(RECORDS)}
    assert too_long == set(LONGER), {path: lengths[path] for path in too_long ^ set(LONGER) if path in lengths}
    assert all(LONGER.values()), "each exception has its reason"


def test_every_module_has_a_name_that_says_what_is_in_it() -> None:
    assert [path for path, _ in texts(".py") if NO_ROOM.search(path)] == []


def test_every_suppression_names_its_rule_and_its_reason() -> None:
    bare = [
        f"{path}:{number}"
        for path, text in texts(".py")
        for number, line in enumerate(text.splitlines(), 1)
        if SUPPRESSION.search(line)
    ]
    assert bare == []


def test_every_command_that_is_written_about_can_be_run() -> None:
    written = {name for _, text in texts(".md") for name in re.findall(r"\bscript/[a-z]+\b", text)}
    assert {"script/demo", "script/test"} <= written
    assert [name for name in sorted(written) if not os.access(ROOT / name, os.X_OK)] == []


def test_every_link_between_our_pages_leads_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)} -> {link}"
        for page in sources(".md")
        for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text("utf-8"))
        if not (page.parent / link).exists()
    ]
    assert broken == []
