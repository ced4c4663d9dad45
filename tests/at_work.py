"""A region at work: people who act on motions through the front desk, for faults, benchmarks and long stories.

Everybody has a token, so the same acts can be done over HTTP. Nothing here is faster or simpler than the real thing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from engine import meetings, registry, steps
from engine.access import Actor
from engine.cases.tables import Case
from engine.db import Database, new_id
from engine.lifecycle.runtime import Engine
from engine.lifecycle.tables import Task
from engine.organisations.accounts import token_hash
from engine.organisations.forms import SetupForm
from engine.organisations.setup import set_up
from engine.organisations.tables import Organisation, Token, User, UserRole

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
"""When the story begins unless it says otherwise: a Monday morning."""

ROLES = {
    "registrator": "registrar",
    "sekreterare": "secretary",
    "chef": "manager",
    "handlaggare": "officer",
    "direktor": "director",
}
WHO = {
    "check_motion": "registrator",
    "announce": "sekreterare",
    "remit": "sekreterare",
    "allocate": "chef",
    "draft_report": "handlaggare",
    "referral_reply": "handlaggare",
    "compile_replies": "handlaggare",
    "review": "chef",
    "approve": "direktor",
    "schedule": "sekreterare",
    "decide": "sekreterare",
    "verify_minutes": "sekreterare",
}
MEMBERS = ("sven-ersson", "ulla-alm", "maria-sten", "karin-nordh", "per-vik")


def setup_form() -> SetupForm:
    """The region as it is set up: one who presides, four members, and one of each of the staff."""
    seats = [
        {"person": who, "body": body, "seat": "member" if place else "chair", "from_day": "2022-10-15"}
        for body in ("regionfullmaktige", "regionstyrelsen")
        for place, who in enumerate(MEMBERS)
    ]
    return SetupForm.model_validate(
        {
            "organisation": {"slug": "norrbotten", "name": "Region Norrbotten", "profile": "region-norrbotten"},
            "bodies": [
                {"name": "Regionfullmäktige", "kind": "council"},
                {"name": "Regionstyrelsen", "kind": "executive_board"},
            ],
            "diaries": [{"slug": "region", "name": "Regionens diarium", "pattern": "{seq}-{year}"}],
            "people": [{"name": who.replace("-", " ").title(), "slug": who, "party": "S"} for who in MEMBERS],
            "mandates": seats,
            "users": [
                {"username": name, "name": name.title(), "roles": [{"role": role}]} for name, role in ROLES.items()
            ],
        }
    )


def report(referrals: Sequence[Mapping[str, str]] = ()) -> dict[str, Any]:
    """A report of ordinary length that proposes that the motion is rejected."""
    said = "<p>Alla hälsocentraler i länet har samma system för återuppringning, och väntetiderna kan jämföras.</p>"
    return {
        "sections": [{"key": key, "html": said * 5} for key in ("summary", "assessment", "matter", "impact_equality")],
        "proposal": [{"kind": "to_council", "text": "avslå motionen", "means": "rejected"}],
        "recipients": [{"text": "Verksamhetsdirektör"}],
        "referrals": list(referrals),
    }


@dataclass
class AtWork:
    """One region in one database, with those who work there."""

    database: Database
    organisation_id: UUID
    actors: Mapping[str, Actor]
    tokens: Mapping[str, str]
    now: datetime = START
    engine: Engine = field(default_factory=steps.engine)

    @classmethod
    def begin(cls, database: Database, now: datetime = START) -> "AtWork":
        """Sets the region up, deploys the shipped lifecycles and gives everybody a token."""
        with database.write() as session:
            region = set_up(session, setup_form(), now)
            steps.deploy_shipped(session, region.id, now)
        with database.write() as session:
            users = session.execute(select(User).where(col(User.organisation_id) == region.id)).scalars().all()
            actors = {user.username: signed_in(session, user) for user in users}
            tokens = {user.username: token_for(session, user, now) for user in users}
        return cls(database, region.id, actors, tokens, now)

    @classmethod
    def resume(cls, database: Database, tokens: Mapping[str, str], now: datetime) -> "AtWork":
        """The same region from another process."""
        with database.read() as session:
            region = session.execute(select(col(Organisation.id))).scalar_one()
            users = session.execute(select(User)).scalars().all()
            return cls(database, region, {user.username: signed_in(session, user) for user in users}, tokens, now)

    def motion(self) -> dict[str, Any]:
        """The form that registers a motion."""
        arrived = self.now.date().isoformat()
        return {
            "kind": "motion",
            "title": "Motion om systemet CallMe",
            "diary": "region",
            "body": "regionfullmaktige",
            "arrived_on": arrived,
            "way_in": "post",
            "document_date": arrived,
            "movers": [{"person": "maria-sten"}],
            "clauses": ["systemet CallMe ska vara frivilligt att använda för länets hälsocentraler."],
            "record": {"kind": "motion", "title": "Motion om systemet CallMe", "paper_location": "Pärm 2026:2"},
        }

    def form(self, step: str, **changes: Any) -> dict[str, Any]:
        """How a step is filled in when all goes well."""
        today = self.now.date()
        forms: dict[str, dict[str, Any]] = {
            "check_motion": {"admitted": True},
            "announce": {"day": today.isoformat()},
            "remit": {"board": "regionstyrelsen"},
            "allocate": {"officer": "handlaggare"},
            "draft_report": report(),
            "referral_reply": {"outcome": "answered", "received_on": today.isoformat(), "title": "Svar på remiss"},
            "compile_replies": {"summary": "<p>Svaret är positivt.</p>"},
            "review": {"approved": True},
            "approve": {"approved": True},
            "decide": {},
            "verify_minutes": {"verified_on": today.isoformat(), "by": ["sven-ersson", "ulla-alm"]},
        }
        return {**forms.get(step, {}), **changes}

    def registered(self) -> UUID:
        """Registers a motion."""
        form = registry.RegisterForm.model_validate(self.motion())
        with self.database.write() as session:
            return steps.register(session, self.engine, self.actors["registrator"], form, self.now).id

    def task(self, case_id: UUID, step: str) -> UUID:
        """The waiting task of a step; of several, the oldest."""
        with self.database.read() as session:
            return waiting_task(session, case_id, step)

    def does(self, case_id: UUID, step: str, **changes: Any) -> tuple[str, ...]:
        """Completes the waiting task of a step and returns the steps that wait next."""
        task, who = self.task(case_id, step), self.actors[WHO[step]]
        with self.database.write() as session:
            done = steps.complete(session, self.engine, who, task, self.form(step, **changes), self.now)
        return done.next_steps

    def brought_to(self, wanted: str, meeting: str = "") -> UUID:
        """A new motion that has come to a step of its preparation, or to the board's meeting."""
        case = self.registered()
        for step in ("check_motion", "announce", "remit", "allocate", "draft_report", "review", "approve", "schedule"):
            if step == wanted:
                break
            self.does(case, step, **({"meeting_id": meeting} if step == "schedule" else {}))
        return case

    def meeting(self) -> str:
        """The meeting of the executive board today, with everybody there."""
        secretary, today = self.actors["sekreterare"], self.now.date().isoformat()
        planned = {"body": "regionstyrelsen", "day": today, "starts": "09.00", "place": "Luleå"}
        there = {"members": MEMBERS, "presides": MEMBERS[0]}
        with self.database.write() as session:
            form = meetings.MeetingForm.model_validate(planned)
            meeting = meetings.plan_meeting(session, secretary, form, self.now)
            attendance = meetings.AttendanceForm.model_validate(there)
            meetings.record_attendance(session, secretary, meeting.id, attendance, self.now)
        return str(meeting.id)

    def in_days(self, days: int) -> str:
        """A day ahead."""
        return (self.now.date() + timedelta(days=days)).isoformat()


