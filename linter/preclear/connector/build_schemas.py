"""From the schema of a parameter to its types and its default."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from preclear.connector.schema import Types
from preclear.connector.value import Value
from preclear.source import Node

if TYPE_CHECKING:
    from preclear.openapi import Description
    from preclear.source import Pointer

_Identity: TypeAlias = "tuple[int, Pointer]"


class _Reading(NamedTuple):
    """What one schema says: the types that it allows, whether a dead end hides some, its conjuncts.

    `default` is the first of the conjuncts that has one.
    """

    types: tuple[Value[str], ...]
    unknown: bool
    conjuncts: tuple[Node, ...]
    default: Node | None


class Schemas:
    """How schemas are put together: by `$ref`, by what stands beside one, and by `allOf`, `oneOf` and `anyOf`.

    From OpenAPI 3.1 on all keywords of a schema count together, those beside a `$ref` and those behind it (JSON Schema
    2020-12, 8.2.3.1); in 3.0 nothing counts beside a `$ref`. What many refer to is read once.
    """

    def __init__(self, description: Description) -> None:
        self._description = description
        self._beside = description.version.series != "3.0"
        self._saying: dict[_Identity, Node] = {}
        self._readings: dict[_Identity, _Reading] = {}

    def types(self, schema: Node) -> Types:
        """The types that `schema` allows: its `type`, else those that its `$ref`, `allOf`, `oneOf`, `anyOf` lead to."""
        types, unknown, _, _ = self._read(schema)
        via = Node(schema.document, (*schema.pointer, "$ref"), None).place if "$ref" in schema.mapping else None
        return Types(types, via, unknown, schema.lacks("type"))

    def conjuncts(self, schema: Node) -> tuple[Node, ...]:
        """The schemas that a value must fit, each of them, to fit `schema`: itself, those in `allOf` or behind `$ref`.

        What is written out comes before what a `$ref` leads to, so that the first that says something is the nearest.
        """
        return self._read(schema).conjuncts

    def default(self, schema: Node) -> Node | None:
        """The first of the conjuncts of `schema` that has a default."""
        return self._read(schema).default

    def _read(self, schema: Node) -> _Reading:
        start = schema if self._counts(schema) else self._behind(schema)
        if start is None:
            return _Reading((), True, (), None)
        found = self._readings.get(start.identity)
        if found is None:
            types, unknown = self._types(start)
            conjuncts = self._conjuncts(start)
            default = next((each for each in conjuncts if "default" in each.mapping), None)
            found = self._readings[start.identity] = _Reading(types, unknown, conjuncts, default)
        return found

    def _types(self, schema: Node) -> tuple[tuple[Value[str], ...], bool]:
        found: dict[str, Value[str]] = {}
        unknown = False
        been: set[_Identity] = set()
        stack = [schema]
        while stack:
            node = stack.pop()
            identity = node.identity
            if identity in been:
                continue
            been.add(identity)
            own = _own_types(node) if self._counts(node) else None
            for value in own or ():
                if value.value != "null":
                    found.setdefault(value.value, value)
            if own is None:
                further = self._choices(node)
                unknown = unknown or None in further
                stack.extend(each for each in reversed(further) if each is not None)
        return tuple(found.values()), unknown

    def _conjuncts(self, schema: Node) -> tuple[Node, ...]:
        found: dict[_Identity, Node] = {}
        been: set[_Identity] = set()
        level = [schema]
        while level:
            further: list[Node] = []
            stack = level[::-1]
            while stack:
                node = stack.pop()
                identity = node.identity
                if identity in been:
                    continue
                been.add(identity)
                target = self._behind(node) if _refers(node) else None
                further.extend([] if target is None else [target])
                if self._counts(node):
                    found[identity] = node
                    stack.extend(reversed(_parts(node, "allOf")))
            level = further
        return tuple(found.values())

    def _choices(self, node: Node) -> list[Node | None]:
        """The schemas that may say the type of one that does not; None for a dead end."""
        found: list[Node | None] = [self._behind(node)] if _refers(node) else []
        if self._counts(node):
            for word in ("allOf", "anyOf", "oneOf"):
                found.extend(_parts(node, word))
        return found

    def _counts(self, node: Node) -> bool:
        """Whether `node` itself says anything: not where it is a `$ref` alone, or has what is not read beside one."""
        return not _refers(node) or (self._beside and len(node.mapping) > 1)

    def _behind(self, node: Node) -> Node | None:
        """What the `$ref` of `node` leads to: the first that is no `$ref` alone. None for a dead end or a loop."""
        target = self._description.resolve(node)
        if target is None or not self._beside:
            return target
        way: list[_Identity] = []
        at = node
        while at is node or not self._counts(at):
            identity = at.identity
            known = self._saying.get(identity)
            hop = None if known is not None else self._description.references.follow(at)
            if hop is None or hop.node is None:
                at = known or target
                break
            way.append(identity)
            at = hop.node
        for each in way:
            self._saying[each] = at
        return at


def _refers(node: Node) -> bool:
    return node.text("$ref") is not None


def _parts(node: Node, word: str) -> list[Node]:
    held = node.get(word)
    return [] if held is None else list(held.items())


def _own_types(node: Node) -> list[Value[str]] | None:
    """The types that `node` itself names, `null` among them; None where it says nothing of types."""
    written = node.get("type")
    if written is None or not isinstance(written.value, str | list):
        return None
    return [Value(each.value, each.place) for each in (written, *written.items()) if isinstance(each.value, str)]
