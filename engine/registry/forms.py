"""What is filled in to register, add and correct: bodies, diaries and people are named by slug or id."""

from datetime import date
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from engine.forms import ClassCode, Form, Line, Text

CaseKind = Literal["motion", "initiative", "audit_response", "board_matter"]
Direction = Literal["incoming", "outgoing", "internal"]
WayIn = Literal["post", "email", "by_hand", "at_meeting", "e_service", "fax", "internal"]
PEOPLE_MAX: Final = 50
CLAUSES_MAX: Final = 100


class MoverForm(Form):
    """Who raises the matter: a person of the organisation (slug or id), or a name as it stands in the document."""

    person: Annotated[Line | None, Field(title="Person", description="Personens kortnamn eller id.")] = None
    name: Annotated[Line | None, Field(title="Namn", description="Namnet så som det står i handlingen.")] = None
    party: Annotated[Line | None, Field(title="Parti", max_length=40)] = None
    serving: Annotated[
        bool, Field(title="Tjänstgör som ersättare", description="En ersättare får väcka ärenden bara då (KL 4:22).")
    ] = False

    @model_validator(mode="after")
    def somebody(self) -> Self:
        """Either a person or a name."""
        if self.person is None and self.name is None:
            raise ValueError("give person or name")
        return self


class MarkForm(Form):
    """A secrecy mark, OSL 5:5: the provision, the authority that made it, the day it was made."""

    provision: Annotated[Line, Field(title="Bestämmelse", description="Till exempel OSL 25 kap. 1 §.")]
    authority: Annotated[Line, Field(title="Myndighet", description="Den myndighet som gör markeringen.")]
    marked_on: Annotated[date | None, Field(title="Datum", description="Dagen för markeringen; i dag om tomt.")] = None
    reconsider_on: Annotated[date | None, Field(title="Ompröva", description="Dag då behovet ska prövas igen.")] = None


class UnmarkForm(Form):
    """Removes a secrecy mark."""

    reason: Annotated[Line, Field(title="Skäl", description="Varför markeringen tas bort.")]


class RecordForm(Form):
    """A record, OSL 5:2. Three days are kept apart: received, registered (the act's own) and the document's."""

    direction: Annotated[Direction, Field(title="Riktning", description="Inkommen, utgående eller upprättad.")] = (
        "incoming"
    )
    kind: Annotated[Line, Field(title="Slag", max_length=60, pattern=r"^[a-z][a-z0-9_]*$")] = "letter"
    title: Annotated[Line, Field(title="Vad handlingen rör")]
    correspondent: Annotated[
        Line | None, Field(title="Avsändare eller mottagare", description="Krävs utom för upprättade handlingar.")
    ] = None
    received_on: Annotated[date | None, Field(title="Inkom", description="Dagen då handlingen kom in (FL 22 §).")] = (
        None
    )
    document_date: Annotated[date | None, Field(title="Handlingens datum")] = None
    way_in: Annotated[WayIn | None, Field(title="Hur den kom in")] = None
    paper_location: Annotated[Line | None, Field(title="Pappersoriginalets plats")] = None
    secrecy: Annotated[MarkForm | None, Field(title="Sekretessmarkering")] = None

    @model_validator(mode="after")
    def received_if_incoming(self) -> Self:
        """What has come in came on a day and in some way; what has not, did not."""
        if self.direction == "incoming" and (self.received_on is None or self.way_in is None):
            raise ValueError("an incoming record needs received_on and way_in")
        if self.direction != "incoming" and (self.received_on or self.way_in):
            raise ValueError("only an incoming record has received_on and way_in")
        return self


class LooseRecordForm(RecordForm):
    """A record without a case: it gets a dnr of its own in the diary."""

    diary: Annotated[Line, Field(title="Diarium")]
    body: Annotated[Line, Field(title="Organ")]
    class_code: Annotated[ClassCode | None, Field(title="Klassbeteckning")] = None


class FirstRecordForm(Form):
    """The record that opens the case; its days, way in and sender are the case's."""

    kind: Annotated[Line, Field(title="Slag", max_length=60, pattern=r"^[a-z][a-z0-9_]*$")]
    title: Annotated[Line | None, Field(title="Vad handlingen rör", description="Ärendets rubrik om tomt.")] = None
    paper_location: Annotated[Line | None, Field(title="Pappersoriginalets plats")] = None


