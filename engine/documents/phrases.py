"""Swedish sentences from phrase keys and facts, as the organisation says them.

The wordings stand in `templates/phrases/`; a profile may replace any of them. What each key's facts are is told in
`rules.procedure.phrases`. Everything here is plain text; the templates escape it.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any, Final, NamedTuple, Protocol, cast

from engine.documents.models import Paragraph as MinutesParagraph
from engine.documents.models import Section, Statement
from engine.organisations.profile import Profile, SectionKey
from engine.organisations.wording import Bracket, Part, Slot, capital, genitive, parse
from engine.rules.procedure.phrases import Clause, Count, Fact, Person, Proposal, Sentence
from engine.settings import data

FIRST_NAMED: Final = 2
"""So many movers of a proposal are named; with more it is the first "med flera"."""


@dataclass(frozen=True)
class Phrases:
    """The shipped wordings of a language, with the small words that facts are put together with."""

    sentences: Mapping[str, str]
    words: Mapping[str, Any]
    letters: Mapping[str, Mapping[str, str]]


@cache
def shipped(language: str) -> Phrases:
    """The wordings that come with the program."""
    read = tomllib.loads(data("templates", "phrases", f"{language}.toml").read_text(encoding="utf-8"))
    return Phrases(read["sentences"], read["words"], read["letters"])


def sentence(profile: Profile, key: str, facts: Mapping[str, Fact]) -> str:
    """The sentence of a phrase key, in the profile's own wording where it has one."""
    phrases = shipped(profile.language)
    return Filler(phrases, facts).fill(parse(profile.phrases.get(key, phrases.sentences[key])))


def wording_of_letter(profile: Profile, letter: str, part: str, facts: Mapping[str, Fact]) -> str:
    """A part (`name`, `title`, `text`) of a letter that the system writes."""
    phrases = shipped(profile.language)
    return Filler(phrases, facts).fill(parse(phrases.letters[letter][part].strip()))


class Filler(NamedTuple):
    """Fills wordings with facts."""

    phrases: Phrases
    facts: Mapping[str, Fact]

    def fill(self, parts: Iterable[Part]) -> str:
        """The parts with their facts; a full stop is not doubled, a space before a left-out part goes."""
        said = ""
        for part in parts:
            if isinstance(part, str):
                said = joined(said, part)
            elif isinstance(part, Slot):
                said = joined(said, self.slot(part))
            elif self.stands(part):
                said = joined(said, self.fill(part.parts))
        return said

    def stands(self, part: Bracket) -> bool:
        """Whether text in brackets is printed."""
        if not part.name:
            return all(self.facts[slot.name] for slot in part.parts if isinstance(slot, Slot))
        fact = self.facts[part.name]
        met = str(fact) in part.values if part.values else bool(fact)
        return met is not part.negated

    def slot(self, slot: Slot) -> str:
        """A fact in the form asked for."""
        fact = self.facts[slot.name]
        if slot.words:
            return slot.words[0 if amount(fact) == 1 else 1]
        said = self.in_form(slot, fact)
        return capital(said) if slot.capital else said

    def in_form(self, slot: Slot, fact: Fact) -> str:
        """A fact as words, in the slot's form."""
        match slot.form:
            case "genitive":
                return self.genitive(fact)
            case "name":
                return cast("Person", fact).name
            case "ordinal":
                return ordinal(cast("int", fact), self.phrases.words["ordinals"])
            case _:
                known = self.phrases.words.get(slot.name)
                return known[fact] if isinstance(known, dict) and fact in known else self.words(fact)

    def words(self, fact: Fact) -> str:
        """A fact as words."""
        match fact:
            case Proposal():
                return self.proposal(fact)
            case Person():
                return f"{fact.name} ({fact.party})" if fact.party else fact.name
            case tuple() if fact and isinstance(fact[0], Count):
                return self.counts(fact)
            case tuple() if fact and isinstance(fact[0], Clause):
                return ", ".join(self.clause(one) for one in fact)
            case tuple():
                return self.listed([self.words(one) for one in cast("tuple[Fact, ...]", fact)])
            case _:
                return str(fact).strip()

    def compose(self, word: str, **facts: Fact) -> str:
        """A small wording of `[words]` with facts of its own."""
        return Filler(self.phrases, facts).fill(parse(self.phrases.words[word]))

    def proposal(self, proposal: Proposal) -> str:
        """A proposal by name: the standing one, or its movers'."""
        if proposal.standing:
            return str(self.phrases.words["standing"])
        movers = self.genitive(proposal.movers)
        if proposal.number:
            return self.compose("proposal_numbered", movers=movers, number=proposal.number)
        return self.compose("proposal", movers=movers)

    def clause(self, clause: Clause) -> str:
        """A numbered decision: "1. att fastställa basutbudet"."""
        return self.compose("clause", number=clause.number, text=clause.text)

    def counts(self, counts: tuple[Count, ...]) -> str:
        """Votes for candidates: "29 röster avges för A och 3 för B"."""
        first, *rest = counts
        said = [self.compose("count_first", votes=first.votes, person=first.person)]
        return self.listed(said + [self.compose("count_next", votes=one.votes, person=one.person) for one in rest])

    def genitive(self, fact: Fact) -> str:
        """Names in the genitive, without party: "Anna Alms och Bo Bergs", "Anna Alms med fleras"."""
        match fact:
            case Proposal():
                return self.genitive(fact.movers)
            case Person():
                return genitive(fact.name)
            case tuple() if len(fact) > FIRST_NAMED:
                return self.compose("and_others", first=genitive(cast("Person", fact[0]).name))
            case tuple():
                return self.listed([genitive(one.name) for one in cast("tuple[Person, ...]", fact)])
            case _:
                return genitive(str(fact).strip())

    def listed(self, items: list[str]) -> str:
        """Items in a row: "A, B och C"."""
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self.phrases.words['and']} {items[-1]}"


