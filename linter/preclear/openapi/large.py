"""Large documents with faults: as many as a document of its size can have would take more memory than there is.

The validator makes an object of every failure, with the value that failed in it. So the parts are checked one by one,
only those that fail are gone through, and of a part that is huge itself only its beginning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.failures import faults_of
from preclear.openapi.structure_kinds import INVALID_OPENAPI
from preclear.source.fault import Fault, Report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jsonschema_rs import Validator

    from preclear.source.json_value import Json
    from preclear.source.node import Node

_NODES = 20_000
"""Keys, values and items of one part that are gone through."""

_FAULTS = 20_000
"""Faults after which no further part is."""


def faults_of_large(
    schema: Validator, instance: Mapping[str, Sequence[Json]], parts: dict[str, list[Node]], version: str
) -> list[Fault]:
    """The faults of all parts that fail; what was not gone through is said."""
    found: list[Fault] = []
    for kind, values in instance.items():
        if schema.is_valid({kind: values}):
            continue
        for node, value in zip(parts[kind], values, strict=True):
            if schema.is_valid({kind: [value]}):
                continue
            if len(found) >= _FAULTS:
                message = f"more than {_FAULTS:,} faults stand before this part, which has some, too; mend them first"
                return [*found, Fault(INVALID_OPENAPI, Report(message, node.key))]
            beginning = _Beginning(_NODES)
            kept = beginning.of(value)
            found.extend(faults_of(list(schema.iter_errors({kind: [kept]})), {kind: [node]}, version))
            if beginning.left_out:
                message = f"this part has faults and more than {_NODES:,} keys, values and items: only its first were"
                found.append(Fault(INVALID_OPENAPI, Report(f"{message} held against the schema", node.key)))
    return found


class _Beginning:
    """Copies a value up to a number of nodes: lists and mappings end where it is reached."""

    def __init__(self, nodes: int) -> None:
        self.left_out = False
        self._left = nodes

    def of(self, value: Json) -> Json:
        """The beginning of `value`. Its depth is bounded by the loader."""
        if isinstance(value, dict):
            made: dict[str, Json] = {}
            for key, held in value.items():
                if self._full():
                    break
                made[key] = held if key.startswith("x-") else self.of(held)  # in extensions hardly anything can fail
            return made
        if isinstance(value, list):
            items: list[Json] = []
            for held in value:
                if self._full():
                    break
                items.append(self.of(held))
            return items
        return value

    def _full(self) -> bool:
        self._left -= 1
        self.left_out = self.left_out or self._left < 0
        return self._left < 0
