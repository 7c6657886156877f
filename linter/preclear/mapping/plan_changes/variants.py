"""The variants of a `oneOf` or `anyOf`: which are the same on both sides."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from preclear.mapping.plan_changes.schema_view import make_view, resolve_schema
from preclear.mapping.plan_changes.snapshot import make_text

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from preclear.mapping.plan_changes.schema_view import SchemaView
    from preclear.mapping.plan_changes.snapshot import SchemaSource
    from preclear.source import Node, Pointer

_UNION_KEYWORDS = frozenset({"$ref", "allOf", "anyOf", "description", "discriminator", "oneOf", "title"})


class VariantMatches(NamedTuple):
    """The variants that both sides have, and those that only one has."""

    pairs: list[tuple[Node, Node]]
    removed: list[Node]
    added: list[Node]


class VariantMatcher:
    """Matches variants by the definition that they refer to, by their text, by their types, and then by their order."""

    def __init__(
        self,
        old: SchemaSource,
        new: SchemaSource,
        matched: Mapping[tuple[int, Pointer], tuple[int, Pointer]],
    ) -> None:
        """`matched` has the identity of the old schema for that of each new one that's the same definition."""
        self._old = old
        self._new = new
        self._matched = matched

    def match(self, old: Sequence[Node], new: Sequence[Node]) -> VariantMatches:
        """Match variants. Those of one kind that several of a side have are left to the next kind."""
        matches = VariantMatches([], list(old), list(new))
        keys: tuple[tuple[Callable[[Node], Hashable], Callable[[Node], Hashable]], ...] = (
            (self._old_identity, self._new_identity),
            (_text, _text),
            (self._old_types, self._new_types),
        )
        for old_key, new_key in keys:
            _match_by(matches, old_key, new_key)
        if len(matches.removed) == len(matches.added):
            matches.pairs.extend(zip(matches.removed, matches.added, strict=True))
            matches.removed.clear()
            matches.added.clear()
        return matches

    def _old_identity(self, node: Node) -> Hashable:
        target = resolve_schema(node, self._old)
        return None if target is None else target.identity

    def _new_identity(self, node: Node) -> Hashable:
        target = resolve_schema(node, self._new)
        return None if target is None else self._matched.get(target.identity)

    def _old_types(self, node: Node) -> Hashable:
        return _types(make_view(node, self._old))

    def _new_types(self, node: Node) -> Hashable:
        return _types(make_view(node, self._new))


def is_union(view: SchemaView) -> bool:
    """Whether a schema is nothing but a list of variants."""
    return bool(view.variants) and all(keyword in _UNION_KEYWORDS for part in view.parts for keyword in part.mapping)


def name_variant(node: Node) -> str:
    """Return the name of a variant in messages: the end of its reference, its title, its type, or its text."""
    reference = node.text("$ref")
    if reference is not None:
        return reference.rpartition("/")[2]
    return node.text("title") or node.text("type") or make_text(node.value)


def _text(node: Node) -> Hashable:
    return make_text(node.value)


def _types(view: SchemaView | None) -> Hashable:
    types = None if view is None else view.types
    return None if types is None else tuple(sorted(types))


def _match_by(
    matches: VariantMatches, old_key: Callable[[Node], Hashable], new_key: Callable[[Node], Hashable]
) -> None:
    """Match the variants with a key that only one of each side has."""
    old_by_key: defaultdict[Hashable, list[Node]] = defaultdict(list)
    new_by_key: defaultdict[Hashable, list[Node]] = defaultdict(list)
    for node in matches.removed:
        old_by_key[old_key(node)].append(node)
    for node in matches.added:
        new_by_key[new_key(node)].append(node)
    pairs = [
        (old_by_key[key][0], nodes[0])
        for key, nodes in new_by_key.items()
        if key is not None and len(nodes) == len(old_by_key.get(key, [])) == 1
    ]
    old_matched, new_matched = (
        ({id(node) for node in nodes} for nodes in zip(*pairs, strict=True)) if pairs else ((), ())
    )
    matches.pairs.extend(pairs)
    matches.removed[:] = [node for node in matches.removed if id(node) not in old_matched]
    matches.added[:] = [node for node in matches.added if id(node) not in new_matched]
