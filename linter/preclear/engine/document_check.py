"""Checks one document: loader, references, structure, connector model, rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from preclear.connector import build_connector
from preclear.engine.cancellation import continue_check
from preclear.engine.collector import FindingFilter, ReportCollector
from preclear.engine.kinds import all_kinds
from preclear.engine.result import CheckResult
from preclear.engine.rule_runner import run_rules
from preclear.engine.rule_selection import SELECT_ALL
from preclear.openapi import (
    ApiDescription,
    check_conformance,
    check_examples,
    check_schemas,
    detect_version,
    has_version_key,
)
from preclear.source import DEFAULT_LIMITS, FileAccess, FileCache, Node, default_root, load

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from preclear.config import Ignore
    from preclear.connector import Connector
    from preclear.engine.cancellation import Checkpoint
    from preclear.engine.finding import FindingIdentity
    from preclear.engine.rule_selection import RuleSelection
    from preclear.engine.unlisted import UnlistedFindings
    from preclear.rule import Rule
    from preclear.source import Document, Kind, Limits, Report

OPENAPI_KEY_PATTERN = r"""^[ \t]*(?:\{[ \t]*)?["']?(openapi|swagger)["']?[ \t]*:"""
"""Matches a line that identifies a text as OpenAPI. Search with re.MULTILINE; takes linear time."""


def check(
    path: Path,
    *,
    rules: Mapping[str, Rule[Any]] | None = None,
    display_path: str | None = None,
    root: Path | None = None,
    limits: Limits = DEFAULT_LIMITS,
    selection: RuleSelection = SELECT_ALL,
    ignores: Sequence[Ignore] = (),
    no_ignores: bool = False,
    is_known: Callable[[FindingIdentity], bool] | None = None,
    cache: FileCache | None = None,
    bounded: bool = False,
    unlisted: UnlistedFindings | None = None,
) -> CheckResult:
    """Check the document in the file `path`. Faults of the document become findings and raise nothing.

    `rules` defaults to those of all installed packs. `display_path` is the path in findings.
    `root` is the folder that references can lead into, by default the document's own. `selection` says which rules are
    reported. `ignores` are those of configs; `no_ignores` disables them and the document's own suppressions. Findings
    for which `is_known` returns True, such as `Baseline.contains`, aren't reported. With a shared `cache`, a file that
    several documents refer to is read once. `check_document` explains `bounded` and `unlisted`. Raises PackError.
    """
    return check_document(
        load(path, display_path, limits),
        rules=rules,
        root=root,
        limits=limits,
        selection=selection,
        ignores=ignores,
        no_ignores=no_ignores,
        is_known=is_known,
        cache=cache,
        bounded=bounded,
        unlisted=unlisted,
    )


class CheckArguments(TypedDict, total=False):
    """The arguments of `check_document` besides the document and `limits`, for callers that pass them on."""

    rules: Mapping[str, Rule[Any]] | None
    root: Path | None
    selection: RuleSelection
    ignores: Sequence[Ignore]
    no_ignores: bool
    is_known: Callable[[FindingIdentity], bool] | None
    cache: FileCache | None
    bounded: bool
    unlisted: UnlistedFindings | None
    observe: Callable[[Kind, Report], None] | None
    with_examples: bool
    checkpoint: Checkpoint


def check_document(
    document: Document,
    *,
    rules: Mapping[str, Rule[Any]] | None = None,
    root: Path | None = None,
    limits: Limits = DEFAULT_LIMITS,
    selection: RuleSelection = SELECT_ALL,
    ignores: Sequence[Ignore] = (),
    no_ignores: bool = False,
    is_known: Callable[[FindingIdentity], bool] | None = None,
    cache: FileCache | None = None,
    bounded: bool = False,
    unlisted: UnlistedFindings | None = None,
    observe: Callable[[Kind, Report], None] | None = None,
    with_examples: bool = True,
    checkpoint: Checkpoint = continue_check,
) -> CheckResult:
    """Check a loaded document. The arguments are those of `check`.

    With `bounded`, the size of the document also limits `findings`, so that they fit in memory whatever `limits` says.
    `unlisted` records the nodes of the findings that are left out. `observe` is called with every report that is
    counted, whatever the limit. Without `with_examples`, examples and defaults aren't compared with their schemas.
    `checkpoint` is called between the steps, such as two rules, and can end the check with an error that isn't an
    `Exception`. Raises PackError.
    """
    if rules is None:
        from preclear.rule import discover_rules

        rules = discover_rules()
    collector = ReportCollector(
        document, limits.findings, FindingFilter(selection, ignores, no_ignores, is_known, bounded, unlisted, observe)
    )
    collector.add_document(document)
    connector = None
    if document.is_loaded:
        file_cache = cache or FileCache()
        connector = _build_and_check(
            document, rules, root, limits, selection, collector, file_cache, checkpoint, with_examples=with_examples
        )
    documents = connector.api.documents if connector is not None else ()
    collected = collector.finish(documents, all_kinds(rules))
    return CheckResult(
        document=document,
        findings=collected.findings,
        counts=collector.counts,
        omitted=collector.omitted,
        omitted_edits=collector.omitted_edits,
        connector=connector,
        is_openapi=has_version_key(Node(document, (), document.value))
        if document.is_loaded
        else _looks_like_openapi(document),
        failed=collector.failed,
        suppressed=collected.suppressed,
        baselined=collected.baselined,
        used_suppressions=collected.used_suppressions,
        unlisted=unlisted,
    )


def _build_and_check(
    document: Document,
    rules: Mapping[str, Rule[Any]],
    root: Path | None,
    limits: Limits,
    selection: RuleSelection,
    collector: ReportCollector,
    cache: FileCache,
    checkpoint: Checkpoint,
    *,
    with_examples: bool,
) -> Connector | None:
    checkpoint()
    version, fault = detect_version(Node(document, (), document.value))
    if fault is not None:
        collector.add_faults((fault,))
    if version is None:
        return None
    folder = root or (default_root(document.file) if document.file is not None else None)
    file_access = FileAccess(folder, cache) if folder is not None else None
    description = ApiDescription(document, version, file_access, limits)
    description.analyze()
    checkpoint()
    collector.add_conformance_faults(check_conformance(description))
    collector.add_faults(description.faults)
    collector.skip_nodes(description.misplaced_references.by_identity)
    for other in description.documents[1:]:
        collector.add_document(other)
    checkpoint()
    collector.add_faults(check_schemas(description))
    if with_examples:
        checkpoint()
        collector.add_faults(check_examples(description))
    checkpoint()
    connector = build_connector(description)
    run_rules(connector, rules.values(), selection, collector, checkpoint)
    checkpoint()
    return connector


def _looks_like_openapi(document: Document) -> bool:
    """Whether a text that can't be loaded is meant as OpenAPI: a line begins with the key."""
    import re

    return re.search(OPENAPI_KEY_PATTERN, document.text, re.MULTILINE) is not None
