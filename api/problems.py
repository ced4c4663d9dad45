"""How an error leaves the house: its number, and problem+json (RFC 9457) that names the rule and the section of law."""

import re
from functools import cache
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException

from api.messages import fault_sentence, field_sentence, messages, sentence
from engine import errors, templating
from engine.dispatch import channels, worker
from engine.documents import fonts, pdf, pool
from engine.errors import DnrError, RuleBroken
from engine.lifecycle import migrating, moving

MEDIA_TYPE = "application/problem+json"

STATUS: dict[type[DnrError], int] = {
    errors.DnrError: 500,
    errors.NotFound: 404,
    errors.Forbidden: 403,
    errors.NotSignedIn: 401,
    errors.ForeignForm: 403,
    errors.SignInFailed: 401,
    errors.TooManyTries: 429,
    errors.CodeNeeded: 401,
    errors.CodeWrong: 401,
    errors.SecondFactorFirst: 403,
    errors.LinkSpent: 410,
    errors.Stale: 412,
    errors.Overtaken: 409,
    errors.TaskTaken: 409,
    errors.Invalid: 422,
    errors.KeyReused: 409,
    errors.TooLarge: 413,
    errors.MessageUnwanted: 409,
    errors.DiagramRefused: 422,
    errors.Misconfigured: 503,
    errors.Busy: 503,
    errors.NotARehearsal: 403,
    errors.ProcessFailed: 409,
    moving.CannotMove: 409,
    migrating.NeedsAPerson: 409,
    errors.BrokenChain: 500,
    errors.WouldOverwrite: 409,
    errors.BackupDamaged: 500,
    errors.RuleBroken: 409,
    fonts.MissingFonts: 503,
    fonts.Unprintable: 422,
    pdf.MissingLibrary: 503,
    pdf.RenderFailed: 500,
    pool.DrawingStopped: 503,
    pool.PressBusy: 503,
    pool.PressDied: 503,
    templating.TemplateFailed: 422,
    channels.Undelivered: 503,
    worker.Underway: 409,
}
"""Every class of the tree has a number; a test holds the table complete."""

UNLISTED = {400: "bad-request", 404: "not-found", 405: "method-not-allowed", 413: "too-large", 422: "invalid"}
"""What the framework itself refuses before any room is reached."""


class FieldFault(BaseModel):
    """What is wrong with one field: its path and a Swedish sentence."""

    field: str
    message: str


class Problem(BaseModel):
    """The one shape of every refusal."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    rule: str | None = None
    section: str | None = None
    errors: list[FieldFault] | None = None
    faults: list[dict[str, str]] | None = None


RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"description": said, "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    for status, said in (
        (400, "The body cannot be read."),
        (401, "Not signed in, or the token has ended."),
        (403, "Your roles or the token's scope do not allow this."),
        (404, "There is no such thing, or it is hidden from you."),
        (409, "A rule says no, or somebody was there before you."),
        (412, "The case has moved since you saw it."),
        (413, "The request is too large."),
        (422, "A field is missing or cannot be accepted; each is named."),
        (429, "Too many failed tries."),
        (503, "Too many ask at once, or the installation lacks something."),
    )
}
"""What any resource may answer besides its view, for the published description."""


def answer(request: Request, problem: Problem, headers: dict[str, str] | None = None) -> JSONResponse:
    """The problem as a response; it is never cached."""
    return JSONResponse(
        problem.model_dump(exclude_none=True),
        problem.status,
        {"Cache-Control": "no-store", **(headers or {})},
        MEDIA_TYPE,
    )


def of_error(request: Request, error: DnrError) -> JSONResponse:
    """The problem that an error of the house becomes."""
    status = status_of(type(error))
    problem = Problem(
        type=f"/problems/{error.slug()}",
        title=sentence(error),
        status=status,
        detail=error.detail,
        instance=request.url.path,
    )
    if isinstance(error, RuleBroken):
        problem.rule, problem.section = error.refusal.rule, error.refusal.section
    if isinstance(error, errors.Invalid):
        problem.errors = [FieldFault(field=error.field, message=field_sentence(error))]
    if isinstance(error, errors.DiagramRefused):
        problem.faults = error.faults
    return answer(request, problem, {"WWW-Authenticate": "Bearer"} if status == 401 else None)


def status_of(kind: type[DnrError]) -> int:
    """The number of a class, or of the nearest one above it in the tree."""
    return next(STATUS[above] for above in kind.__mro__ if above in STATUS)


def of_validation(request: Request, faults: list[Any]) -> JSONResponse:
    """The problem of a form that does not hold: every field by its path, each with a Swedish sentence."""
    listed = [FieldFault(field=path(fault["loc"]), message=fault_sentence(fault)) for fault in faults]
    problem = Problem(
        type="/problems/invalid",
        title=messages()["errors"]["invalid"],
        status=422,
        detail="; ".join(f"{path(fault['loc'])}: {fault['msg']}" for fault in faults)[:2000],
        instance=request.url.path,
        errors=listed,
    )
    return answer(request, problem)


def path(location: tuple[str | int, ...]) -> str:
    """A field's path as people read it: `movers.0.name`; the word body is left out."""
    return ".".join(str(part) for part in location if part != "body") or "body"


def of_http(request: Request, error: HTTPException) -> JSONResponse:
    """The problem of what the framework refuses: no such route, wrong method, a body that cannot be read."""
    slug = UNLISTED.get(error.status_code, "bad-request")
    problem = Problem(
        type=f"/problems/{slug}",
        title=messages()["errors"][slug],
        status=error.status_code,
        detail=str(error.detail),
        instance=request.url.path,
    )
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = ", ".join(methods_of(request))
    return answer(request, problem, headers)


def methods_of(request: Request) -> list[str]:
    """The methods that the address takes, whatever route each of them belongs to."""
    described: dict[str, dict[str, Any]] = request.app.openapi()["paths"]
    path = request.url.path
    return sorted({method.upper() for known, methods in described.items() if fits(known, path) for method in methods})


@cache
def template(known: str) -> re.Pattern[str]:
    """A described path as a pattern for real ones."""
    return re.compile("[^/]+".join(map(re.escape, re.split(r"\{[^}]+\}", known))))


def fits(known: str, path: str) -> bool:
    """Whether an address is of the described path."""
    return template(known).fullmatch(path) is not None


def problem_of(request: Request, error: Exception) -> JSONResponse:
    """The problem that any expected error becomes."""
    if isinstance(error, DnrError):
        return of_error(request, error)
    if isinstance(error, RequestValidationError | ValidationError):
        return of_validation(request, list(error.errors()))
    if isinstance(error, HTTPException):
        return of_http(request, error)
    raise error


def install(app: FastAPI) -> None:
    """Makes every refusal of the application a problem of this one shape."""
    for kind in (DnrError, RequestValidationError, ValidationError, HTTPException):
        app.add_exception_handler(kind, problem_of)
