"""What a file that came in says of itself: a mail is parted from its attachments, and the register's fields are hinted.

Nothing is decided here. Each hint says where it was read, and the registrar sees that beside the field. A scan, or any
other kind of file, is kept as it is. Files are read at the door, before the act, like all files.
"""

import email
import email.policy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.errors import MessageError
from email.message import EmailMessage
from pathlib import Path, PurePosixPath
from typing import Final, Literal
from uuid import UUID

from engine import files as store
from engine.documents.intake.blocks import Reading
from engine.documents.intake.reading import FILE_MAX, read_file
from engine.documents.intake.results import Split
from engine.documents.intake.splitting import split_file
from engine.errors import DnrError, Invalid
from engine.forms import LINE_MAX, printable
from engine.organisations.profile import Profile
from engine.registry.attachments import KeptFile, keep_file
from engine.rules.calendar import STOCKHOLM

ATTACHMENTS_MAX: Final = 50
"""Most attachments of one mail that become files of their own; the mail itself is kept whole."""
ANSWERED = re.compile(r"^(?:(?:re|sv|fw|fwd|vb|vs)\s*:\s*)+", re.IGNORECASE)
MAIL: Final = ("message/rfc822", "application/eml")
READABLE: Final = (".docx", ".odt", ".txt", ".md", ".html", ".htm")
Where = Literal["mail_header", "document", "file_name", "sender", "pile"]
UNREADABLE = (MessageError, ValueError, LookupError, TypeError, AttributeError)
"""What the standard library's mail reader raises for what is no mail, however it is broken."""
KIND_WORDS: Final = (
    ("motion", re.compile(r"\bmotion(?:en|er|ären|ärer)?\b", re.IGNORECASE)),
    ("audit_response", re.compile(r"\brevisor|\brevision|\bgranskning", re.IGNORECASE)),
    ("initiative", re.compile(r"\binitiativ(?:et|ärende)?", re.IGNORECASE)),
)


@dataclass(frozen=True)
class Hint:
    """What a field of the register may be, and where that was read; `page` is 0 where there are none."""

    field: str
    value: str
    where: Where
    page: int = 0


@dataclass(frozen=True)
class Unpacked:
    """A file as it came, what came along in it, and what it says."""

    files: tuple[KeptFile, ...]
    hints: tuple[Hint, ...]


def unpack(root: Path, organisation_id: UUID, kept: KeptFile, profile: Profile) -> Unpacked:
    """Reads a kept file; attachments of a mail are kept beside it, in their order. Never raises for what it holds."""
    named = Hint("title", PurePosixPath(kept.filename).stem.replace("_", " "), "file_name")
    if kept.size > FILE_MAX:
        return Unpacked((kept,), valid((named,)))
    ending = PurePosixPath(kept.filename).suffix.lower()
    if kept.media_type in MAIL or ending == ".eml":
        return of_mail(root, organisation_id, kept, profile, named)
    if ending in READABLE:
        content = store.read(root, organisation_id, kept.sha256)
        return Unpacked((kept,), valid((*of_document(content, kept.filename, profile), named)))
    return Unpacked((kept,), valid((named,)))


def of_mail(root: Path, organisation_id: UUID, kept: KeptFile, profile: Profile, named: Hint) -> Unpacked:
    """A mail: the whole of it first, as it came, then each attachment; its headers are what is hinted first."""
    try:
        mail = email.message_from_bytes(store.read(root, organisation_id, kept.sha256), policy=email.policy.default)
        hints = list(of_headers(mail))
        attached = list(attachments(mail))
    except UNREADABLE:
        return Unpacked((kept,), valid((named,)))
    files = [replace(kept, media_type="message/rfc822")]
    for number, (filename, media_type, content) in enumerate(attached[:ATTACHMENTS_MAX], 1):
        try:
            files.append(keep_file(root, organisation_id, filename or f"bilaga-{number}", media_type, content))
        except Invalid:
            continue  # empty, or with a name that nothing can be called: it is in the mail
        if PurePosixPath(filename).suffix.lower() in READABLE:
            hints += of_document(content, filename, profile)
    return Unpacked(tuple(files), valid((*hints, named)))


def of_headers(mail: EmailMessage) -> Iterator[Hint]:
    """Sender, day and subject, as the mail's head says them."""
    yield Hint("way_in", "email", "mail_header")
    said = mail["from"]
    if said is not None and said.addresses:
        first = said.addresses[0]
        yield Hint("sender", first.display_name or first.addr_spec, "mail_header")
    sent: datetime | None = mail["date"].datetime if mail["date"] is not None else None
    if sent is not None:
        day = (sent.astimezone(STOCKHOLM) if sent.tzinfo else sent).date().isoformat()
        yield Hint("document_date", day, "mail_header")
    if mail["subject"]:
        subject = " ".join(str(mail["subject"]).split())
        yield Hint("title", ANSWERED.sub("", subject), "mail_header")
        yield from kinds(subject, "mail_header")


def attachments(mail: EmailMessage) -> Iterator[tuple[str, str, bytes]]:
    """Name, media type and bytes of what came along, a mail within the mail as a mail of its own."""
    for part in mail.iter_attachments():
        name, kind = part.get_filename() or "", part.get_content_type()
        if kind == "message/rfc822":
            inner = part.get_content()
            yield name or "vidarebefordrat.eml", kind, inner.as_bytes(policy=email.policy.default)
        else:
            content = part.get_payload(decode=True)
            yield name, kind, content if isinstance(content, bytes) else b""


def of_document(content: bytes, filename: str, profile: Profile) -> Iterator[Hint]:
    """What a document says of itself, by the organisation's own headings."""
    try:
        reading = read_file(content, filename)
        split = split_file(content, reading, profile)
    except (DnrError, ValueError):
        return
    for field, names in (
        ("title", ("title",)),
        ("sender", ("unit", "sender")),
        ("document_date", ("day",)),
        ("answer_by", ("answer_by",)),
    ):
        for name in names:
            yield from (hint for hint in said(split, reading, field, name))
    words = " ".join(block.text for block in reading.blocks[:12])
    yield from kinds(words, "document")


def said(split: Split, reading: Reading, field: str, name: str) -> Iterator[Hint]:
    """The first suggestion of a kind, with the page that it stands on where there are several."""
    pages = {block.number: block.page for block in reading.blocks}
    several = len(set(pages.values())) > 1
    for one in split.suggestions:
        if one.field == name:
            page = pages.get(one.blocks[0], 0) if one.blocks and several else 0
            yield Hint(field, one.value, "document", page)
            return


def kinds(text: str, where: Where) -> Iterator[Hint]:
    """What kind of case the words speak of."""
    yield from (Hint("kind", kind, where) for kind, pattern in KIND_WORDS if pattern.search(text))


def valid(hints: Sequence[Hint]) -> tuple[Hint, ...]:
    """The first hint for each field, as a line that the register can hold; what it cannot is no hint."""
    found: dict[str, Hint] = {}
    for hint in hints:
        value = " ".join(hint.value.split())[:LINE_MAX].strip()
        try:
            value = printable(value)
        except ValueError:
            continue
        if value:
            found.setdefault(hint.field, replace(hint, value=value))
    return tuple(found.values())
