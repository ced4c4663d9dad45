"""The one Jinja environment: autoescape everywhere, and a name that is missing is an error. Alone imports jinja2."""

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from engine.settings import data


@cache
def environment() -> Environment:
    """The environment over `templates/`. Templates are ours; what organisations and people write is only filled in."""
    return Environment(
        loader=FileSystemLoader(data("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def render(template: str, /, **names: object) -> str:
    """Fills a template (`documents/extract.html`); a name it uses and does not get is an error."""
    return environment().get_template(template).render(**names)
