"""The resources of an answer, as it has them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, overload

if TYPE_CHECKING:
    from preclear.source import Json, Pointer

ResourceKind: TypeAlias = Literal["action", "trigger", "definition", "auth scheme", "version"]


class AnswerResource(NamedTuple):
    """A resource as the answer has it: `value` is the object itself, `at` its place in the answer.

    `number` counts it in its list, from 0.
    """

    kind: ResourceKind
    value: dict[str, Json]
    at: Pointer
    number: int = 0

    def text(self, key: str) -> str | None:
        """The text under `key`; None where there is none or it is empty."""
        held = self.value.get(key)
        return held if isinstance(held, str) and held else None

    @property
    def validated(self) -> bool:
        """Whether `errors` is there: an empty one says that there are none, an absent one that nobody looked."""
        return isinstance(self.value.get("errors"), list)

    @property
    def label(self) -> str:
        """How messages name it: "action `listPets`"; without a name by method and path, never by its id.

        The `name` of an auth scheme is that of its header, so its description stands for it.
        """
        name = self.text("description" if self.kind == "auth scheme" else "name")
        if name is None and self.text("method"):
            name = " ".join(filter(None, (self.text("method"), self.text("path"))))
        return f"{self.kind} `{_short(name)}`" if name else f"{self.kind} number {self.number + 1}"


class ResourceList(Sequence[AnswerResource]):
    """The resources of one kind, each made when it is looked at: an answer of 16 MB can list a million of them."""

    def __init__(self, kind: ResourceKind) -> None:
        self._kind: ResourceKind = kind
        self._values: list[dict[str, Json]] = []
        self._numbers = array("l")
        self._lists: list[Pointer] = []  # of each resource the place of its list, which is one object for a whole list
        self._alone: dict[int, Pointer] = {}  # the places of those that are in no list
        self._with_number: array[int] | None = None

    def add(self, value: dict[str, Json], at: Pointer, number: int) -> None:
        """Add a resource that stands at `at` and is the one of this number, from 0, in its list."""
        inside = at[:-1]
        if not at or at[-1] != number:
            self._alone[len(self._values)] = at
        elif self._lists and self._lists[-1] == inside:
            inside = self._lists[-1]
        self._values.append(value)
        self._numbers.append(number)
        self._lists.append(inside)
        self._with_number = None

    def with_number(self, number: int) -> AnswerResource | None:
        """The first resource of a number, from 0; None where there is none."""
        first = self._with_number
        if first is None:
            first = self._with_number = array("l", [-1]) * (max(self._numbers, default=-1) + 1)
            for index, each in enumerate(self._numbers):
                if first[each] < 0:
                    first[each] = index
        return self[first[number]] if 0 <= number < len(first) and first[number] >= 0 else None

    def __len__(self) -> int:
        """How many there are."""
        return len(self._values)

    @overload
    def __getitem__(self, index: int) -> AnswerResource: ...

    @overload
    def __getitem__(self, index: slice) -> list[AnswerResource]: ...

    def __getitem__(self, index: int | slice) -> AnswerResource | list[AnswerResource]:
        """The resource at an index, or those of a slice."""
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        index = range(len(self))[index]
        number = self._numbers[index]
        at = self._alone.get(index)
        return AnswerResource(
            self._kind, self._values[index], (*self._lists[index], number) if at is None else at, number
        )


def _short(name: str) -> str:
    return name if len(name) <= 80 else f"{name[:79]}…"
