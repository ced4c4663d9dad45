"""Files that are embedded in a document: the record's own data."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True)
class Attachment:
    """A file to embed. Its times are arguments, so that the same record gives the same bytes."""

    name: str
    content: bytes
    media_type: str
    created: datetime
    modified: datetime
    description: str = ""
    relationship: Literal["Source", "Data", "Alternative", "Supplement"] = "Source"
    """What it is to the document (ISO 19005-3, annex E): by rule the data that the document was made from."""

    def __post_init__(self) -> None:
        """ValueError for a name that old readers cannot show, a time without a zone or a media type that is none."""
        if self.created.tzinfo is None or self.modified.tzinfo is None:
            raise ValueError("an embedded file's times need a zone")
        if not self.name.isascii() or not self.name.isprintable() or "/" in self.name:
            raise ValueError("an embedded file's name holds other than plain letters")
        if self.media_type.count("/") != 1:
            raise ValueError("an embedded file needs a media type such as application/json")
