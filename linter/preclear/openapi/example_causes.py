"""Which of an example's failures are told: of a choice the branch that was meant, of many alike the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.choices import mapping
from preclear.openapi.example_wording import merged_types, said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.openapi.example_outcome import Failure
    from preclear.openapi.example_sites import Site
    from preclear.openapi.example_wording import Said
    from preclear.source import Node

MOST = 5
"""Findings of one example that are told."""


def causes(failures: Iterable[Failure], site: Site) -> list[tuple[Said, str]]:
    """The failures of one example in words, each cause once, in the order of the schema, with what is said of others."""
    found: dict[tuple[object, ...], Said] = {}
    again: dict[tuple[object, ...], int] = {}
    for failure in failures:
        told, keyword, names = _told(failure, site)
        identity = (id(told.schema.document), told.schema.pointer, keyword, names)
        again[identity] = again.get(identity, 0) + 1
        found.setdefault(identity, told)
    listed: list[tuple[Said, str]] = []
    for identity, told in found.items():
        more = again[identity] - 1
        listed.append((told, f", as {more} more of this example do" if more > 1 else ", as 1 more does" if more else ""))
    if len(listed) > MOST:
        told, more = listed[MOST - 1]
        left = len(listed) - MOST
        listed[MOST - 1:] = [(told, f"{more}; {left} more fault{'' if left == 1 else 's'} of this example not shown")]
    return listed


def _told(failure: Failure, site: Site) -> tuple[Said, str, tuple[str, ...]]:
    meant, of = failure, ""
    while meant.keyword in ("oneOf", "anyOf") and meant.branches[0][1]:
        branch = _meant(meant)
        if branch is None:
            break
        of = _which(meant, branch)
        meant = branch[1][0]
    told = said(meant, site)
    return told._replace(message=told.message + of), meant.keyword, meant.names


def _meant(failure: Failure) -> tuple[Node, tuple[Failure, ...]] | None:
    """The branch that the value was meant for, where that can be told; never one that wants another type."""
    if merged_types(failure):
        return None
    named = _by_discriminator(failure)
    if named is not None:
        return named
    node = failure.node
    fitting = [branch for branch in failure.branches if not any(_is_root_type(each, node) for each in branch[1])]
    if len(fitting) == 1:
        return fitting[0]
    if not isinstance(node.value, dict | list):
        return None
    ranked = sorted(fitting, key=_distance)
    return ranked[0] if ranked and _distance(ranked[0]) < _distance(ranked[1]) else None


def _is_root_type(failure: Failure, node: Node) -> bool:
    if failure.node.pointer != node.pointer:
        return False
    if failure.keyword in ("anyOf", "oneOf"):
        return bool(merged_types(failure))
    return failure.keyword == "type"


def _distance(branch: tuple[Node, tuple[Failure, ...]]) -> tuple[int, int]:
    """How far a value is from a branch: first by the tags that differ, then by all that is wrong."""
    failures = branch[1]
    tags = sum(each.keyword in ("enum", "const") for each in failures)
    return tags, sum(max(1, len(each.names)) for each in failures)


def _by_discriminator(failure: Failure) -> tuple[Node, tuple[Failure, ...]] | None:
    discriminator = mapping(failure.schema.mapping.get("discriminator"))
    value = failure.node.mapping.get(str(discriminator.get("propertyName")))
    if not isinstance(value, str):
        return None
    meant = mapping(discriminator.get("mapping")).get(value, value)
    for branch in failure.branches:
        reference = branch[0].text("$ref")
        if reference is not None and (reference == meant or reference.rpartition("/")[2] == meant):
            return branch
    return None


def _which(failure: Failure, branch: tuple[Node, tuple[Failure, ...]]) -> str:
    from preclear.openapi.example_wording import title
    from preclear.openapi.wording import short

    name = title(branch[0])
    if len(failure.branches) < 2 or not name:
        return ""
    return f" ({short(name)}, the closest of {len(failure.branches)} under `{failure.keyword}`)"
