"""Forms that bring files: as JSON with the files in base64, or as multipart with the form as its JSON part `form`.

Either way the form is the same and the files lie in the store before the act begins; those of an act that comes to
nothing are swept away later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, BinaryIO, Generic, TypeVar

from fastapi import Depends
from pydantic import Base64Bytes, Field, create_model
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from api.door import Asked, acting, matching, route_of
from engine.errors import Invalid
from engine.forms import Form, Line
from engine.registry import KeptFile, keep_file

FILES_MAX = 20
F = TypeVar("F", bound=Form)


class FileForm(Form):
    """A file within JSON, for small ones; large ones go as multipart."""

    filename: Annotated[Line, Field(title="Filnamn", max_length=200)]
    media_type: Annotated[Line, Field(title="Medietyp", max_length=200)] = "application/octet-stream"
    content: Annotated[Base64Bytes, Field(title="Innehåll", description="Base64.", min_length=1)]


class FilesForm(Form):
    """Files alone."""

    files: Annotated[tuple[FileForm, ...], Field(title="Filer", max_length=FILES_MAX)] = ()


@dataclass(frozen=True)
class Raw:
    """A body as it came: JSON, or the parts of a multipart."""

    json: bytes
    parts: FormData | None


@dataclass(frozen=True)
class Sent(Generic[F]):
    """What was sent, by whom: the form, and files that lie safely in the store."""

    who: Asked
    form: F
    files: tuple[KeptFile, ...]

    @property
    def whole(self) -> dict[str, Any]:
        """Everything that was sent, for comparing two requests."""
        files = [[file.sha256, file.filename, file.media_type] for file in self.files]
        return {"form": self.form.model_dump_json(exclude={"files"}), "files": files}


JSON_FORMS: dict[str, type[Form]] = {"FilesForm": FilesForm}
"""The forms with files in them, and those of multipart parts, by the name under which they are described."""


def with_files(form: type[F]) -> type[F]:
    """The form as it goes in JSON: with a list of files besides."""
    if form is FilesForm:
        return form
    name = form.__name__.removesuffix("Form") + "WithFiles"
    files = (tuple[FileForm, ...], Field((), title="Filer", max_length=FILES_MAX))
    made: type[F] = create_model(name, __base__=form, __doc__=form.__doc__, files=files)
    JSON_FORMS.update({name: made, form.__name__: form})
    return made


def taking(verb: str, form: type[F], *, seen: bool = False) -> Any:
    """The dependency of a route that takes a form with files; like `acting`, or like `matching` when `seen`."""
    signed_in = matching(verb) if seen else acting(verb)
    json_form = with_files(form)

    async def read(who: Annotated[Asked, signed_in]) -> Raw:
        request = who.request
        await run_in_threadpool(who.sign_in)  # nobody's bytes are read before
        if request.headers.get("content-type", "").startswith("multipart/form-data"):
            return Raw(b"", await request.form(max_files=FILES_MAX, max_fields=1))
        return Raw(await request.body(), None)

    def take(who: Annotated[Asked, signed_in], raw: Annotated[Raw, Depends(read)]) -> Sent[F]:
        sent = of_json(who, json_form, raw.json) if raw.parts is None else of_parts(who, form, raw.parts)
        if form is FilesForm and not sent.files:
            raise Invalid("files", "is missing")
        return sent

    return route_of(verb, take, *signed_in.dependency.headers)


def of_json(who: Asked, form: type[F], body: bytes) -> Sent[F]:
    """The form and the files of a JSON body."""
    sent = form.model_validate_json(body)
    files: Sequence[FileForm] = getattr(sent, "files", ())
    return Sent(who, sent, tuple(kept(who, one.filename, one.media_type, one.content) for one in files))


def of_parts(who: Asked, form: type[F], parts: FormData) -> Sent[F]:
    """The form and the files of a multipart body; its temporary files are closed."""
    uploads = [(name, one) for name, one in parts.multi_items() if isinstance(one, UploadFile)]
    try:
        if unknown := next((name for name in parts if name not in ("form", "files")), None):
            raise Invalid(unknown[:80], "is not a part of this form")
        said = parts.get("form")
        if form is not FilesForm and not isinstance(said, str):
            raise Invalid("form", "is missing, or is not text")
        read = form.model_validate_json(said if isinstance(said, str) else "{}")
        return Sent(
            who, read, tuple(kept(who, one.filename or "", one.content_type or "", one.file) for _, one in uploads)
        )
    finally:
        for _, one in uploads:
            one.file.close()


def kept(who: Asked, filename: str, media_type: str, content: bytes | BinaryIO) -> KeptFile:
    """The file, in the store of the actor's organisation."""
    return keep_file(who.house.files, who.actor.organisation_id, filename, media_type, content)
