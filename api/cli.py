"""`dnr`: the commands. Everything that needs no PDF works without Pango."""

import sys
from contextlib import closing
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from api.accounts import group as accounts
from api.door import wall_clock
from api.founding import group as organisations
from api.installation import Home, opened, organisation_of, out, settings_of
from api.messages import field_sentence, reason_sentence, sentence
from api.proving import group as documents
from engine import doctor as machine
from engine import jobs
from engine.db import Database, found
from engine.documents.pool import Pool
from engine.errors import DnrError, Invalid
from engine.settings import Settings

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Case management for board matters.")
groups = {
    name: typer.Typer(no_args_is_help=True, help=said)
    for name, said in (
        ("db", "The database: make it, bring it up to date, check it."),
        ("import", "Bring in what another system kept."),
        ("jobs", "Work that comes after the acts: list what is undone, let it be tried again."),
        ("journal", "The journal: prove it, seal it."),
        ("scenario", "Scenarios: their format."),
        ("workflow", "Lifecycles: check diagrams, deploy them, list what is deployed."),
    )
}
for name, group in {**groups, "documents": documents, "organisation": organisations, "user": accounts}.items():
    app.add_typer(group, name=name)


def main() -> None:
    """Runs the command; an error of the house becomes a sentence and exit 1."""
    try:
        app()
    except DnrError as error:
        told = Console(stderr=True, highlight=False, markup=False)
        told.print(sentence(error), style="bold")
        if isinstance(error, Invalid):
            told.print(f"{error.field}: {field_sentence(error)}")
        told.print(error.detail)
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
    with rehearsal(settings) as database, Pool.of(settings) as pool:
        play_all(files, database, settings, to, pool)


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
    """Serves the pages and the API; the first time it prints a link by which the first organisation is made."""
    from api.serving import serve_house

    serve_house(settings_of(home), host, port, tell=typer.echo)


@groups["db"].command("upgrade")
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
    with closing(Database(settings.url)) as database:
        upgrade(database)
        declare(database, rehearsal=rehearsal)
    out.print(f"{settings.url} är à jour.")


@groups["db"].command("check")
def db_check(home: Home = None) -> None:
    """Says whether the tables and their guards are as this version needs them."""
    from engine.migrations import check

    with closing(Database(settings_of(home).url)) as database:
        wrong = check(database)
    for one in wrong:
        out.print(one)
    out.print("Databasen är som den ska." if not wrong else "Kör: dnr db upgrade")
    raise typer.Exit(1 if wrong else 0)


@groups["scenario"].command("schema")
def scenario_schema() -> None:
    """Prints the JSON Schema of scenarios."""
    import json

    from api.scenario import Scenario

    typer.echo(json.dumps(Scenario.model_json_schema(), ensure_ascii=False, indent=2))


@groups["workflow"].command("lint")
def workflow_lint(files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False)]) -> None:
    """Checks diagrams: every fault with its element and what to do."""
    from engine.lifecycle.lint import lint
    from engine.steps import OPERATORS

    faults = lint({file.name: file.read_bytes() for file in files}, OPERATORS)
    for fault in faults:
        told = f"{fault.file} {fault.element}: {fault.message} {fault.help} [{fault.rule}]"
        out.print(told, highlight=False, markup=False, soft_wrap=True)
    out.print("Inga fel." if not faults else f"{len(faults)} fel.")
    raise typer.Exit(1 if faults else 0)


def play_all(files: list[Path], database: Database, settings: Settings, to: Path, pool: Pool) -> None:
    """Plays the scenarios in order and says where the documents lie."""
    from api.play import Player, write_manifest
    from api.scenario import read_scenario

    stories = []
    for file in files:
        played = Player(read_scenario(file), database, settings, to, out.print, pool).play()
        out.print(f"{played.title}: {len(played.documents)} filer i {to}")
        stories.append(played)
    write_manifest(to, stories)


@groups["workflow"].command("list")
def workflow_list(organisation: Annotated[str, typer.Argument(help="Kortnamn.")], home: Home = None) -> None:
    """Lists what an organisation has deployed."""
    from engine.lifecycle import deployments

    table = Table("Process", "Version", "Driftsatt", "Summa")
    with opened(home) as database, database.read() as session:
        for row in deployments.every(session, organisation_of(session, organisation).id):
            table.add_row(row.key, str(row.version), f"{row.at:%Y-%m-%d %H:%M}", row.sha[:12])
    out.print(table)


@groups["workflow"].command("deploy")
def workflow_deploy(
    organisation: Annotated[str, typer.Argument(help="Kortnamn.")],
    key: Annotated[str, typer.Argument(help="Processens id, till exempel motion.")],
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False)],
    home: Home = None,
) -> None:
    """Deploys diagrams beside the old ones: new cases start with them, running ones keep theirs."""
    from engine.organisations.setup import console
    from engine.steps import deploy_files

    with opened(home) as database, database.write() as session:
        found = organisation_of(session, organisation)
        named = {file.name: file.read_bytes() for file in files}
        row = deploy_files(session, console(found, wall_clock()), key, named)
    out.print(f"{key} version {row.version} är driftsatt.")


