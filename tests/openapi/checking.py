"""Small documents for the tests of the structure check, and how what is found is compared."""

from __future__ import annotations

import json

from preclear.openapi.structure.conformance import check_structure
from preclear.source import Document, Fault, Json, Node, format_pointer, load_bytes

VERSIONS = ("3.0", "3.1", "3.2")

OK = "{'200': {description: fine}}"


def found(document: Document, version: str) -> list[Fault]:
    return check_structure(Node(document, (), document.value), version)


def check(text: str, version: str = "3.1") -> list[Fault]:
    """Check a document that has all that is required but for what `text` makes of it."""
    document = load_bytes(text.encode(), "api.yaml")
    assert isinstance(document.value, dict), document.faults
    minimal: dict[str, Json] = {"openapi": f"{version}.0", "info": {"title": "t", "version": "1"}, "paths": {}}
    lines = [f"{key}: {json.dumps(minimal[key])}" for key in minimal if key not in document.value]
    document = load_bytes("\n".join([text, *lines]).encode(), "api.yaml")
    assert document.is_loaded, document.faults
    return found(document, version)


def format_fault(fault: Fault) -> str:
    place = fault.report.location.place
    lacking = "" if place.missing is None else f" -{place.missing}"
    return f"{format_pointer(place.pointer)} {place.part}{lacking}: {fault.report.message}"


def operation(text: str) -> str:
    return f"paths: {{/a: {{get: {{responses: {OK}, {text}}}}}}}"


def schema(text: str) -> str:
    return f"components: {{schemas: {{A: {text}}}}}"


def parameter(text: str) -> str:
    return f"components: {{parameters: {{P: {text}}}}}"
