"""What each event does to an item.

The functions here take it for granted that an event is allowed; `allowed` says whether it is.
"""

from dataclasses import replace

from engine.rules.meeting import Ground, grounds, wins
from engine.rules.procedure import narrate
from engine.rules.procedure.agenda import Question
from engine.rules.procedure.facts import (
    TODAY,
    Claimed,
    DebateClosed,
    Divided,
    DivisionRequested,
    Event,
    Found,
    Gavel,
    MinorityRequested,
    PropositionRefused,
    Reserved,
    StoodOutside,
    Withdrawn,
)
from engine.rules.procedure.phrases import Sentence
from engine.rules.procedure.state import Course, Open, SentAway, Settled

InDebate = Claimed | Withdrawn | StoodOutside | PropositionRefused | DebateClosed


def advance(course: Course, event: Event) -> Course:
    """The state after an event that is allowed."""
    match event:
        case MinorityRequested():
            told = narrate.minority(event, len(event.people), len(course.sitting.serving))
            return replace(course, open=(), sent_away=SentAway("minority", request=event), said=(*course.said, told))
        case Found(option):
            top = replace(on_top(course), found=option)
            return with_top(course, top, *narrate.finding(course, top.question, option))
        case DivisionRequested():
            return requested(course)
        case Divided():
            return divided(course, event)
        case Gavel():
            return settle(course, on_top(course).found, None)
        case Reserved():
            return replace(course, reservations=(*course.reservations, event))
        case _:
            return in_debate(course, event)


def in_debate(course: Course, event: InDebate) -> Course:
    """The state after an event that comes before the propositions."""
    match event:
        case Claimed(claim):
            consents = (
                *course.consents,
                *((narrate.consent(course, claim, "consent_claim"),) if course.locked else ()),
            )
            return replace(course, claims=(*course.claims, claim), seen=course.seen | {claim.id}, consents=consents)
        case Withdrawn(withdrawn):
            claim = course.claim(withdrawn)
            consent = (narrate.consent(course, claim, "consent_withdraw"),) if course.locked else ()
            claims = tuple(other for other in course.claims if other.id != withdrawn)
            return replace(course, claims=claims, consents=(*course.consents, *consent))
        case StoodOutside(person):
            return replace(course, outside=(*course.outside, person))
        case PropositionRefused(refused, reason):
            told = narrate.refused(course, course.claim(refused), reason)
            return replace(course, refused={**course.refused, refused: reason}, said=(*course.said, told))
        case _:
            return replace(course, locked=True, whole_first=event.whole_first)


def on_top(course: Course) -> Open:
    """The question being put; it is an error to ask when there is none."""
    if course.current is None:
        raise ValueError("no question is being put")
    return course.current


def with_top(course: Course, top: Open, *told: Sentence) -> Course:
    """The state with the question being put replaced."""
    return replace(course, open=(*course.open[:-1], top), said=(*course.said, *told))


def requested(course: Course) -> Course:
    """A division is asked for: what was found is main; the other option is counter, or one is chosen first."""
    top = on_top(course)
    others = tuple(option for option in top.question.options if option != top.found)
    if len(others) == 1:
        return with_top(course, replace(top, counter=others[0], requested=True), *narrate.division())
    backers = {option: top.question.backers[option] for option in others}
    choice = Open(Question("counter", others, backers, top.question.points))
    told = narrate.division_among_several(course, top.question, top.found)
    waiting = with_top(course, replace(top, requested=True), *told)
    return replace(waiting, open=(*waiting.open, choice))


def divided(course: Course, event: Divided) -> Course:
    """A division is held: its winner answers the question."""
    question = on_top(course).question
    winner = winner_of(course, question, event)
    if question.formal and winner != TODAY and ground_of(course, question, event) == "minority":
        told = narrate.minority_in_division(course, question, event)
    else:
        told = narrate.result(course, question, event, winner)
    return settle(replace(course, said=(*course.said, *told)), winner, event)


def majority_of(event: Divided) -> str:
    """The option with the majority of the votes cast, or at a tie the one with the casting vote."""
    won = wins(event.count("yes"), event.count("no"))
    return event.yes if (won if won is not None else event.roll[event.casting] == "yes") else event.no


def winner_of(course: Course, question: Question, event: Divided) -> str:
    """The option that won a division: the majority's, or the one that the council's minority may have."""
    if question.formal and possible_grounds(course, question, event):
        return away_option(question)
    return majority_of(event)


def away_option(question: Question) -> str:
    """The option of a formal question that sends the matter away."""
    return next(option for option in question.options if option != TODAY)


def possible_grounds(course: Course, question: Question, event: Divided) -> tuple[Ground, ...]:
    """On which grounds the division of a formal question sends the matter away (KL 5:50)."""
    sitting, away = course.sitting, away_option(question)
    requesting = event.count("yes" if event.yes == away else "no")
    carried, present = majority_of(event) == away, len(sitting.serving)
    spent, election = sitting.minority_spent, sitting.election
    return grounds(sitting.kind, requesting, present, carried=carried, spent=spent, election=election)


def ground_of(course: Course, question: Question, event: Divided) -> Ground:
    """The ground on which a division sends the matter away: the stated one, or the only possible one."""
    return event.ground or possible_grounds(course, question, event)[0]


def settle(course: Course, winner: str, division: Divided | None) -> Course:
    """The question being put is answered; a chosen counter-proposal lets the main division go on."""
    question, below = on_top(course).question, course.open[:-1]
    if below:
        return replace(course, open=(*below[:-1], replace(below[-1], counter=winner)))
    done = Settled(question, winner, division)
    settled = replace(course, open=(), settled=(*course.settled, done))
    if question.formal is None or winner == TODAY:
        return settled
    ground: Ground = ground_of(course, question, division) if division else "majority"
    return replace(settled, sent_away=SentAway(ground, done))
