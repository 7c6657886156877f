"""Reports converted to findings, and findings in their order: sorted, merged, numbered."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from preclear.engine.finding import Finding, RelatedPlace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.source import Kind, Pointer, Related, Report, Severity, Span

_EMPTY_NAME = re.compile(r"(?<![^\s(])``(?![^\s),;:.?])")


def convert(kind: Kind, report: Report) -> Finding:
    """Convert a report to a finding. Raises LookupError where its place does not exist."""
    place = report.at.place
    return Finding(
        rule=kind,
        severity=report.severity or kind.severity,
        message=_with_empty_names(report.message),
        help=_with_empty_names(report.help) if report.help else report.help,
        place=place,
        span=place.span,
        related=tuple(_related(each) for each in report.related),
        alike=tuple(report.alike.places) if report.alike else (),
        counterparts=report.counterparts,
    )


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


def _with_empty_names(text: str) -> str:
    """`text` with quotes in the backticks around an empty name: else nothing shows that there is one."""
    return _EMPTY_NAME.sub('`""`', text) if "``" in text else text


def _related(related: Related) -> RelatedPlace:
    place = related.at.place
    return RelatedPlace(_with_empty_names(related.message), place, place.span)
