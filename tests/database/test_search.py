"""Search: a case is found by its words however they are bent or typed, and only by those who see it."""

from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import Session

from engine.access import Actor
from engine.cases.tables import Case, CaseParty
from engine.db import Database
from engine.organisations.tables import Body, Organisation
from engine.search import asked_for, find, fold, index_case, words_of
from tests.makers import a_case, an_actor, an_organisation, the_body


def a_found_case(
    session: Session, region: Organisation, *texts: str, body: Body | None = None, secrecy: str = "open"
) -> Case:
    """A case that is found by these texts."""
    case = a_case(session, region, body, secrecy=secrecy)
    index_case(session, case, texts)
    return case


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Fler utbildningsplatser i Örebro", "orebro"),
        ("Fler utbildningsplatser i Orebro", "örebro"),
        ("Skolskjuts för gymnasieelever", "SKOLSKJUTSAR"),
        ("Motioner om vården", "motion vård"),
        ("Ärendets beredning", "ärende"),
        ("Hälso- och sjukvård", "halso och sjukvarden"),
        ("Hälso- och sjukvård", '"hälso- och sjukvård"'),
        ("Ny e-posttjänst", "eposttjänst"),
        ("Ny e-posttjänst", "e-posttjänsten"),
        ("RS 2021-00113", "2021-00113"),
        ("RS 2021-00113", "113"),
        ("RS 2021-00113", "rs 2021"),
        ("LK/191827/2020", "191827"),
        ("§ 113/20", "§ 113"),
        ("Kommunalråd Åsa Ødegård-Müller", "asa odegard"),
        ("Kommunalråd Åsa Ødegård-Müller", "muller"),
        ("Stipendium till Łukasz och Zoë", "lukasz zoe"),
        ("Utbildningsplatser", "utbildning"),
        ("Översyn av 北京-avtalet", "北京"),
        ("Sammanträde på café", "cafe"),
        ("Telefontillgänglighet på hälsocentraler", "tillgänglighet"),
        ("Telefontillgängligheten på hälsocentraler", "tillganglighet central"),
        ("Skolskjutstaxa för gymnasieelever", "taxa elev"),
        ("Skolskjutstaxa för gymnasieelever", "skjuts"),
        ("Laddstolpar vid sjukhusparkeringen", "parkering"),
        ("Regionens personbilar", "bil"),
        ("Patientnämndsärende", "ärenden"),
    ],
)
def test_a_case_is_found_however_its_words_are_bent_or_typed(database: Database, written: str, asked: str) -> None:
    with database.write() as session:
        region = an_organisation(session)
        case = a_found_case(session, region, written)
        a_found_case(session, region, "Något helt annat")
        assert find(session, an_actor(session, region), asked) == [case.id]


@pytest.mark.parametrize(
    "asked", ["", " ", "§", "*", '"', "()", "\x00", "hund", "motion hund", "11", "201", "skol-ö", "olskjuts"]
)
def test_what_a_case_does_not_say_does_not_find_it(database: Database, asked: str) -> None:
    with database.write() as session:
        region = an_organisation(session)
        a_found_case(session, region, "Motion om skolskjuts", "RS 2021-00113")
        assert find(session, an_actor(session, region), asked) == []


def test_a_renamed_case_is_found_by_its_new_name_only(database: Database) -> None:
    with database.write() as session:
        region = an_organisation(session)
        case = a_found_case(session, region, "Motion om skolskjuts", "RS 2021-113")
        index_case(session, case, ["Motion om busskort", None, "RS 2021-113"])
        index_case(session, case, ["Motion om busskort", None, "RS 2021-113"])
        actor = an_actor(session, region)
        assert find(session, actor, "skolskjuts") == []
        assert find(session, actor, "busskort 113") == [case.id]


