"""Compares schemas and everything that they refer to, each pair once for each way in which it's used.

The walk needs no recursion: cycles end at pairs that were compared before. Both the pairs and the steps are bounded,
because two sides with unlike references can have very many pairs.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, TypeAlias

from preclear.mapping.plan_changes.change import MAX_USERS
from preclear.mapping.plan_changes.direction import Direction, breaks
from preclear.mapping.plan_changes.schema_checks import CHECKS, Difference, check_properties
from preclear.mapping.plan_changes.schema_context import Context, KnownDefinitions, join_path
from preclear.mapping.plan_changes.schema_view import (
    find_definition,
    is_reference,
    iter_subschema_pairs,
    make_view,
    resolve_schema,
)
from preclear.mapping.plan_changes.users import PairUsers
from preclear.mapping.plan_changes.variants import VariantMatcher, is_union, name_variant
from preclear.source import truncate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.mapping.plan_changes.change import Resource
    from preclear.mapping.plan_changes.collector import ChangeCollector
    from preclear.mapping.plan_changes.schema_view import SchemaView
    from preclear.mapping.plan_changes.snapshot import ContentSnapshot, SchemaSource
    from preclear.source import Node, Place, Pointer

    _Identity: TypeAlias = "tuple[int, Pointer]"

_MAX_NAME_LENGTH = 60
MAX_PAIRS = 1_000_000
MAX_STEPS = 10_000_000
"""Limits of one comparison; a document with 1,100 operations needs about a tenth of them."""

_OTHER_SCHEMA_KEYWORDS = (
    "contains",
    "dependentSchemas",
    "else",
    "if",
    "not",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
)
"""Keywords whose schemas are only compared as a whole."""


class _Pair:
    """Two schemas that are compared. `direction` says in which ways they have been."""

    __slots__ = ("context", "direction", "new", "new_site", "old", "old_site")

    def __init__(self, old: Node, new: Node, sites: tuple[Node, Node], context: Context) -> None:
        """`sites` are where the schemas were found first: a `$ref`, or the schema itself."""
        self.old = old
        self.new = new
        self.old_site, self.new_site = sites
        self.context = context
        self.direction: Direction | None = None


class SchemaWalk:
    """The comparison of all schemas of two sides."""

    def __init__(
        self,
        old: SchemaSource,
        new: SchemaSource,
        definitions: KnownDefinitions,
    ) -> None:
        self._old = old
        self._new = new
        self._matcher = VariantMatcher(old, new, definitions.matched)
        self.is_complete: bool = True
        self._definitions = definitions
        self._pairs: dict[tuple[_Identity, _Identity], int] = {}
        self._by_index: list[_Pair] = []
        self._queue: deque[tuple[int, Direction]] = deque()
        self._users = PairUsers()
        self._differences: dict[Difference, dict[int, Direction]] = {}
        self._steps = 0

    def is_unknown(self, content: ContentSnapshot) -> bool:
        """Whether the old side has a definition for `content`, but not its schema."""
        return content.definition is not None and content.definition in self._definitions.unknown

    def add_root(self, old: Node, new: Node, direction: Direction, resource: Resource, label: str) -> None:
        """Add the schemas of a part of an operation, such as `response 200`."""
        index = self._add_pair(old, new, direction, Context(resource, label, ""))
        if index is not None:
            self._users.add_root(index, resource.name)

    def add_definition(self, old: Node, new: Node, resource: Resource) -> None:
        """Add the schemas of a definition, whether or not an operation uses it."""
        self._add_pair(old, new, Direction.NONE, Context(resource, "", ""))

    def run(self) -> None:
        """Compare all schemas."""
        while self._queue:
            index, direction = self._queue.popleft()
            self._compare(index, direction)

    def report(self, collector: ChangeCollector) -> None:
        """Add all differences to `collector`."""
        for difference, directions in self._differences.items():
            context = self._find_owner(difference, directions)
            is_breaking = any(_breaks(difference, direction) for direction in directions.values())
            collector.add(
                context.resource,
                "changed",
                difference.code,
                context.describe(difference.path, difference.message),
                is_breaking=is_breaking,
                place=difference.place,
                old_place=difference.old_place if self._old.has_places else None,
                users=self._users.find(directions, MAX_USERS),
            )

    def _find_owner(self, difference: Difference, directions: Mapping[int, Direction]) -> Context:
        """Return what a difference is about: the pair whose new schema contains its text, else the first."""
        document, pointer = difference.place.document, difference.place.pointer
        pairs = [self._by_index[index] for index in directions]
        for pair in pairs:
            start = pair.new.pointer
            if pair.new.document is document and pointer[: len(start)] == start:
                return pair.context
        return pairs[0].context

    def _link(self, parent: int, old: Node, new: Node, direction: Direction, step: str) -> None:
        """Add two schemas below the pair `parent`. `step` is the path from there."""
        context = self._by_index[parent].context
        index = self._add_pair(old, new, direction, context._replace(path=join_path(context.path, step)))
        if index is not None:
            self._users.add_parent(index, parent)

    def _add_difference(self, index: int, difference: Difference, direction: Direction) -> None:
        """Record a difference of a pair."""
        directions = self._differences.setdefault(difference, {})
        directions[index] = directions.get(index, Direction.NONE) | direction

    def _view(self, node: Node, source: SchemaSource, site: Node) -> SchemaView | None:
        """Read a schema with everything that applies together with it."""
        view = make_view(node, source, site)
        self._steps += 1 if view is None else len(view.parts) + sum(len(part.mapping) for part in view.parts)
        self.is_complete = self.is_complete and self._steps <= MAX_STEPS
        return view

    def _add_pair(self, old: Node, new: Node, direction: Direction, context: Context) -> int | None:
        """Queue a pair for the ways in which it hasn't been compared. None if a reference leads nowhere."""
        resolved_old, resolved_new = resolve_schema(old, self._old), resolve_schema(new, self._new)
        if resolved_old is None or resolved_new is None:
            return None
        key = resolved_old.identity, resolved_new.identity
        index = self._pairs.get(key)
        if index is None:
            if len(self._pairs) >= MAX_PAIRS or not self.is_complete:
                self.is_complete = False
                return None
            index = self._pairs[key] = len(self._by_index)
            if self._definitions.matched.get(resolved_new.identity) == resolved_old.identity:
                context = Context(self._definitions.resources[resolved_new.identity], "", "")
            self._by_index.append(_Pair(resolved_old, resolved_new, (old, new), context))
        pair = self._by_index[index]
        known = pair.direction
        if known is None or direction | known != known:
            pair.direction = direction if known is None else direction | known
            self._queue.append((index, direction))
        return index

    def _compare(self, index: int, direction: Direction) -> None:
        pair = self._by_index[index]
        self._compare_names(index, direction)
        if pair.old.value == pair.new.value:
            self._link_references(index, pair.old, pair.new, direction)
            return
        old = self._view(pair.old, self._old, pair.old_site)
        new = self._view(pair.new, self._new, pair.new_site)
        if old is None or new is None:
            return
        if (old.variants or new.variants) and self._compare_variants(index, old, new, direction):
            return
        for check in CHECKS:
            for difference in check(old, new):
                self._add_difference(index, difference, direction)
        for difference in check_properties(old, new, self._has_flag):
            self._add_difference(index, difference, direction)
        self._link_children(index, old, new, direction)

    def _compare_names(self, index: int, direction: Direction) -> None:
        """Report a definition that is used in place of another one. The difference of the two follows."""
        pair, known = self._by_index[index], self._definitions
        old = find_definition(pair.old_site, self._old, known.old_names)
        new = find_definition(pair.new_site, self._new, known.new_names)
        if old is None or new is None or known.matched.get(new.identity) == old.identity:
            return
        old_name, new_name = known.old_names[old.identity], known.new_names[new.identity]
        message = f"is now defined by `{new_name}`; was by `{old_name}`"
        difference = Difference("replaced-definition", message, pair.new_site.key, pair.old_site.key)
        self._add_difference(index, difference, direction)

    def _compare_variants(self, index: int, old: SchemaView, new: SchemaView, direction: Direction) -> bool:
        """Compare the variants of two schemas. Return whether there is nothing else to compare."""
        pair = self._by_index[index]
        has_both = bool(old.variants) and bool(new.variants)
        if not has_both and not is_union(old) and not is_union(new):
            message = "now has variants; had none" if new.variants else "no longer has variants"
            places = new.place_of("oneOf", "anyOf"), old.place_of("oneOf", "anyOf")
            is_narrower = bool(new.variants)
            difference = Difference("changed-variants", message, *places, is_narrower, not is_narrower)
            self._add_difference(index, difference, direction)
            return False
        matches = self._matcher.match(old.variants or (pair.old,), new.variants or (pair.new,))
        for before, after in matches.pairs:
            self._link(index, before, after, direction, "")
        for node in matches.removed:
            message = f"no longer has the variant `{truncate(name_variant(node), _MAX_NAME_LENGTH)}`"
            difference = Difference("removed-variant", message, _place_of_variants(new), node.key, narrows=True)
            self._add_difference(index, difference, direction)
        for node in matches.added:
            message = f"also has the variant `{truncate(name_variant(node), _MAX_NAME_LENGTH)}`"
            difference = Difference("added-variant", message, node.key, _place_of_variants(old), widens=True)
            self._add_difference(index, difference, direction)
        return not has_both

    def _link_children(self, index: int, old: SchemaView, new: SchemaView, direction: Direction) -> None:
        new_properties = new.properties
        for name, before in old.properties.items():
            after = new_properties.get(name)
            if after is not None:
                self._link(index, before, after, self._narrow_direction(after, direction), name)
        for keyword, step in (("items", "[]"), ("additionalProperties", "*")):
            was, now = old.find(keyword), new.find(keyword)
            if was is not None and now is not None:
                self._link(index, was, now, direction, step)
        for keyword in _OTHER_SCHEMA_KEYWORDS:
            was, now = old.find(keyword), new.find(keyword)
            if was is not None and now is not None and was.value == now.value:
                self._link_references(index, was, now, direction)

    def _link_references(self, index: int, old: Node, new: Node, direction: Direction) -> None:
        """Add what two schemas with equal texts refer to."""
        stack = [(old, new, direction)]
        while stack:
            was, now, way = stack.pop()
            self._steps += 1
            if is_reference(now):
                targets = self._old.follow(was), self._new.follow(now)
                if targets[0] is not None and targets[1] is not None:
                    self._link(index, targets[0], targets[1], way, "")
            if not is_reference(now) or self._new.has_ref_siblings:
                for keyword, before, after in iter_subschema_pairs(was, now):
                    is_property = keyword == "properties"
                    stack.append((before, after, self._narrow_direction(after, way) if is_property else way))

    def _narrow_direction(self, node: Node, direction: Direction) -> Direction:
        """Return the ways in which a property matters: a `readOnly` one isn't sent, a `writeOnly` one not received."""
        if self._has_flag(node, "readOnly"):
            direction &= ~Direction.SENT
        return direction & ~Direction.RECEIVED if self._has_flag(node, "writeOnly") else direction

    def _has_flag(self, node: Node, keyword: str) -> bool:
        resolved = resolve_schema(node, self._new)
        return any(schema is not None and schema.mapping.get(keyword) is True for schema in (node, resolved))


def _place_of_variants(view: SchemaView) -> Place:
    """Return the place of the variants; where the schema is used if it has none."""
    return next((node.key for keyword in ("oneOf", "anyOf") if (node := view.find(keyword))), view.site.key)


def _breaks(difference: Difference, direction: Direction) -> bool:
    if not difference.is_sent:
        direction &= ~Direction.SENT
    if not difference.is_received:
        direction &= ~Direction.RECEIVED
    return breaks(direction, narrows=difference.narrows, widens=difference.widens)
