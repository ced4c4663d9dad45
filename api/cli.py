"""`dnr`: the commands. Everything that needs no PDF works without Pango."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from api.messages import sentence
from engine import doctor as machine
from engine.db import Database
from engine.errors import DnrError
from engine.settings import Settings

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Case management for board matters.")
db = typer.Typer(no_args_is_help=True, help="The database: make it, bring it up to date, check it.")
journal = typer.Typer(no_args_is_help=True, help="The journal: prove it, seal it.")
scenario = typer.Typer(no_args_is_help=True, help="Scenarios: their format.")
workflow = typer.Typer(no_args_is_help=True, help="Lifecycles: check diagrams, deploy them, list what is deployed.")
bring_in = typer.Typer(no_args_is_help=True, help="Bring in what another system kept.")
for name, group in (
    ("db", db),
    ("journal", journal),
    ("scenario", scenario),
    ("workflow", workflow),
    ("import", bring_in),
):
    app.add_typer(group, name=name)

out = Console()
Home = Annotated[Path | None, typer.Option(help="Folder of the embedded database and the files (DNR_HOME).")]


def settings_of(home: Path | None) -> Settings:
    """The settings from the environment, with the folder given on the command line."""
    return Settings() if home is None else Settings(home=home)


def main() -> None:
    """Runs the command; an error of the house becomes a sentence and exit 1."""
    try:
        app()
    except DnrError as error:
        Console(stderr=True).print(f"[bold]{sentence(error)}[/bold]\n{error.detail}", highlight=False)
        sys.exit(1)


@app.command()
def doctor() -> None:
    """Names what is missing on this machine and the command that installs it."""
    table = Table("", "", "Kommando")
    findings = machine.examine()
    for finding in findings:
        table.add_row("finns" if finding.ok else "saknas", finding.sentence, "" if finding.ok else finding.command)
    out.print(table)
    raise typer.Exit(0 if all(finding.ok for finding in findings) else 1)


@app.command()
def play(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="Scenarios, played in order.")],
    to: Annotated[Path, typer.Option("--out", help="Folder for the documents and manifest.json.")],
    home: Home = None,
) -> None:
    """Plays scenarios through the API with their own clock, and writes the documents they make."""
    from api.play import rehearsal

    settings = settings_of(home)
    with rehearsal(settings) as database:
        play_all(files, database, settings, to)


@app.command()
def demo(
    to: Annotated[Path, typer.Option("--out", help="Folder for the documents and manifest.json.")] = Path("demo"),
    serve: Annotated[bool, typer.Option(help="Serve the result afterwards.")] = True,
    port: Annotated[int, typer.Option(help="Port to serve on, on this machine only.")] = 8000,
) -> None:
    """Plays the shipped scenarios, shows what came of them, and serves the result with a clock that goes on."""
    from api.demo import demonstrate

    demonstrate(to, port if serve else None, out)


@app.command()
def serve(
    host: Annotated[str, typer.Option()] = "127.0.0.1",
    port: Annotated[int, typer.Option()] = 8000,
    home: Home = None,
) -> None:
    """Serves the API; the outbox is emptied and timers fire in the background of the same process."""
    from api.serving import serve_house

    serve_house(settings_of(home), host, port)


@db.command("upgrade")
def db_upgrade(
    home: Home = None,
    rehearsal: Annotated[
        bool, typer.Option("--rehearsal", help="A new database is for rehearsal: stories may be played in it.")
    ] = False,
) -> None:
    """Makes the database, or brings it up to date. Keeps everything that is in it."""
    from engine.db import declare
    from engine.migrations import upgrade

    settings = settings_of(home)
    settings.home.mkdir(parents=True, exist_ok=True)
    database = Database(settings.url)
    upgrade(database)
    declare(database, rehearsal=rehearsal)
    out.print(f"{database.url} är à jour.")


@db.command("check")
def db_check(home: Home = None) -> None:
    """Says whether the tables and their guards are as this version needs them."""
    from engine.migrations import check

    wrong = check(Database(settings_of(home).url))
    for one in wrong:
        out.print(one)
    out.print("Databasen är som den ska." if not wrong else "Kör: dnr db upgrade")
    raise typer.Exit(1 if wrong else 0)


@scenario.command("schema")
def scenario_schema() -> None:
    """Prints the JSON Schema of scenarios."""
    import json

    from api.scenario import Scenario

    typer.echo(json.dumps(Scenario.model_json_schema(), ensure_ascii=False, indent=2))


@workflow.command("lint")
def workflow_lint(files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False)]) -> None:
    """Checks diagrams: every fault with its element and what to do."""
    from engine.lifecycle.lint import lint
    from engine.steps import OPERATORS

    faults = lint({file.name: file.read_bytes() for file in files}, OPERATORS)
    for fault in faults:
        out.print(f"{fault.file} {fault.element}: {fault.message} {fault.help} [{fault.rule}]", highlight=False)
    out.print("Inga fel." if not faults else f"{len(faults)} fel.")
    raise typer.Exit(1 if faults else 0)


def play_all(files: list[Path], database: Database, settings: Settings, to: Path) -> None:
    """Plays the scenarios in order and says where the documents lie."""
    from api.play import Player
    from api.scenario import read_scenario

    for file in files:
        played = Player(read_scenario(file), database, settings, to, out.print).play()
        out.print(f"{played.title}: {len(played.documents)} filer i {to}")
