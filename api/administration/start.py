"""What an organisation still needs before anybody can work in it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from api.administration import rows
from engine.organisations.tables import Body, Diary, Mandate


@dataclass(frozen=True)
class Need:
    """Something that has to be there, why, and where it is made."""

    there: bool
    title: str
    why: str
    path: str


def needs(session: Session, organisation_id: UUID, today: date) -> list[Need]:
    """The needs in the order in which they are met, those that are met too."""
    kinds = {body.kind for body in rows.all_of(session, Body, organisation_id)}
    held = {
        role.role for user, role in rows.held_roles(session, organisation_id) if user.active and rows.holds(role, today)
    }
    return [
        Need({"council", "executive_board"} <= kinds, "Fullmäktige och styrelsen", "De beslutar.", "/admin/bodies/new"),
        Need(
            bool(rows.all_of(session, Diary, organisation_id)),
            "Ett diarium",
            "Ärenden får sina nummer ur det.",
            "/admin/diaries/new",
        ),
        Need("registrar" in held, "En registrator", "Registrerar det som kommer in.", "/admin/users/new"),
        Need("officer" in held, "En handläggare", "Bereder ärenden.", "/admin/users/new"),
        Need("manager" in held, "En chef", "Fördelar ärenden och granskar utkast.", "/admin/users/new"),
        Need("secretary" in held, "En nämndsekreterare", "Håller sammanträden.", "/admin/users/new"),
        Need(
            bool(rows.all_of(session, Mandate, organisation_id)),
            "Ledamöter med platser",
            "Väcker motioner, närvarar och beslutar.",
            "/admin/mandates/new",
        ),
    ]
