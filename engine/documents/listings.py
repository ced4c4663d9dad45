"""Lists of the register as documents: what came in and went out on a day, and the contents of a whole case."""

from datetime import date

from engine.documents.models import Document, Fragment, Model


class ContentLine(Model):
    """A record in the contents of a whole case. `page` is where it begins, None where it is not among the pages."""

    number: int
    title: str
    day: date
    direction: str
    correspondent: str = ""
    page: int | None = None
    files: tuple[str, ...] = ()
    """Names of files that are no PDF and lie beside."""
    html: Fragment = ""
    """A file note's own text."""


class CaseContents(Document):
    """The contents of a whole case (aktinnehåll): its records with where they begin, and the texts of file notes."""

    title: str
    dnr: str
    body: str
    day: date
    facts: tuple[tuple[str, str], ...] = ()
    lines: tuple[ContentLine, ...] = ()


class PostLine(Model):
    """A record on the post list. Without a title it is secret, and what it is about is left out (OSL 5:2)."""

    dnr: str
    number: int | None = None
    """The running number in its case."""
    direction: str
    """"In", "Ut" or "Upprättad"."""
    day: date
    title: str | None = None
    correspondent: str = ""
    case: str = ""
    """What its case is called, where that is something else."""
    note: str = ""
    """"Sekretess", "Makulerad"."""


class PostList(Document):
    """The records of a day (postlista), as staff or as anyone may read it."""

    body: str
    """The organisation."""
    day: date
    public: bool
    lines: tuple[PostLine, ...] = ()
