"""What a page needs besides itself: bundles with a hash in their names, so that a browser may keep them for ever."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from api.door import open_route
from engine.errors import Misconfigured, NotFound
from engine.settings import data

router = APIRouter(tags=["pages"])
MEDIA_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".woff2": "font/woff2"}
ENCODINGS = {"br": "br", "gzip": "gz"}
"""What a browser may say that it reads, and how the file's name then ends."""
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    """One file: as it is and, for text, compressed once and for all when it was made."""

    content: bytes
    compressed: Mapping[str, bytes]
    """By the name of the encoding, the smallest first."""
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
            packed = {encoding: path.with_name(f"{path.name}.{ending}") for encoding, ending in ENCODINGS.items()}
            compressed = {name: file.read_bytes() for name, file in packed.items() if file.is_file()}
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
    content = found.content
    if found.compressed:
        headers["Vary"] = "Accept-Encoding"
        taken = {one.partition(";")[0].strip() for one in request.headers.get("accept-encoding", "").split(",")}
        if encoding := next((name for name in found.compressed if name in taken), None):
            headers["Content-Encoding"] = encoding
            content = found.compressed[encoding]
    return Response(content, headers=headers, media_type=found.media_type)