def joined(said: str, more: str) -> str:
    """Two texts after each other without a doubled full stop or a space that something left out has left behind."""
    if said.endswith(" ") and more[:1] in (" ", ".", ",", ";", ":"):
        said = said[:-1]
    return said + more[1:] if said.endswith((".", "!", "?")) and more.startswith(".") else said + more


def amount(fact: Fact) -> int:
    """How many something is."""
    return fact if isinstance(fact, int) else len(fact)


def ordinal(number: int, words: list[str]) -> str:
    """A number in order: "första"; figures where the words end."""
    return words[number - 1] if 0 < number <= len(words) else f"{number}:e"


def decision(profile: Profile, told: Iterable[Sentence]) -> tuple[Statement, ...]:
    """The sentences of a decision as statements; several numbered points become a list under their lead."""
    return tuple(stated(profile, one) for one in told)


def stated(profile: Profile, one: Sentence) -> Statement:
    """A decision sentence as a statement."""
    clauses = one.facts.get("clauses")
    if clauses is None:
        return Statement(text=sentence(profile, one.key, one.facts))
    mark = "\ue000"
    lead = sentence(profile, one.key, {**one.facts, "clauses": mark}).split(mark)[0].rstrip()
    words = Filler(shipped(profile.language), {})
    listed = cast("tuple[Clause, ...]", clauses)
    if profile.documents.points.att == "lead":
        lead = words.compose("lead", lead=lead)
        return Statement(text=lead, points=tuple((clause.number, capital(clause.text)) for clause in listed))
    points = tuple((clause.number, re.sub(rf"^{clause.number}\. ", "", words.clause(clause))) for clause in listed)
    return Statement(text=lead, points=points)


class Proposed(Protocol):
    """A proposed decision point: its kind (`own`, `to_council`, `assignment`) and its words after "att".

    With `sentence` the words are a sentence of their own ("Initiativärendet avslås.").
    """

    @property
    def kind(self) -> str: ...  # noqa: D102 told above
    @property
    def text(self) -> str: ...  # noqa: D102 told above
    @property
    def sentence(self) -> bool: ...  # noqa: D102 told above


def proposal(profile: Profile, points: Sequence[Proposed], *, organ: str, council: str) -> tuple[Statement, ...]:
    """A proposal for decision, as a report states it. `organ` and `council` are names in lower case.

    Points that share a lead ("beslutar att", "föreslår … besluta att") stand in one list; numbers run through all.
    """
    told: list[Sentence] = []
    numbered = list(enumerate(points, 1))
    for (whole, to_council), group in groupby(numbered, key=lambda one: (one[1].sentence, one[1].kind == "to_council")):
        same = list(group)
        kind = "to_council" if to_council else "own"
        lead: dict[str, Fact] = {"organ": organ, "council": council, "kind": kind}
        if whole:
            told += [Sentence("decision_sentence", {"sentence": point.text}, "decision") for _, point in same]
        elif len(points) == 1:
            told.append(Sentence("decision_one", {**lead, "clause": same[0][1].text}, "decision"))
        else:
            clauses = tuple(Clause(number, point.text) for number, point in same)
            told.append(Sentence("decision_many", {**lead, "clauses": clauses}, "decision"))
    return decision(profile, told)


def section_of(profile: Profile, one: Sentence) -> SectionKey:
    """Where a sentence stands: claims have a section of their own where the profile has one."""
    own = any(section.key == "claims" for section in profile.documents.minutes.sections)
    return "claims" if own and one.key.startswith("claim_") else cast("SectionKey", one.section)


def paragraph(
    profile: Profile,
    told: Iterable[Sentence],
    *,
    label: str,
    title: str,
    dnr: tuple[str, ...] = (),
    sections: tuple[Section, ...] = (),
    attachments: tuple[str, ...] = (),
    recipients: tuple[str, ...] = (),
) -> MinutesParagraph:
    """A § from what was recorded and what was written: every sentence in its section, in the order it was told."""
    told = tuple(told)
    said: dict[str, tuple[str, ...]] = {}
    for one in told:
        if one.section != "decision":
            key = section_of(profile, one)
            said[key] = (*said.get(key, ()), sentence(profile, one.key, one.facts))
    return MinutesParagraph(
        label=label,
        title=title,
        dnr=dnr,
        decision=decision(profile, (one for one in told if one.section == "decision")),
        sections=sections,
        attachments=attachments,
        recipients=recipients,
        **said,
    )
