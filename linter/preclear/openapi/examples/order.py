"""Which failure of an example comes first: by the example, whatever the order of the keys of its schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from preclear.openapi.examples.evaluator.result import ExampleFailure
    from preclear.source import Json, Node, Pointer

SortKey: TypeAlias = "tuple[int, tuple[int, ...], bool, str, tuple[str, ...], str, tuple[str, ...]]"


class FailureOrder:
    """The order of the failures of one example: the least deep first, then as they stand in it.

    Of those at one value what is missing comes first, then the keyword decides, then the names that it is about, then
    where the schema stands.
    """

    def __init__(self, example: Node) -> None:
        self._example = example
        self._ranks: dict[int, dict[str, int]] = {}

    def sort_key(self, failure: ExampleFailure) -> SortKey:
        """What failures are sorted by."""
        schema, keyword = failure.schema, failure.keyword
        example_ranks = self._example_ranks(failure.node.pointer)
        schema_pointer = tuple(map(str, schema.pointer))
        return (
            len(example_ranks),
            example_ranks,
            keyword != "required",
            keyword,
            failure.names,
            schema.document.path,
            schema_pointer,
        )

    def _example_ranks(self, pointer: Pointer) -> tuple[int, ...]:
        value: Json = self._example.value
        ranks: list[int] = []
        for step in pointer[len(self._example.pointer) :]:
            if isinstance(value, dict):
                key_ranks = self._ranks.get(id(value))
                if key_ranks is None:
                    key_ranks = self._ranks[id(value)] = {key: rank for rank, key in enumerate(value)}
                ranks.append(key_ranks.get(str(step), len(key_ranks)))
                value = value.get(str(step))
            else:
                ranks.append(step if isinstance(step, int) else 0)
                value = value[step] if isinstance(value, list) and isinstance(step, int) else None
        return tuple(ranks)
