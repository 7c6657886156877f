"""A field of a resource of the import: its value and the place in the document that it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from preclear.source import Json, Node

if TYPE_CHECKING:
    from preclear.source import Place

T = TypeVar("T")


class Value(NamedTuple, Generic[T]):
    """What a field holds, true where the document says it.

    Where it does not (`given` is false), `value` is what the import would go on with (empty text, False, the default
    of the specification), and `place` is the node that should hold it, with `place.missing` naming the key.
    """

    value: T
    place: Place
    given: bool = True

    def __bool__(self) -> bool:
        return self.given

    def __str__(self) -> str:
        return str(self.value)


def text_of(value: Json) -> str | None:
    """A text itself, a number or boolean as JSON writes it; None for null, a list and a mapping."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None or isinstance(value, dict | list) else str(value)


def text_value(node: Node, key: str) -> Value[str]:
    """The text under `key` of `node`. A number or boolean counts as its text: that it is none is told elsewhere."""
    held = node.mapping.get(key)
    text = text_of(held)
    if text is None:
        return Value("", node.lacks(key) if held is None else _at(node, key), given=False)
    return Value(text, _at(node, key))


def flag_value(node: Node, key: str) -> Value[bool]:
    """The boolean under `key` of `node`; False where there is none."""
    held = node.mapping.get(key)
    if isinstance(held, bool):
        return Value(held, _at(node, key))
    return Value(False, node.lacks(key) if held is None else _at(node, key), given=False)


def any_value(node: Node, key: str) -> Value[Json]:
    """Whatever stands under `key` of `node`, null included; None where there is nothing."""
    mapping = node.mapping
    if key in mapping:
        return Value(mapping[key], _at(node, key))
    return Value(None, node.lacks(key), given=False)


def _at(node: Node, key: str) -> Place:
    return Node(node.document, (*node.pointer, key), None).place
