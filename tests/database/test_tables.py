"""The tables: all known to the migrations, each pointing only to rooms below its own, each pointer findable."""

import ast
import re
import tomllib
from pathlib import Path

from sqlalchemy import Index, PrimaryKeyConstraint, Table, UniqueConstraint
from sqlmodel import SQLModel

from engine.migrations import FOLDER, every_table
from engine.migrations.triggers import GUARDED

ROOT = Path(__file__).parents[2]
NOT_FOLLOWED = {
    "organisation.id": "an organisation is never removed, and its rows are found by what they are",
    "body.id": "a body is never removed; who sees its rows is asked of the rows themselves",
    "diary.id": "a diary is never removed",
    "user_account.id": "an account is closed, never removed",
    "person.id": "a person is never removed",
    "journal_seal.number": "the index begins with it",
}
"""Rows that are never removed, and never asked for what points to them: no index is kept for that."""


def rooms() -> list[set[str]]:
    """The rooms from the ground up, as the import contract has them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract.get("exhaustive"))
    return [set(re.findall(r"\w+", layer)) for layer in reversed(layers)]


def defined() -> dict[str, str]:
    """Table → the room whose source defines it."""
    found = {}
    for path in sorted((ROOT / "engine").rglob("*.py")):
        room = path.relative_to(ROOT / "engine").parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and any(word.arg == "table" for word in node.keywords):
                found[node.name] = room
            if (
                isinstance(node, ast.Call)
                and ast.unparse(node.func) == "Table"
                and "metadata()" in map(ast.unparse, node.args)
            ):
                found[str(ast.literal_eval(node.args[0]))] = room
    return found


def room_of() -> dict[str, str]:
    """Table's name in the database → its room."""
    classes = {cls.__name__: str(cls.__tablename__) for cls in SQLModel.__subclasses__() if hasattr(cls, "__table__")}
    return {classes.get(name, name): room for name, room in defined().items()}


def test_the_migrations_know_every_table() -> None:
    assert set(room_of()) == set(every_table().tables)


def test_a_table_points_only_to_its_own_room_or_one_below() -> None:
    height = {room: level for level, layer in enumerate(rooms()) for room in layer}
    own = room_of()
    upward = [
        f"{table.name}.{key.parent.name} → {key.column}"
        for table in every_table().sorted_tables
        for key in table.foreign_keys
        if height[own[key.column.table.name]] > height[own[table.name]]
    ]
    assert upward == []


def leading(table: Table) -> set[str]:
    """The columns that an index of the table begins with."""
    keys: list[Index | PrimaryKeyConstraint | UniqueConstraint] = [*table.indexes, table.primary_key]
    keys += [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    return {next(iter(key.columns)).name for key in keys}


def test_what_points_to_a_row_can_be_found_without_reading_the_whole_table() -> None:
    missing = [
        f"{table.name}.{key.parent.name} → {key.column}"
        for table in every_table().sorted_tables
        for key in table.foreign_keys
        if key.parent.name not in leading(table) and str(key.column) not in NOT_FOLLOWED
    ]
    assert missing == []


def test_every_guarded_table_is_guarded_in_all_its_columns() -> None:
    for name, (keys, columns) in GUARDED.items():
        table = every_table().tables[name]
        assert set(columns) == set(table.columns.keys())
        assert " ".join(table.primary_key.columns.keys()) in keys


def test_migrations_are_dated() -> None:
    named = [path.stem for path in (FOLDER / "versions").glob("*.py")]
    assert named
    assert all(re.fullmatch(r"20\d\d_\d\d_\d\d_\w+", name) for name in named)
