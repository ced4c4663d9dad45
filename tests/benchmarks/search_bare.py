"""A search among 100,000 cases, against the full-text index's bare MATCH of the same words on a bare application.

Above: `GET /cases?q=` on `dnr serve`, with sign-in by token and what one does not see left out. Below: the same words
put to the same index, and the 50 newest cases sent as they are.
"""

import json
from urllib.parse import quote

from engine.search import asked_for, fts5, tenant, ways
from tests.benchmarks import Row, compare
from tests.benchmarks._asking import AUDITOR, HITS, MANY, ROUNDS, asked, diary, organisation_of
from tests.benchmarks._serving import Server, dnr, matching
from tests.benchmarks.search_secrecy import search

GOAL = 2.0


def measure() -> Row:
    """The ratio."""
    with diary(MANY) as cases:
        words = [[tenant(organisation_of(cases.home))], *(ways(word) for word in asked_for("motion"))]
        question = quote(" AND ".join(f"({' OR '.join(map(fts5, one))})" for one in words))

        def bare(server: Server) -> None:
            found = json.loads(server.get(f"/cases?q={question}"))["items"]
            if len(found) != HITS:
                raise RuntimeError(f"{len(found)} were found")

        with dnr(cases.home, f"dnr_{AUDITOR}") as ours, matching(cases.home / "dnr.sqlite") as theirs:
            return compare(lambda: asked(ours, search), lambda: asked(theirs, bare), goal=GOAL, rounds=ROUNDS)
