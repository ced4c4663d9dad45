"""The same house as HTML: each page calls the room functions and the forms that the API calls."""

from fastapi import FastAPI

from api.pages import (
    account,
    administration,
    after,
    assets,
    attendance,
    bundles,
    cases,
    credentials,
    diary,
    dispatches,
    draft_reading,
    drafts,
    errors,
    following,
    imports,
    inbox,
    items,
    links,
    meetings,
    overview,
    pile,
    post_list,
    public,
    publishing,
    records,
    register,
    release,
    signing_in,
    statistics,
    tasks,
)
from api.pages.errors import refusal

ROUTERS = (
    assets,
    inbox,
    tasks,
    cases,
    diary,
    drafts,
    draft_reading,
    dispatches,
    following,
    imports,
    bundles,
    statistics,
    records,
    publishing,
    register,
    overview,
    meetings,
    attendance,
    items,
    after,
    account,
    signing_in,
    pile,
    post_list,
    release,
    administration,
    links,
    credentials,
    account,
    signing_in,
    public,
)


def install(app: FastAPI) -> None:
    """Adds the pages to the application, and makes refusals of theirs pages too. They are not described: no API."""
    for each in ROUTERS:
        app.include_router(each.router, include_in_schema=False)
    errors.install(app)


__all__ = ["install", "refusal"]
