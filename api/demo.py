"""The demo: the shipped scenarios played into a new rehearsal database, shown, and served from where they end."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from api.play import Played, Player, rehearsal, write_manifest
from api.scenario import read_scenario
from api.serving import clock_from, serve_house
from engine.documents.pool import Pool
from engine.settings import Settings, data


def shipped_scenarios() -> list[Path]:
    """The scenarios that come with the program, in the order of their names."""
    return sorted(data("workflows", "scenarios").glob("*.yaml"))


def demonstrate(to: Path, port: int | None, out: Console) -> None:
    """Plays every shipped scenario, shows the documents, and serves the result when a port is given."""
    with folder() as home:
        settings = Settings(home=home, database_url="")
        with rehearsal(settings) as database, Pool.of(settings) as pool:
            stories = [
                Player(read_scenario(path), database, settings, to, out.print, pool).play()
                for path in shipped_scenarios()
            ]
        write_manifest(to, stories)
        show(stories, to, out)
        if port is not None:
            banner = "Övning: berättelsen är påhittad och klockan går vidare från dess slut."
            sign_ins(stories, port, banner, out)
            serve_house(settings, "127.0.0.1", port, clock_from(max(story.ends for story in stories)), banner)


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for the demo's database that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="dnr-demo-") as name:
        yield Path(name)


def show(stories: list[Played], to: Path, out: Console) -> None:
    """Lists the documents that the stories made."""
    table = Table("Fil", "Handling", "Mottagare", title=f"Handlingar i {to}")
    for story in stories:
        for document in story.documents:
            if document["file"].endswith(".pdf"):
                table.add_row(document["file"], document["title"], "\n".join(document["recipients"]))
    table.columns[0].no_wrap = True
    out.print(table)
    out.print(f"Varje handling finns också som HTML; {to / 'manifest.json'} räknar upp dem med kontrollsummor.")


def sign_ins(stories: list[Played], port: int, banner: str, out: Console) -> None:
    """Prints where the demo is served and who can sign in."""
    out.print(f"\n[bold]{banner}[/bold]\nhttp://127.0.0.1:{port}/ (avsluta med Ctrl+C)\n")
    for story in stories:
        out.print(f"{story.organisation}: {', '.join(story.usernames)}. Lösenord för alla: {story.password}")
