"""The ways out of the house behind one small interface: mail, a folder for printers and digital mailboxes, by hand."""

import asyncio
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Protocol

import aiosmtplib

from engine.errors import DnrError
from engine.settings import Settings

PATIENCE = 60.0
"""Seconds that a mail server has for each answer."""
FOR_GOOD = 500
"""From this code on a server's answer is not worth asking for again."""
ABOUT_THE_MAIL = (aiosmtplib.SMTPSenderRefused, aiosmtplib.SMTPRecipientRefused, aiosmtplib.SMTPDataError)
"""Answers about this very mail. What a server says when it is greeted or signed in to may be another the next hour."""
PLAIN = SMTP.clone(cte_type="7bit")
"""Mail that every server can pass on as it is."""


@dataclass(frozen=True)
class Parcel:
    """What one recipient is to get: words about it, and the PDF unless a link stands in its place."""

    message_id: str
    recipient: str
    address: str | None
    subject: str
    text: str
    html: str
    filename: str
    pdf: bytes | None


class Undelivered(DnrError):
    """The other side did not take it. `permanent` when trying again is no use; `unsure` when it may have arrived."""

    def __init__(self, answer: str, *, permanent: bool = False, unsure: bool = False) -> None:
        super().__init__(answer=answer)
        self.answer, self.permanent, self.unsure = answer[:1000], permanent, unsure


class Channel(Protocol):
    """A way out of the house."""

    def carry(self, parcel: Parcel) -> str:
        """Hands the parcel over and returns what the other side answered; raises `Undelivered`."""


@dataclass(frozen=True)
class ByHand:
    """Where the program carries nothing itself: whoever noted the sending has sent it from a program of their own."""

    def carry(self, parcel: Parcel) -> str:
        """Nothing is done."""
        return "Skickat av den som expedierade."


@dataclass(frozen=True)
class Shut:
    """A way that this installation does not have."""

    missing: str

    def carry(self, parcel: Parcel) -> str:
        """Says what has to be set."""
        raise Undelivered(f"Sättet är inte inställt ({self.missing}).", permanent=True)


@dataclass(frozen=True)
class Folder:
    """A folder that a print service or a digital mailbox empties: the PDF, and beside it whom it is for."""

    root: Path

    def carry(self, parcel: Parcel) -> str:
        """Writes both files whole: the note first, so that a PDF never stands there without it."""
        name = parcel.message_id.strip("<>").partition("@")[0]
        about = {"recipient": parcel.recipient, "address": parcel.address, "file": parcel.filename, "id": name}
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            written(self.root / f"{name}.json", json.dumps(about, ensure_ascii=False, indent=2).encode())
            written(self.root / f"{name}.pdf", parcel.pdf or b"")
        except OSError as fault:
            raise Undelivered(f"Mappen kan inte skrivas: {fault.strerror}.") from fault
        return f"Lagt i mappen som {name}.pdf."


def written(path: Path, content: bytes) -> None:
    """Writes a file durably under another name and renames it, so that nobody reads half of it."""
    unfinished = path.with_suffix(f"{path.suffix}.unfinished")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)


@dataclass(frozen=True)
class Mail:
    """A mail server. One mail per recipient, so that each has an answer of its own."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    tls: str = "starttls"
    patience: float = PATIENCE

    def carry(self, parcel: Parcel) -> str:
        """Sends the mail and returns the server's answer.

        An answer of 5xx is for good, all else may be tried again. What is cut while the server takes the mail over may
        have arrived: the next try carries the same Message-ID.
        """
        return asyncio.run(self.sent(parcel))

    async def sent(self, parcel: Parcel) -> str:
        """The conversation with the server."""
        server = aiosmtplib.SMTP(
            hostname=self.host,
            port=self.port,
            timeout=self.patience,
            use_tls=self.tls == "tls",
            start_tls=self.tls == "starttls",
            username=self.user or None,
            password=self.password or None,
        )
        handed_over = False
        try:
            async with server:
                await server.mail(self.sender)
                await server.rcpt(ascii_address(str(parcel.address)))
                handed_over = True
                answer = await server.data(self.message(parcel).as_bytes())
        except ABOUT_THE_MAIL as said:
            raise Undelivered(f"{said.code} {said.message}", permanent=said.code >= FOR_GOOD) from said
        except (aiosmtplib.SMTPException, OSError) as fault:
            raise Undelivered(f"{type(fault).__name__}: {fault}", unsure=handed_over) from fault
        return f"{answer.code} {answer.message}"

    def message(self, parcel: Parcel) -> EmailMessage:
        """The mail: text and HTML with the same words, and the PDF beside them."""
        mail = EmailMessage(policy=PLAIN)
        mail["From"] = self.sender
        mail["To"] = Address(parcel.recipient, addr_spec=ascii_address(str(parcel.address)))
        mail["Subject"] = parcel.subject
        mail["Message-ID"] = parcel.message_id
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(parcel.text)
        mail.add_alternative(parcel.html, subtype="html")
        if parcel.pdf is not None:
            mail.add_attachment(parcel.pdf, maintype="application", subtype="pdf", filename=parcel.filename)
        return mail


def ascii_address(address: str) -> str:
    """The address with its domain as servers write it: "ö.se" is "xn--nda.se"."""
    box, _, domain = address.rpartition("@")
    return f"{box}@{domain.encode('idna').decode()}"


@dataclass(frozen=True)
class Channels:
    """The ways out of this installation."""

    ways: Mapping[str, Channel]
    domain: str = "dnr.invalid"
    """What comes after the @ in a Message-ID."""
    address: str = ""
    """Where this program is reached from outside, for links to what is secret."""

    @classmethod
    def of(cls, settings: Settings) -> "Channels":
        """The ways that the settings open."""
        mail: Channel = ByHand()
        if settings.mail_host:
            mail = Mail(
                settings.mail_host,
                settings.mail_port,
                settings.mail_from,
                settings.mail_user,
                settings.mail_password.get_secret_value(),
                settings.mail_tls,
            )
        drop: Channel = Folder(Path(settings.print_folder)) if settings.print_folder else Shut("DNR_PRINT_FOLDER")
        domain = settings.mail_from.rpartition("@")[2] or "dnr.invalid"
        return cls({"email": mail, "print_service": drop}, domain, settings.public_address.rstrip("/"))


NOTHING_CARRIED = Channels({"email": ByHand(), "print_service": Shut("DNR_PRINT_FOLDER")})
"""Where nothing is set."""
