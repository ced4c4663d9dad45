"""The Swedish order of propositions (beslutsgång): recorded facts in, outcomes and sentences' facts out.

A `Procedure` is a sitting, the points of the standing proposal and a log of events. `may_record` says whether an event
may come next, `conduct` what follows from all of them, `acclaimed` makes the log of a simple item. The sentences'
keys and facts are `PHRASES`, with an example of each in `EXAMPLES`.
"""

from engine.rules.procedure.conduct import Conduct, NotAllowed, acclaimed, check, conduct, may_record, replay
from engine.rules.procedure.facts import (
    NO,
    STANDING,
    TODAY,
    Claim,
    Claimed,
    DebateClosed,
    DecisionPoint,
    Divided,
    DivisionRequested,
    Event,
    Found,
    Gavel,
    MinorityRequested,
    Outcome,
    Procedure,
    PropositionRefused,
    Reserved,
    Result,
    Sitting,
    StoodOutside,
    Withdrawn,
)
from engine.rules.procedure.phrases import EXAMPLES, PHRASES, Clause, Count, Fact, Person, Proposal, Sentence

__all__ = [
    "EXAMPLES",
    "NO",
    "PHRASES",
    "STANDING",
    "TODAY",
    "Claim",
    "Claimed",
    "Clause",
    "Conduct",
    "Count",
    "DebateClosed",
    "DecisionPoint",
    "Divided",
    "DivisionRequested",
    "Event",
    "Fact",
    "Found",
    "Gavel",
    "MinorityRequested",
    "NotAllowed",
    "Outcome",
    "Person",
    "Procedure",
    "Proposal",
    "PropositionRefused",
    "Reserved",
    "Result",
    "Sentence",
    "Sitting",
    "StoodOutside",
    "Withdrawn",
    "acclaimed",
    "check",
    "conduct",
    "may_record",
    "replay",
]
