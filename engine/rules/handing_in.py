"""Whether a report is whole enough to be handed in to those who approve it: what the organisation wants it to hold."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.rules.refusal import Refusal, declare

REPORT_SECTION_EMPTY = declare("report_section_empty", None, "section")
REPORT_WITHOUT_PROPOSAL = declare("report_without_proposal", None)
REPORT_POINT_EMPTY = declare("report_point_empty", None, "number")
REPORT_OUTCOME_UNSAID = declare("report_outcome_unsaid", None)

PROPOSAL = "proposal"
"""Where what is missing in the decision points is told."""


@dataclass(frozen=True)
class Point:
    """A proposed decision as far as it has come: its words, and whether it says what becomes of the motion."""

    text: str
    means: bool


@dataclass(frozen=True)
class Written:
    """A report as far as it has come.

    `required` are the sections that the organisation wants in it, key and label; `sections` the keys of those that
    hold a word; `motion` says whether it is about a motion, which something must become of.
    """

    required: tuple[tuple[str, str], ...]
    sections: frozenset[str]
    points: tuple[Point, ...]
    motion: bool


def gaps(report: Written) -> Iterator[tuple[str, Refusal]]:
    """What is missing, each with its place: a section's key, or the proposal. The points first, then the sections."""
    if not report.points:
        yield PROPOSAL, REPORT_WITHOUT_PROPOSAL.refuse()
    for number, point in enumerate(report.points, 1):
        if not point.text.strip():
            yield PROPOSAL, REPORT_POINT_EMPTY.refuse(number=number)
    if report.points and (refusal := says_outcome(report.points, motion=report.motion)):
        yield PROPOSAL, refusal
    for key, label in report.required:
        if key not in report.sections:
            yield key, REPORT_SECTION_EMPTY.refuse(section=label)


def may_hand_in(report: Written) -> Refusal | None:
    """The first thing that is missing, or None when it may be handed in."""
    return next((refusal for _, refusal in gaps(report)), None)


def says_outcome(points: tuple[Point, ...], *, motion: bool) -> Refusal | None:
    """A motion's report says in one of its points what becomes of the motion."""
    return None if not motion or any(point.means for point in points) else REPORT_OUTCOME_UNSAID.refuse()
