"""Writes migrations from the tables. `script/migration` runs it.

Until the first release there is one migration, the initial one, and it is written anew when a table changes:
`python -m engine.migrations.writing`.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.autogenerate.api import AutogenContext
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from sqlmodel.sql.sqltypes import AutoString

from engine.db import UtcDateTime
from engine.migrations import FOLDER, every_table
from engine.migrations.triggers import GUARDED

INITIAL = FOLDER / "versions" / "2026_11_22_initial.py"

HEAD = '''"""The tables as they were at the first release, and the triggers that guard what is never changed."""

import sqlalchemy as sa
from alembic import op

from engine.migrations.indexing import search_index
from engine.migrations.triggers import REFUSE, guard

revision = "2026_11_22_initial"
down_revision = None


def upgrade() -> None:
    {tables}
    dialect = op.get_bind().dialect.name
    if dialect == "postgresql":
        op.execute(REFUSE)
    for table in {guarded!r}:
        for statement in guard(dialect, table):
            op.execute(statement)
    for statement in search_index(dialect):
        op.execute(statement)
'''


def initial() -> str:
    """The text of the initial migration for the tables as they are now."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        found = produce_migrations(MigrationContext.configure(connection), every_table())
    engine.dispose()
    assert found.upgrade_ops is not None
    code = render_python_code(found.upgrade_ops, render_item=plain)
    lines = [line for line in code.splitlines() if not line.lstrip().startswith("#")]
    return formatted(HEAD.format(tables="\n".join(lines).lstrip(), guarded=tuple(GUARDED)))


def plain(kind: str, item: Any, context: AutogenContext) -> str | Literal[False]:
    """Our column types as SQLAlchemy's own, so that a migration means the same when ours have changed."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


def formatted(code: str) -> str:
    """The code as the project's formatter has it."""
    beside = Path(sys.executable).with_name("ruff")
    ruff = str(beside) if beside.exists() else shutil.which("ruff")
    assert ruff is not None, "script/bootstrap --test installs ruff"
    done = subprocess.run(  # noqa: S603 (the project's own formatter)
        [ruff, "format", "--stdin-filename", str(INITIAL), "-"], input=code, capture_output=True, text=True, check=True
    )
    return done.stdout


if __name__ == "__main__":
    INITIAL.write_text(initial(), encoding="utf-8")
    print(INITIAL)
