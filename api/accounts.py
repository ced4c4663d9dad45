"""`dnr user`: a way back in for somebody who is locked out, by whoever runs the machine."""

from typing import Annotated

import typer

from api.door import wall_clock
from api.installation import Home, opened, organisation_of
from engine.organisations import links, second_factor
from engine.organisations.keeping_forms import ReasonForm
from engine.organisations.setup import console, open_organisation, user_of

group = typer.Typer(no_args_is_help=True, help="Accounts: a way back in for somebody who is locked out.")


@group.callback()
def several() -> None:
    """Keeps `link` a command of its own though it is the only one."""


@group.command("link")
def user_link(
    organisation: Annotated[str, typer.Argument(help="Kortnamn.")],
    username: Annotated[str, typer.Argument(help="Användarnamn.")],
    without_codes: Annotated[bool, typer.Option("--without-codes", help="Ta bort kontots engångskoder också.")] = False,
    home: Home = None,
) -> None:
    """Prints the path of a link by which a user chooses a password, as when the only administrator is locked out."""
    now = wall_clock()
    with opened(home) as database, database.write() as session:
        region = open_organisation(session, organisation_of(session, organisation).id)
        user, act = user_of(session, region, username), console(region, now)
        if without_codes:
            second_factor.remove_codes(session, region, ReasonForm(reason="Från kommandoraden."), act, user.id)
        secret, _ = links.link_for(session, region, user.id, act)
    typer.echo(f"/welcome?key={secret}  (efter adressen till dnr; visas bara nu och fungerar en gång)")
