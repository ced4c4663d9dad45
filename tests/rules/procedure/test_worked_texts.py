"""The worked situations as the minutes of a region would print them, word for word."""

from dataclasses import replace

import pytest

from engine.documents.phrases import sentence
from engine.organisations.profile import shipped_profiles
from engine.rules.procedure import (
    NO,
    STANDING,
    TODAY,
    Claimed,
    Conduct,
    DivisionRequested,
    Found,
    Gavel,
    Person,
    Procedure,
    Reserved,
    Sitting,
    Withdrawn,
    conduct,
)
from engine.rules.procedure.telling import seating
from tests.rules.procedure.table import (
    a_board,
    a_council,
    a_division,
    after,
    an_addition,
    answered,
    begin,
    claimed,
    for_motion,
    for_standing,
    found,
    referral,
    tabling,
    the_motion,
    with_disqualified,
)
from tests.rules.procedure.test_situations import from_2023, minority_at_work, per_clause, three_points

NAMES = {"A": Person("Anna Alm", "M"), "B": Person("Bo Berg", "KD"), "C": Person("Carin Ceder", "L")}
PLAIN = next(profile for profile in shipped_profiles().values() if "claim_approve" not in profile.phrases)


def printed(told: Conduct, section: str) -> str:
    """A section of the minutes as it is read."""
    return " ".join(sentence(PLAIN, said.key, said.facts) for said in told.section(section))


def named(sitting: Sitting) -> Sitting:
    """The sitting with people who have names."""
    return replace(sitting, people={**sitting.people, **NAMES})


def begun(sitting: Sitting) -> Procedure:
    return begin(named(sitting), the_motion())


def situation_1() -> Conduct:
    board = a_board(15, seats=15)
    procedure = claimed(begun(board), for_motion("a", "A"), answered("b", "B"), an_addition("c", "C"))
    procedure = after(procedure, Found(STANDING), DivisionRequested("A"), Found("a"), Gavel())
    return conduct(after(procedure, a_division(board, STANDING, "a", (8, 5, 2)), Found(NO), Gavel()))


def situation_2() -> Conduct:
    procedure = begin(named(a_board()), *three_points())
    return conduct(found(claimed(procedure, from_2023("a", "A")), STANDING, STANDING))


def situation_5() -> Conduct:
    board = a_board(12)
    procedure = after(claimed(begun(board), for_motion("a", "B")), Found(STANDING), DivisionRequested("B"))
    return conduct(after(procedure, a_division(board, STANDING, "a", (6, 6, 0), casting="A")))


def situation_7() -> Conduct:
    board = a_board()
    procedure = claimed(begun(board), referral("a", "A"), tabling("b", "B"), for_motion("c", "C"))
    procedure = after(procedure, Found(TODAY), DivisionRequested("A"))
    return conduct(after(procedure, a_division(board, TODAY, "a", (5, 7, 1))))


def situation_10() -> Conduct:
    council = a_council()
    procedure = after(found(per_clause(council), STANDING), Found(STANDING), DivisionRequested("2"))
    return conduct(found(after(procedure, a_division(council, STANDING, "a", (34, 25, 2))), STANDING))


def situation_12() -> Conduct:
    claims = (for_motion("a", "A", "B"), for_motion("c", "C"), for_standing("d", "D"))
    return conduct(found(claimed(begun(a_board()), *claims), STANDING))


