"""The resources of an answer: actions, triggers, definitions, auth scheme configs and versions."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, overload

if TYPE_CHECKING:
    from preclear.source import Json, Pointer

ResourceKind: TypeAlias = Literal["action", "trigger", "definition", "auth scheme", "version"]


class AnswerResource(NamedTuple):
    """A resource as sent.

    `value` is the JSON object, `pointer` its place in the answer, `list_index` its 0-based index in its list.
    """

    kind: ResourceKind
    value: dict[str, Json]
    pointer: Pointer
    list_index: int = 0

    def text(self, key: str) -> str | None:
        """Return the string under `key`; None if it is absent, empty or not a string."""
        value = self.value.get(key)
        return value if isinstance(value, str) and value else None

    @property
    def is_validated(self) -> bool:
        """Whether `errors` is a list. An empty list means no errors; an absent one means no validation."""
        return isinstance(self.value.get("errors"), list)

    @property
    def label(self) -> str:
        """Its label in messages, such as "action `listPets`". Without a name: method and path, never the id.

        The `name` of an auth scheme is the name of its header, so the label uses its description.
        """
        name = self.text("description" if self.kind == "auth scheme" else "name")
        if name is None and self.text("method"):
            name = " ".join(filter(None, (self.text("method"), self.text("path"))))
        return f"{self.kind} `{_short(name)}`" if name else f"{self.kind} number {self.list_index + 1}"


class ResourceList(Sequence[AnswerResource]):
    """The resources of one kind. Each is created on access, because an answer of 16 MB can list a million."""

    def __init__(self, kind: ResourceKind) -> None:
        self._kind: ResourceKind = kind
        self._values: list[dict[str, Json]] = []
        self._indices = array("l")
        self._list_pointers: list[Pointer] = []  # by resource; one shared object for all resources of a list
        self._unlisted_pointers: dict[int, Pointer] = {}  # of resources that are in no list
        self._positions_by_index: array[int] | None = None

    def add(self, value: dict[str, Json], pointer: Pointer, index: int) -> None:
        """Add the resource at `pointer` that has the 0-based `index` in its list."""
        list_pointer = pointer[:-1]
        if not pointer or pointer[-1] != index:
            self._unlisted_pointers[len(self._values)] = pointer
        elif self._list_pointers and self._list_pointers[-1] == list_pointer:
            list_pointer = self._list_pointers[-1]
        self._values.append(value)
        self._indices.append(index)
        self._list_pointers.append(list_pointer)
        self._positions_by_index = None

    def find_by_index(self, index: int) -> AnswerResource | None:
        """Return the first resource with this 0-based index in its list; None if there is none."""
        positions = self._positions_by_index
        if positions is None:
            positions = self._positions_by_index = array("l", [-1]) * (max(self._indices, default=-1) + 1)
            for position, list_index in enumerate(self._indices):
                if positions[list_index] < 0:
                    positions[list_index] = position
        return self[positions[index]] if 0 <= index < len(positions) and positions[index] >= 0 else None

    def __len__(self) -> int:
        """The number of resources."""
        return len(self._values)

    @overload
    def __getitem__(self, index: int) -> AnswerResource: ...

    @overload
    def __getitem__(self, index: slice) -> list[AnswerResource]: ...

    def __getitem__(self, index: int | slice) -> AnswerResource | list[AnswerResource]:
        """Return the resource at a position, or the resources of a slice."""
        if isinstance(index, slice):
            return [self[position] for position in range(*index.indices(len(self)))]
        position = range(len(self))[index]
        list_index = self._indices[position]
        pointer = self._unlisted_pointers.get(position)
        if pointer is None:
            pointer = (*self._list_pointers[position], list_index)
        return AnswerResource(self._kind, self._values[position], pointer, list_index)


def _short(name: str) -> str:
    return name if len(name) <= 80 else f"{name[:79]}…"
