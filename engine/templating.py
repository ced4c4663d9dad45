"""Jinja: autoescape everywhere, and a name that is missing is an error. Alone imports jinja2.

Two environments: the one over our own templates, and a sandbox for templates that somebody else has written.
"""

from functools import cache
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import BaseModel

from engine.errors import DnrError
from engine.settings import data

MANNERS: Final[dict[str, Any]] = {
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "auto_reload": False,
}
PYDANTIC: Final = frozenset(dir(BaseModel))


class TemplateFailed(DnrError):
    """The template cannot be filled: it has a fault, or reaches for what it may not have."""


class Sandbox(ImmutableSandboxedEnvironment):
    """For templates of others: they read what they are given, change nothing and reach nothing else.

    Of a model they see what we gave it, not what pydantic gives every model: among that is a way to read files and
    unpickle what is in them.
    """

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may have this."""
        if isinstance(obj, BaseModel) and attr in PYDANTIC and attr not in type(obj).model_fields:
            return False
        return super().is_safe_attribute(obj, attr, value)


@cache
def environment() -> Environment:
    """The environment over `templates/`. Templates are ours; what organisations and people write is only filled in."""
    return Environment(loader=FileSystemLoader(data("templates")), autoescape=True, **MANNERS)


@cache
def sandbox() -> Sandbox:
    """The sandbox over the same templates, so that another's may extend ours and use their parts."""
    return Sandbox(loader=FileSystemLoader(data("templates")), autoescape=True, **MANNERS)


def render(template: str, /, **names: object) -> str:
    """Fills a template (`documents/extract.html`); a name it uses and does not get is an error."""
    return environment().get_template(template).render(**names)


def render_foreign(source: str, /, **names: object) -> str:
    """Fills a template that somebody else has written, given as text.

    The sandbox keeps it from reaching out, not from going on for ever or filling the memory: run it only where both
    are limited, which is a worker of the rendering pool. TemplateFailed when it uses what it may not or cannot.
    """
    try:
        return sandbox().from_string(source).render(**names)
    except TemplateError as fault:
        raise TemplateFailed(reason=f"{type(fault).__name__}: {fault.message}"[:300]) from fault
