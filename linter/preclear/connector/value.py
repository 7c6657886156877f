"""The value of a field of a resource, with the place in the document that it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar, final

from preclear.source import Json, Node, Place

if TYPE_CHECKING:
    from preclear.source import HasPlace

T = TypeVar("T")


@final
class Value(Generic[T]):
    """The value of a field, true if the document has it.

    If the document doesn't have it, `is_present` is False, `value` is what the import falls back to (an empty string,
    False, the default of the specification), and `place` is the node that should have it, with the key as
    `place.missing`. `owner` has that place or, with a `key`, is the node that has the field: storing the place of each
    field would take more memory than everything else. A value is never changed. It's a plain class because a run makes
    very many: a named tuple takes twice as long to make.
    """

    __slots__ = ("is_present", "key", "owner", "value")

    def __init__(self, value: T, owner: HasPlace, is_present: bool = True, key: str | None = None) -> None:
        self.value: T = value
        self.owner: HasPlace = owner
        self.is_present: bool = is_present
        self.key: str | None = key

    @property
    def place(self) -> Place:
        """Where the document has the value, or should have it."""
        owner, key = self.owner, self.key
        if key is None or not isinstance(owner, Node):
            return owner.place
        if self.is_present or owner.mapping.get(key) is not None:
            return Place(owner.document, (*owner.pointer, key))
        return owner.missing_key(key)

    def with_text(self: Value[str], text: str) -> Value[str]:
        """Return the value with another text, at the same place."""
        return Value(text, self.owner, self.is_present, self.key)

    def __bool__(self) -> bool:
        return self.is_present

    def __str__(self) -> str:
        return str(self.value)


def scalar_text(value: Json) -> str | None:
    """Return a string as it is, a number or boolean as JSON writes it; None for null, a list or a mapping."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None or isinstance(value, dict | list) else str(value)


def text_value(node: Node, key: str) -> Value[str]:
    """Return the text under `key` of `node`. A number or boolean counts as text: the structure check reports it."""
    field = node.mapping.get(key)
    text = scalar_text(field)
    return Value("", node, False, key) if text is None else Value(text, node, True, key)


def boolean_value(node: Node, key: str) -> Value[bool]:
    """Return the boolean under `key` of `node`; False without one."""
    field = node.mapping.get(key)
    return Value(field, node, True, key) if isinstance(field, bool) else Value(False, node, False, key)


def json_value(node: Node, key: str) -> Value[Json]:
    """Return the value under `key` of `node`, which can be null; None and not present without that key."""
    mapping = node.mapping
    return Value(mapping[key], node, True, key) if key in mapping else Value(None, node, False, key)
