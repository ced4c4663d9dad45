"""Documents as data: what is printed, without how. Frozen; days and numbers come in, no clock is read.

What a section is called, where it stands and whether it is kept when empty is the profile's business. Sentences that
the system makes (`engine.documents.phrases`) come in as plain text; what people wrote is cleaned on the way in.
"""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from engine.documents.richtext import clean, from_text
from engine.organisations.profile import SectionKey
from engine.organisations.wording import small


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
    paragraphs: str = ""
    """Which §§ it is for, when not for all: "§§ 5–9"."""

    @property
    def office(self) -> str:
        """The title as it is printed: small after "t.f."."""
        return small(self.title) if self.deputy else self.title


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
    digital: bool = False
    """Signed digitally: the profile's words for that stand where there would be lines to sign on."""


class Attendee(Model):
    """Somebody who was there. `name` as printed, with party."""

    name: str
    role: str = ""
    """"ordförande", or what brings somebody there who does not decide: "sekreterare"."""
    serves_for: str = ""
    """Whose seat a substitute fills."""
    paragraphs: str = ""
    """When they were not there throughout: "§§ 5–9"."""


class Notice(Model):
    """The notice of the minutes: when it went up, when it may come down, where the minutes are (KL 8:12)."""

    paragraphs: str = ""
    up: date | None = None
    down: date | None = None
    kept: str = ""
    signer: Signer | None = None


class Cover(Model):
    """The first page of the minutes: where and when, who was there, who certified, and the notice (KL 5:65–66)."""

    place: str
    starts: str
    """Local time, "10.00"."""
    ends: str = ""
    adjourned: tuple[str, ...] = ()
    """Breaks as they were minuted: "kl. 12.00–13.00"."""
    paragraphs: str = ""
    """"§§ 101–124"."""
    deciding: tuple[Attendee, ...] = ()
    substitutes: tuple[Attendee, ...] = ()
    present: tuple[Attendee, ...] = ()
    verifiers: tuple[str, ...] = ()
    verification: str = ""
    """Where and when the minutes were verified, or that it was done at once or digitally."""
    remark: str = ""
    """Why something is late or missing, or what a verifier noted."""
    secretaries: tuple[Signer, ...] = ()
    chairs: tuple[Signer, ...] = ()
    """Who presided; with several, each with the §§."""
    signing: tuple[Signer, ...] = ()
    """The verifiers as they sign."""
    notice: Notice | None = None


class Minutes(Document):
    """Paragraphs of one meeting in order; whole minutes have a cover."""

    meeting: Meeting
    paragraphs: tuple[Paragraph, ...]
    verified: date | None = None
    cover: Cover | None = None


class NoticeCertificate(Document):
    """Anslagsbevis: that the minutes have been verified, and how long that is told on the notice board (KL 8:12)."""

    meeting: Meeting
    notice: Notice
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


class Answer(Model):
    """The answer to one recommendation of an audit, under its words."""

    recommendation: str
    html: Fragment


class Opinion(Document):
    """Yttrande: what a body answers somebody who has asked for its opinion."""

    title: str
    body: str
    """The body whose opinion it is."""
    dnr: tuple[str, ...] = ()
    day: date | None = None
    sender: Sender = Sender()
    addressee: tuple[str, ...] = ()
    lead: str = ""
    """The sentence before the answers."""
    answers: tuple[Answer, ...] = ()
    """Printed with the assessment."""
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
    copies: tuple[str, ...] = ()
    """Who gets it for information."""
    facts: tuple[tuple[str, str], ...] = ()
    html: Fragment = ""
    attachments: tuple[str, ...] = ()
    closing: str = ""
    """The line above the signatures: "För Region Norrbottens revisorer"."""
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


class MotionLine(Model):
    """A motion that the council has not decided."""

    number: str
    """In the motions' own series: "3-2020"."""
    dnr: str
    title: str
    movers: tuple[str, ...] = ()
    raised: date | None = None
    decide_by: date | None = None
    """The end of the year within which it should be decided (KL 5:35)."""
    standing: str = ""
    """How far it has come."""


class UndecidedMotions(Document):
    """The list of motions that the council has not decided, those whose year has run out first (KL 5:35)."""

    body: str
    day: date
    dnr: tuple[str, ...] = ()
    late: tuple[MotionLine, ...] = ()
    others: tuple[MotionLine, ...] = ()


def written(key: SectionKey, text: str) -> Section:
    """A section of plain text."""
    return Section(key=key, html=from_text(text))
