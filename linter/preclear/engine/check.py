"""One document through everything: loader, references, structure, connector model, rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from preclear.connector import build
from preclear.engine.collect import Collection, Wanted
from preclear.engine.kinds import all_kinds
from preclear.engine.run import run_rules
from preclear.engine.select import EVERYTHING
from preclear.openapi import Description, conformance_faults, detect, example_faults, mentions_openapi, schema_faults
from preclear.source import DEFAULT_LIMITS, FileCache, Gate, Node, default_root, load

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from preclear.config.model import Ignore
    from preclear.connector import Connector
    from preclear.engine.finding import Finding, Identity
    from preclear.engine.select import Selection
    from preclear.engine.suppression.suppress import Suppressed
    from preclear.rule import Rule
    from preclear.source import Document, Limits, Place, Severity

OPENAPI_KEY = r"""^[ \t]*(?:\{[ \t]*)?["']?(openapi|swagger)["']?[ \t]*:"""
"""What a text begins a line with that was meant as OpenAPI; to be searched with re.MULTILINE, in linear time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came of one document.

    `counts` is the true number of findings by severity, `omitted` how many of a rule in a file were left out of
    `findings` because there are too many; `connector` is None where the document could not be read that far.
    `is_openapi` is False where nothing says that the document is OpenAPI; `failed` where a rule did not run to its end.
    `suppressed` and `known`, what a baseline knows, are neither among `findings` nor counted. `of_use` are the places
    of the suppressions that something was found for.
    """

    document: Document
    findings: tuple[Finding, ...]
    counts: Counter[Severity]
    omitted: Counter[tuple[str, str]]
    connector: Connector | None
    is_openapi: bool
    failed: bool
    suppressed: tuple[Suppressed, ...] = ()
    known: tuple[Finding, ...] = ()
    of_use: tuple[Place, ...] = ()


def check(
    path: Path,
    *,
    rules: Mapping[str, Rule[Any]] | None = None,
    shown: str | None = None,
    root: Path | None = None,
    limits: Limits = DEFAULT_LIMITS,
    selection: Selection = EVERYTHING,
    ignores: Sequence[Ignore] = (),
    no_ignores: bool = False,
    known: Callable[[Identity], bool] | None = None,
    cache: FileCache | None = None,
) -> Checked:
    """Check the document in the file `path`; nothing is raised for what is wrong with it.

    `rules` are those of all installed packs where none are given. `shown` is the path that findings carry; `root` the
    folder that references may lead into, the document's own where none is given; `selection` says which findings are
    wanted. `ignores` are those of configs; with `no_ignores` they, and what the document itself suppresses, keep no
    finding back. Findings of which `known` says yes, such as `Baseline.knows`, are not reported. Files that several
    documents refer to are read once if these have one `cache`. Raises PackError.
    """
    return check_document(
        load(path, shown, limits),
        rules=rules,
        root=root,
        limits=limits,
        selection=selection,
        ignores=ignores,
        no_ignores=no_ignores,
        known=known,
        cache=cache,
    )


def check_document(
    document: Document,
    *,
    rules: Mapping[str, Rule[Any]] | None = None,
    root: Path | None = None,
    limits: Limits = DEFAULT_LIMITS,
    selection: Selection = EVERYTHING,
    ignores: Sequence[Ignore] = (),
    no_ignores: bool = False,
    known: Callable[[Identity], bool] | None = None,
    cache: FileCache | None = None,
) -> Checked:
    """Check a document that is loaded already; as `check` does it."""
    if rules is None:
        from preclear.rule import discover

        rules = discover()
    collection = Collection(document, limits.findings, Wanted(selection, ignores, no_ignores, known))
    collection.add_loaded(document)
    connector = None
    if document.loaded:
        connector = _examine(document, rules, root, limits, selection, collection, cache or FileCache())
    examined = connector.description.documents if connector is not None else ()
    outcome = collection.conclude(examined, all_kinds(rules))
    return Checked(
        document=document,
        findings=outcome.findings,
        counts=collection.counts,
        omitted=collection.omitted,
        connector=connector,
        is_openapi=mentions_openapi(Node(document, (), document.value)) if document.loaded else _looks_like(document),
        failed=collection.failed,
        suppressed=outcome.suppressed,
        known=outcome.known,
        of_use=outcome.of_use,
    )


def _examine(
    document: Document,
    rules: Mapping[str, Rule[Any]],
    root: Path | None,
    limits: Limits,
    selection: Selection,
    collection: Collection,
    cache: FileCache,
) -> Connector | None:
    version, fault = detect(Node(document, (), document.value))
    if fault is not None:
        collection.add_faults((fault,))
    if version is None:
        return None
    folder = root or (default_root(document.file) if document.file is not None else None)
    gate = Gate(folder, cache) if folder is not None else None
    description = Description(document, version, gate, limits)
    description.survey()
    collection.add_general(conformance_faults(description))
    collection.add_faults(description.faults)
    collection.set_replaced(description.misplaced.found)
    for other in description.documents[1:]:
        collection.add_loaded(other)
    collection.add_faults(schema_faults(description))
    collection.add_faults(example_faults(description))
    connector = build(description)
    run_rules(connector, rules.values(), selection, collection)
    return connector


def _looks_like(document: Document) -> bool:
    """Whether a text that could not be loaded was meant as OpenAPI: it has the key at the start of a line."""
    import re

    return re.search(OPENAPI_KEY, document.text, re.MULTILINE) is not None
