"""Cases in numbers: only what one sees is counted, voided ones are not, and days are those from arrival to closing."""

from datetime import date, timedelta

from sqlmodel import col, update

from engine import registry
from engine.cases.tables import Case
from engine.db import Database
from tests.rooms.office import TODAY, an_office, statements

MARK = {"provision": "OSL 25 kap. 1 §", "authority": "Region Norrbotten"}


def test_cases_are_counted_by_kind_with_the_median_of_their_days(database: Database) -> None:
    with an_office(database) as office:
        session, actor = office.session, office.actor()
        matters = [office.matter(arrived_on="2019-12-01") for _ in range(4)]
        for case, days in zip(matters, (10, 20, 90), strict=False):
            closed = date(2019, 12, 1) + timedelta(days=days)
            session.execute(update(Case).where(col(Case.id) == case.id).values(closed_on=closed))
        office.register()
        secret = office.register(body="regionstyrelsen", secrecy=MARK)
        voided = office.matter()
        registry.void_case(session, actor, voided.id, registry.ReasonForm(reason="Två gånger"), office.now)
        with statements(database) as said:
            found = registry.statistics(session, actor, date(2019, 1, 1), TODAY)
        assert len(said) == 2
        assert [(one.kind, one.arrived, one.waiting, one.closed, one.days) for one in found.kinds] == [
            ("board_matter", 4, 1, 3, 20),
            ("motion", 2, 2, 0, None),
        ]
        officer = registry.statistics(session, office.actor("handlaggare"), date(2019, 1, 1), TODAY)
        assert {one.kind: one.arrived for one in officer.kinds}.get("motion", 0) == 0
        assert secret.secrecy == "secret"
        assert registry.statistics(session, actor, TODAY + timedelta(days=1), TODAY).kinds == ()
