"""Findings in their order: sorted, merged, numbered."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.engine.finding import Finding
    from preclear.source import Pointer, Severity, Span


def sort_key(finding: Finding) -> tuple[str, Span, str, str]:
    """What findings are sorted by: file, line, column, rule, message."""
    return finding.path, finding.span, finding.rule.name, finding.message


def merge_equal(findings: Iterable[Finding], counts: Counter[Severity]) -> list[Finding]:
    """Merge those of sorted findings that say the same of the same text, which YAML gives to several nodes by an alias.

    Those that are merged are taken off `counts`.
    """
    merged: list[Finding] = []
    for _, group in groupby(findings, lambda finding: (sort_key(finding), finding.severity)):
        first, *others = group
        if others:
            counts[first.severity] -= len(others)
            first = replace(
                first,
                alike=tuple(place for finding in (first, *others) for place in finding.places),
                counterparts=tuple(place for finding in (first, *others) for place in finding.counterparts),
            )
        merged.append(first)
    return merged


def number(findings: list[Finding]) -> list[Finding]:
    """Number sorted findings of one rule at one part of one node, in place, and give them."""
    once: set[int] = set()
    repeated: set[int] = set()
    for finding in findings:
        mark = hash(_identity(finding))
        (repeated if mark in once else once).add(mark)
    seen: Counter[tuple[str, int, Pointer, str]] = Counter()
    for index, finding in enumerate(findings) if repeated else ():
        identity = _identity(finding)
        if hash(identity) not in repeated:
            continue
        nth = seen[identity]
        seen[identity] += 1
        if nth:
            findings[index] = replace(finding, nth=nth)
    return findings


def _identity(finding: Finding) -> tuple[str, int, Pointer, str]:
    return finding.rule.name, id(finding.document), finding.pointer, finding.part
