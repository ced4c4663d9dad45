"""`dnr documents`: whether what we have drawn still says what the records say; and files brought in."""

from collections import Counter
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from api.bringing_in import bring_in
from api.installation import Home, opened, organisation_of, out, settings_of
from engine.documents.pool import Pool
from engine.minutes.proof import Verdict, drawn_records, prove_all

group = typer.Typer(
    no_args_is_help=True, help="Documents: make those that have been drawn again and compare; bring in a file."
)
SAID = {
    Verdict.SAME: "lika",
    Verdict.OTHER_LIBRARIES: "samma text, framställd med andra programbibliotek",
    Verdict.OTHER_TEMPLATES: "framställd med andra mallar, kan inte jämföras",
    Verdict.JOURNAL_DIFFERS: "JOURNALEN SÄGER ANNAT",
    Verdict.FILE_GONE: "FILEN SAKNAS",
    Verdict.FILE_ALTERED: "FILEN HAR ÄNDRATS",
    Verdict.CANNOT_BE_MADE: "KAN INTE FRAMSTÄLLAS IGEN",
    Verdict.DRAWING_DIFFERS: "SAMMA TEXT MEN EN ANNAN PDF",
    Verdict.TEXT_DIFFERS: "TEXTEN SKILJER SIG",
}


group.command("import")(bring_in)


@group.command("verify")
def verify(
    organisation: Annotated[str | None, typer.Option(help="Kortnamn; utan det alla.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Så många av de senaste; utan det alla.")] = None,
    home: Home = None,
) -> None:
    """Makes every document again from its record and compares; ends with 1 when one differs. Changes nothing."""
    settings = settings_of(home)
    counted: Counter[Verdict] = Counter()
    with opened(home) as database, Pool.of(settings) as pool:
        with database.read() as session:
            owner = organisation_of(session, organisation).id if organisation else None
            records = drawn_records(session, owner, limit)
        proving = prove_all(database, settings.files, pool, records, at_once=settings.renderers)
        for finding in track(proving, "Prövar", len(records), console=Console(stderr=True), transient=True):
            counted[finding.verdict] += 1
            if finding.verdict.alarm:
                told = (finding.dnr, finding.filename, SAID[finding.verdict], finding.detail)
                out.print("  ".join(part for part in told if part), highlight=False, markup=False, soft_wrap=True)
    for verdict in Verdict:
        if counted[verdict]:
            out.print(f"{counted[verdict]} {SAID[verdict]}", highlight=False)
    out.print(f"{len(records)} dokument prövade.", highlight=False)
    raise typer.Exit(1 if any(verdict.alarm for verdict in counted) else 0)