@pytest.mark.parametrize(
    ("told", "text"),
    [
        pytest.param(
            situation_1(),
            "Ordföranden ställer proposition på vart och ett av förslagen och finner att regionstyrelsen bifaller det "
            "liggande förslaget. Omröstning begärs och ska verkställas. Det liggande förslaget är huvudförslag. För "
            "att utse motförslag ställer ordföranden proposition på Anna Alms förslag och Bo Bergs förslag och finner "
            "att Anna Alms förslag ska vara motförslag i huvudomröstningen. Regionstyrelsen godkänner följande "
            "voteringsproposition: Ja-röst för bifall till det liggande förslaget. Nej-röst för bifall till Anna Alms "
            "förslag. Med 8 ja-röster mot 5 nej-röster och 2 ledamöter som avstår från att rösta bifaller "
            "regionstyrelsen det liggande förslaget. Hur ledamöterna röstat framgår av voteringslistan. Därefter "
            "ställer ordföranden proposition på Carin Ceders tilläggsyrkande och finner att regionstyrelsen avslår "
            "det.",
            id="1 several counter-proposals and an addition",
        ),
        pytest.param(
            situation_2(),
            "Ordföranden finner att regionstyrelsen bifaller punkterna 1 och 3. Ordföranden ställer därefter det "
            "liggande förslaget till punkt 2 mot Anna Alms förslag och finner att regionstyrelsen bifaller det "
            "liggande förslaget.",
            id="2 amendment of one point",
        ),
        pytest.param(
            situation_5(),
            "Ordföranden ställer det liggande förslaget mot Bo Bergs förslag och finner att regionstyrelsen bifaller "
            "det liggande förslaget. Omröstning begärs och ska verkställas. Regionstyrelsen godkänner följande "
            "voteringsproposition: Ja-röst för bifall till det liggande förslaget. Nej-röst för bifall till Bo Bergs "
            "förslag. Rösterna är lika, 6 ja-röster mot 6 nej-röster. Med ordförandens utslagsröst föreslår "
            "regionstyrelsen regionfullmäktige besluta att avslå motionen. Hur ledamöterna röstat framgår av "
            "voteringslistan.",
            id="5 tie",
        ),
        pytest.param(
            situation_7(),
            "Ordföranden prövar först om ärendet ska avgöras i dag eller återremitteras och finner att ärendet ska "
            "avgöras i dag. Omröstning begärs och ska verkställas. Regionstyrelsen godkänner följande "
            "voteringsproposition: Ja-röst för att ärendet ska avgöras i dag. Nej-röst för att ärendet ska "
            "återremitteras. Med 5 ja-röster mot 7 nej-röster och 1 ledamot som avstår från att rösta beslutar "
            "regionstyrelsen att återremittera ärendet. Hur ledamöterna röstat framgår av voteringslistan.",
            id="7 division on a formal claim",
        ),
        pytest.param(
            situation_12(),
            "Ordföranden ställer det liggande förslaget mot Anna Alms med fleras förslag och finner att "
            "regionstyrelsen bifaller det liggande förslaget.",
            id="12 joint and identical claims",
        ),
    ],
)
def test_procedure_reads_as_in_minutes(told: Conduct, text: str) -> None:
    assert printed(told, "procedure") == text


def test_3_consent_to_withdraw_reads_as_in_minutes() -> None:
    procedure = claimed(begun(a_board()), referral("a", "A"), for_standing("b", "B"))
    told = conduct(found(after(procedure, Withdrawn("a", unanimous=True)), STANDING))
    assert printed(told, "handling").endswith("Regionstyrelsen medger enhälligt att Anna Alm (M) återtar sitt yrkande.")
    assert "endast ett förslag" in printed(told, "procedure")


def test_4_referral_back_that_is_raised_in_the_debate_reads_as_in_minutes() -> None:
    told = conduct(found(claimed(begun(a_board()), for_motion("a", "A"), referral("b", "B")), TODAY, STANDING))
    assert printed(told, "procedure").startswith(
        "Ordföranden prövar först om ärendet ska avgöras i dag eller återremitteras och finner att ärendet ska avgöras "
        "i dag."
    )


def test_9_the_minoritys_request_reads_as_in_minutes() -> None:
    assert printed(conduct(minority_at_work(a_council(), (33, 24, 4))), "procedure").endswith(
        "24 av de 61 närvarande ledamöterna begär att ärendet återremitteras. Eftersom minst en tredjedel av de "
        "närvarande ledamöterna begär det återremitteras ärendet. Motivering: Kostnaden ska belysas."
    )


