"""Which of the failures are told: of a choice the branch that was meant, of many alike the first.

None of it depends on the order of the keys of a schema: the first is the one that is the least deep, then the first in
the example's own order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi.examples.evaluator.checks import identity, is_listed
from preclear.openapi.examples.order import Order
from preclear.openapi.examples.wording import merged_types, said, title
from preclear.openapi.structure.choices import listing, mapping
from preclear.openapi.structure.wording import short
from preclear.source import Related, Report, together

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from preclear.openapi.examples.evaluator.outcome import Failure
    from preclear.openapi.examples.sites import Site
    from preclear.openapi.examples.wording import Said
    from preclear.source import Node, Place, Pointer
    from preclear.source.suggest import Suggester

MOST = 5
"""Findings of one example that are told."""
APART = 2
"""Examples that are told of one by one where the same is wrong with them."""


class Cause(NamedTuple):
    """What is wrong with one example: in words, what makes it the same as another, and how often it is in it again."""

    said: Said
    alike: Hashable
    again: int
    left_out: int = 0


def causes(failures: tuple[Failure, ...], site: Site, suggester: Suggester) -> list[Cause]:
    """What is wrong with one example, each cause once, in the example's order; the first `MOST` of them.

    The same schema, and the same of its keywords, is one cause. What two schemas say alike are two, but for the format
    of a property that is called the same: it is filled in the same way, wherever a document describes it.
    """
    order = Order(site.value)
    failures = tuple(sorted(failures, key=order.of))
    found: dict[Hashable, Cause] = {}
    places: set[Hashable] = set()
    repeated: set[Hashable] = set()
    mistyped = {failure.node.pointer for failure in failures if failure.keyword == "type"}
    misspelled = _misspelled(failures, suggester)
    for failure in failures:
        if failure.keyword == "required" and (failure.node.pointer, failure.names) in misspelled:
            continue
        if _is_listed(failure) or (failure.keyword != "type" and failure.node.pointer in mistyped):
            continue
        meant, of = _meant_failure(failure, order)
        alike = _alike(meant)
        if alike in found:
            again = found[alike].again + ((alike, meant.node.pointer) not in places)
            found[alike] = found[alike]._replace(again=again)
        elif alike not in repeated:
            told = said(meant, site, suggester)
            told = told._replace(message=told.message + of)
            where = (told.at, told.message)
            if where in places:
                repeated.add(alike)  # another schema beside says the same
            else:
                found[alike] = Cause(told, alike, 0)
            places.add(where)
        places.add((alike, meant.node.pointer))
    listed = list(found.values())
    if len(listed) > MOST:
        listed[MOST - 1 :] = [listed[MOST - 1]._replace(left_out=len(listed) - MOST)]
    return listed


def _alike(failure: Failure) -> Hashable:
    schema = failure.schema
    if failure.keyword == "format" and schema.pointer[-2:-1] == ("properties",):
        return schema.mapping.get("format"), schema.pointer[-1]
    names = () if failure.keyword == "contains" else failure.names
    return id(schema.document), schema.pointer, failure.keyword, names


def _is_listed(failure: Failure) -> bool:
    """Whether a value is of another type than its schema wants and listed in its `enum`: that is reported there."""
    if failure.keyword != "type":
        return False
    schema = failure.schema.mapping
    value, const = failure.node.value, schema.get("const")
    same = "const" in schema and identity(value) == identity(const)
    return same or is_listed(value, listing(schema.get("enum")))


def _misspelled(failures: tuple[Failure, ...], suggester: Suggester) -> set[tuple[Pointer, tuple[str, ...]]]:
    """What is missing, and where, that is there by a name that is not expected: that name is reported already."""
    unexpected = {
        (failure.node.pointer, failure.names)
        for failure in failures
        if failure.keyword in ("additionalProperties", "unevaluatedProperties") and len(failure.names) == 1
    }
    there = {pointer for pointer, _ in unexpected}
    return {
        (failure.node.pointer, failure.names)
        for failure in failures
        if failure.keyword == "required" and len(failure.names) == 1 and failure.node.pointer in there
        if (failure.node.pointer, (suggester.nearest(failure.names[0], failure.node.mapping),)) in unexpected
    }


def reports(found: list[Cause]) -> Iterator[Report]:
    """What is reported of all examples: the same cause in more than `APART` of them is told of at the first of them."""
    groups: dict[Hashable, dict[Place, Cause]] = {}
    for cause in found:  # an example that stands in a component is held against every schema that it is given for
        groups.setdefault(cause.alike, {}).setdefault(cause.said.at, cause)
    for group in groups.values():
        if len(group) <= APART:
            yield from (_report(cause, []) for cause in group.values())
        else:
            yield from _shared(group)


def _shared(group: dict[Place, Cause]) -> Iterator[Report]:
    def tell(places: Sequence[Place]) -> Report:
        first, *others = (group[place] for place in places)
        return _report(first, others)

    yield from together([*group], tell)


def _report(cause: Cause, others: list[Cause]) -> Report:
    told, message = cause.said, cause.said.message
    if cause.again:
        message += f"; the same at {cause.again} more place{'' if cause.again == 1 else 's'} of this example"
    if cause.left_out:
        message += f"; {cause.left_out} more fault{'' if cause.left_out == 1 else 's'} of this example not shown"
    if others:
        message += f"; the same in {len(others)} more example{'' if len(others) == 1 else 's'}"
    related = [Related("the schema says so here", told.schema)]
    related += [Related("the same", other.said.at) for other in others[:3]]
    return Report(message, told.at, help=told.help, related=tuple(related))


def _meant_failure(failure: Failure, order: Order) -> tuple[Failure, str]:
    """The failure within one that was meant, and words for the branches that led to it."""
    meant, of = failure, ""
    while meant.keyword in ("oneOf", "anyOf") and meant.branches[0][1]:
        branch = _meant(meant)
        if branch is None:
            break
        of = _which(meant, branch)
        meant = min(branch[1], key=order.of)
    return meant, of


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
    name = title(branch[0])
    if len(failure.branches) < 2 or not name:
        return ""
    return f" ({short(name)}, the closest of {len(failure.branches)} under `{failure.keyword}`)"