class RegisterForm(Form):
    """A case as it is registered. Only what its kind has may be filled in."""

    kind: Annotated[CaseKind, Field(title="Ärendetyp")]
    title: Annotated[Line, Field(title="Ärendemening")]
    diary: Annotated[Line, Field(title="Diarium", description="Diariets kortnamn eller id.")]
    body: Annotated[Line, Field(title="Organ", description="Organets kortnamn eller id.")]
    process: Annotated[
        Line | None,
        Field(title="Egen process", description="Organisationens egen process; den vanliga när fältet är tomt."),
    ] = None
    arrived_on: Annotated[date, Field(title="Inkom", description="Dagen då ärendet kom in eller väcktes.")]
    way_in: Annotated[WayIn | None, Field(title="Hur det kom in")] = None
    sender: Annotated[Line | None, Field(title="Avsändare", description="Förslagsställarna om tomt.")] = None
    document_date: Annotated[date | None, Field(title="Handlingens datum")] = None
    class_code: Annotated[ClassCode | None, Field(title="Klassbeteckning")] = None
    answer_by: Annotated[date | None, Field(title="Svar senast", description="Dagen som revisorerna har satt.")] = None
    movers: Annotated[tuple[MoverForm, ...], Field(title="Förslagsställare", max_length=PEOPLE_MAX)] = ()
    clauses: Annotated[tuple[Text, ...], Field(title="Att-satser", max_length=CLAUSES_MAX)] = ()
    record: Annotated[FirstRecordForm | None, Field(title="Handlingen")] = None
    secrecy: Annotated[MarkForm | None, Field(title="Sekretessmarkering")] = None
    confirm: Annotated[
        bool,
        Field(
            title="Bekräfta till avsändaren",
            description="Ett brev med diarienumret. En motion bekräftas när den har granskats.",
        ),
    ] = False

    @model_validator(mode="after")
    def as_its_kind(self) -> Self:
        """Movers belong to motions and initiatives, clauses to motions, an answer's day to audits."""
        if self.movers and self.kind not in ("motion", "initiative"):
            raise ValueError("movers: only a motion or an initiative has movers")
        if self.clauses and self.kind != "motion":
            raise ValueError("clauses: only a motion has clauses")
        if self.answer_by and self.kind != "audit_response":
            raise ValueError("answer_by: only an audit has a day for the answer")
        if self.process and self.kind != "board_matter":
            raise ValueError("process: only a board's own matter follows an own process")
        if self.kind != "board_matter" and self.way_in is None:
            raise ValueError("way_in: say how it came in")
        return self


class NoteForm(Form):
    """Tjänsteanteckning: what an officer notes to the file."""

    title: Annotated[Line, Field(title="Rubrik")]
    text: Annotated[Text, Field(title="Anteckning", min_length=1)]


class ReassignForm(Form):
    """Another officer for a case."""

    officer: Annotated[Line, Field(title="Handläggare", description="Användarnamn eller id.")]
    reason: Annotated[Text, Field(min_length=1, title="Skäl", description="Står i ärendets händelser.")]


class ReasonForm(Form):
    """Why something is voided. Nothing is erased: it stays, with the reason."""

    reason: Annotated[Line, Field(title="Skäl")]


class MoveForm(Form):
    """To which case a record is moved, and why."""

    case: Annotated[Line, Field(title="Ärende", description="Ärendets diarienummer eller id.")]
    reason: Annotated[Line, Field(title="Skäl")]


class CaseCorrectionForm(Form):
    """Facts of the register that were wrong; only those given are changed. Old and new stay visible (JO 4639-2007)."""

    title: Annotated[Line | None, Field(title="Ärendemening")] = None
    sender: Annotated[Line | None, Field(title="Avsändare")] = None
    arrived_on: Annotated[date | None, Field(title="Inkom")] = None
    class_code: Annotated[ClassCode | None, Field(title="Klassbeteckning")] = None
    decide_by: Annotated[date | None, Field(title="Beslut senast")] = None
    reason: Annotated[Line | None, Field(title="Skäl")] = None


class RecordCorrectionForm(Form):
    """Facts of a record that were wrong; only those given are changed."""

    title: Annotated[Line | None, Field(title="Vad handlingen rör")] = None
    correspondent: Annotated[Line | None, Field(title="Avsändare eller mottagare")] = None
    received_on: Annotated[date | None, Field(title="Inkom")] = None
    document_date: Annotated[date | None, Field(title="Handlingens datum")] = None
    way_in: Annotated[WayIn | None, Field(title="Hur den kom in")] = None
    paper_location: Annotated[Line | None, Field(title="Pappersoriginalets plats")] = None
    reason: Annotated[Line | None, Field(title="Skäl")] = None


class RelationForm(Form):
    """How this case has to do with another."""

    other: Annotated[Line, Field(title="Ärende", description="Det andra ärendets diarienummer eller id.")]
    kind: Annotated[Literal["related", "caused_by", "continues", "answers"], Field(title="Samband")] = "related"


class WatchForm(Form):
    """Somebody is to look at the case on a day."""

    due_on: Annotated[date, Field(title="Dag")]
    text: Annotated[Line, Field(title="Vad som ska bevakas")]
    owner: Annotated[Line | None, Field(title="Vem", description="Användarnamn eller id; du själv om tomt.")] = None


class SeriesForm(Form):
    """A number series: the dnr of a diary, the motions, or the §§ of a body. Without `year` the one that runs now."""

    series: Annotated[Literal["dnr", "motion", "paragraph"], Field(title="Serie")]
    diary: Annotated[Line | None, Field(title="Diarium")] = None
    body: Annotated[Line | None, Field(title="Organ")] = None
    year: Annotated[int | None, Field(title="År", ge=1900, le=9999, strict=True)] = None

    @model_validator(mode="after")
    def whose(self) -> Self:
        """A dnr series names its diary, a § series its body."""
        if (self.series == "dnr") is not (self.diary is not None):
            raise ValueError("diary: named for a dnr series, and only for one")
        if (self.series == "paragraph") is not (self.body is not None):
            raise ValueError("body: named for a series of §§, and only for one")
        return self


class VoidNumberForm(SeriesForm):
    """Takes the next number of a series and voids it."""

    reason: Annotated[Line, Field(title="Skäl")]


class SeriesStartForm(VoidNumberForm):
    """Lets a series go on from a number, with a reason."""

    start: Annotated[int, Field(title="Börja på", ge=1, le=10**9, strict=True)]
