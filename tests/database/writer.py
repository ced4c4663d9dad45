"""A process that does acts until its standard input ends, and acknowledges each on standard output.

`python -m tests.database.writer URL FILES CASE`: each act adds a record with a file to the case and notes it.
"""

import sys
import threading
from pathlib import Path
from uuid import UUID

from engine import files
from engine.cases.tables import Case, Record, RecordFile
from engine.db import Database, new_id
from engine.journal import Act, record
from tests.makers import NOW, TODAY


def add_record(database: Database, root: Path, case_id: UUID) -> int:
    """One act; returns the case's revision after it."""
    with database.write() as session:
        case = session.get_one(Case, case_id, with_for_update=True)
        content = f"Handling {case.rev + 1}".encode() * 500
        kept = Record(
            organisation_id=case.organisation_id,
            body_id=case.body_id,
            case_id=case.id,
            number=case.rev + 1,
            direction="incoming",
            kind="letter",
            title="Brev",
            registered_on=TODAY,
            registered_at=NOW,
        )
        session.add(kept)
        session.flush()
        session.add(
            RecordFile(
                id=new_id(),
                record_id=kept.id,
                organisation_id=case.organisation_id,
                position=1,
                filename="brev.txt",
                media_type="text/plain",
                size=len(content),
                sha256=files.keep(root, case.organisation_id, content),
                at=NOW,
            )
        )
        record(session, "case", case, Act(case.organisation_id, None, "Anna Lind", NOW), "record:added", {})
        session.add(case)
    return case.rev


def write_on(url: str, root: Path, case_id: UUID) -> None:
    """Acts until standard input ends."""
    database, stop = Database(url), threading.Event()

    def listen() -> None:
        sys.stdin.read()
        stop.set()

    threading.Thread(target=listen, daemon=True).start()
    while not stop.is_set():
        print(add_record(database, root, case_id), flush=True)
    database.close()


if __name__ == "__main__":
    write_on(sys.argv[1], Path(sys.argv[2]), UUID(sys.argv[3]))
