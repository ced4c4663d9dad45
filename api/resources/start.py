"""The address a person opens first."""

from html import escape
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from api.door import House, house, open_route

router = APIRouter(tags=["operation"])

PAGE = """<!doctype html>
<html lang="sv"><head><meta charset="utf-8"><title>dnr</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ font: 1.1rem/1.6 system-ui, sans-serif; color: #1a1a1a; max-width: 42rem; margin: 4rem auto; padding: 0 1rem }}
[role=note] {{ border-left: 4px solid #b45309; background: #fff7ed; padding: .75rem 1rem }}
code {{ background: #f3f4f6; padding: .1rem .3rem }}
</style></head>
<body><main><h1>dnr</h1>{banner}
<p>Ärendehantering för nämndärenden i regioner och kommuner. Den här servern svarar på anrop till API:t.</p>
<ul>
<li><a href="/api/v1/openapi.json">Beskrivningen av API:t</a> (OpenAPI)</li>
<li>Logga in: <code>POST /api/v1/tokens</code></li>
<li><a href="/health">Serverns läge</a></li>
</ul></main></body></html>
"""


@router.get("/", response_class=HTMLResponse, include_in_schema=False, dependencies=[open_route()])
def start(inside: Annotated[House, Depends(house)]) -> HTMLResponse:
    """Says what this server is and, in a rehearsal, that it is one."""
    banner = f'<p role="note"><strong>{escape(inside.banner)}</strong></p>' if inside.banner else ""
    return HTMLResponse(PAGE.format(banner=banner))
