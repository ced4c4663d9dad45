"""What an administrator fills in to change what stands, and for the registers of units, recipients and classes."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from engine.forms import ClassCode, Day, Form, Line, Text
from engine.organisations.forms import SLUG_HELP, Address, Party, RoleForm, Slug, Username

RecipientKind = Literal["function", "unit", "authority", "organisation", "person"]
WayOut = Literal["internal_post", "email", "post"]
PARTIES_MAX = 30


class RenameForm(Form):
    """A new name; what was written under the old one stands."""

    name: Line = Field(title="Namn")


class ChangePersonForm(Form):
    """What is said of somebody. The whole is given, so what is left out is taken away."""

    name: Line = Field(title="Namn")
    party: Party | None = Field(None, title="Parti", description="Platser som redan är givna behåller sitt parti.")
    email: Address | None = Field(None, title="E-post")
    title: Line | None = Field(None, title="Titel")


class ChangeUserForm(Form):
    """What is said of an account. The whole is given, so what is left out is taken away."""

    name: Line = Field(title="Namn")
    title: Line | None = Field(None, title="Titel", description="Som den står under en skrivelse.")
    email: Address | None = Field(None, title="E-post")
    person: Slug | None = Field(None, title="Förtroendevald", description="När kontot hör till en förtroendevald.")


class EndForm(Form):
    """The last day that something holds."""

    through_day: Day = Field(title="Till och med", description="Den sista dagen.")


class ReasonForm(Form):
    """Why it is done; it stands in the list of changes."""

    reason: Line = Field(title="Skäl", description="Syns under Vad som ändrats.")


class GrantForm(RoleForm):
    """A role that is given to an account."""

    user: Username = Field(title="Användare")


class PartyOrderForm(Form):
    """From which parties the substitutes for one party's members are called, in order."""

    party: Party = Field(title="För en ledamot ur")
    calls_from: Annotated[tuple[Party, ...], Field(min_length=1, max_length=PARTIES_MAX)] = Field(
        title="Kallas ersättare ur, i ordning", description="Det egna partiet först, om inte annat är beslutat."
    )

    @model_validator(mode="after")
    def each_once(self) -> Self:
        """A party has one place in the order."""
        if len(set(self.calls_from)) != len(self.calls_from):
            raise ValueError("calls_from: the same party stands twice")
        return self


class CallOrderForm(Form):
    """Inkallelseordning of a body, decided as a whole from a day on (KL 5:17, 6:16)."""

    body: Slug = Field(title="Organ")
    from_day: Day = Field(title="Gäller från och med")
    parties: Annotated[tuple[PartyOrderForm, ...], Field(min_length=1, max_length=PARTIES_MAX)] = Field(title="Partier")

    @model_validator(mode="after")
    def each_party_once(self) -> Self:
        """A party has one order."""
        if len({one.party for one in self.parties}) != len(self.parties):
            raise ValueError("parties: the same party stands twice")
        return self


class ChangeUnitForm(Form):
    """What is said of a part of the administration."""

    name: Line = Field(title="Namn")
    parent: Slug | None = Field(None, title="Ingår i")


class UnitForm(ChangeUnitForm):
    """A part of the administration. The slug is made from the name when it is left out."""

    slug: Slug | None = Field(None, title="Kortnamn", description=SLUG_HELP)


class ChangeRecipientForm(Form):
    """Who decisions are sent to, and how. Functions before people: they stay when people change."""

    name: Line = Field(title="Namn", description="Funktionen hellre än personen: Regiondirektören.")
    kind: RecipientKind = Field("function", title="Slag")
    way_out: WayOut = Field("email", title="Skickas med")
    email: Address | None = Field(None, title="E-post")
    address: Annotated[Text, Field(max_length=600)] | None = Field(None, title="Postadress", description="Rad för rad.")
    unit: Slug | None = Field(None, title="Enhet")

    @model_validator(mode="after")
    def can_be_reached(self) -> Self:
        """Whoever gets mail or letters has an address for it."""
        if self.way_out == "email" and not self.email:
            raise ValueError("email: give the address that it is sent to")
        if self.way_out == "post" and not self.address:
            raise ValueError("address: give the address that it is sent to")
        return self


class RecipientForm(ChangeRecipientForm):
    """A recipient. The slug is made from the name when it is left out."""

    slug: Slug | None = Field(None, title="Kortnamn", description=SLUG_HELP)


class ClassCodeForm(Form):
    """A place in the plan of information: "1.2.3" and what it stands for."""

    code: ClassCode = Field(title="Beteckning", description="Till exempel 1.2.3.")
    name: Line = Field(title="Betydelse")
