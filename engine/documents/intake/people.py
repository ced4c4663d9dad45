"""Names as minutes print them: "Marianne Sandström (SD)"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from engine.documents.intake.decoding import folded
from engine.documents.intake.labels import distance, table

NAME = r"[^\W\d_a-zåäöéü][\w’'.-]*(?: (?:von|af|de|van|der) )?(?: ?[^\W\d_a-zåäöéü][\w’'.-]*){1,3}"
PARTY = r"\((?P<party>[^\W\d_]{1,5}|-)\)"
PERSON = re.compile(rf"(?P<name>{NAME}) {PARTY}")
ALONE = re.compile(rf"(?P<name>{NAME})(?: {PARTY})?,?")
DEPUTY = re.compile(r"^(?:t\.\s?f\.|tf\.?|tillförordnad)\s+", re.IGNORECASE)


class Named(NamedTuple):
    """A person in a text, with party if it is printed."""

    name: str
    party: str


def people_in(text: str) -> Iterator[Named]:
    """The people in a text who are named with their parties."""
    for found in PERSON.finditer(text):
        yield Named(found["name"].strip(), found["party"])


def person_alone(line: str) -> Named | None:
    """The person whose name a line is; None when it is something else."""
    found = ALONE.fullmatch(line.strip())
    if found is None or is_office(line):
        return None
    return Named(found["name"].strip(), found["party"] or "")


def is_office(line: str) -> bool:
    """Whether a line names what somebody is: "Revisionens ordförande". A scanner's faults are forgiven by a letter."""
    offices = [folded(one) for one in table()["words"]["offices"]]
    return any(
        word.endswith(office) or (len(office) > 6 and distance(word[-len(office) :], office, 1) >= 0)
        for word in re.findall(r"\w+", folded(line))
        for office in offices
    )
