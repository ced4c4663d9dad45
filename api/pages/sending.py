"""A form as a browser sends it: who sent it, what was typed, which button was pressed, which files came along."""

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile

from api.door import Answer, Asked
from api.pages.visits import FROM_HERE, TOKEN, Visit, may_go_on, same_token, visitor
from api.uploads import FILES_MAX, kept
from engine.access import POLICY, permit
from engine.errors import DnrError, Forbidden, ForeignForm, NotFound, NotSignedIn
from engine.registry import KeptFile

FIELDS_MAX = 5_000
UNSIGNED_MAX = 10_000_000
"""Bytes of a form with files that are read when its session has ended, so that what was typed can be kept."""
DEPTH_MAX = 8
ROWS_MAX = 1_000
KEY = re.compile(r"[\x21-\x7e]{1,200}")
Raw = dict[str, Any]
"""What was typed, as a tree: `movers.0.name` stands under movers, 0, name. Leaves are text."""


@dataclass(frozen=True)
class Sent:
    """A form that a signed-in user has sent from one of our pages."""

    visit: Visit
    raw: Raw
    pressed: str | None
    uploads: tuple[UploadFile, ...] = field(repr=False)

    @property
    def who(self) -> Asked:
        """The request as the door knows it, with the form's own key and the revision that was seen."""
        return self.visit.who

    def keep_files(self) -> tuple[KeptFile, ...]:
        """The files, in the store; those of an act that comes to nothing are swept away later."""
        return tuple(kept(self.who, one.filename or "", one.content_type or "", one.file) for one in self.uploads)


def sending(verb: str) -> Any:
    """The dependency of a page that does something: the form is ours, its sender signed in, and holds the verb."""
    POLICY[verb]

    async def read(request: Request, here: Annotated[None, FROM_HERE]) -> AsyncIterator[FormData]:
        multipart = request.headers.get("content-type", "").startswith("multipart/")
        size = request.headers.get("content-length", "")
        if multipart and visitor(request) is None and not (size.isdecimal() and int(size) <= UNSIGNED_MAX):
            raise NotSignedIn
        form = await request.form(max_files=FILES_MAX, max_fields=FIELDS_MAX)
        request.state.typed = [(name, text) for name, text in form.multi_items() if isinstance(text, str)]
        try:
            yield form
        finally:
            await form.close()

    def take(request: Request, form: Annotated[FormData, Depends(read)]) -> Sent:
        visit = visitor(request)
        if visit is None:
            raise NotSignedIn
        request.state.visit = visit
        if not same_token(visit, form.get(TOKEN)):
            raise ForeignForm
        may_go_on(visit)
        permit(visit.who.actor, verb)
        visit.who.verb = verb
        visit.who.key = text_of(form, "_key", KEY)
        seen = text_of(form, "_rev", re.compile(r"[0-9]{1,9}"))
        visit.who.seen = int(seen) if seen else None
        uploads = [one for _, one in form.multi_items() if isinstance(one, UploadFile) and one.filename]
        return Sent(
            visit,
            tree(request.state.typed),
            text_of(form, "_do", re.compile(r"[a-z_]+(:[a-z0-9_.]+)?")),
            tuple(uploads),
        )

    take.verb = verb  # type: ignore[attr-defined]
    return Depends(take)


def text_of(form: FormData, name: str, pattern: re.Pattern[str]) -> str | None:
    """A control field's text when it has the form it should have."""
    said = form.get(name)
    return said if isinstance(said, str) and pattern.fullmatch(said) else None


def tree(typed: list[tuple[str, str]]) -> Raw:
    """The typed texts by their paths; names that begin with _ are no fields. Of two with one name the last stands."""
    root: Raw = {}
    for name, text in typed:
        parts = name.split(".")
        if name.startswith("_") or len(parts) > DEPTH_MAX or not all(parts):
            continue
        here = root
        for part in parts[:-1]:
            below = here.setdefault(part, {})
            if not isinstance(below, dict):
                break
            here = below
        else:
            here[parts[-1]] = text.replace("\r\n", "\n")
    return {name: as_lists(value) for name, value in root.items()}


def as_lists(value: Any) -> Any:
    """A tree whose numbered branches are lists in the order of their numbers."""
    if not isinstance(value, dict):
        return value
    below = {name: as_lists(one) for name, one in value.items()}
    if below and all(name.isdecimal() and len(name) < 5 for name in below):
        return [below[name] for name in sorted(below, key=int)][:ROWS_MAX]
    return below


def carried_out(
    sent: Sent, do: Callable[[Any], Answer], whole: dict[str, Any], again: Callable[[Exception | None], Response]
) -> Response:
    """Does the act and answers with where to go; a refusal shows the form again, with all that was typed in it.

    What is hidden, or may not be done at all, has no form to show: its refusal is a page of its own.
    """
    if sent.pressed:
        return again(None)
    try:
        return sent.who.act(do, whole)
    except (NotFound, Forbidden):
        raise
    except (DnrError, ValidationError) as refused:
        return again(refused)
