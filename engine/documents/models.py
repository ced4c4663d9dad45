"""Documents as data: what is printed, without how. Frozen; days and numbers come in, no clock is read.

What a section is called, where it stands and whether it is kept when empty is the profile's business. Sentences that
the system makes (`engine.documents.phrases`) come in as plain text; what people wrote is cleaned on the way in.
"""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from engine.documents.richtext import clean, from_text
from engine.organisations.profile import SectionKey


class Model(BaseModel):
    """Frozen, and nothing unknown in it."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


Fragment = Annotated[str, AfterValidator(clean)]
"""HTML that is cleaned whoever made it."""


class Section(Model):
    """A section that somebody wrote."""

    key: SectionKey
    html: Fragment


class Statement(Model):
    """A decision or a proposal of one: a sentence, or the beginning of one that its numbered points end."""

    text: str
    points: tuple[tuple[int, str], ...] = ()
    """Number and words; the numbers need neither begin at 1 nor follow on each other."""


class Signer(Model):
    """Who signs: name, title, and whether as a deputy (t.f.)."""

    name: str
    title: str = ""
    deputy: bool = False


class Meeting(Model):
    """The meeting that minutes tell of. `body` as it begins a sentence: "Regionstyrelsen"."""

    body: str
    day: date


class Paragraph(Model):
    """One § of the minutes. `dnr` as printed, without its label; a § may have several or none."""

    label: str
    title: str
    dnr: tuple[str, ...] = ()
    decision: tuple[Statement, ...] = ()
    reservation: tuple[str, ...] = ()
    statement: tuple[str, ...] = ()
    handling: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    proposition_order: tuple[str, ...] = ()
    procedure: tuple[str, ...] = ()
    division: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    attachments: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()


class Document(Model):
    """What all documents share. `profile` names the version of the organisation's profile it is made with."""

    profile: str = ""
    draft: bool = False
    """Marked UTKAST on every page: not approved, not an official record."""


class Minutes(Document):
    """Paragraphs of one meeting in order."""

    meeting: Meeting
    paragraphs: tuple[Paragraph, ...]
    verified: date | None = None


class Extract(Document):
    """Minutes with one paragraph, and a line where somebody certifies that it is rightly taken from them."""

    meeting: Meeting
    paragraph: Paragraph
    verified: date | None = None
    immediate: bool = False
    remark: str = ""
    """What is printed with the verification: why it was late, or what a verifier noted."""
    certifier: Signer | None = None


class Sender(Model):
    """Who a document comes from: unit, person, where to reach them."""

    unit: str = ""
    name: str = ""
    title: str = ""
    email: str = ""


class Report(Document):
    """Tjänsteskrivelse: the sheet of a § before the meeting, with the proposal in place of the decision."""

    title: str
    body: str
    """The deciding body, whom it is addressed to."""
    dnr: tuple[str, ...] = ()
    day: date | None = None
    sender: Sender = Sender()
    proposal: tuple[Statement, ...] = ()
    sections: tuple[Section, ...] = ()
    attachments: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signers: tuple[Signer, ...] = ()


class Letter(Document):
    """A letter. `name` stands in the header ("Bekräftelse", "Remiss", "Missiv"); `facts` are label and value."""

    name: str
    title: str
    day: date | None = None
    dnr: tuple[str, ...] = ()
    sender: Sender = Sender()
    addressee: tuple[str, ...] = ()
    """Lines: name, street, postal town."""
    facts: tuple[tuple[str, str], ...] = ()
    html: Fragment = ""
    attachments: tuple[str, ...] = ()
    signers: tuple[Signer, ...] = ()


class RecordLine(Model):
    """A record on the case sheet."""

    number: int
    day: date
    direction: str
    """"In", "Ut" or "Upprättad"."""
    title: str
    correspondent: str = ""


class JournalLine(Model):
    """An act on the case sheet: local time ("2020-03-04 09.12"), what was done, by whom."""

    at: str
    text: str
    actor: str = ""


class CaseSheet(Document):
    """Dagboksblad: a case with its facts, records and what was done, as of a day."""

    title: str
    dnr: str
    body: str
    day: date
    facts: tuple[tuple[str, str], ...] = ()
    records: tuple[RecordLine, ...] = ()
    journal: tuple[JournalLine, ...] = ()


def written(key: SectionKey, text: str) -> Section:
    """A section of plain text."""
    return Section(key=key, html=from_text(text))
