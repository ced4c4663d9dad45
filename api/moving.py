"""Running cases moved to newer diagrams from the command line: what would become of each, and moving those that can."""

from rich.console import Console

from engine.db import Database
from engine.journal import Act
from engine.lifecycle import migrating
from engine.steps import engine

SORTS = {"by_hand": "för hand", "blocked": "stoppat"}


def move_cases(database: Database, act: Act, key: str, out: Console, *, for_real: bool) -> None:
    """Tells which running cases of a kind cannot be moved and why, and moves the others when it is for real."""
    moving = engine()
    with database.read() as session:
        planned = migrating.plan(session, moving, act.organisation_id, key)
    left = [one for one in planned if one.sort != "safe"]
    for one in left:
        told = f"{one.case_id or one.process_id} {SORTS[one.sort]}: {one.element} ({one.reason})"
        out.print(told, highlight=False, markup=False, soft_wrap=True)
    if for_real:
        moved = migrating.migrate_all(database, moving, act, key).moved
        out.print(f"{moved} ärenden flyttade, {len(left)} kvar.")
    else:
        out.print(f"{len(planned) - len(left)} ärenden kan flyttas, {len(left)} inte. Ingenting är ändrat.")
