"""A file that somebody has written elsewhere comes into a case: sorted, approved thing by thing, taken into the draft.

What is kept until then is working material, no record: what was found in the file and what has been chosen of it. The
file itself is not kept; whoever wants it in the case registers it as a record.
"""

import json
from datetime import datetime
from typing import Final, cast
from uuid import UUID

from sqlmodel import Session, col, select

from engine.access import Actor, visible
from engine.acts import note, open_case, permit_work, see_case
from engine.cases.tables import Case
from engine.db import found
from engine.documents.intake.choosing import choices, chosen
from engine.documents.intake.making import kind_of, make
from engine.documents.intake.reading import read_file
from engine.documents.intake.results import DocumentKind, Split
from engine.documents.intake.splitting import split_file
from engine.documents.models import Document, Letter, Meeting, Minutes, Opinion, Report
from engine.documents.word import Writable
from engine.drafting.copies import working_content
from engine.drafting.forms import ChoiceForm
from engine.drafting.keeping import cleaned, keep_unsaved, keep_version, read_copy
from engine.drafting.leases import facts_of, hold, require_free
from engine.drafting.merging import into_draft, merged
from engine.drafting.tables import Draft, DraftCopy, DraftImport, DraftVersion
from engine.drafting.writing import open_draft
from engine.errors import Invalid, require
from engine.journal import Act, Value
from engine.organisations.profiles import current_profile
from engine.organisations.tables import Body
from engine.organisations.wording import capital
from engine.rules.duties import may_edit_draft
from engine.rules.register import may_act

IMPORT_MAX: Final = 30_000_000
"""Most characters of what was found in a file, its pictures included."""
TAKEN, LEFT, WRITTEN = "taken", "left", "written"
"""What has become of a thing that was found; `written` stands in the draft already."""


def sorted_file(session: Session, organisation_id: UUID, content: bytes, filename: str) -> Split:
    """What is found in a file by the organisation's own headings and bodies. Invalid for one that cannot be read."""
    _, profile = current_profile(session, organisation_id)
    names = session.exec(select(Body.name).where(col(Body.organisation_id) == organisation_id).order_by(Body.name))
    return split_file(content, read_file(content, filename), profile, tuple(names))


def keep_import(
    session: Session, actor: Actor, case_id: UUID, filename: str, split: Split, now: datetime
) -> DraftImport:
    """Keeps what was found in a file until somebody has approved it. No act on the case; refused in a voided one."""
    case = see_case(session, actor, case_id)
    permit_work(session, actor, "import.make", case)
    require(may_act(case.voided_reason))
    content = split.model_dump_json()
    if len(content) > IMPORT_MAX:
        raise Invalid("file", f"more than {IMPORT_MAX // 1_000_000} MB of text and pictures")
    row = DraftImport(
        case_id=case.id,
        author_id=actor.user_id,
        at=now,
        filename=filename,
        content=content,
        asked=len(choices(split)),
        kind=kind_of(split),
    )
    session.add(row)
    session.flush()
    return row


def imports_of(session: Session, actor: Actor, case_id: UUID) -> list[DraftImport]:
    """What has been brought into a case and not thrown away, the newest first."""
    case = see_case(session, actor, case_id)
    permit_work(session, actor, "draft.read", case)
    wanted = select(DraftImport).where(col(DraftImport.case_id) == case_id)
    return list(session.exec(wanted.order_by(col(DraftImport.id).desc())))


def see_import(session: Session, actor: Actor, import_id: UUID, verb: str = "draft.read") -> DraftImport:
    """One of them, for those who prepare its case. NotFound when there is none or its case is hidden."""
    wanted = select(DraftImport).join(Case, col(Case.id) == col(DraftImport.case_id))
    row = session.exec(wanted.where(col(DraftImport.id) == import_id, visible(actor, Case))).first()
    row = found(row, **{"import": str(import_id)})
    permit_work(session, actor, verb, see_case(session, actor, row.case_id))
    return row


def found_in(row: DraftImport) -> Split:
    """What was found in the file."""
    return Split.model_validate_json(row.content)


def answers_of(row: DraftImport) -> dict[str, str]:
    """What has been chosen so far: name → taken, left or written. What is not named waits for an answer."""
    answers: dict[str, str] = json.loads(row.answers)
    return answers


def choose(session: Session, actor: Actor, import_id: UUID, form: ChoiceForm, now: datetime) -> DraftImport:
    """Notes what is taken and what is left; what the form does not name stays as it was. No act on the case.

    Invalid for a name that the file has nothing by, or that is both taken and left.
    """
    row = see_import(session, actor, import_id, "import.make")
    locked = session.get_one(DraftImport, row.id, with_for_update=True, populate_existing=True)
    note_choices(locked, form)
    session.add(locked)
    session.flush()
    return locked


