"""Administration: what the organisation is made of, section by section, and the forms by which it is changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Response
from sqlmodel import Session

from api.administration.rows import Row
from api.administration.sections import LISTED, SECTIONS, VERB, Act, Section, chosen, do, row_of
from api.administration.start import Need, needs
from api.administration.told import changes
from api.door import Answer
from api.pages.answers import written
from api.pages.choices import Matter, options
from api.pages.fields import Filled, filled
from api.pages.frame import page
from api.pages.sending import Sent, carried_out, sending
from api.pages.shown import Sheet, new_key
from api.pages.tasks import status
from api.pages.visits import Visit, viewing
from api.pages.words import words
from engine.rules.calendar import legal_day

router = APIRouter(tags=["pages"])
Q_MAX = 200


@dataclass(frozen=True)
class Column:
    """A column of a section's table."""

    name: str
    title: str
    words: str | None

    def cell(self, row: Row) -> str:
        """What stands in it, in Swedish."""
        return said(getattr(row, self.name), self.words)


def columns(view: type[Row]) -> list[Column]:
    """The columns of a view, in its own order."""
    found = []
    for name, field in view.model_fields.items():
        extra = field.json_schema_extra
        if isinstance(extra, dict) and extra.get("column"):
            table = extra.get("words")
            found.append(Column(name, str(field.title), str(table) if table else None))
    return found


def said(value: Any, table: str | None) -> str:
    """A value as people read it."""
    if isinstance(value, list):
        return ", ".join(said(one, table) for one in value)
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    if isinstance(value, date):
        return value.isoformat()
    return words()[table].get(value, value) if table and value else str(value or "")


def places() -> list[tuple[str, str]]:
    """The sections' names and addresses, for the menu at the side."""
    return [*((section.title, f"/admin/{section.path}") for section in SECTIONS), ("Vad som ändrats", "/admin/changes")]


@router.get("/admin")
def overview(visit: Annotated[Visit, viewing(VERB)]) -> Response:
    """What is still needed before the work can begin, and the way to each section."""
    who = visit.who
    needed: list[Need] = who.look(lambda session: needs(session, who.actor.organisation_id, legal_day(who.now)))
    return page(visit.request, "admin", visit.signed, needs=needed, places=places(), sections=SECTIONS)


@router.get("/admin/changes")
def what_changed(visit: Annotated[Visit, viewing(VERB)], before: int | None = None) -> Response:
    """Every change, by whom and when, the newest first."""
    who, last = visit.who, min(max(before, 1), 10**9) if before is not None else None
    told = who.look(lambda session: changes(session, who.actor.organisation_id, last))
    more = told[-1].seq if told and told[-1].seq > 1 else None
    return page(visit.request, "admin_changes", visit.signed, told=told, more=more, places=places())


def listing(section: Section) -> Callable[..., Response]:
    """The page of a section."""

    def rows(
        visit: Annotated[Visit, viewing(VERB)],
        q: str = "",
        ended: bool = False,
        done: UUID | None = None,
        start: int = 0,
    ) -> Response:
        who, words_asked, first = visit.who, q[:Q_MAX], min(max(start, 0), 10**6)
        today = legal_day(who.now)
        every: Sequence[Row] = who.look(lambda session: section.rows(session, who.actor.organisation_id, today))
        some = chosen(every, words_asked, ended=ended)
        return page(
            visit.request,
            "admin_section",
            visit.signed,
            section=section,
            columns=columns(section.view),
            rows=some[first : first + LISTED],
            count=len(some),
            over=sum(row.ended for row in every),
            asked={"q": words_asked, "ended": ended, "start": first, "next": first + LISTED},
            done=next((row for row in every if row.id == done), None),
            places=places(),
        )

    return rows


