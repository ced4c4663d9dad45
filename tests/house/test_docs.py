"""The pages cannot lie: what they list is held against the project itself."""

import re
import tomllib
from pathlib import Path

from engine.settings import Settings
from tests.house.sources import ROOT


def rows(page: Path, heading: str) -> list[list[str]]:
    """The cells of the first table under a heading, without its head."""
    text = page.read_text("utf-8").split(f"## {heading}", 1)[1]
    table = re.search(r"^\|.*\n\|[-| ]+\n((?:\|.*\n)+)", text, re.MULTILINE)
    assert table, f"{page.name} has no table under {heading}"
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[1].splitlines()]


def test_the_house_is_printed_in_the_order_that_is_kept() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one.get("containers") == ["engine"])
    kept = [set(re.findall(r"\w+", layer)) for layer in reversed(layers)]
    printed = iter(row[0].strip("`") for row in rows(ROOT / "docs/house.md", "The rooms, from the ground up"))
    assert [{next(printed, "") for _ in level} for level in kept] == kept
    assert list(printed) == []


def test_every_setting_is_listed_with_its_default() -> None:
    listed = {row[0].strip("`"): row[1].strip("`") for row in rows(ROOT / "docs/running.md", "Settings")}
    assert listed == {f"DNR_{name.upper()}": str(field.default) for name, field in Settings.model_fields.items()}
