"""Pages against the same data over the API: the inbox, a search in the diary, and a case, in a diary of 100 cases.

Above: the three pages, as a browser that is signed in asks for them. Below: what they show, asked of the API with a
token: tasks; cases with their total, bodies and kept searches; the case, its records and the latest of its journal.
"""

from uuid import UUID

from tests.benchmarks import Row, compare, spent
from tests.benchmarks._acts import MANAGER
from tests.benchmarks._asking import ASKED, FEW, ROUNDS, diary, signed_in
from tests.benchmarks._serving import Server, dnr

GOAL = 1.5


def pages(case: UUID) -> tuple[str, ...]:
    """The addresses of the pages."""
    return "/", "/cases?q=motion", f"/cases/{case}"


def resources(case: UUID) -> tuple[str, ...]:
    """The addresses of the same data."""
    return (
        *("tasks?limit=200", "cases?q=motion&limit=50&count=true", "organisation", "searches"),
        *(f"cases/{case}", f"cases/{case}/records?limit=200", f"cases/{case}/journal?limit=50"),
    )


def measure() -> Row:
    """The ratio, with how large the pages are, uncompressed."""
    with diary(FEW) as cases:
        cookie = signed_in(cases.home, "chef")
        with dnr(cases.home, MANAGER) as server:
            by_page = {"Cookie": cookie, "Authorization": ""}

            def above() -> float:
                return spent(lambda: each(server, pages(cases.first), by_page), server.process.pid)

            def below() -> float:
                addresses = tuple(f"/api/v1/{one}" for one in resources(cases.first))
                return spent(lambda: each(server, addresses, {}), server.process.pid)

            sizes = {f"kB {path[:7]}": len(server.get(path, **by_page)) // 1000 for path in pages(cases.first)}
            row = compare(above, below, goal=GOAL, rounds=ROUNDS)
    return Row(row.ratio, row.low, row.high, row.goal, sizes)


def each(server: Server, addresses: tuple[str, ...], headers: dict[str, str]) -> None:
    """Reads the addresses, so many times as a round has."""
    for _ in range(ASKED):
        for address in addresses:
            server.get(address, **headers)
