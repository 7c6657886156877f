"""What the diagnostics of a file have to be, made of the results of a check without the server's code."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from lsprotocol import types

    from preclear.project import CheckResults
    from preclear.source import Document, Position
    from tests.language_server.editor import Editor

_SEVERITIES = {"error": 1, "warning": 2, "info": 3}


def expected_diagnostics(results: CheckResults, file: Path, editor: Editor) -> list[tuple[Any, ...]]:
    """Return what `simplify` has to return for the diagnostics of the file at `file`, a resolved path."""
    return [
        (
            *_convert(finding.document, finding.span.start, editor),
            *_convert(finding.document, finding.span.end, editor),
            _SEVERITIES[finding.severity],
            finding.rule.name,
            finding.fingerprint,
        )
        for finding in results.findings
        if finding.document.file is not None and os.path.realpath(finding.document.file) == str(file)
    ]


def simplify(diagnostics: Sequence[types.Diagnostic]) -> list[tuple[Any, ...]]:
    """Return what a diagnostic is about: its range, severity, rule and fingerprint."""
    return [
        (
            *(diagnostic.range.start.line, diagnostic.range.start.character),
            *(diagnostic.range.end.line, diagnostic.range.end.character),
            diagnostic.severity,
            diagnostic.code,
            diagnostic.data,
        )
        for diagnostic in diagnostics
    ]


def _convert(document: Document, position: Position, editor: Editor) -> tuple[int, int]:
    text = "" if not document.text else document.line(position.line)
    return position.line - 1, editor.width(text[: position.column - 1])