def waiting_task(session: Session, case_id: UUID, step: str) -> UUID:
    """The waiting task of a step; of several, the oldest."""
    wanted = select(col(Task.id)).where(
        col(Task.case_id) == case_id, col(Task.step) == step, col(Task.done_at).is_(None)
    )
    found: UUID = session.execute(wanted.order_by(col(Task.id)).limit(1)).scalar_one()
    return found


def the_case(session: Session, case_id: UUID) -> Case:
    """The case's row."""
    case: Case = session.execute(select(Case).where(col(Case.id) == case_id)).scalar_one()
    return case


def signed_in(session: Session, user: User) -> Actor:
    """The user with the roles of the account."""
    held = session.execute(select(UserRole).where(col(UserRole.user_id) == user.id)).scalars()
    grants = frozenset((role.role, role.body_id) for role in held)
    return Actor(user.id, user.organisation_id, user.name, user.person_id, grants)


def token_for(session: Session, user: User, now: datetime) -> str:
    """A token that lasts for the story."""
    secret = f"dnr_{user.username}"
    session.add(
        Token(
            id=new_id(),
            user_id=user.id,
            hash=token_hash(secret),
            scopes="act admin read",
            label="API",
            created_at=now,
            expires_at=now + timedelta(days=3650),
        )
    )
    return secret
