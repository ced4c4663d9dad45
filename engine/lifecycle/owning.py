"""Whose a step or a reminder is: the one who is named, or whoever holds its role in its body."""

from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, and_

from engine.access import Actor
from engine.errors import Forbidden


class Owned(Protocol):
    """What a row says of whose it is."""

    @property
    def step(self) -> str:
        """What is to be done."""

    @property
    def role(self) -> str:
        """The role that it is open to."""

    @property
    def body_id(self) -> UUID:
        """The body in which the role is held."""

    @property
    def assigned_id(self) -> UUID | None:
        """The one whose it is, when somebody is named."""


def own(actor: Actor, task: Owned) -> None:
    """Raises `Forbidden` unless the task is the actor's: by name when somebody is named, else by role and body."""
    if task.assigned_id is not None:
        mine = task.assigned_id == actor.user_id or task.assigned_id in actor.stands_in_for
    else:
        mine = actor.holds({task.role}, task.body_id)
    if not mine:
        raise Forbidden(step=task.step, role=task.role)


def belongs_to(actor: Actor, table: Any) -> list[ColumnElement[bool]]:
    """The same as `own`, asked of the database: the conditions of which one must hold for the row to be the actor's."""
    named = table.assigned_id.in_([actor.user_id, *actor.stands_in_for])
    by_role = [
        and_(table.assigned_id.is_(None), table.role == role, *([table.body_id == body] if body else []))
        for role, body in sorted(actor.grants, key=str)
    ]
    return [named, *by_role]
