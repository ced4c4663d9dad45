"""Documents as Word files over HTTP: copies to work with, made when they are asked for and never archived."""

from typing import Any

from fastapi import Response

from engine.documents.word import MEDIA_TYPE, Writable, render_docx
from engine.organisations.profile import Profile

WORD: dict[int | str, dict[str, Any]] = {200: {"content": {MEDIA_TYPE: {}}}}


def word_file(document: Writable, profile: Profile, name: str) -> Response:
    """The document as a Word file that is saved, never shown inside a page of ours."""
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{name}.docx"',
        "X-Content-Type-Options": "nosniff",
    }
    return Response(render_docx(document, profile), headers=headers, media_type=MEDIA_TYPE)
