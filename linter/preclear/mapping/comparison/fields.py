"""Comparison of single fields: equal, changed, or not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.mapping.comparison.difference import changed_field
from preclear.mapping.comparison.values import is_blank, is_equal_value
from preclear.mapping.location import locate_node, locate_place
from preclear.source import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from preclear.mapping.comparison.difference import Difference
    from preclear.mapping.comparison.reported_keys import ObjectKind, ReportedKeys
    from preclear.mapping.comparison.result import ComparedKind, ComparisonTally
    from preclear.mapping.location import MappedLocation
    from preclear.source import HasPlace, Json, Node, Pointer, Severity


class ComparedObject(NamedTuple):
    """An object of the answer that is compared.

    `kind` is the kind of resource that its fields count for, `label` names it in messages, `pointer` is its place in
    the answer.
    """

    kind: ComparedKind
    object_kind: ObjectKind
    label: str
    value: dict[str, Json]
    pointer: Pointer


def locate_child(node: Node, key: str) -> MappedLocation:
    """Return the location of the value under `key`, or of the missing key."""
    child = node.get(key)
    return locate_place(node.missing_key(key)) if child is None else locate_node(child)


class FieldComparer:
    """Compares fields, and counts what is compared and what isn't known."""

    def __init__(self, tally: ComparisonTally, keys: ReportedKeys) -> None:
        self.tally = tally
        self.keys = keys

    def compare(
        self,
        compared: ComparedObject,
        key: str,
        expected: Json,
        source: HasPlace | Place,
        *,
        noun: str | None = None,
        is_equal: Callable[[Json, Json], bool] = is_equal_value,
        severity: Severity = "error",
    ) -> Iterator[Difference]:
        """Yield the difference of a field, if there is one. `source` is the place of the planned value, or has it.

        `expected` is None if the plan has no value. `noun` names the field; without it, `key` does.
        """
        noun = noun or key
        if not self.is_known(compared, key):
            if not is_blank(expected):
                self.tally.add_unknown(noun)
            return
        self.tally.add_fields(compared.kind)
        actual = compared.value.get(key)
        if not is_equal(actual, expected):
            yield changed_field(
                f"{noun} of {compared.label}",
                actual,
                expected,
                locate_place(source if isinstance(source, Place) else source.place),
                (*compared.pointer, key),
                severity=severity,
            )

    def is_known(self, compared: ComparedObject, key: str) -> bool:
        """Return whether the answer says what the field is, be it that there is none."""
        return key in compared.value or self.keys.is_known(compared.object_kind, key)

    def read_list(self, compared: ComparedObject, key: str) -> list[tuple[Pointer, dict[str, Json]]] | None:
        """Return the objects in a list with their pointers; None if the answer doesn't say what is in it."""
        if not self.is_known(compared, key):
            return None
        value = compared.value.get(key)
        items = value if isinstance(value, list) else []
        return [((*compared.pointer, key, index), item) for index, item in enumerate(items) if isinstance(item, dict)]
