"""A field of a resource of the import: its value and the place in the document that it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from preclear.source import Json, Node, Place

if TYPE_CHECKING:
    from preclear.source import HasPlace

T = TypeVar("T")


class Value(NamedTuple, Generic[T]):
    """What a field holds, true where the document says it.

    Where it does not (`is_present` is false), `value` is what the import would go on with (empty text, False, the
    default of the specification), and `place` is the node that should hold it, with `place.missing` naming the key.
    `owner` is what has that place or, with a `key`, the node whose field it is: places of all fields of all operations
    would take more memory than everything else.
    """

    value: T
    owner: HasPlace
    is_present: bool = True
    key: str | None = None

    @property
    def place(self) -> Place:
        """Where the document says it, or should."""
        owner, key = self.owner, self.key
        if key is None or not isinstance(owner, Node):
            return owner.place
        if self.is_present or owner.mapping.get(key) is not None:
            return Place(owner.document, (*owner.pointer, key))
        return owner.missing_key(key)

    def __bool__(self) -> bool:
        return self.is_present

    def __str__(self) -> str:
        return str(self.value)


def scalar_text(value: Json) -> str | None:
    """A text itself, a number or boolean as JSON writes it; None for null, a list and a mapping."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None or isinstance(value, dict | list) else str(value)


def text_value(node: Node, key: str) -> Value[str]:
    """The text under `key` of `node`. A number or boolean counts as its text: that it is none is told elsewhere."""
    field = node.mapping.get(key)
    text = scalar_text(field)
    return Value("", node, False, key) if text is None else Value(text, node, True, key)


def boolean_value(node: Node, key: str) -> Value[bool]:
    """The boolean under `key` of `node`; False where there is none."""
    field = node.mapping.get(key)
    return Value(field, node, True, key) if isinstance(field, bool) else Value(False, node, False, key)


def json_value(node: Node, key: str) -> Value[Json]:
    """Whatever stands under `key` of `node`, null included; None where there is nothing."""
    mapping = node.mapping
    return Value(mapping[key], node, True, key) if key in mapping else Value(None, node, False, key)
