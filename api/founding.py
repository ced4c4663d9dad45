"""`dnr organisation`: found one from a description, give it a house style of its own."""

from pathlib import Path
from typing import Annotated

import typer

from api.door import wall_clock
from api.installation import Home, opened, organisation_of, out

group = typer.Typer(no_args_is_help=True, help="Organisations: found one from a description, give it a house style.")


@group.command("found")
def organisation_found(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Beskrivning (YAML).")], home: Home = None
) -> None:
    """Founds an organisation with bodies, diaries, people, seats, users and the shipped lifecycles."""
    from engine.organisations.setup import read_setup, set_up, with_passwords
    from engine.steps import deploy_shipped

    form, passwords = with_passwords(read_setup(file))
    with opened(home) as database, database.write() as session:
        organisation = set_up(session, form, wall_clock())
        deploy_shipped(session, organisation.id, wall_clock())
    out.print(f"{organisation.name} är upplagd.")
    for username, password in passwords.items():
        out.print(f"{username}: {password}  (visas bara nu)", highlight=False, soft_wrap=True)


@group.command("profile")
def organisation_profile(
    organisation: Annotated[str, typer.Argument(help="Kortnamn.")],
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Profil (YAML).")],
    logo: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="Logotyp, PNG eller JPEG.")] = None,
    home: Home = None,
) -> None:
    """Makes a file the next version of the profile: labels, order, colours, logo. What has been drawn stays."""
    from engine.organisations.profile import with_logo
    from engine.organisations.setup import adopt_profile, console

    text = file.read_text(encoding="utf-8")
    with opened(home) as database, database.write() as session:
        found = organisation_of(session, organisation)
        whole = with_logo(text, logo.read_bytes()) if logo else text
        row = adopt_profile(session, found, whole, console(found, wall_clock()))
    out.print(f"Profilen version {row.version} gäller.")
