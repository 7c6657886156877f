"""What a comparison covers, in words."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from preclear.source import format_count

_LINE_LENGTH = 80

if TYPE_CHECKING:
    from preclear.mapping.comparison.result import ComparedKind, ComparedResources, Comparison

_PLURALS = {
    "summary": "summaries",
    "request body": "request bodies",
    "accept": "accept lists",
    "defaultScopes": "defaultScopes",
}


def describe_compared(comparison: Comparison) -> str:
    """Return what is as planned: `the connector, 11 of 12 actions, 9 definitions`; empty if nothing was compared."""
    return ", ".join(_describe_resources(kind, resources) for kind, resources in comparison.compared.items())


def describe_unknown(comparison: Comparison) -> str:
    """Return what the answer doesn't say: `9 schemas, 2 summaries`; empty if it says everything."""
    parts = (
        "the connector" if noun == "connector" else format_count(count, noun, _PLURALS.get(noun))
        for noun, count in comparison.unknown.items()
    )
    return ", ".join(parts)


def wrap_counts(text: str, width: int = _LINE_LENGTH, indent: str = "") -> list[str]:
    """Wrap a list of counts after its commas; every line but the first begins with `indent`."""
    text = text.replace(", ", "\n").replace(" ", "\xa0").replace("\n", ", ").replace("\xa0(", " (")
    lines = textwrap.wrap(text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return [line.replace("\xa0", " ") for line in lines]


def _describe_resources(kind: ComparedKind, resources: ComparedResources) -> str:
    matching, total = resources.matching_count, resources.resource_count
    if kind == "connector":
        return "the connector" if matching else "not the connector itself"
    return format_count(total, kind) if matching == total else f"{matching:,} of {format_count(total, kind)}"
