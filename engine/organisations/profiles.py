"""The profile in force: its newest version, read once per process."""

from uuid import UUID

from sqlmodel import Session, col, select

from engine.db import found
from engine.organisations.profile import Profile, load_profile
from engine.organisations.tables import ProfileVersion

PROFILES: dict[UUID, Profile] = {}
"""Profiles that have been read, by the id of their version: a version is never changed."""
PROFILES_KEPT = 200


def latest_version(session: Session, organisation_id: UUID) -> tuple[UUID, int] | None:
    """Id and number of the profile's newest version."""
    newest = (
        select(ProfileVersion.id, ProfileVersion.version)
        .where(col(ProfileVersion.organisation_id) == organisation_id)
        .order_by(col(ProfileVersion.version).desc())
        .limit(1)
    )
    row = session.exec(newest).first()
    return (row[0], row[1]) if row else None


def current_profile(session: Session, organisation_id: UUID) -> tuple[int, Profile]:
    """The organisation's profile and its version; one statement once it has been read. NotFound without one."""
    key, version = found(latest_version(session, organisation_id), organisation=str(organisation_id))
    return version, profile_of_version(session, key)


def profile_of_version(session: Session, version_id: UUID) -> Profile:
    """A profile by the id of its version; asks the database the first time only."""
    if version_id not in PROFILES:
        if len(PROFILES) >= PROFILES_KEPT:
            PROFILES.clear()
        PROFILES[version_id] = load_profile(found(session.get(ProfileVersion, version_id)).text)
    return PROFILES[version_id]
