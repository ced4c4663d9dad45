"""Documents in which every word that anybody may write is one long word: what is too long for its place shows."""

from typing import Any

from engine.documents.models import Document

KEPT = frozenset({"key", "profile", "starts", "ends", "at", "number", "dnr", "label", "paragraphs"})
"""What the program writes or counts, or chooses among."""
FORMS = {
    "html": "<h3>{0}</h3><p>{0}</p><ul><li>{0}</li></ul><table><tr><th>{0}</th><td>{0}</td><td>{0}</td></tr></table>"
}


def word(letters: int, joined: bool) -> str:
    """A word of so many letters: a compound with joints, or one that no rule parts."""
    return (("informationssäkerhetsklassificerings" if joined else "abcdefghijklmno") * 9)[:letters]


def swollen(document: Document, said: str) -> Document:
    """The document with this word in every place."""
    return type(document).model_validate(filled(document.model_dump(), said))


def filled(value: Any, said: str) -> Any:
    """A value of the document with every text in it exchanged."""
    if isinstance(value, dict):
        return {name: one if name in KEPT else in_form(name, one, said) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [filled(one, said) for one in value]
    return said if isinstance(value, str) and value else value


def in_form(name: str, value: Any, said: str) -> Any:
    """A field, as HTML where that is what it holds."""
    return FORMS[name].format(said) if name in FORMS else filled(value, said)
