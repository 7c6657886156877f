"""Check the keys of mappings for which the specification has a pattern.

The validator doesn't check them, because it copies the whole mapping into each failure of a key.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from preclear._patterns import lazy_pattern
from preclear.openapi.structure.field_edits import remove_fields
from preclear.openapi.structure.official_schemas import COMPONENT_NAME_PATTERN, RESPONSE_KEY_PATTERN, URL_PATTERN
from preclear.openapi.structure.shallow_objects import component_sections
from preclear.openapi.structure.unknown_fields import CandidateReport, report_unknown_status
from preclear.openapi.wording import node_label, quote_text
from preclear.source import Edit, Rename, Report

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
_INVALID_CHARACTER = lazy_pattern(r"[^A-Za-z0-9._-]")
_METHOD = lazy_pattern(r"[a-zA-Z0-9!#$%&'*+.^_`|~-]+\Z")
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
            sanitized_names: Counter[str] = Counter()
            for name, child in entries.entries() if section in component_sections(series) else ():
                if not _COMPONENT_NAME.match(name):
                    expectation = "expected only letters, digits, `.`, `-` and `_`"
                    message = f"{quote_text(name)} isn't a valid component name; {expectation}"
                    sanitized_names = sanitized_names or Counter(map(_sanitize_name, entries.mapping))
                    yield _report_key(child, message, _rename_component(child, sanitized_names))
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
                edit = remove_fields(child)
                yield _report_key(
                    child, f"key {quote_text(name)} of {node_label(vocabularies or node)} isn't a URL", edit
                )


def _rename_component(child: Node, sanitized_names: Counter[str]) -> Edit | None:
    """Return the edit that renames a component: each invalid character becomes `_`; None if the name isn't unique."""
    valid_name = _sanitize_name(str(child.pointer[-1]))
    if not valid_name.strip("_") or sanitized_names[valid_name] > 1:
        return None
    return Edit("rename", f"rename it to {quote_text(valid_name)}", (Rename(child, valid_name),))


def _sanitize_name(name: str) -> str:
    return _INVALID_CHARACTER.sub("_", name)


def _report_key(child: Node, message: str, edit: Edit | None = None) -> CandidateReport:
    return CandidateReport(Report(message, child.key, edit=edit), is_about_key=True)
