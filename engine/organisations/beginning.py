"""The first start: one form makes the first organisation and its administrator."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Literal

import yaml
from pydantic import Field, SecretStr
from sqlmodel import Session, col, select

from engine.errors import Invalid
from engine.forms import Line
from engine.organisations import links
from engine.organisations.forms import OrganisationForm, RoleForm, SetupForm, Slug, UserForm, Username, slug_of, strong
from engine.organisations.links import PasswordForm
from engine.organisations.setup import read_setup, set_up
from engine.organisations.tables import Organisation, User
from engine.settings import data

Example = Literal["region-norrbotten", "region-vasterbotten", "region-jamtland-harjedalen", "blank"]
PLAIN: Final = "region-norrbotten"
"""The example whose sections a blank start has, in neutral looks and words."""


class BeginForm(PasswordForm):
    """The first organisation, what it starts from, and who administers it."""

    name: Line = Field(title="Organisationens namn", description="Till exempel Region Norrbotten.")
    slug: Slug | None = Field(None, title="Kortnamn", description="Tomt: görs av namnet. Står i adresser.")
    example: Example = Field(
        "blank", title="Börja från", description="Organ, diarier och dokumentens utseende. Allt kan ändras sedan."
    )
    administrator: Line = Field(title="Ditt namn")
    username: Username = Field("administrator", title="Ditt användarnamn")


def begin(session: Session, secret: str, form: BeginForm, now: datetime) -> tuple[Organisation, User]:
    """Founds the first organisation with its administrator, and uses the link up.

    `LinkSpent` when the link is not that of the first start, has been used, or there is an organisation already.
    """
    links.first_waits(session, secret, now)
    links.use(session, secret, now)
    organisation = set_up(session, described(form), now)
    user = session.exec(select(User).where(col(User.organisation_id) == organisation.id)).one()
    return organisation, user


def described(form: BeginForm) -> SetupForm:
    """The organisation that the form describes: the example's bodies and diaries under the name that was given."""
    slug = form.slug or slug_of(form.name)
    if not slug:
        raise Invalid("slug", "cannot be made from the name; give one")
    try:
        strong(form.password.get_secret_value(), form.username)
    except ValueError as fault:
        raise Invalid("password", str(fault)) from fault
    administrator = UserForm(
        username=form.username,
        name=form.administrator,
        password=SecretStr(form.password.get_secret_value()),
        roles=(RoleForm(role="admin"),),
    )
    organisation = OrganisationForm(slug=slug, name=form.name, profile=profile_of(form.example, form.name))
    if form.example == "blank":
        return SetupForm(organisation=organisation, users=(administrator,))
    example = read_setup(data("templates", "organisations", f"{form.example}.yaml"))
    return example.model_copy(update={"organisation": organisation, "users": (administrator,)})


def profile_of(example: Example, name: str) -> str:
    """The example's profile under another name; a blank one has its sections, and nothing else that is its own."""
    file = data("templates", "profiles", f"{PLAIN if example == 'blank' else example}.yaml")
    profile: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    profile["name"] = name
    if example == "blank":
        profile = {key: profile[key] for key in ("name", "language", "formats", "documents")}
    style: Mapping[str, Any] = profile.get("style", {})
    profile["style"] = {key: value for key, value in style.items() if key not in ("logo", "logo_text")}
    return yaml.safe_dump(profile, allow_unicode=True, sort_keys=False)
