"""What a YAML stream has besides its first document: directives, and more documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear._patterns import lazy_pattern
from preclear.source.kinds import MULTIPLE_DOCUMENTS, UNSUPPORTED_YAML
from preclear.source.loader_faults import add_fault
from preclear.source.yaml.events import event_classes
from preclear.source.yaml.syntax_errors import YamlProblem

if TYPE_CHECKING:
    from preclear.source.document import Document
    from preclear.source.yaml.state import LoaderState

_NO_DOCUMENT = lazy_pattern(r"(?:[ \t]*(?:#[^\r\n]*)?(?:[\r\n]|\Z)|\.\.\.(?=[ \t\r\n]|\Z))*+\Z")
_DOCUMENT_END = lazy_pattern(r"^\.\.\.(?:[ \t]*(?:#[^\r\n]*)?[\r\n]+)+[ \t]*\Z", re.MULTILINE)
_TOKEN = lazy_pattern(r"[^ \t\r\n]+")
_DIRECTIVES = lazy_pattern(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r)|%[^\r\n]*(?:\r\n|\n|\r))*")
_DIRECTIVE = lazy_pattern(r"^%([^ \t\r\n]+)(?:[ \t]+([^ \t\r\n]+))?", re.MULTILINE)


def has_no_document(text: str) -> bool:
    """Whether a text has only blank lines, comments and document end markers."""
    return _NO_DOCUMENT.match(text) is not None


def read_stream_end(state: LoaderState) -> None:
    """Read the event after the first document, and report a second document. Raises yaml.YAMLError."""
    from yaml import YAMLError

    try:
        event = state.next_event()
    except YAMLError as error:
        # After `...`, the next document needs no `---` (YAML 1.2.2, 9.1.3), but libyaml expects one.
        problem = YamlProblem.from_error(error)
        offset = state.document.lines.offset(problem.line or 0, problem.column)
        if "<document start>" not in problem.message or not _DOCUMENT_END.search(state.document.text[:offset][-4096:]):
            raise
        token = _TOKEN.match(state.document.text, offset)
        _report_second_document(state.document, offset, token.end() if token else offset)
    else:
        if event.__class__ is event_classes().document_start:
            start, end = state.offsets(event)
            end = start + 3 if state.document.text.startswith("---", start) else max(end, start)
            _report_second_document(state.document, start, end)


def report_misplaced_tabs(document: Document, count: int, first_offset: int) -> None:
    """Report all tabs in the indentation of empty lines in block scalars, at the first of them."""
    if not count:
        return
    others = f" (and {count - 1:,} more do)" if count > 1 else ""
    add_fault(
        document,
        UNSUPPORTED_YAML,
        f"an empty line of a block scalar has a tab{others}, expected spaces or nothing: most readers refuse it",
        first_offset,
        first_offset + 1,
        help="remove the whitespace from the line",
        severity="warning",
    )


def _report_second_document(document: Document, start: int, end: int) -> None:
    """Report the second document, which begins at `start`."""
    add_fault(
        document,
        MULTIPLE_DOCUMENTS,
        "a second document begins here, expected one: only the first is read",
        start,
        end,
        help="remove it, or move it to a separate file",
    )


def report_directives(document: Document) -> None:
    """Report directives that YAML 1.2 doesn't define, and `%YAML` with another version.

    A reader should ignore unknown directives with a warning (YAML 1.2.2, 6.8 Directives).
    """
    if "%" not in document.text[:4096]:
        return
    head = _DIRECTIVES.match(document.text)
    for match in _DIRECTIVE.finditer(document.text, 0, head.end() if head else 0):
        name, version = match[1], match[2]
        if name == "TAG" or (name == "YAML" and version == "1.2"):
            continue
        is_yaml = name == "YAML"
        message = f"`%{name[:40]}` isn't a directive that YAML defines, expected `%YAML` or `%TAG`: it's ignored"
        if is_yaml:
            message = f"`%YAML {version}` requests another version of YAML, expected 1.2: the document is read as 1.2"
        add_fault(
            document,
            UNSUPPORTED_YAML,
            message,
            match.start(),
            match.end() if is_yaml else match.end(1),
            help="remove the directive",
            severity="warning" if version == "1.1" or not is_yaml else None,
        )
