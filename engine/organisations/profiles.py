"""The profile in force: its newest version, read once per process; or an older one, for an old document."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlmodel import Session, col, select

from engine.db import found
from engine.organisations.profile import Profile, load_profile
from engine.organisations.tables import ProfileVersion

PROFILES: dict[UUID, Profile] = {}
"""Profiles that have been read, by the id of their version: a version is never changed."""
PROFILES_KEPT = 200
AS_OF = "profile version"
"""Where a session keeps the organisation and the version that it reads as of."""

IN_FORCE = "profiles in force"
"""Where a session keeps which version each organisation has, for the length of its act."""


@contextmanager
def as_of_version(session: Session, organisation_id: UUID, version: int) -> Iterator[None]:
    """Meanwhile the session finds that version of the organisation's profile, as if no newer had come."""
    session.info[AS_OF] = (organisation_id, version)
    try:
        yield
    finally:
        del session.info[AS_OF]


def latest_version(session: Session, organisation_id: UUID) -> tuple[UUID, int] | None:
    """Id and number of the profile's newest version."""
    newest = select(ProfileVersion.id, ProfileVersion.version).where(
        col(ProfileVersion.organisation_id) == organisation_id
    )
    owner, version = session.info.get(AS_OF, (None, 0))
    if owner == organisation_id:
        newest = newest.where(col(ProfileVersion.version) == version)
    row = session.exec(newest.order_by(col(ProfileVersion.version).desc()).limit(1)).first()
    return (row[0], row[1]) if row else None


def current_profile(session: Session, organisation_id: UUID) -> tuple[int, Profile]:
    """The organisation's profile and its version, asked for once in an act. NotFound without one."""
    if AS_OF in session.info:
        key, version = found(latest_version(session, organisation_id), organisation=str(organisation_id))
        return version, profile_of_version(session, key)
    known = session.info.setdefault(IN_FORCE, {})
    if organisation_id not in known:
        known[organisation_id] = found(latest_version(session, organisation_id), organisation=str(organisation_id))
    key, version = known[organisation_id]
    return version, profile_of_version(session, key)


def profile_of_version(session: Session, version_id: UUID) -> Profile:
    """A profile by the id of its version; asks the database the first time only."""
    if version_id not in PROFILES:
        if len(PROFILES) >= PROFILES_KEPT:
            PROFILES.clear()
        PROFILES[version_id] = load_profile(found(session.get(ProfileVersion, version_id)).text)
    return PROFILES[version_id]
