"""The application: every resource behind the one door."""

from fastapi import FastAPI

from api import description, pages, problems
from api.door import House
from api.limits import BodyLimit
from api.resource import operation_id
from api.resources import (
    administration,
    after,
    audits,
    bundles,
    cases,
    diary,
    dispatches,
    drafts,
    following,
    handling,
    health,
    imports,
    items,
    meetings,
    notices,
    organisation,
    pile,
    post_lists,
    printed,
    problem_pages,
    public,
    publications,
    records,
    release,
    rounds,
    searches,
    series,
    sheets,
    statistics,
    tasks,
    tokens,
    workflows,
)
from engine.settings import Settings

DESCRIPTION = """
Case management for board matters in Swedish regions and municipalities.

Sign in with `POST /api/v1/tokens` and send the token as `Authorization: Bearer …`. A case's `ETag` is the number
of acts on it: send it back as `If-Match` and the act is refused if somebody has been there before you. Send an
`Idempotency-Key` with what changes something, and a repeat gets the first answer. Lists come in pages: follow `next`.
Every refusal is `application/problem+json`, names the rule and the section of law, and says in Swedish what to do.
"""

RESOURCES = (
    tasks,
    tokens,
    diary,
    cases,
    drafts,
    imports,
    handling,
    sheets,
    records,
    bundles,
    statistics,
    publications,
    series,
    meetings,
    notices,
    after,
    rounds,
    items,
    dispatches,
    printed,
    post_lists,
    pile,
    release,
    searches,
    organisation,
    administration,
    following,
    audits,
    workflows,
    public,
)
"""Routes are tried in this order, so what is asked for most stands first."""


def create_app(house: House, settings: Settings) -> FastAPI:
    """The ASGI application of one house. Opens nothing and starts nothing by itself."""
    app = FastAPI(
        title="dnr",
        version="1",
        description=DESCRIPTION,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=operation_id,
    )
    app.state.house = house
    app.state.most_file = settings.max_file
    problems.install(app)
    for resource in RESOURCES:
        app.router.routes.extend(resource.router.routes)
    app.include_router(health.router, responses={503: problems.RESPONSES[503]})
    app.include_router(problem_pages.router, responses={status: problems.RESPONSES[status] for status in (404, 422)})
    pages.install(app)
    description.install(app)
    limits = {"form": settings.max_body, "file": settings.max_file}
    app.add_middleware(BodyLimit, **limits, refuse=pages.refusal)
    return app
