"""Deployed diagrams: immutable bundles by hash, and which of them new processes of a kind start with."""

import functools
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, bindparam, select, text
from sqlmodel import Session, col

from engine.db import found
from engine.lifecycle.bundles import Bundle
from engine.lifecycle.own_forms import OwnForm, read_form
from engine.lifecycle.tables import BundleFile, Deployment, process
from engine.settings import data

PREPARED = ("preparation", "referrals", "decision", "dispatch", "closing", "follow_up", "assignment")
PROPOSED = ("proposal", *PREPARED)
SHIPPED: Mapping[str, tuple[str, ...]] = {
    "motion": ("motion", "registration", *PROPOSED),
    "board_matter": ("board_matter", *PROPOSED),
    "initiative": ("initiative", *PREPARED),
    "audit_response": ("audit_response", "answer_preparation", *PREPARED),
}
"""Process key → its diagrams, itself first. A key is a kind of matter."""


def shipped_files(key: str) -> dict[str, bytes]:
    """The diagrams that come with the program for a kind of matter."""
    return {f"{name}.bpmn": data("workflows", f"{name}.bpmn").read_bytes() for name in SHIPPED[key]}


KEEP_FILE = text(
    "INSERT INTO bundle_file (sha, name, content) VALUES (:sha, :name, :content) ON CONFLICT (sha, name) DO NOTHING"
).bindparams(bindparam("content", type_=LargeBinary))
"""Stores a bundle's file unless it is there, also when another stores the same at the same time."""


def deploy(session: Session, organisation_id: UUID, key: str, bundle: Bundle, now: datetime) -> Deployment:
    """Makes a bundle the one that new processes of its kind start with; running ones keep theirs.

    The same bundle deployed again, or by another organisation, becomes a new version in the list but is stored once.
    """
    rows = [{"sha": bundle.sha, "name": name, "content": content} for name, content in sorted(bundle.files.items())]
    session.connection().execute(KEEP_FILE, rows)
    version = 1 + max((row.version for row in every(session, organisation_id) if row.key == key), default=0)
    row = Deployment(
        organisation_id=organisation_id, key=key, name=bundle.name, version=version, sha=bundle.sha, at=now
    )
    session.add(row)
    session.flush()
    return row


def every(session: Session, organisation_id: UUID) -> list[Deployment]:
    """Everything that an organisation has deployed, oldest first."""
    wanted = select(Deployment).where(col(Deployment.organisation_id) == organisation_id).order_by(col(Deployment.id))
    return list(session.execute(wanted).scalars())


def latest(session: Session, organisation_id: UUID, key: str) -> str | None:
    """The hash of the bundle that a new process starts with; None when none has been deployed."""
    wanted = (
        select(col(Deployment.sha))
        .where(col(Deployment.organisation_id) == organisation_id, col(Deployment.key) == key)
        .order_by(col(Deployment.version).desc())
        .limit(1)
    )
    sha: str | None = session.connection().execute(wanted).scalar_one_or_none()
    return sha


def form_of(session: Session, process_id: UUID, name: str) -> OwnForm:
    """A process owner's form as it was deployed with the process; NotFound when the bundle has none of that name."""
    wanted = (
        select(col(BundleFile.content))
        .join(process, process.c.sha == col(BundleFile.sha))
        .where(process.c.id == process_id, col(BundleFile.name) == f"{name}.json")
    )
    return read_form(found(session.connection().execute(wanted).scalar_one_or_none(), form=name))


def own_processes(session: Session, organisation_id: UUID) -> dict[str, str]:
    """The processes that an organisation has deployed besides those of the kinds of matter: key → name in Swedish."""
    newest: dict[str, Deployment] = {row.key: row for row in every(session, organisation_id) if row.key not in SHIPPED}
    return {key: row.name for key, row in sorted(newest.items())}


class Bundles:
    """Parsed bundles by hash, shared by all threads of a process: a bundle never changes, so it is read once."""

    def __init__(self, operators: Collection[str]) -> None:
        self.operators = frozenset(operators)
        self.parsed: dict[str, Bundle] = {}

    def get(self, session: Session, sha: str) -> Bundle:
        """The bundle of that hash, read from the database the first time."""
        if sha not in self.parsed:
            rows = session.connection().execute(
                select(col(BundleFile.name), col(BundleFile.content)).where(col(BundleFile.sha) == sha)
            )
            self.parsed[sha] = Bundle.load({row.name: row.content for row in rows}, self.operators)
        return self.parsed[sha]


@functools.cache
def shipped(key: str, operators: frozenset[str]) -> Bundle:
    """The bundle that comes with the program, parsed once."""
    return Bundle.load(shipped_files(key), operators)
