"""The BPMN 2.0 schema, which the library ships, and the library's own parser as the last word."""

from collections.abc import Iterator, Mapping
from threading import Lock
from typing import Any

from lxml import etree
from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.spiff.parser.process import VALIDATOR

from engine.lifecycle.elements import specs
from engine.lifecycle.lint.faults import Fault
from engine.lifecycle.lint.reading import MODEL
from engine.lifecycle.lint.vocabulary import place

FAULTS_MAX = 20
turn = Lock()  # a schema object keeps the faults of its last validation

parser_failures = (SpiffWorkflowException, etree.LxmlError, TypeError, ValueError, LookupError, AttributeError)
"""What the library's parser is known to end in, most of it by accident; RecursionError it wraps itself."""


def check_schema(file: str, tree: Any) -> Iterator[Fault]:
    """Faults against the schema: order and number of elements, types of attributes, ids given twice."""
    with turn:
        VALIDATOR.validator.validate(tree)
        entries = list(VALIDATOR.validator.error_log)[:FAULTS_MAX]
    for entry in entries:
        message = f"Line {entry.line}: {entry.message}".replace(f"{{{MODEL}}}", "")
        yield Fault(file, at_path(tree, entry.path), "schema", message, "Save the diagram anew in the modeler.")


def at_path(tree: Any, path: str | None) -> str:
    """The id of what the schema complains of; empty when the path uses prefixes that the root does not know."""
    prefixes = {prefix: uri for prefix, uri in tree.getroot().nsmap.items() if prefix}
    try:
        found = tree.xpath(path, namespaces=prefixes) if path else []
    except etree.XPathEvalError:
        return ""
    return place(found[0]) if found else ""


def check_parsing(trees: Mapping[str, Any], tops: list[str]) -> Iterator[Fault]:
    """What the library's parser itself refuses, for each process that nobody calls."""
    for top in tops:
        try:
            specs(trees, top)
        except parser_failures as failure:
            file, element = getattr(failure, "file_name", ""), getattr(failure, "id", "")
            yield Fault(str(file or ""), str(element or top), "unreadable", f"{failure}", "Draw the element anew.")
