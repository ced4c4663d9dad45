"""Sentences of the minutes: as the house says them, and as an organisation says them in its own way."""

from dataclasses import dataclass

import pytest

from engine.documents.models import Statement
from engine.documents.phrases import Filler, decision, paragraph, proposal, sentence, shipped
from engine.organisations.profile import Profile, shipped_profiles
from engine.organisations.wording import WordingError, capital, check, genitive, parse, small
from engine.rules.procedure.phrases import EXAMPLES, PHRASES, Clause, Count, Fact, Person, Proposal, Sentence

NORRBOTTEN = shipped_profiles()["region-norrbotten"]
VASTERBOTTEN = shipped_profiles()["region-vasterbotten"]
ANNA, BO, CARIN = Person("Anna Alm", "M"), Person("Bo Berg", "KD"), Person("Andreas", "L")
BALLOT: dict[str, Fact] = {"organ": "regionstyrelsen", "annex": ""}


def test_every_phrase_of_the_procedure_has_a_wording() -> None:
    assert shipped("sv").sentences.keys() == PHRASES.keys()


@pytest.mark.parametrize("key", sorted(PHRASES))
@pytest.mark.parametrize("slug", sorted(shipped_profiles()))
def test_a_wording_can_be_filled_in_every_region(slug: str, key: str) -> None:
    check(shipped("sv").sentences[key], EXAMPLES[key])
    said = sentence(shipped_profiles()[slug], key, EXAMPLES[key])
    assert said.endswith(".") or key.startswith("clause_")
    assert not any(sign in said for sign in ("{", "}", "[", "]", "|", "  ", " .", " ,", "..", "Person("))


@pytest.mark.parametrize(
    ("key", "facts", "said"),
    [
        ("decision_one", {"organ": "regionstyrelsen", "council": "regionfullmäktige", "kind": "to_council",
                          "clause": "avslå motionen"},
         "Regionstyrelsen föreslår regionfullmäktige besluta att avslå motionen."),
        ("decision_one", {"organ": "regionstyrelsen", "council": "regionfullmäktige", "kind": "own",
                          "clause": "avslå motionen."},
         "Regionstyrelsen beslutar att avslå motionen."),
        ("claim_approve", {"movers": (ANNA, BO, CARIN), "target": "motion", "points": (1, 3)},
         "Anna Alm (M), Bo Berg (KD) och Andreas (L) yrkar bifall till motionen i punkterna 1 och 3."),
        ("claim_reject", {"movers": (Person("Bo Berg"),), "target": "initiative", "points": (2,)},
         "Bo Berg yrkar avslag på initiativärendet i punkt 2."),
        ("claim_refer_back", {"movers": (ANNA,), "to": "", "reason": "Kostnaden saknas"},
         "Anna Alm (M) yrkar att ärendet återremitteras. Motivering: Kostnaden saknas."),
        ("two_proposals", {"organ": "regionstyrelsen", "first": Proposal(), "second": Proposal((CARIN,)),
                           "found": Proposal(), "points": (2,), "then": True},
         ("Ordföranden ställer därefter det liggande förslaget till punkt 2 mot Andreas förslag och finner att "
         "regionstyrelsen bifaller det liggande förslaget.")),
        ("two_proposals", {"organ": "regionstyrelsen", "first": Proposal(), "second": Proposal((ANNA, BO, CARIN)),
                           "found": Proposal((ANNA, BO, CARIN)), "points": (), "then": False},
         ("Ordföranden ställer det liggande förslaget mot Anna Alms med fleras förslag och finner att regionstyrelsen "
         "bifaller Anna Alms med fleras förslag.")),
        ("counter_proposal", {"options": (Proposal((ANNA,), 1), Proposal((ANNA,), 2), Proposal((BO, CARIN))),
                              "found": Proposal((ANNA,), 2)},
         ("För att utse motförslag ställer ordföranden proposition på Anna Alms första förslag, Anna Alms andra "
         "förslag och Bo Bergs och Andreas förslag och finner att Anna Alms andra förslag ska vara motförslag i "
         "huvudomröstningen.")),
        ("division_result", {**BALLOT, "ayes": 1, "noes": 2, "abstaining": 0, "found": Proposal()},
         ("Med 1 ja-röst mot 2 nej-röster bifaller regionstyrelsen det liggande förslaget. Hur ledamöterna röstat "
         "framgår av voteringslistan.")),
        ("division_result", {**BALLOT, "ayes": 2, "noes": 1, "abstaining": 1, "found": Proposal(), "annex": "4"},
         ("Med 2 ja-röster mot 1 nej-röst och 1 ledamot som avstår från att rösta bifaller regionstyrelsen det "
         "liggande förslaget. Hur ledamöterna röstat framgår av voteringslistan, bilaga 4.")),
        ("formal", {"formal": "table", "found": "table", "then": True},
         ("Ordföranden prövar därefter om ärendet ska avgöras i dag eller bordläggas och finner att ärendet ska "
         "bordläggas.")),
        ("election_closed", {"counts": (Count(ANNA, 1), Count(BO, 2), Count(CARIN, 3)), "blank": 1, "invalid": 2},
         ("Omröstningen är sluten. 1 röst avges för Anna Alm (M), 2 för Bo Berg (KD) och 3 för Andreas (L); 1 valsedel "
         "är blank och 2 ogiltiga.")),
        ("reservation", {"people": (ANNA,), "points": (), "own_claim": False, "annex": ""},
         "Anna Alm (M) reserverar sig mot beslutet."),
        ("reservation", {"people": (ANNA,), "points": (2,), "own_claim": True, "annex": "2"},
         "Anna Alm (M) reserverar sig mot beslutet i punkt 2 till förmån för sitt eget yrkande, bilaga 2."),
        ("clause_answered", {"target": "initiative"}, "anse initiativärendet besvarat"),
    ],
)  # fmt: skip
def test_sentences_read_as_minutes_do(key: str, facts: dict[str, Fact], said: str) -> None:
    assert sentence(VASTERBOTTEN, key, facts) == said


