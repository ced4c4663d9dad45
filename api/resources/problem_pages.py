"""What each kind of problem means, at the address that its `type` names."""

from html import escape
from inspect import getdoc

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.door import open_route
from api.messages import messages
from engine.errors import DnrError, NotFound, every_error

router = APIRouter(tags=["operation"])

PAGE = """<!doctype html>
<html lang="sv"><head><meta charset="utf-8"><title>{slug} – dnr</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body {{ font: 1.1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem }}</style>
</head><body><main><h1>{sentence}</h1><p lang="en">{detail}</p><p><code>/problems/{slug}</code></p></main></body></html>
"""


@router.get("/problems/{slug}", response_class=HTMLResponse, dependencies=[open_route()])
def problem(slug: str) -> HTMLResponse:
    """The Swedish sentence and what it means."""
    sentences = messages()["errors"]
    if slug not in sentences:
        raise NotFound(problem=slug[:80])
    kinds: dict[str, type[DnrError]] = {kind.slug(): kind for kind in every_error()}
    detail = getdoc(kinds[slug]) if slug in kinds else ""
    return HTMLResponse(PAGE.format(slug=escape(slug), sentence=escape(sentences[slug]), detail=escape(detail or "")))
