"""Finding in the diary: filters beside words, totals of what one sees, lists to take along, searches that are kept."""

import csv
import io
from datetime import date
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from pydantic import ValidationError
from sqlmodel import col, update

from api.pages.words import words
from engine import registry
from engine.cases.tables import Case
from engine.db import Database
from engine.errors import NotFound, RuleBroken
from engine.registry import CaseFilters, Question
from tests.rooms.office import TODAY, Office, an_office, statements

MARK = {"provision": "OSL 25 kap. 1 §", "authority": "Region Norrbotten"}
FORMULAS = ("=1+1", "+46 70", "-2", "@SUM(A1)", "\t=1", " =HYPERLINK(1)")


def found(office: Office, who: str = "registrator", words: str | None = None, **filters: Any) -> list[str]:
    question = Question(words, CaseFilters(**filters))
    dnrs, cursor = [], None
    while True:
        page = registry.find_cases(office.session, office.actor(who), question, cursor, 2)
        dnrs += [case.dnr for case in page.items]
        assert page.next is None or len(page.items) == 2
        if (cursor := page.next) is None:
            assert registry.total(office.session, office.actor(who), question) == len(dnrs)
            return dnrs


def test_words_and_filters_are_one_question_whose_pages_are_full(database: Database) -> None:
    with an_office(database) as office:
        motions = [office.register(title=f"Motion {number}") for number in range(4)]
        matters = [
            office.matter(title=f"Motionsspår {number}", arrived_on=f"2020-01-0{number}") for number in (1, 2, 3)
        ]
        dnrs = [case.dnr for case in (*motions, *matters)][::-1]
        assert found(office) == found(office, words="motion") == dnrs
        assert found(office, words="motion", kind="motion") == dnrs[3:]
        assert found(office, words="motion", kind="board_matter") == dnrs[:3]
        assert found(office, words="spår", from_day=date(2020, 1, 2)) == dnrs[:2]
        assert found(office, words="spår", through_day=date(2020, 1, 2)) == dnrs[1:3]
        assert found(office, from_day=date(2020, 1, 8)) == []
        officer = office.actor("handlaggare").user_id
        office.session.execute(update(Case).where(col(Case.id) == motions[0].id).values(officer_id=officer))
        office.session.execute(update(Case).where(col(Case.id) == motions[1].id).values(closed_on=TODAY))
        assert found(office, officer_id=officer) == [motions[0].dnr]
        assert set(found(office, unallocated=True)) == set(dnrs) - {motions[0].dnr, motions[1].dnr}
        assert found(office, words="motion", unallocated=True, kind="motion") == [motions[3].dnr, motions[2].dnr]


def test_secret_cases_are_in_no_total_and_no_list_of_those_who_do_not_see_them(database: Database) -> None:
    with an_office(database) as office:
        shown = office.register(body="regionstyrelsen", title="Motion om bussar")
        office.register(body="regionstyrelsen", title="Motion om hemligheter", secrecy=MARK)
        assert len(found(office, words="motion")) == len(found(office)) == 2
        assert found(office, "handlaggare", words="motion") == found(office, "handlaggare") == [shown.dnr]
        assert found(office, "handlaggare", words="hemligheter") == []
        rows, whole = registry.taken_along(office.session, office.actor("handlaggare"), Question(), words())
        assert ([row[0] for row in rows], whole) == ([shown.dnr], True)


def test_totals_stop_at_a_thousand_and_one(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        first = office.matter()
        plain = first.model_dump(exclude={"id", "case_id", "dnr", "head"})
        ids = [UUID(int=first.id.int + number) for number in range(1, 1_100)]
        office.session.add_all([Case(**plain, id=own, case_id=own, dnr=f"X {own}") for own in ids])
        office.session.flush()
        actor = office.actor()
        with statements(sqlite_database) as said:
            assert registry.total(office.session, actor, Question()) == 1_001
        assert len(said) == 1


def test_a_list_taken_along_holds_no_formula(sqlite_database: Database) -> None:
    with an_office(sqlite_database) as office:
        for hostile in FORMULAS:
            office.register(title=f"{hostile.strip()} x", sender=hostile.strip())
        office.matter(title="Öppet: café", class_code="3.2.1")
        rows, _ = registry.taken_along(office.session, office.actor(), Question(), words())
        read = list(csv.reader(io.StringIO(registry.as_csv(rows).decode("utf-8-sig")), delimiter=";"))
        assert read[0][:3] == ["Dnr", "Ärendemening", "Ärendetyp"]
        assert read[1][1:6] == ["Öppet: café", "Eget ärende", "Regionstyrelsen", "", "3.2.1"]
        assert not [cell for row in read for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
        sheet = openpyxl.load_workbook(io.BytesIO(registry.as_xlsx(rows))).active
        assert sheet is not None
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} <= {"s", "d"}
        assert {str(cell.value) for cell in cells} >= {f"{hostile.strip()} x" for hostile in FORMULAS}
        assert sheet.cell(2, 7).value.date() == TODAY
        assert sheet.cell(2, 7).hyperlink is None


def test_a_search_is_kept_for_oneself_and_replaced_by_one_of_the_same_name(database: Database) -> None:
    with an_office(database) as office:
        session, mine, another = office.session, office.actor(), office.actor("chef")
        form = registry.SearchForm(name="Öppna", query="kind=motion&state=open")
        registry.save_search(session, mine, form, office.now)
        kept = registry.save_search(session, mine, registry.SearchForm(name="Öppna", query="q=buss"), office.now)
        assert [(one.name, one.query) for one in registry.saved_searches(session, mine)] == [("Öppna", "q=buss")]
        assert registry.saved_searches(session, another) == []
        with pytest.raises(NotFound):
            registry.forget_search(session, another, kept.id)
        for number in range(49):
            registry.save_search(session, mine, registry.SearchForm(name=f"{number}", query="q=a"), office.now)
        with pytest.raises(RuleBroken, match="too_many_searches"):
            registry.save_search(session, mine, registry.SearchForm(name="en till", query="q=a"), office.now)
        registry.save_search(session, mine, registry.SearchForm(name="Öppna", query="q=b"), office.now)
        registry.forget_search(session, mine, kept.id)
        assert len(registry.saved_searches(session, mine)) == 49


@pytest.mark.parametrize("query", ["after=abc", "q=a&x=1", "q=a\nb", ""])
def test_what_the_diary_cannot_be_asked_is_not_kept(query: str) -> None:
    with pytest.raises(ValidationError):
        registry.SearchForm(name="x", query=query)
