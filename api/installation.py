"""What every command needs: where the installation lies, its database for a while, and where to say things."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from sqlmodel import Session, col, select

from engine.db import Database, found
from engine.organisations.tables import Organisation
from engine.settings import Settings

out = Console()
Home = Annotated[Path | None, typer.Option(help="Folder of the embedded database and the files (DNR_HOME).")]


def settings_of(home: Path | None) -> Settings:
    """The settings from the environment, with the folder given on the command line."""
    return Settings() if home is None else Settings(home=home)


@contextmanager
def opened(home: Path | None) -> Iterator[Database]:
    """The installation's database for the length of a command."""
    database = Database(settings_of(home).url)
    try:
        yield database
    finally:
        database.close()


def organisation_of(session: Session, slug: str) -> Organisation:
    """The organisation with that slug."""
    return found(session.exec(select(Organisation).where(col(Organisation.slug) == slug)).first(), organisation=slug)
