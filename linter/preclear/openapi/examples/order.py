"""Which failure of an example comes first: by the example, whatever the order of the keys of its schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from preclear.openapi.examples.evaluator.outcome import Failure
    from preclear.source import Json, Node, Pointer

Rank: TypeAlias = "tuple[int, tuple[int, ...], bool, str, tuple[str, ...], str, tuple[str, ...]]"


class Order:
    """The order of the failures of one example: the least deep first, then as they stand in it.

    Of those at one value what is missing comes first, then the keyword decides, then the names that it is about, then
    where the schema stands.
    """

    def __init__(self, example: Node) -> None:
        self._example = example
        self._ranks: dict[int, dict[str, int]] = {}

    def of(self, failure: Failure) -> Rank:
        """What failures are sorted by."""
        schema, keyword = failure.schema, failure.keyword
        below = self._below(failure.node.pointer)
        where = tuple(map(str, schema.pointer))
        return len(below), below, keyword != "required", keyword, failure.names, schema.document.path, where

    def _below(self, pointer: Pointer) -> tuple[int, ...]:
        value: Json = self._example.value
        ranks: list[int] = []
        for step in pointer[len(self._example.pointer) :]:
            if isinstance(value, dict):
                known = self._ranks.get(id(value))
                if known is None:
                    known = self._ranks[id(value)] = {key: rank for rank, key in enumerate(value)}
                ranks.append(known.get(str(step), len(known)))
                value = value.get(str(step))
            else:
                ranks.append(step if isinstance(step, int) else 0)
                value = value[step] if isinstance(value, list) and isinstance(step, int) else None
        return tuple(ranks)
