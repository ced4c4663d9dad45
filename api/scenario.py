"""Scenarios: one format for demo, rehearsal, training and test.

A scenario names an organisation and tells who does what, when, with which form: a step of a case, or any endpoint.
Times are Swedish local time. `${name.field}` in a form stands for something that an earlier act answered.
"""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import AfterValidator, Field, ValidationError, model_validator

from engine.errors import Invalid
from engine.forms import Form, Line, Text
from engine.organisations.forms import SetupForm, Username
from engine.rules.calendar import STOCKHOLM

MOST = 2_000_000
"""Largest scenario, in characters."""
REFERENCE = re.compile(r"\$\{([a-z][a-z0-9_]*)((?:\.[a-z0-9_]+)*)\}")
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]


def local(value: datetime) -> datetime:
    """Takes a time without zone as Swedish local time; one that the clocks skip in spring does not exist."""
    if value.tzinfo is not None:
        raise ValueError("is Swedish local time, so leave the zone out")
    instant = value.replace(tzinfo=STOCKHOLM)
    if instant.astimezone(UTC).astimezone(STOCKHOLM).replace(tzinfo=None) != value:
        raise ValueError("does not exist: the clocks are put forward then")
    return instant


class ActForm(Form):
    """One act: a step of a case, or an endpoint of the API."""

    at: Annotated[datetime, AfterValidator(local)]
    who: Username
    tell: Line
    """What happens, in one Swedish sentence; shown while the scenario is played."""
    step: Name | None = None
    case: Name | None = None
    """The name under which an earlier act kept the case."""
    post: Annotated[str, Field(pattern=r"^/[A-Za-z0-9_/${}.-]+$", max_length=200)] | None = None
    put: Annotated[str, Field(pattern=r"^/[A-Za-z0-9_/${}.-]+$", max_length=200)] | None = None
    form: dict[str, Any] = Field(default_factory=dict)
    keep_as: Name | None = None
    expect: Annotated[int, Field(ge=200, le=499)] | None = None
    """The status that a refusal must have, for acts that show one."""

    @model_validator(mode="after")
    def one_thing(self) -> Self:
        """An act is a step of a case or one call."""
        if sum(one is not None for one in (self.step, self.post, self.put)) != 1:
            raise ValueError("give one of step, post and put")
        if (self.step is None) != (self.case is None):
            raise ValueError("a step is of a case: give both")
        return self


class Scenario(Form):
    """A story: the organisation it happens in, and its acts in order."""

    version: Literal[1] = 1
    title: Line
    about: Text
    setup: SetupForm
    acts: Annotated[tuple[ActForm, ...], Field(min_length=1, max_length=10_000)]

    @model_validator(mode="after")
    def forwards(self) -> Self:
        """Time does not go backwards, and everybody who acts has an account."""
        known = {user.username for user in self.setup.users}
        for before, act in zip((None, *self.acts), self.acts, strict=False):
            if before is not None and act.at < before.at:
                raise ValueError(f"the act at {act.at:%Y-%m-%d %H:%M} comes before the one above it")
            if act.who not in known:
                raise ValueError(f"{act.who} has no account in this scenario")
        return self


class Plain(yaml.SafeLoader):
    """YAML whose days stay as they are written: forms read them, over the API as JSON."""


Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if tag != "tag:yaml.org,2002:timestamp"]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_scenario(path: Path) -> Scenario:
    """Reads a scenario file; `Invalid` names the field that does not hold."""
    text = path.read_text(encoding="utf-8")
    if len(text) > MOST:
        raise Invalid("scenario", f"is longer than {MOST} characters")
    try:
        said = yaml.load(text, Plain)  # noqa: S506 - Plain is a SafeLoader
        return Scenario.model_validate(said)
    except yaml.YAMLError as fault:
        raise Invalid("scenario", f"is not YAML: {fault}") from fault
    except ValidationError as fault:
        first = fault.errors()[0]
        raise Invalid(".".join(map(str, first["loc"])), first["msg"]) from fault


def filled(value: Any, kept: dict[str, Any]) -> Any:
    """The form with every reference replaced; a string that is one reference keeps the value's own type."""
    if isinstance(value, dict):
        return {key: filled(one, kept) for key, one in value.items()}
    if isinstance(value, list):
        return [filled(one, kept) for one in value]
    if not isinstance(value, str):
        return value
    whole = REFERENCE.fullmatch(value)
    if whole:
        return resolved(whole, kept)
    return REFERENCE.sub(lambda match: str(resolved(match, kept)), value)


def resolved(match: re.Match[str], kept: dict[str, Any]) -> Any:
    """What a reference stands for; `Invalid` when nothing has been kept under it."""
    found: Any = kept.get(match[1])
    for part in match[2].split(".")[1:]:
        found = found[int(part)] if isinstance(found, list) and part.isdecimal() else (found or {}).get(part)
    if found is None:
        raise Invalid("form", f"{match[0]} stands for nothing that has been kept")
    return found
