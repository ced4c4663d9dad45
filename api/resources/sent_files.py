"""A kept file on its way out: checked against its name, saved by the browser and never shown inside our own pages."""

from urllib.parse import quote

from fastapi import Response
from fastapi.responses import StreamingResponse

from api.door import Asked
from engine import files
from engine.cases.tables import RecordFile
from engine.registry.tables import PileFile


def sent_file(who: Asked, held: RecordFile | PileFile) -> Response:
    """The file as it was sent in or made, a piece at a time. Misconfigured when it is gone or has been altered."""
    path = files.sound(who.house.files, held.organisation_id, held.sha256)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(held.filename, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Content-Length": str(held.size),
    }
    return StreamingResponse(files.pieces(path), headers=headers, media_type=held.media_type)
