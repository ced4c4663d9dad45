"""`dnr documents import`: what is found in a file, and the file brought into a case to be approved there."""

from pathlib import Path
from typing import Annotated, Final
from uuid import UUID

import typer
from rich.markup import escape
from rich.table import Table
from sqlmodel import Session

from api.door import wall_clock
from api.installation import Home, opened, organisation_of, out
from engine import drafting
from engine.access import actor_of_name
from engine.db import found
from engine.documents.intake.labels import table
from engine.documents.intake.results import Split
from engine.organisations.tables import Organisation
from engine.registry.opening import find_case
from engine.rules.calendar import legal_day

SHOWN: Final = 100
"""Most characters that are shown of a thing."""


def bring_in(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help=".docx, .odt, .md, .txt eller .html.")],
    organisation: Annotated[str, typer.Option(help="Kortnamn.")],
    case: Annotated[str | None, typer.Option(help="Ärendets dnr; utan det visas bara vad som finns i filen.")] = None,
    user: Annotated[str | None, typer.Option(help="Användarnamn på den som gör det.")] = None,
    home: Home = None,
) -> None:
    """Shows what is found in a file by the organisation's headings; with a case and a user it is kept there."""
    if (case is None) != (user is None):
        raise typer.BadParameter("Ange både --case och --user, eller ingen av dem.")
    with opened(home) as database:
        with database.read() as session:
            region = organisation_of(session, organisation)
            split = drafting.sorted_file(session, region.id, file.read_bytes(), file.name)
        tell(split)
        if case is not None and user is not None:
            with database.write() as session:
                kept = kept_in_case(session, region, case, user, file.name, split)
            out.print(f"Filen är inhämtad i {case} och väntar på att godkännas: /imports/{kept}", soft_wrap=True)


def kept_in_case(session: Session, region: Organisation, case: str, user: str, filename: str, split: Split) -> UUID:
    """Keeps what was found in the case, as the user who is named; returns its id."""
    now = wall_clock()
    actor = found(actor_of_name(session, region.id, user, legal_day(now)), user=user)
    case_id = find_case(session, actor, case, "case")
    return drafting.keep_import(session, actor, case_id, filename, split, now).id


def tell(split: Split) -> None:
    """Prints the sections, the suggestions, and what has no place."""
    said = table()
    sections = Table("Avsnitt", "Rubrik i filen", "Säkerhet")
    for section in split.sections:
        sections.add_row(said["sections"][section.key], escape(section.label), said["confidence"][section.confidence])
    suggestions = Table("Uppgift", "Värde", "Säkerhet")
    for one in split.suggestions:
        suggestions.add_row(said["fields"][one.field], escape(one.value[:SHOWN]), said["confidence"][one.confidence])
    out.print(sections)
    out.print(suggestions)
    for unplaced in split.unplaced:
        text = split.block(unplaced.block).text[:SHOWN]
        out.print(f"Utan plats: {text}", markup=False, highlight=False, soft_wrap=True)
    out.print(f"{len(split.unplaced)} stycken saknar plats.")