def test_an_act_that_fails_leaves_no_word_behind(database: Database) -> None:
    with database.write() as session:
        region = an_organisation(session)
        case = a_found_case(session, region, "Motion om skolskjuts")
        actor = an_actor(session, region)
    with pytest.raises(ZeroDivisionError), database.write() as session:
        index_case(session, case, [str(1 // 0)])
    with pytest.raises(ZeroDivisionError), database.write() as session:
        fail_after_indexing(session, case)
    with database.read() as session:
        assert find(session, actor, "busskort") == []
        assert find(session, actor, "skolskjuts") == [case.id]


def fail_after_indexing(session: Session, case: Case) -> None:
    index_case(session, case, ["Motion om busskort"])
    raise ZeroDivisionError


def test_pages_follow_on_each_other_newest_first(database: Database) -> None:
    with database.write() as session:
        region = an_organisation(session)
        cases = [a_found_case(session, region, f"Motion nummer {number}").id for number in range(7)]
        index_case(session, session.get_one(Case, cases[2]), ["Motion som har ändrats"])
        actor = an_actor(session, region)
        found, cursor = list[UUID](), None
        while page := find(session, actor, "motion", limit=3, cursor=cursor):
            found, cursor = found + page, page[-1]
    assert found == cases[::-1]


def test_search_finds_only_what_the_actor_sees(database: Database) -> None:
    with database.write() as session:
        region, other = an_organisation(session), an_organisation(session)
        board, health = the_body(session, region, "board"), the_body(session, region, "health")
        open_case = a_found_case(session, region, "Motion", body=board)
        secret = a_found_case(session, region, "Motion", body=board, secrecy="secret")
        elsewhere = a_found_case(session, region, "Motion", body=health)
        abroad = a_found_case(session, other, "Motion")
        party = an_actor(session, region, "officer", body=health)
        session.add(CaseParty(case_id=secret.id, user_id=party.user_id, reason="officer"))
        session.flush()

        def sees(actor: Actor) -> set[UUID]:
            return set(find(session, actor, "motion"))

        assert sees(an_actor(session, region, "registrar")) == {open_case.id, secret.id, elsewhere.id}
        assert sees(an_actor(session, region, "officer", body=board)) == {open_case.id}
        assert sees(an_actor(session, region, "secretary", body=board)) == {open_case.id, secret.id}
        assert sees(an_actor(session, region, "member", body=health)) == {elsewhere.id}
        assert sees(party) == {elsewhere.id, secret.id}
        assert sees(an_actor(session, other, "registrar")) == {abroad.id}
        stranger = an_actor(session, other, "registrar")
        assert find(session, stranger, f"o{region.id.hex} motion") == []


HOSTILE = st.one_of(
    st.text(max_size=400),
    st.text(alphabet="\"'*():^+-&|!<>\\%_\x00 aåNEARANDORNOT", max_size=60),
    st.sampled_from(["a AND", "NEAR(a b)", "words:a", "{a b}: c", "a' OR 1=1 --", "\ud800", "x" * 5000, "a\tb\x00c"]),
)


def test_no_question_raises(database: Database) -> None:
    with database.write() as session:
        region = an_organisation(session)
        case = a_found_case(session, region, "Motion om Örebro")
        actor = an_actor(session, region)

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(HOSTILE)
    def ask(query: str) -> None:
        with database.read() as session:
            assert set(find(session, actor, query)) <= {case.id}

    ask()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
@example("𝞐")
def test_a_text_is_found_by_itself_and_without_its_accents(said: str) -> None:
    held = set(words_of(said))
    for asked in (said, said.upper().lower(), fold(said)):
        for word in asked_for(asked):
            assert any(one.startswith(word.rstrip("*")) if word.endswith("*") else one == word for one in held)


def test_the_index_holds_what_the_entries_say(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        region = an_organisation(session)
        for number in range(20):
            index_case(session, a_found_case(session, region, f"Motion {number}"), [f"Interpellation {number}"])
        session.connection().execute(text("DELETE FROM search_entry WHERE number = 7"))
        session.connection().execute(text("INSERT INTO search_words (search_words) VALUES ('integrity-check')"))
        assert len(find(session, an_actor(session, region), "interpellation")) == 19
