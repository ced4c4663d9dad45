"""What a request says in its headers: whose it is, under which key, and what its sender has seen.

They are read as they stand, and described here too: taking each through the framework's own machinery cost more than
looking its sender up.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError

from engine.errors import NotSignedIn


@dataclass(frozen=True)
class Header:
    """A header that may be sent, and what may stand in it."""

    name: str
    pattern: str
    description: str

    def read(self, request: Request) -> str | None:
        """What was sent, if anything; raises `RequestValidationError` for what may not stand there."""
        value = request.headers.get(self.name)
        if value is not None and not re.fullmatch(self.pattern, value):
            said = "String should match the pattern"
            fault = {"type": "string_pattern_mismatch", "loc": ("header", self.name), "msg": said, "input": value}
            raise RequestValidationError([fault])
        return value

    def parameter(self) -> dict[str, Any]:
        """The header as OpenAPI describes it."""
        schema = {"type": "string", "pattern": f"^{self.pattern}$"}
        return {"name": self.name, "in": "header", "description": self.description, "schema": schema}


KEY = Header(
    "Idempotency-Key",
    r"[\x21-\x7e]{1,200}",
    "A repeat of the same request with the same key gets the first answer again, for 24 hours.",
)
SEEN = Header(
    "If-Match",
    r'"[0-9]{1,9}"',
    'The ETag of the case (or the draft) as you saw it, such as "7": refused with 412 if it has moved.',
)
BEARER = {"HTTPBearer": {"type": "http", "scheme": "bearer", "description": "A token from POST /api/v1/tokens."}}
"""How OpenAPI says that a token is needed."""


def token(request: Request) -> str:
    """The token that the request brings; raises `NotSignedIn` when it brings none.

    Only the Authorization header counts, never a cookie, so another site cannot act in a user's name.
    """
    scheme, _, brought = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not brought:
        raise NotSignedIn
    return brought.strip()


def described(headers: Iterable[Header]) -> dict[str, Any]:
    """What OpenAPI says of an operation that takes a token and these headers."""
    return {"security": [{name: []} for name in BEARER], "parameters": [header.parameter() for header in headers]}
