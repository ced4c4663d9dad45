"""What a page needs besides itself: bundles with a hash in their names, so that a browser may keep them for ever."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from api.door import open_route
from engine.errors import Misconfigured, NotFound
from engine.settings import data

router = APIRouter(tags=["pages"])
MEDIA_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".woff2": "font/woff2"}
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    """One file: as it is and, for text, compressed once and for all when it was made."""

    content: bytes
    compressed: bytes | None
    media_type: str


@cache
def manifest() -> dict[str, Any]:
    """Which files the bundles are; Misconfigured before the set-up has made them."""
    listed = data("api", "assets", "pages", "manifest.json")
    if not listed.is_file():
        raise Misconfigured(missing="api/assets/pages", command="script/bootstrap")
    read: dict[str, Any] = json.loads(listed.read_text(encoding="utf-8"))
    return read


@cache
def files() -> dict[str, Asset]:
    """Every file that may be asked for, by name: nothing else in the folder, or outside it, can be."""
    found = {}
    for path in data("api", "assets", "pages").iterdir():
        if path.suffix in MEDIA_TYPES:
            packed = path.with_name(f"{path.name}.gz")
            compressed = packed.read_bytes() if packed.is_file() else None
            found[path.name] = Asset(path.read_bytes(), compressed, MEDIA_TYPES[path.suffix])
    return found


def address(entry: str) -> str:
    """The address of a bundle (`desk.css`)."""
    return f"/assets/{manifest()['entries'][entry]}"


@router.get("/assets/{name}", dependencies=[open_route()])
def asset(name: Annotated[str, Path(max_length=100)], request: Request) -> Response:
    """A bundle or a font."""
    found = files().get(name)
    if found is None:
        raise NotFound(asset=name)
    headers = {"Cache-Control": FOR_EVER, "X-Content-Type-Options": "nosniff"}
    if found.compressed is None:
        return Response(found.content, headers=headers, media_type=found.media_type)
    headers["Vary"] = "Accept-Encoding"
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(found.compressed, headers=headers, media_type=found.media_type)
    return Response(found.content, headers=headers, media_type=found.media_type)
