"""The published description (OpenAPI): what every route takes and may answer, with examples and headers."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from api import uploads
from api.examples import EXAMPLES
from api.headers import BEARER
from api.problems import Problem

REF = "#/components/schemas/{model}"
ETAG = {
    "description": "The revision of the case, or of the draft, for If-Match.",
    "schema": {"type": "string", "pattern": '^"[0-9]+"$'},
}
LOCATION = {"description": "Where what was made is found.", "schema": {"type": "string", "format": "uri-reference"}}
TAGGED = frozenset(
    {
        *("CaseView", "OneCase", "RecordView", "OneRecord", "CompletedView", "SheetView"),
        *("DraftView", "OneDraft", "VersionView"),
    }
)
"""Views whose answers carry a revision: the case's, or the draft's own."""
PLACED = frozenset({"CaseView", "RecordView", "MeetingView", "DraftView", "ImportView"})
"""Views whose answers, when something new was made, say where it is."""


def install(app: FastAPI) -> None:
    """Makes `app.openapi()` the complete description; it is made once."""

    def describe() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = complete(
                get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
            )
        return app.openapi_schema

    app.openapi = describe  # type: ignore[method-assign]


def complete(description: dict[str, Any]) -> dict[str, Any]:
    """Adds what the framework does not know: problems, forms with files, examples, headers."""
    schemas = description["components"]["schemas"]
    schemas.update(extra_schemas())
    description["components"]["securitySchemes"] = BEARER
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for operation in operations(description):
        take_example(operation)
        tell_headers(operation)
    tell_links(description)
    return description


def extra_schemas() -> dict[str, Any]:
    """Schemas that no route declares by itself."""
    forms = [(form, "validation") for form in (*uploads.JSON_FORMS.values(), Problem)]
    _, found = models_json_schema(forms, ref_template=REF)  # type: ignore[arg-type]
    return dict(found["$defs"])


def operations(description: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every operation of the description."""
    for methods in description["paths"].values():
        yield from methods.values()


def take_example(operation: dict[str, Any]) -> None:
    """Puts an example of its form into a request that takes one as JSON."""
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    example = EXAMPLES.get(operation["operationId"])
    if body is not None and example is not None:
        body["example"] = example


def tell_headers(operation: dict[str, Any]) -> None:
    """Says which headers the answers carry."""
    for status, answer in operation["responses"].items():
        ref = answer.get("content", {}).get("application/json", {}).get("schema", {}).get("$ref", "")
        view = ref.rpartition("/")[2]
        headers = {}
        if view in TAGGED:
            headers["ETag"] = ETAG
        if view in PLACED and status == "201":
            headers["Location"] = LOCATION
        if status == "401":
            headers["WWW-Authenticate"] = {"schema": {"type": "string"}}
        if headers:
            answer["headers"] = headers


CASE = (
    "case_id",
    "one",
    "correct",
    "void",
    "mark",
    "unmark",
    "relate",
    "note",
    "watch",
    "journal",
    "tasks",
    "records",
    "sheet",
)
DRAFT = ("draft_id", "one", "save", "keep", "versions", "compare", "take", "give_back")
IMPORT = ("import_id", "one", "choose", "take", "drop")
RECORD = ("record_id", "one", "correct", "void", "move", "mark", "unmark", "file")
LINKS = (
    ("cases_register", "201", "$response.body#/id", CASE),
    ("cases_listed", "200", "$response.body#/items/0/id", CASE),
    ("drafts_begin", "201", "$response.body#/id", DRAFT),
    ("imports_bring", "201", "$response.body#/id", IMPORT),
    ("records_add", "201", "$response.body#/id", RECORD),
    ("cases_add_record", "201", "$response.body#/id", RECORD),
    ("cases_note", "201", "$response.body#/id", RECORD),
    ("cases_records", "200", "$response.body#/items/0/id", RECORD),
    ("tasks_waiting", "200", "$response.body#/items/0/id", ("task_id", "one", "begin", "complete")),
    ("meetings_plan", "201", "$response.body#/id", ("meeting_id", "one", "attend", "close")),
    ("meetings_listed", "200", "$response.body#/items/0/id", ("meeting_id", "one", "attend", "close")),
)
"""Which id in an answer goes where: the answering operation, its status, the id, the parameter and operations."""
OF = {
    "case_id": "cases",
    "record_id": "records",
    "task_id": "tasks",
    "meeting_id": "meetings",
    "draft_id": "drafts",
    "import_id": "imports",
}


def tell_links(description: dict[str, Any]) -> None:
    """Says which operations an answer leads on to."""
    known = {operation["operationId"]: operation for operation in operations(description)}
    for source, status, expression, (parameter, *names) in LINKS:
        known[source]["responses"][status].setdefault("links", {}).update(
            {
                f"{OF[parameter]}_{name}": {
                    "operationId": f"{OF[parameter]}_{name}",
                    "parameters": {parameter: expression},
                }
                for name in names
            }
        )


def takes(form: str, *, alone: bool = False) -> dict[str, Any]:
    """The description of a body that brings files: JSON with base64, or multipart with the form as a JSON part."""
    json_form = form if alone else form.removesuffix("Form") + "WithFiles"
    files = {"type": "array", "items": {"type": "string", "format": "binary"}, "maxItems": uploads.FILES_MAX}
    part = {"type": "string", "contentMediaType": "application/json", "description": f"A {form} as JSON."}
    parts = {"files": files} if alone else {"form": part, "files": files}
    multipart = {
        "type": "object",
        "properties": parts,
        "required": ["files"] if alone else ["form"],
        "additionalProperties": False,
    }
    said = {
        "application/json": {"schema": {"$ref": REF.format(model=json_form)}},
        "multipart/form-data": {"schema": multipart},
    }
    return {"requestBody": {"required": True, "content": said}}


FILE_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file, in its own media type.",
        "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
        "headers": {"Content-Disposition": {"schema": {"type": "string"}}},
    }
}
"""What a route that sends a file out answers."""
