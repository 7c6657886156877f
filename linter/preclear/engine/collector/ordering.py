"""Sorts, merges and numbers findings."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from preclear._records import replace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.engine.finding import Finding
    from preclear.source import Pointer, Severity, Span


def sort_key(finding: Finding) -> tuple[str, Span, str, str]:
    """Return the key that sorts findings by file, line, column, rule and message."""
    return finding.path, finding.span, finding.rule.name, finding.message


def merge_equal_findings(findings: Iterable[Finding], counts: Counter[Severity]) -> list[Finding]:
    """Merge equal findings about the same text, which a YAML alias makes the text of several nodes.

    `findings` must be sorted. `counts` is reduced by the number of merged findings.
    """
    merged: list[Finding] = []
    for _, group in groupby(findings, lambda finding: (sort_key(finding), finding.severity)):
        first, *others = group
        if others:
            counts[first.severity] -= len(others)
            first = replace(
                first,
                group_places=tuple(place for finding in (first, *others) for place in finding.places),
                counterparts=tuple(place for finding in (first, *others) for place in finding.counterparts),
                checked_places=tuple(place for finding in (first, *others) for place in finding.checked_places),
            )
        merged.append(first)
    return merged


def number_findings(findings: list[Finding]) -> list[Finding]:
    """Number the findings of one rule at one part of one node, in place. `findings` must be sorted."""
    seen_hashes: set[int] = set()
    repeated_hashes: set[int] = set()
    for finding in findings:
        identity_hash = hash(_identity_key(finding))
        (repeated_hashes if identity_hash in seen_hashes else seen_hashes).add(identity_hash)
    counts: Counter[tuple[str, int, Pointer, str]] = Counter()
    for index, finding in enumerate(findings) if repeated_hashes else ():
        identity = _identity_key(finding)
        if hash(identity) not in repeated_hashes:
            continue
        nth = counts[identity]
        counts[identity] += 1
        if nth:
            findings[index] = replace(finding, nth=nth)
    return findings


def _identity_key(finding: Finding) -> tuple[str, int, Pointer, str]:
    return finding.rule.name, id(finding.document), finding.pointer, finding.part