def test_10_decision_per_att_sats_reads_as_in_minutes() -> None:
    assert printed(situation_10(), "decision") == (
        "Regionfullmäktige beslutar 1. att bifalla motionens första att-sats, 2. att avslå motionens andra att-sats, "
        "3. att anse motionens tredje att-sats besvarad."
    )


def test_11_reservation_reads_as_in_minutes() -> None:
    procedure = found(after(claimed(begun(a_board()), closed=True)), STANDING)
    told = conduct(after(procedure, Reserved(("A",), annex="2")))
    assert printed(told, "reservation") == "Anna Alm (M) reserverar sig mot beslutet, bilaga 2."


def test_12_claims_made_together_read_as_in_minutes() -> None:
    assert printed(situation_12(), "handling").startswith(
        "Anna Alm (M), Bo Berg (KD) och Carin Ceder (L) yrkar bifall till motionen."
    )


def test_late_claim_that_all_allow_is_told() -> None:
    procedure = claimed(begun(a_board()), for_motion("a", "A"))
    told = conduct(found(after(procedure, Claimed(referral("b", "B"), unanimous=True)), "b"))
    assert (
        printed(told, "decision") == "Ärendet återremitteras till regiondirektören. Motivering: Kostnaden ska belysas."
    )


def test_6_a_disqualified_chair_is_told_first_with_who_serves_and_who_leads_instead() -> None:
    board = with_disqualified(named(a_board()), "A", "N", "B")
    board = replace(board, people={**board.people, "N": Person("Nils Nord", "M")})
    assert printed(conduct(found(claimed(begin(board, the_motion())), STANDING)), "handling") == (
        "Anna Alm (M) anmäler jäv och deltar inte i handläggningen av ärendet och är inte heller närvarande. "
        "Nils Nord (M) tjänstgör i stället för Anna Alm. "
        "Förste vice ordföranden Bo Berg (KD) leder sammanträdet under paragrafen."
    )


@pytest.mark.parametrize(
    ("sitting", "said"),
    [
        (
            replace(a_board(), disqualified=frozenset({"A"}), disputed=frozenset({"A"})),
            (
                "Regionstyrelsen beslutar att Anna Alm (M) är jävig. Anna Alm deltar inte i handläggningen av ärendet "
                "och är inte heller närvarande. Ingen ersättare tjänstgör i stället för Anna Alm."
            ),
        ),
        (
            replace(a_council(), disqualified=frozenset({"A"}), disputed=frozenset({"A"})),
            "Regionfullmäktige beslutar att Anna Alm (M) är jävig. Anna Alm deltar inte i handläggningen av ärendet.",
        ),
        (
            replace(a_council(), disqualified=frozenset({"A"}), stand_ins={"A": "B"}),
            (
                "Anna Alm (M) anmäler jäv och deltar inte i handläggningen av ärendet. Bo Berg (KD) tjänstgör i "
                "stället för Anna Alm."
            ),
        ),
        (
            replace(a_board(), absent=frozenset({"A", "C"}), stand_ins={"A": "B"}),
            (
                "Anna Alm (M) är inte närvarande när ärendet behandlas. Bo Berg (KD) tjänstgör i stället för Anna Alm. "
                "Carin Ceder (L) är inte närvarande när ärendet behandlas."
            ),
        ),
        (
            replace(a_board(), presiding="B", led_as="member"),
            "Ledamoten Bo Berg (KD) leder sammanträdet under paragrafen.",
        ),
    ],
)
def test_6_who_sits_otherwise_than_at_the_meeting_is_told(sitting: Sitting, said: str) -> None:
    told = seating(named(sitting))
    assert " ".join(sentence(PLAIN, one.key, one.facts) for one in told) == said
