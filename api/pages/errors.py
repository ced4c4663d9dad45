"""Refusals as pages: the same sentences as the API's, with a way on from each."""

from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from api import problems
from api.messages import messages, sentence
from api.pages.frame import leave, page
from api.pages.visits import visiting, visitor
from engine.errors import Busy, DnrError, NotFound, NotSignedIn, SecondFactorFirst

MACHINES = ("/api/", "/health", "/problems/", "/assets/")
"""What lies under these is read by programs, which get problem+json."""
GONE = 404
NEVER_SHOWN = frozenset({"password", "again", "code"})
"""Fields whose text is never sent back."""


def for_people(request: Request) -> bool:
    """Whether the address is a page's."""
    return not request.url.path.startswith(MACHINES)


def install(app: FastAPI) -> None:
    """Refusals of pages become pages; those of the API stay as they are. What nobody foresaw becomes one too."""
    for kind in (DnrError, RequestValidationError, ValidationError, HTTPException):
        app.add_exception_handler(kind, refusal)
    app.add_exception_handler(Exception, broken)


def refusal(request: Request, error: Exception) -> Response:
    """The answer that an expected error becomes."""
    if not for_people(request):
        return problems.problem_of(request, error)
    if isinstance(error, NotSignedIn):
        return sign_in_first(request)
    if isinstance(error, SecondFactorFirst):
        return leave("/account/code")
    status, title = told(error)
    return page(
        request,
        "refused",
        known(request),
        status=status,
        title=title,
        lost=status == GONE,
        typed=typed(request) if request.method == "POST" else [],
        detail=error.detail if isinstance(error, DnrError) and not isinstance(error, NotFound) else None,
    )


def told(error: Exception) -> tuple[int, str]:
    """The number of a refusal and its Swedish sentence."""
    if isinstance(error, DnrError):
        return problems.status_of(type(error)), sentence(error)
    if isinstance(error, HTTPException):
        slug = problems.UNLISTED.get(error.status_code, "bad-request")
        return error.status_code, messages()["errors"][slug]
    return GONE, messages()["errors"]["not-found"]  # an address whose id is no id


def known(request: Request) -> Any:
    """Who is signed in, for the frame of a page that tells of a refusal; None when nobody is, or none can be asked."""
    try:
        visit = visiting(request) or visitor(request)
    except Busy:
        return None
    return visit.signed if visit else None


def sign_in_first(request: Request) -> Response:
    """Signing in, and then back: to the page that was asked for, or to the form that had been filled in."""
    if request.method == "POST":
        from api.pages.signing_in import sign_in_page

        return sign_in_page(request, request.url.path, status=401, typed=typed(request), ended=True)
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return leave("/sign-in" if asked == "/" else f"/sign-in?to={quote(asked, safe='')}")


def typed(request: Request) -> list[tuple[str, str]]:
    """What was typed in the form that could not be taken, without what only steers it."""
    said: list[tuple[str, str]] = getattr(request.state, "typed", [])
    return [(name, text) for name, text in said if text and not name.startswith("_") and name not in NEVER_SHOWN]


def broken(request: Request, error: Exception) -> Response:
    """What nobody foresaw: said plainly, with nothing of what went wrong inside; it is logged as it is raised on."""
    if for_people(request):
        return page(
            request,
            "refused",
            None,
            status=500,
            title=messages()["errors"]["dnr-error"],
            lost=False,
            typed=[],
            detail=None,
        )
    problem = problems.Problem(
        type="/problems/dnr-error",
        title=messages()["errors"]["dnr-error"],
        status=500,
        detail="Something went wrong.",
        instance=request.url.path,
    )
    return problems.answer(request, problem)
