"""Check the keys of mappings for which the specification has a pattern.

The validator doesn't check them, because it copies the whole mapping into each failure of a key.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear.openapi.structure.official_schemas import COMPONENT_NAME_PATTERN, RESPONSE_KEY_PATTERN
from preclear.openapi.structure.schema_rewriter import URL_PATTERN
from preclear.openapi.structure.shallow_objects import component_sections
from preclear.openapi.structure.unknown_fields import CandidateReport, report_unknown_status
from preclear.openapi.wording import node_label, quote_text
from preclear.source import Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.openapi.structure.shallow_objects import ShallowObject
    from preclear.source import Node, Suggester


def _compile_pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("$", r"\Z"), re.ASCII)  # `$` also matches before a final line break


_COMPONENT_NAME, _RESPONSE_KEY, _URL = (
    _compile_pattern(COMPONENT_NAME_PATTERN),
    _compile_pattern(RESPONSE_KEY_PATTERN),
    _compile_pattern(URL_PATTERN),
)
_METHOD = re.compile(r"[a-zA-Z0-9!#$%&'*+.^_`|~-]+\Z")
_FIXED_METHODS = frozenset({"GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "QUERY"})


def check_key_names(obj: ShallowObject, series: str, suggester: Suggester) -> Iterator[CandidateReport]:
    """Yield what is wrong with the keys of the mappings in one object."""
    kind, node = obj.kind, obj.node
    if kind == "operation":
        responses = node.get("responses")
        for name in responses.mapping if responses is not None else ():
            if responses is not None and not _RESPONSE_KEY.match(name):
                yield report_unknown_status(responses, name, suggester)
    elif kind == "components":
        for section, entries in node.entries():
            for name, child in entries.entries() if section in component_sections(series) else ():
                if not _COMPONENT_NAME.match(name):
                    expectation = "expected only letters, digits, `.`, `-` and `_`"
                    yield _report_key(child, f"{quote_text(name)} isn't a valid component name; {expectation}")
    elif kind == "path item":
        additional_operations = node.get("additionalOperations") if series == "3.2" else None
        for name, child in additional_operations.entries() if additional_operations is not None else ():
            if name in _FIXED_METHODS:
                expectation = f"expected {quote_text(name.lower())} in the path item"
                yield _report_key(child, f"method {quote_text(name)} has its own field; {expectation}")
            elif not _METHOD.match(name):
                yield _report_key(child, f"{quote_text(name)} isn't an HTTP method; expected one word, such as `LINK`")
    elif kind == "schema" and series != "3.0" and not obj.has_foreign_dialect:
        vocabularies = node.get("$vocabulary")
        for name, child in vocabularies.entries() if vocabularies is not None else ():
            if not _URL.match(name):
                yield _report_key(child, f"key {quote_text(name)} of {node_label(vocabularies or node)} isn't a URL")


def _report_key(child: Node, message: str) -> CandidateReport:
    return CandidateReport(Report(message, child.key), is_about_key=True)
