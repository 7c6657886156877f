"""The adaptation of a document before it is checked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from preclear.edit import AdaptError, adapt_document
from preclear.openapi import detect_version
from preclear.project.adaptation import add_origin, make_adapt_options
from preclear.source import Node

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from preclear.config import Settings
    from preclear.edit import Adaptation, AdaptOptions
    from preclear.project.since import OldFiles
    from preclear.rule import Rule
    from preclear.source import Document, FileCache, Limits


def adapt_entry(
    document: Document,
    settings: Settings,
    limits: Limits,
    *,
    rules: Mapping[str, Rule[Any]],
    root: Path | None,
    cache: FileCache,
    adapt: bool | AdaptOptions,
    allow_unmatched: bool,
    old_files: OldFiles | None = None,
) -> Adaptation | None:
    """Adapt a document as its settings say; None if it stays as it is or isn't OpenAPI. Raises AdaptError.

    With `allow_unmatched`, patterns and names may be about nothing in the document. `old_files` are those of an old
    version, for which that holds, too. The other arguments are those of `adapt_document`.
    """
    options = make_adapt_options(settings, adapt=adapt)
    if options is None or not document.is_loaded:
        return None
    version, _ = detect_version(Node(document, (), document.value))
    if version is None:
        return None
    if old_files is not None:
        options = replace(options, overlays=old_files.select_overlays(options.overlays, limits))
    if old_files is not None or allow_unmatched:
        options = replace(options, allow_unmatched=True)
    try:
        return adapt_document(document, options, rules=rules, root=root, limits=limits, cache=cache)
    except AdaptError as error:
        raise add_origin(error, settings) from error
