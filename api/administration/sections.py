"""The sections of the administration and what is done in each: the forms, the room functions, and what a page says.

The API's routes and the pages are both made from this table, so neither can do what the other cannot.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session

from api.administration import rows
from api.administration.rows import Row
from engine.db import found
from engine.forms import Form
from engine.journal import Act as Doer
from engine.organisations import changes, forms, keeping_forms, registers, second_factor, setup, staff
from engine.organisations.setup import open_organisation
from engine.organisations.tables import Organisation

VERB = "organisation.keep"
"""Who may: a row of the policy."""
LISTED = 200
"""Rows on a page and in an answer."""


@dataclass(frozen=True)
class Act:
    """Something that an administrator does: to make something new, or with a row."""

    name: str
    title: str
    button: str
    form: type[Form]
    do: Callable[..., Any]
    example: Mapping[str, Any]
    lead: str = ""
    starts_with: tuple[str, ...] = ()
    """The columns of the row that the form begins with."""
    on_ended: bool = False
    """Whether it is done with what has ended, rather than with what has not."""


@dataclass(frozen=True)
class Section:
    """One kind of thing that an organisation keeps."""

    name: str
    one: str
    """What one of them is called in an address: `{body_id}`."""
    title: str
    lead: str
    empty: str
    view: type[Row]
    rows: Callable[[Session, UUID, date], Sequence[Row]]
    add: Act
    acts: tuple[Act, ...] = ()

    @property
    def path(self) -> str:
        """Its place in addresses."""
        return self.name.replace("_", "-")


def do(session: Session, section: Section, act: Act, doer: Doer, form: Form, key: UUID | None = None) -> UUID:
    """Does an act of the table in the organisation of whoever does it; returns the id of the row it made or changed."""
    organisation: Organisation = open_organisation(session, doer.organisation_id)
    given = (session, organisation, form, doer)
    row = act.do(*given) if key is None else act.do(*given, key)
    made: UUID = row.id
    return made


def row_of(session: Session, section: Section, organisation_id: UUID, key: UUID, today: date) -> Row:
    """One row of a section; NotFound when the organisation has none with that id."""
    every = section.rows(session, organisation_id, today)
    return found(next((row for row in every if row.id == key), None), id=str(key))


def chosen(every: Sequence[Row], q: str, *, ended: bool) -> list[Row]:
    """The rows that hold all the words, in any case; what has ended only for those who ask for it."""
    words = q.casefold().split()
    return [row for row in every if (ended or not row.ended) and all(word in told(row) for word in words)]


def told(row: Row) -> str:
    """All that a row says, to be searched."""
    return " ".join(str(value) for value in row.model_dump(exclude={"id", "ended"}).values() if value).casefold()


REASON = {"reason": "Registrerad av misstag."}
END = {"through_day": "2026-10-14"}
SECTIONS: tuple[Section, ...] = (
    Section(
        "bodies", "body", "Organ",
        "Fullmäktige, styrelse, nämnder och utskott. Vart och ett har sin egen paragrafserie.",
        "Inget organ finns. Börja med fullmäktige och styrelsen.", rows.BodyRow, rows.bodies,
        Act("add", "Lägg till ett organ", "Lägg till", forms.BodyForm, setup.add_body,
            {"name": "Tekniska nämnden", "kind": "board"},
            "Det finns ett fullmäktige och en styrelse (KL 3 kap. 1–3 §§)."),
        (
            Act("rename", "Byt namn", "Byt namn", keeping_forms.RenameForm, changes.rename_body,
                {"name": "Samhällsbyggnadsnämnden"}, "Det som redan är skrivet behåller det gamla namnet.",
                ("name",)),
        ),
    ),
    Section(
        "diaries", "diary", "Diarier", "Nummerserier: en för hela organisationen, eller en för varje organ.",
        "Inget diarium finns. Utan diarium kan inget registreras.", rows.DiaryRow, rows.diaries,
        Act("add", "Öppna ett diarium", "Öppna", forms.DiaryForm, setup.add_diary,
            {"slug": "teknik", "name": "Tekniska nämndens diarium", "pattern": "TN {seq}-{year}",
             "body": "regionstyrelsen"},
            "Numrens form ändras inte sedan: det som är registrerat ska alltid kunna hittas."),
        (
            Act("rename", "Byt namn", "Byt namn", keeping_forms.RenameForm, changes.rename_diary,
                {"name": "Nämndens diarium"}, "Numren ändras inte.", ("name",)),
        ),
    ),
    Section(
        "people", "person", "Personer", "Förtroendevalda. De får platser under Uppdrag.",
        "Ingen person finns. Lägg till dem en och en, eller läs in en lista.", rows.PersonRow, rows.people,
        Act("add", "Lägg till en person", "Lägg till", forms.PersonForm, setup.add_person,
            {"name": "Anna Öberg", "party": "S", "email": "anna.oberg@region.example"}),
        (
            Act("change", "Ändra uppgifter", "Spara", keeping_forms.ChangePersonForm, changes.change_person,
                {"name": "Anna Öberg Lind", "party": "S"},
                starts_with=("name", "party", "email", "title")),
            Act("end", "Ta bort ur vallistorna", "Ta bort ur listorna", keeping_forms.ReasonForm, changes.end_person,
                REASON, "Personen går inte längre att välja. Det som är gjort står kvar."),
        ),
    ),
    Section(
        "mandates", "mandate", "Uppdrag", "Platser i organen, med perioder. En plats avslutas, den tas aldrig bort.",
        "Ingen har en plats än.", rows.MandateRow, rows.mandates,
        Act("give", "Ge en plats", "Ge platsen", forms.MandateForm, setup.give_mandate,
            {"person": "karin-lundmark", "body": "kulturnamnden", "seat": "member", "from_day": "2022-10-15"}),
        (
            Act("end", "Avsluta platsen", "Avsluta", keeping_forms.EndForm, changes.end_mandate, END,
                starts_with=("through_day",)),
            Act("strike", "Stryk platsen", "Stryk", keeping_forms.ReasonForm, changes.strike_mandate, REASON,
                "För en plats som har skrivits in av misstag. Den syns som struken."),
        ),
    ),
    Section(
        "call_order", "order", "Inkallelseordning",
        "Ur vilka partier ersättare kallas in, i ordning (KL 5 kap. 17 §, 6 kap. 16 §).",
        "Ingen ordning är beslutad. Skriv in den som fullmäktige har bestämt.", rows.CallOrderRow, rows.call_orders,
        Act("decide", "Skriv in en ordning", "Skriv in", keeping_forms.CallOrderForm, changes.set_call_order,
            {"body": "regionstyrelsen", "from_day": "2026-10-15",
             "parties": [{"party": "S", "calls_from": ["S", "V"]}, {"party": "M", "calls_from": ["M", "KD"]}]},
            "Hela organets ordning från och med en dag. Den som gällde före står kvar."),
    ),
    Section(
        "users", "user", "Användare", "Konton för dem som arbetar i systemet. Ett konto stängs, det tas aldrig bort.",
        "Ingen användare finns.", rows.UserRow, rows.users,
        Act("add", "Lägg till en användare", "Lägg till", forms.AccountForm, setup.add_user,
            {"username": "anna.berg", "name": "Anna Berg", "title": "Handläggare", "email": "anna.berg@region.example",
             "roles": [{"role": "officer", "body": "regionstyrelsen"}]},
            "Sedan gör du en länk som användaren själv väljer lösenord med."),
        (
            Act("change", "Ändra uppgifter", "Spara", keeping_forms.ChangeUserForm, staff.change_user,
                {"name": "Anna Berg Lind", "title": "Strateg"}, starts_with=("name", "title", "email", "person")),
            Act("sign_out", "Logga ut överallt", "Logga ut", keeping_forms.ReasonForm, staff.sign_out_user, REASON,
                "Alla sessioner och nycklar slutar gälla. Kontot är öppet."),
            Act("remove_codes", "Ta bort engångskoder", "Ta bort", keeping_forms.ReasonForm,
                second_factor.remove_codes, REASON,
                "När telefonen och reservkoderna är borta. Kontot loggar sedan in med bara lösenord."),
            Act("close", "Stäng kontot", "Stäng kontot", keeping_forms.ReasonForm, staff.close_user, REASON,
                "Användaren loggas ut genast. Det som är gjort står kvar i användarens namn."),
            Act("open", "Öppna kontot igen", "Öppna kontot", keeping_forms.ReasonForm, staff.open_user, REASON,
                "Rollerna gäller som de är inskrivna.", on_ended=True),
        ),
    ),
    Section(
        "roles", "role", "Roller", "Vad var och en får göra, i ett organ eller i hela organisationen.",
        "Ingen har en roll.", rows.RoleRow, rows.roles,
        Act("give", "Ge en roll", "Ge rollen", keeping_forms.GrantForm, staff.grant,
            {"user": "handlaggare", "role": "secretary", "body": "regionstyrelsen", "from_day": "2026-01-01"}),
        (
            Act("end", "Avsluta rollen", "Avsluta", keeping_forms.EndForm, staff.end_role, END,
                starts_with=("through_day",)),
        ),
    ),
    Section(
        "deputies", "deputy", "Ersättare vid frånvaro",
        "Den tillförordnade har den frånvarandes roller under tiden, utom systemförvaltarens.",
        "Ingen är frånvarande.", rows.DeputyRow, rows.deputies,
        Act("name", "Utse en tillförordnad", "Utse", forms.DeputyForm, setup.name_deputy,
            {"absent": "chef", "deputy": "direktor", "from_day": "2026-06-01", "through_day": "2026-08-31",
             "reason": "Semester"}),
        (
            Act("end", "Ändra sista dagen", "Ändra", keeping_forms.EndForm, staff.end_deputy, END,
                starts_with=("through_day",)),
        ),
    ),
    Section(
        "units", "unit", "Enheter", "Förvaltningens delar. Mottagare hör till en enhet.",
        "Ingen enhet finns.", rows.UnitRow, rows.units,
        Act("add", "Lägg till en enhet", "Lägg till", keeping_forms.UnitForm, registers.add_unit,
            {"name": "Regionstaben"}),
        (
            Act("change", "Ändra uppgifter", "Spara", keeping_forms.ChangeUnitForm, registers.change_unit,
                {"name": "Regiondirektörens stab"}, starts_with=("name", "parent")),
            Act("end", "Avsluta enheten", "Avsluta", keeping_forms.ReasonForm, registers.end_unit, REASON),
        ),
    ),
    Section(
        "recipients", "recipient", "Mottagare", "De som beslut skickas till. Funktioner hellre än personer.",
        "Ingen mottagare finns. Lägg till dem som beslut oftast skickas till.", rows.RecipientRow, rows.recipients,
        Act("add", "Lägg till en mottagare", "Lägg till", keeping_forms.RecipientForm, registers.add_recipient,
            {"name": "Regiondirektören", "kind": "function", "way_out": "email",
             "email": "regiondirektoren@region.example"}),
        (
            Act("change", "Ändra uppgifter", "Spara", keeping_forms.ChangeRecipientForm, registers.change_recipient,
                {"name": "Regiondirektören", "kind": "function", "way_out": "internal_post"},
                starts_with=("name", "kind", "way_out", "email", "address", "unit")),
            Act("end", "Avsluta mottagaren", "Avsluta", keeping_forms.ReasonForm, registers.end_recipient, REASON),
        ),
    ),
    Section(
        "classes", "class", "Klasser", "Klassificeringsstrukturen som ärenden ordnas efter.",
        "Ingen klass finns. De behövs bara om numren eller diariet använder dem.", rows.ClassRow, rows.classes,
        Act("add", "Lägg till en klass", "Lägg till", keeping_forms.ClassCodeForm, registers.add_class,
            {"code": "1.2.3", "name": "Motioner"}),
        (
            Act("rename", "Ändra betydelsen", "Spara", keeping_forms.RenameForm, registers.rename_class,
                {"name": "Motioner och initiativ"}, starts_with=("name",)),
            Act("end", "Avsluta klassen", "Avsluta", keeping_forms.ReasonForm, registers.end_class, REASON),
        ),
    ),
)  # fmt: skip


def operations() -> dict[str, Act]:
    """Every act by the id of its operation in the API."""
    found = {f"administration_{section.name}_{section.add.name}": section.add for section in SECTIONS}
    found |= {f"administration_{section.name}_{act.name}": act for section in SECTIONS for act in section.acts}
    return found