def test_norrbotten_says_claims_in_its_own_way() -> None:
    facts: dict[str, Fact] = {"movers": (Person("Marianne Sandström", "SD"),), "target": "motion", "points": ()}
    assert sentence(NORRBOTTEN, "claim_approve", facts) == "Marianne Sandström (SD) föreslår bifalla motionen."


def test_facts_are_never_read_as_wordings() -> None:
    facts: dict[str, Fact] = {"sentence": "Avgiften [{organ}] blir 5 {kr} per §."}
    assert sentence(VASTERBOTTEN, "decision_sentence", facts) == "Avgiften [{organ}] blir 5 {kr} per §."


def test_an_eleventh_proposal_is_counted_in_figures() -> None:
    assert Filler(shipped("sv"), {}).proposal(Proposal((ANNA,), 11)) == "Anna Alms 11:e förslag"


def test_several_points_become_a_list_under_their_lead() -> None:
    clauses = (Clause(1, "fastställa basutbudet"), Clause(3, "följa upp det"))
    facts: dict[str, Fact] = {"organ": "regionstyrelsen", "council": "regionfullmäktige", "kind": "own"}
    told = Sentence("decision_many", {**facts, "clauses": clauses}, "decision")
    assert decision(VASTERBOTTEN, [told]) == (
        Statement(text="Regionstyrelsen beslutar", points=((1, "att fastställa basutbudet"), (3, "att följa upp det"))),
    )


@dataclass(frozen=True)
class Point:
    kind: str
    text: str
    sentence: bool = False


def test_a_proposal_groups_its_points_by_lead_and_numbers_them_through() -> None:
    points = [Point("own", "a"), Point("assignment", "b"), Point("to_council", "c"), Point("own", "D.", sentence=True)]
    assert proposal(VASTERBOTTEN, points, organ="regionstyrelsen", council="regionfullmäktige") == (
        Statement(text="Regionstyrelsen beslutar", points=((1, "att a"), (2, "att b"))),
        Statement(text="Regionstyrelsen föreslår regionfullmäktige besluta", points=((3, "att c"),)),
        Statement(text="D."),
    )


def test_a_single_point_is_a_sentence() -> None:
    (said,) = proposal(VASTERBOTTEN, [Point("own", "x")], organ="regionstyrelsen", council="regionfullmäktige")
    assert said == Statement(text="Regionstyrelsen beslutar att x.")


@pytest.mark.parametrize(("profile", "section"), [(NORRBOTTEN, "handling"), (VASTERBOTTEN, "claims")])
def test_claims_stand_where_the_region_has_them(profile: Profile, section: str) -> None:
    told = [Sentence("claim_table", EXAMPLES["claim_table"], "handling")]
    made = paragraph(profile, told, label="§ 1", title="Ett ärende")
    assert {key for key in ("handling", "claims") if getattr(made, key)} == {section}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{organ", "place of a fact"),
        ("organ}", "place of a fact"),
        ("{organ.upper}", "place of a fact"),
        ("{organ!r}", "place of a fact"),
        ("a [b", "bracket without its partner"),
        ("a ] b", "bracket without its partner"),
        ("[a[b[c[{organ}]]]]", "nested deeper"),
        ("x" * 3000, "longer than"),
    ],
)
def test_a_wording_that_cannot_be_read_is_refused(text: str, reason: str) -> None:
    with pytest.raises(WordingError, match=reason):
        parse(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{orgn}", "no fact orgn"),
        ("[orgn? x]", "no fact orgn"),
        ("{ayes.genitive}", "no genitive"),
        ("{organ.ordinal}", "no ordinal"),
        ("{organ.name}", "not a person"),
        ("{organ:a|b}", "not a number"),
    ],
)
def test_a_wording_with_facts_that_are_not_there_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        check(text, EXAMPLES["division_result"])


def test_doubled_signs_are_literal() -> None:
    assert parse("{{a}} [[b]]") == ("{a} [b]",)


@pytest.mark.parametrize(
    ("name", "owned"),
    [("Marianne Sandström", "Marianne Sandströms"), ("Andreas", "Andreas"), ("Max", "Max"), ("Heinz", "Heinz"),
     ("regionfullmäktige", "regionfullmäktiges"), ("CENTERPARTIETS", "CENTERPARTIETS")],
)  # fmt: skip
def test_swedish_genitive(name: str, owned: str) -> None:
    assert genitive(name) == owned


@pytest.mark.parametrize(
    ("begins", "within"),
    [("Regionstyrelsen", "regionstyrelsen"), ("IT-nämnden", "IT-nämnden"), ("Hälso- och sjukvårdsnämnden",
      "hälso- och sjukvårdsnämnden"), ("Överförmyndarnämnden", "överförmyndarnämnden")],
)  # fmt: skip
def test_a_body_in_the_middle_of_a_sentence(begins: str, within: str) -> None:
    assert small(begins) == within
    assert capital(within) == begins
