"""PostgreSQL copied by its own programs, which must be as new as the server. No password reaches a command line."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Literal

from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import inspect, text

from engine.db import Database
from engine.errors import Misconfigured
from engine.migrations import upgrade
from engine.seals import verify_all

NAME: Literal["database.dump"] = "database.dump"
VERSION = re.compile(r"\(PostgreSQL\) (\d+)")


def dump(database: Database, to: Path) -> None:
    """Writes the database as it stands, in pg_dump's own format."""
    run(database, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={to}")


def stands(database: Database) -> bool:
    """Are there tables already?"""
    return bool(inspect(database.read_engine).get_table_names())


def load(database: Database, source: Path) -> int:
    """Puts the copy in the place of what stands, in one transaction; returns the number of journal entries, proved."""
    database.close()
    run(
        database, "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges",
        "--clean", "--if-exists", str(source),
    )  # fmt: skip
    upgrade(database)
    with database.read() as session:
        return verify_all(session)


def run(database: Database, name: str, *arguments: str) -> None:
    """Runs one of PostgreSQL's programs on the database; raises `Misconfigured` with what it said when it fails."""
    whole = database.write_engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    address = {key: str(value) for key, value in conninfo_to_dict(whole).items() if value is not None}
    environment = {**os.environ, "PGPASSWORD": address.pop("password", "")}
    command = [program(name, major(database)), f"--dbname={make_conninfo(**address)}", "--no-password", *arguments]
    done = subprocess.run(  # noqa: S603 (PostgreSQL's own program)
        command, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Misconfigured(program=name, said=done.stderr.strip()[-2000:])


def major(database: Database) -> int:
    """The server's major version."""
    with database.read_engine.connect() as connection:
        return int(connection.execute(text("SHOW server_version_num")).scalar_one()) // 10_000


def program(name: str, needed: int) -> str:
    """The path of one of PostgreSQL's programs, not older than the server; else names the package that has it."""
    places = [
        shutil.which(name),
        *(f"/usr/lib/postgresql/{version}/bin/{name}" for version in range(needed, needed + 9)),
    ]
    for place in places:
        if place is not None and Path(place).exists() and version_of(place) >= needed:
            return place
    raise Misconfigured(program=name, command=f"sudo apt-get install postgresql-client-{needed}")


def version_of(place: str) -> int:
    """A program's major version; 0 when it does not say."""
    done = subprocess.run([place, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - the program was found on this machine by name
    said = VERSION.search(done.stdout)
    return int(said[1]) if said else 0