def note_choices(row: DraftImport, form: ChoiceForm) -> None:
    """Puts the answers of a form into the row. What stands in the draft already stays so."""
    known = frozenset(choices(found_in(row)))
    for field, named in (("taken", form.taken), ("left", form.left)):
        if unknown := next((ref for ref in named if ref not in known), None):
            raise Invalid(field, "the file has nothing by that name", name=unknown)
    if both := next(iter(set(form.taken) & set(form.left)), None):
        raise Invalid("left", "stands among what is taken too", name=both)
    answers = answers_of(row)
    for ref, answer in (*((ref, TAKEN) for ref in form.taken), *((ref, LEFT) for ref in form.left)):
        if answers.get(ref) != WRITTEN:
            answers[ref] = answer
    row.answers = json.dumps(answers)
    row.kind = form.kind or row.kind
    row.meeting_day = form.meeting_day or row.meeting_day


def with_the_rest(session: Session, actor: Actor, import_id: UUID, form: ChoiceForm) -> ChoiceForm:
    """A form that also takes everything that has had no answer, for somebody who has looked it through."""
    row = see_import(session, actor, import_id, "import.make")
    answered = {*answers_of(row), *form.taken, *form.left}
    rest = tuple(ref for ref in choices(found_in(row)) if ref not in answered)
    return form.model_copy(update={"taken": (*form.taken, *rest)})


def take_into_draft(session: Session, actor: Actor, import_id: UUID, form: ChoiceForm, now: datetime) -> DraftVersion:
    """Writes what is taken into the case's draft, as one version that can be gone back from; one entry in the journal.

    A section that has text already gets the new after it; title is replaced; points, attachments and recipients that
    are not there yet come last. What was written and not saved is kept as a version first. Begins a draft where there
    is none. Refused while somebody else writes or the draft lies with those who approve it; Invalid when nothing that
    belongs in a draft is taken.
    """
    row = see_import(session, actor, import_id, "draft.write")
    case = open_case(session, actor, row.case_id)
    require(may_act(case.voided_reason))
    row = session.get_one(DraftImport, row.id, with_for_update=True, populate_existing=True)
    note_choices(row, form)
    split, answers, act = found_in(row), answers_of(row), actor.act(now)
    refs = [ref for ref, answer in answers.items() if answer == TAKEN and ref in into_draft(split)]
    if not refs:
        raise Invalid("taken", "nothing that belongs in a draft is taken")
    draft = opened_draft(session, case, actor, act)
    content = merged(working_content(session, draft)[0], split, refs)
    version = keep_version(session, draft, cleaned(content), act, "imported", row.filename)
    hold(draft, actor.user_id, now)
    row.answers = json.dumps({**answers, **dict.fromkeys(refs, WRITTEN)})
    session.add(row)
    facts: dict[str, Value] = {"import": str(row.id), "sha256": split.sha256, "taken": refs}
    note(session, case, act, "draft:imported", {**facts_of(draft, version), **facts}, {"filename": row.filename})
    session.flush()
    return version


def opened_draft(session: Session, case: Case, actor: Actor, act: Act) -> Draft:
    """The case's draft, begun if need be, free to be written in; what was not saved of it is a version now."""
    draft = open_draft(session, case, case.body_id, act)
    require(may_edit_draft(approved=draft.handed_in))
    require_free(session, draft, actor.user_id, act.now)
    if draft.unsaved and keep_unsaved(session, draft, act) is None:
        copy = found(session.get(DraftCopy, draft.id), draft=str(draft.id))
        keep_version(session, draft, read_copy(copy), act, "kept")
        session.flush()
    return draft


def throw_away(session: Session, actor: Actor, import_id: UUID) -> None:
    """Throws away what was found in a file. What has been written into the draft stays there. No act on the case."""
    session.delete(see_import(session, actor, import_id, "import.make"))
    session.flush()


def imported_document(session: Session, row: DraftImport) -> Writable:
    """The document of what is taken of a file, as its kind is printed; what nobody has taken is not in it.

    Invalid for a § without the day of its meeting.
    """
    case = found(session.get(Case, row.case_id))
    _, profile = current_profile(session, case.organisation_id)
    taken = frozenset(ref for ref, answer in answers_of(row).items() if answer in (TAKEN, WRITTEN))
    split, approved = chosen(found_in(row), taken, cast("DocumentKind", row.kind))
    meeting = None
    if row.meeting_day:
        body = next((one.value for one in split.suggestions if one.field == "body"), "")
        meeting = Meeting(body=capital(body), day=row.meeting_day)
    return titled(make(split, approved, profile, meeting), case.title)


def titled(document: Document, title: str) -> Writable:
    """The document under its own title, or under its case's when none was taken of the file."""
    if isinstance(document, Minutes):
        (one,) = document.paragraphs
        return (
            document
            if one.title
            else document.model_copy(update={"paragraphs": (one.model_copy(update={"title": title}),)})
        )
    assert isinstance(document, Report | Opinion | Letter)
    return document if document.title else document.model_copy(update={"title": title})
