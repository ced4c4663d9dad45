"""What every resource of the API has in common. Its routes stand one by one in the application's own list.

A router that is included is searched twice for every request, and goes through its routes each time.
"""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from api import problems
from api.door import Asked, stranger
from api.headers import described

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def operation_id(route: APIRoute) -> str:
    """A stable name for clients: the tag and the function's name."""
    return f"{route.tags[0]}_{route.name}".replace("-", "_")


class Signed(APIRoute):
    """A route whose caller is signed in before the endpoint's first line, and in its thread: one thread per request.

    Who asks is settled first of all: what is wrong with a form is told to those only who may send it.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **said: Any) -> None:
        super().__init__(path, signed(endpoint), **said)
        (who,) = (each.call for each in self.dependant.dependencies if hasattr(each.call, "verb"))
        self.verb: str = who.verb  # type: ignore[union-attr]
        if self.verb != "anyone":
            self.openapi_extra = {**(self.openapi_extra or {}), **described(who.headers)}  # type: ignore[union-attr]

    def get_route_handler(self) -> Handler:
        """The framework's own handling, with a look at the caller before a form is refused."""
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except (RequestValidationError, HTTPException):
                await self.know(request)
                raise

        return handled

    async def know(self, request: Request) -> None:
        """Raises `NotSignedIn` or `Forbidden` for a caller who may not use the route, whatever was sent."""
        if self.verb != "anyone":
            await run_in_threadpool(stranger(request, self.verb).sign_in)


def signed(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """The endpoint, entered by none who has not been signed in."""

    @wraps(endpoint)
    def enter(**given: Any) -> Any:
        for one in given.values():
            if isinstance(one, Asked):
                one.sign_in()
        return endpoint(**given)

    return enter


def resource(tag: str) -> APIRouter:
    """The router of a resource: its routes' addresses, tag, names, and the refusals that any of them may answer."""
    return APIRouter(
        prefix="/api/v1",
        tags=[tag],
        responses=problems.RESPONSES,
        generate_unique_id_function=operation_id,
        route_class=Signed,
    )