@groups["workflow"].command("migrate")
def workflow_migrate(
    organisation: Annotated[str, typer.Argument(help="Kortnamn.")],
    key: Annotated[str, typer.Argument(help="Processens id, till exempel motion.")],
    for_real: Annotated[bool, typer.Option("--for-real", help="Flyttar; utan valet prövas det bara.")] = False,
    home: Home = None,
) -> None:
    """Moves running cases to the diagrams deployed last; those that cannot be moved are told with the reason."""
    from api.moving import move_cases
    from engine.organisations.setup import console

    with opened(home) as database:
        with database.read() as session:
            act = console(organisation_of(session, organisation), wall_clock())
        move_cases(database, act, key, out, for_real=for_real)


@groups["import"].command("cases")
def import_cases(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV ur det gamla diariet.")],
    organisation: Annotated[str, typer.Option(help="Kortnamn.")],
    user: Annotated[str, typer.Option(help="Användarnamn på den som gör det.")],
    for_real: Annotated[bool, typer.Option("--for-real", help="För in; utan valet prövas filen bara.")] = False,
    home: Home = None,
) -> None:
    """Brings in the cases of another diary, all or none; every fault with its line and column."""
    from engine.access import actor_of_name
    from engine.registry.importing import read
    from engine.rules.calendar import legal_day

    now = wall_clock()
    with opened(home) as database, database.write() as session:
        region = organisation_of(session, organisation)
        actor = found(actor_of_name(session, region.id, user, legal_day(now)), user=user)
        report = read(session, actor, file.read_bytes(), now, dry_run=not for_real)
    for fault in report.faults:
        where, said = fault.column or "hela raden", reason_sentence(fault.reason)
        out.print(f"rad {fault.line}, {where}: {said}", highlight=False, markup=False, soft_wrap=True)
    done = "förda in" if report.brought_in else "godkända, ingenting fört in"
    out.print(f"{report.rows} ärenden {done}, {len(report.faults) + report.more_faults} fel.")
    raise typer.Exit(1 if report.faults else 0)


@groups["jobs"].callback(invoke_without_command=True, no_args_is_help=False)
def jobs_undone(asked: typer.Context, home: Home = None) -> None:
    """Lists the jobs that are undone, with their tries and what went wrong last."""
    if asked.invoked_subcommand is not None:
        return
    with opened(home) as database, database.read() as session:
        left = jobs.undone(session)
    for job in left:
        tries = f"{job.attempts} av {jobs.MAX_ATTEMPTS} försök"
        told = (str(job.id), job.kind, f"{job.at:%Y-%m-%d %H:%M}", tries, job.error or "")
        out.print("  ".join(told), highlight=False, markup=False, soft_wrap=True)
    if not left:
        out.print("Allt är gjort.")


@groups["jobs"].command("retry")
def jobs_retry(
    job: Annotated[UUID | None, typer.Argument(help="Arbetets id.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Alla som har misslyckats.")] = False,
    home: Home = None,
) -> None:
    """Lets a job that has failed be tried again, or all of them; the program that serves does them."""
    if (job is None) == (not everything):
        raise typer.BadParameter("Ange ett id eller --all.")
    with opened(home) as database, database.write() as session:
        count = jobs.retry(session, wall_clock(), job)
    out.print(f"{count} arbeten prövas igen.")


@groups["journal"].command("verify")
def journal_verify(home: Home = None) -> None:
    """Proves every journal: no entry changed, none missing, every seal right."""
    from engine.seals import verify_all

    with opened(home) as database, database.read() as session:
        entries = verify_all(session)
    out.print(f"{entries} händelser i journalen, alla stämmer.")


@groups["journal"].command("seal")
def journal_seal(home: Home = None) -> None:
    """Seals the journals as they stand, and prints the hash to keep elsewhere."""
    from engine.seals import seal

    with opened(home) as database, database.write() as session:
        made = seal(session, wall_clock())
    out.print(
        f"Sigill {made.number}, {made.day}: {made.hash.hex()}\nFörvara raden på annan plats än databasen.",
        soft_wrap=True,
    )


@app.command("backup")
def backup_command(
    target: Annotated[Path, typer.Argument(help="Ny mapp för säkerhetskopian.")], home: Home = None
) -> None:
    """Makes a backup of the database and the files, while others go on working."""
    from engine.backup import backup

    with opened(home) as database:
        made = backup(database, settings_of(home).files, target, wall_clock())
    out.print(f"{len(made.kept)} filer i {target}.")
    for fault in made.faults:
        out.print(fault)
    raise typer.Exit(1 if made.faults else 0)


@app.command("restore")
def restore_command(
    source: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Säkerhetskopians mapp.")],
    home: Home = None,
    force: Annotated[bool, typer.Option("--force", help="Skriv över det som finns.")] = False,
) -> None:
    """Puts a backup back, after everything in it has been compared with its manifest. The system must be stopped."""
    from engine.backup import restore

    settings = settings_of(home)
    settings.home.mkdir(parents=True, exist_ok=True)
    with opened(home) as database:
        back = restore(source, database, settings.files, force=force)
    out.print(
        f"Säkerhetskopian från {back.made_at:%Y-%m-%d %H:%M} är återlagd: {back.entries} händelser, alla stämmer."
    )
