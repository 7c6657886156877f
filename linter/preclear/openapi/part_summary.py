"""What a description records of a part of another file, found once for all documents that refer to the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._records import NamedTuple
from preclear.openapi.references.misplaced import plain_field_references
from preclear.openapi.walk import PartWalk, may_have_reference

if TYPE_CHECKING:
    from preclear.openapi.walk import Visit
    from preclear.source import Node, Pointer

EXAMPLE_PARENTS = frozenset({"media type", "parameter", "header"})
LINKED_KINDS = frozenset({"link", "operation"})


class PartSummary(NamedTuple):
    """The visits of a part: all of them, its schemas, and those that need more than being counted among these."""

    identities: frozenset[tuple[int, Pointer, str]]
    schemas: list[Node]
    others: list[Visit]


def find_part_summary(part: Node, kind: str, series: str) -> PartSummary | None:
    """Return the summary of a part, if its file keeps the part's visits (see `walk_part`)."""
    kept = part.document.walks
    summary_key = ("summary", part.pointer, kind, series)
    summary = kept.get(summary_key)
    if isinstance(summary, PartSummary):
        return summary
    walk = kept.get((part.pointer, kind, series))
    if not isinstance(walk, PartWalk):
        return None
    summary = PartSummary(
        frozenset((id(node.document), node.pointer, kind) for kind, node in walk.visits),
        [node for kind, node in walk.visits if kind == "schema"],
        [visit for visit in walk.visits if _has_more(*visit)],
    )
    kept[summary_key] = summary
    return summary


def _has_more(kind: str, node: Node) -> bool:
    """Whether an object may have references or examples, or is one that links lead to."""
    is_relevant_kind = kind in EXAMPLE_PARENTS or kind in LINKED_KINDS
    return is_relevant_kind or may_have_reference(node.value) or bool(plain_field_references(kind, node))
