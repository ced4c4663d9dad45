"""A mail server on this machine that behaves as servers do, and what it has been given."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from engine.dispatch.channels import Channels, Folder, Mail


@dataclass
class PostOffice:
    """What the server has taken, and how it behaves: `mood` is an answer, or `cut` for one that never comes."""

    mood: str = "250 OK"
    at: str = "DATA"
    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Somebody is written to."""
        if self.at == "RCPT":
            return self.mood
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - the library's name
        """A whole mail has come."""
        content = envelope.content
        assert isinstance(content, bytes)
        mail = message_from_bytes(content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        if self.mood.startswith("2") or self.mood == "cut":
            self.taken.append((envelope.rcpt_tos[0], mail))
        if self.mood == "cut":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return self.mood

    def ways(self, folder: Any = None) -> Channels:
        """The ways out of an installation whose mail goes here."""
        mail = Mail("127.0.0.1", self.port, "dnr@region.example", tls="none", patience=5)
        return Channels(
            {"email": mail, "print_service": Folder(folder)}, "region.example", "https://dnr.region.example"
        )


class OnAnyPort(Controller):
    """The library's server on a port that is free: it looks whether it runs on the port that it was asked for."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # the library has no types here


@contextmanager
def a_post_office() -> Iterator[PostOffice]:
    """The server, on a free port of this machine."""
    office = PostOffice()
    running = OnAnyPort(office, hostname="127.0.0.1", port=0)
    running.start()
    try:
        office.port = running.port
        yield office
    finally:
        running.stop()