@dataclass(frozen=True)
class Doing:
    """One act of a section by page: its form as it is first shown, as it comes back, and carried out."""

    section: Section
    act: Act
    sheet: Sheet

    def address(self, key: UUID | None) -> str:
        """Where the form is sent."""
        at = f"/admin/{self.section.path}"
        return f"{at}/{key}/{self.act.name.replace('_', '-')}" if key else at

    def shown(self, session: Session, visit: Visit, key: UUID | None, sent: Sent | None, refused: Any) -> Any:
        """The row, if it is done with one, and the form."""
        who = visit.who
        matter = Matter(who.actor)
        row = row_of(session, self.section, who.actor.organisation_id, key, legal_day(who.now)) if key else None
        if sent is not None:
            return row, self.sheet.again(session, matter, sent, refused)
        return row, self.first(session, matter, row)

    def first(self, session: Session, matter: Matter, row: Row | None) -> Filled:
        """The form with what the row says already; what is chosen by its slug is found by its name."""
        open_to = options(session, self.sheet.asked, matter)
        given = row.model_dump(mode="json", include=set(self.act.starts_with)) if row else {}
        for one in self.sheet.asked:
            if one.reference and given.get(one.name):
                by_name = {text: slug for slug, text in open_to[one.reference]}
                given[one.name] = by_name.get(given[one.name], given[one.name])
        begun: dict[str, Any] = {one.name: [{}] for one in self.sheet.asked if one.kind == "rows" and one.required}
        return filled(self.sheet.asked, written(self.sheet.asked, {**begun, **given}), open_to)

    def page(self, visit: Visit, key: UUID | None, sent: Sent | None = None, refused: Any = None) -> Response:
        """The form on its page."""
        row, form = visit.who.look(lambda session: self.shown(session, visit, key, sent, refused))
        return page(
            visit.request, "admin_act", visit.signed, status=status(refused), section=self.section, act=self.act,
            row=row, form=form, action=self.address(key), key=new_key(), places=places(),
        )  # fmt: skip

    def carry_out(self, sent: Sent, key: UUID | None) -> Response:
        """Does it, and shows the section with the row."""
        given = self.sheet.answers(sent)

        def act(session: Session) -> Answer:
            form = self.act.form.model_validate(given)
            made = do(session, self.section, self.act, sent.who.actor.act(sent.who.now), form, key)
            over = "&ended=true" if self.act.name in ("end", "strike", "close") else ""
            return Answer(None, 303, location=f"/admin/{self.section.path}?done={made}{over}")

        return carried_out(sent, act, given, lambda refused: self.page(sent.visit, key, sent, refused))


def offer_new(section: Section, act: Act) -> None:
    """Gives a section the two routes by which something new is made."""
    doing = Doing(section, act, Sheet.of(act.form))

    def ask(visit: Annotated[Visit, viewing(VERB)]) -> Response:
        return doing.page(visit, None)

    def send(sent: Annotated[Sent, sending(VERB)]) -> Response:
        return doing.carry_out(sent, None)

    router.add_api_route(f"/admin/{section.path}/new", ask, methods=["GET"])
    router.add_api_route(f"/admin/{section.path}", send, methods=["POST"])


def offer_act(section: Section, act: Act) -> None:
    """Gives an act on a row its two routes."""
    doing = Doing(section, act, Sheet.of(act.form))
    at = f"/admin/{section.path}/{{{section.one}_id}}/{act.name.replace('_', '-')}"
    which = Path(alias=f"{section.one}_id")

    def ask(key: Annotated[UUID, which], visit: Annotated[Visit, viewing(VERB)]) -> Response:
        return doing.page(visit, key)

    def send(key: Annotated[UUID, which], sent: Annotated[Sent, sending(VERB)]) -> Response:
        return doing.carry_out(sent, key)

    router.add_api_route(at, ask, methods=["GET"])
    router.add_api_route(at, send, methods=["POST"])


for _section in SECTIONS:
    router.add_api_route(f"/admin/{_section.path}", listing(_section), methods=["GET"])
    offer_new(_section, _section.add)
    for _act in _section.acts:
        offer_act(_section, _act)
