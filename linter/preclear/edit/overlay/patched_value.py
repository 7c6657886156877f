"""A value that operations of JSON Patch (RFC 6902) are applied to, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from preclear.source import get_child, parse_array_index, parse_pointer

if TYPE_CHECKING:
    from preclear.source import Json, Pointer

Container: TypeAlias = "dict[str, Json] | list[Json]"


class PatchedValue:
    """A value that changes. The value it starts with, and all values that are set, stay as they are."""

    def __init__(self, value: Json) -> None:
        self.value: Json = value
        self._copies: dict[int, Container] = {}

    def resolve(self, text: str) -> Pointer:
        """Return the pointer that `text` means now. The node may not exist; all of its ancestors must.

        Raises ValueError if `text` isn't a pointer, LookupError if an ancestor is missing.
        """
        pointer: list[str | int] = []
        value = self.value
        parts = parse_pointer(text)
        for position, part in enumerate(parts):
            key: str | int = part
            if isinstance(value, list):
                index = len(value) if part == "-" else parse_array_index(part)
                if index is None:
                    raise LookupError(text)
                key = index
            elif not isinstance(value, dict):
                raise LookupError(text)
            pointer.append(key)
            if position < len(parts) - 1:
                value = get_child(value, key)
        return tuple(pointer)

    def get(self, pointer: Pointer) -> Json:
        """Return the value at `pointer`. Raises LookupError if there is none."""
        value = self.value
        for key in pointer:
            value = get_child(value, key)
        return value

    def snapshot(self, pointer: Pointer) -> Json:
        """Return the value at `pointer` as it is now, whatever changes afterwards. Raises LookupError."""
        self._copies.clear()
        return self.get(pointer)

    def has(self, pointer: Pointer) -> bool:
        """Whether there is a value at `pointer`."""
        try:
            self.get(pointer)
        except LookupError:
            return False
        return True

    def set(self, pointer: Pointer, value: Json) -> None:
        """Set the value at `pointer`, which is the root, an existing item, or an entry that may be new."""
        if not pointer:
            self.value = value
            return
        container, key = self._own(pointer[:-1]), pointer[-1]
        if isinstance(container, dict):
            container[str(key)] = value
        elif isinstance(key, int):
            container[key] = value

    def insert(self, pointer: Pointer, value: Json) -> None:
        """Insert an item before the one at `pointer`; the length of the list appends it."""
        container, key = self._own(pointer[:-1]), pointer[-1]
        if not isinstance(container, list) or not isinstance(key, int) or key > len(container):
            raise LookupError(pointer)
        container.insert(key, value)

    def remove(self, pointer: Pointer) -> None:
        """Remove the node at `pointer`, which isn't the root. Raises LookupError if there is none."""
        container, key = self._own(pointer[:-1]), pointer[-1]
        if isinstance(container, dict):
            del container[str(key)]
        elif isinstance(key, int):
            del container[key]

    def _own(self, pointer: Pointer) -> Container:
        """Return the container at `pointer` as a copy that may be changed."""
        container = self._own_child(None, None)
        for key in pointer:
            container = self._own_child(container, key)
        return container

    def _own_child(self, parent: Container | None, key: str | int | None) -> Container:
        child = self.value if parent is None or key is None else get_child(parent, key)
        if not isinstance(child, (dict, list)):
            raise LookupError(key)
        if self._copies.get(id(child)) is child:
            return child
        copy: Container = dict(child) if isinstance(child, dict) else list(child)
        self._copies[id(copy)] = copy  # also keeps it alive, so that no other value gets its id
        if parent is None:
            self.value = copy
        elif isinstance(parent, dict):
            parent[str(key)] = copy
        elif isinstance(key, int):
            parent[key] = copy
        return copy
