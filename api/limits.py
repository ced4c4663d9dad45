"""How much a request may bring, counted as it arrives: a form by its size, a file by its own larger one."""

from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import of_error
from engine.errors import TooLarge

Refuse = Callable[[Request, TooLarge], Response]


class BodyLimit:
    """Refuses a body over the limit with 413 before it is read to the end."""

    def __init__(self, app: ASGIApp, form: int, file: int, refuse: Refuse = of_error) -> None:
        self.app, self.form, self.file, self.refuse = app, form, file, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets the request through while it keeps within its size."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        most = self.file if headers.get("content-type", "").startswith("multipart/form-data") else self.form
        said = headers.get("content-length", "")
        if not said.isdecimal():
            await self.counted(scope, receive, send, most)
        elif int(said) > most:
            await self.refuse(Request(scope), TooLarge(most=most))(scope, receive, send)
        else:
            await self.app(scope, receive, send)  # the server reads no more than was said

    async def counted(self, scope: Scope, receive: Receive, send: Send, most: int) -> None:
        """Counts what arrives when nothing was said of its length."""
        seen = 0
        begun = False

        async def counting() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > most:
                raise TooLarge(most=most)
            return message

        async def noting(message: Message) -> None:
            nonlocal begun
            if seen > most and not begun:
                return  # whatever the room below made of a body that was cut off
            begun = True
            await send(message)

        try:
            await self.app(scope, counting, noting)
        except TooLarge:
            if begun:
                raise
        if seen > most and not begun:
            await self.refuse(Request(scope), TooLarge(most=most))(scope, receive, send)
