"""One tree of errors. A class's docstring is its English message; the door adds a number and a Swedish sentence."""

import re
from collections.abc import Mapping

from engine.rules.refusal import Refusal

type_names = re.compile(r"(?<!^)(?=[A-Z])")

Fact = str | int | bool | None


class DnrError(Exception):
    """Something went wrong."""

    def __init__(self, **facts: Fact) -> None:
        self.facts: Mapping[str, Fact] = facts
        super().__init__(self.detail)

    @classmethod
    def slug(cls) -> str:
        """The name in addresses and message tables: `NotFound` is `not-found`."""
        return type_names.sub("-", cls.__name__).lower()

    @property
    def detail(self) -> str:
        """The English sentence with the facts that belong to it."""
        said = (self.__class__.__doc__ or "").splitlines()[0]
        known = ", ".join(f"{name}: {value}" for name, value in self.facts.items())
        return f"{said} ({known})" if known else said


class NotFound(DnrError):
    """There is no such thing, or it is hidden from you."""


class Forbidden(DnrError):
    """Your roles do not allow this."""


class NotSignedIn(DnrError):
    """Sign in first."""


class ForeignForm(DnrError):
    """The form was not sent from a page of this session."""


class SignInFailed(DnrError):
    """The user name or the password is wrong."""


class TooManyTries(DnrError):
    """Too many failed tries. Wait before the next."""


class CodeNeeded(DnrError):
    """The account has one-time codes: give one with the password."""


class CodeWrong(DnrError):
    """The one-time code is wrong, too old, or has been used."""


class SecondFactorFirst(DnrError):
    """The organisation demands one-time codes: set them up by page first."""


class LinkSpent(DnrError):
    """The link is unknown, has been used, or has expired."""


class Stale(DnrError):
    """Somebody saved before you."""


class Overtaken(DnrError):
    """Another act on the same matter came first. Read it again and repeat."""


class TaskTaken(DnrError):
    """The task is no longer waiting: somebody has done it, or the case has moved."""


class Invalid(DnrError):
    """A value cannot be accepted."""

    def __init__(self, field: str, reason: str, **facts: Fact) -> None:
        self.field, self.reason = field, reason
        super().__init__(field=field, reason=reason, **facts)


class KeyReused(DnrError):
    """The Idempotency-Key was used before for another request."""


class TooLarge(DnrError):
    """The request is larger than allowed."""


class MessageUnwanted(DnrError):
    """No process waits for this message."""


class ProcessFailed(DnrError):
    """The process cannot go on: its diagram met data that it was not drawn for."""


class DiagramRefused(DnrError):
    """The diagram has faults."""

    def __init__(self, faults: list[dict[str, str]]) -> None:
        self.faults = faults
        super().__init__(count=len(faults))


class Misconfigured(DnrError):
    """The installation lacks something it needs."""


class Busy(DnrError):
    """Others were writing all the while. Nothing has been changed; try again."""


class NotARehearsal(DnrError):
    """The database was not made for rehearsal, so nothing may be played into it."""


class BrokenChain(DnrError):
    """The journal does not match its hashes."""


class WouldOverwrite(DnrError):
    """There is something where this would be written."""


class BackupDamaged(DnrError):
    """The backup is not as it was written."""


class RuleBroken(DnrError):
    """A rule of law or of the organisation says no."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(rule=refusal.rule, section=refusal.section)


def require(refusal: Refusal | None) -> None:
    """Raises `RuleBroken` when a rule has said no; the same rule explains the grey button."""
    if refusal is not None:
        raise RuleBroken(refusal)


def every_error() -> list[type[DnrError]]:
    """All classes of the tree, for tables that must be complete."""
    found = [DnrError]
    for cls in found:
        found += cls.__subclasses__()
    return found
