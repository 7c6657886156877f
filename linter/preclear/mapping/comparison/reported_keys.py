"""Which keys the objects of an answer have, and so what an absent key means.

A key that no object of its kind has isn't known: the answer doesn't say. If another object has it, one without it has
no such value.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from preclear.mapping.answer.answer import Answer
    from preclear.mapping.answer.resources import ResourceList
    from preclear.source import Json

ObjectKind: TypeAlias = Literal[
    "connector", "variable", "auth scheme", "scope", "action", "trigger", "parameter", "body", "response", "definition"
]

_WITNESSES: dict[tuple[ObjectKind, str], str] = {
    ("action", "requestBody"): "responses",
    ("trigger", "requestBody"): "responses",
    ("parameter", "default"): "type",
}
"""Keys whose absence the contract defines, and the key that shows that the answer has whole objects.

Without `requestBody`, no body is sent; without `default`, there is none.
"""


class ReportedKeys:
    """The keys of all objects of one answer, by kind."""

    def __init__(self, answer: Answer) -> None:
        self._keys: defaultdict[ObjectKind, set[str]] = defaultdict(set)
        self._add_connector(answer.connector or {})
        self._add_operations("action", answer.actions)
        self._add_operations("trigger", answer.triggers)
        for resource in answer.definitions if answer.definitions is not None else ():
            self._keys["definition"].update(resource.value)

    def is_known(self, kind: ObjectKind, key: str) -> bool:
        """Return whether an object of `kind` without `key` has no such value; False if that isn't known."""
        keys = self._keys[kind]
        return key in keys or _WITNESSES.get((kind, key)) in keys

    def _add_connector(self, connector: dict[str, Json]) -> None:
        self._keys["connector"].update(connector)
        self._add_items("variable", connector.get("connectionVariables"))
        for config in self._add_items("auth scheme", connector.get("authSchemeConfigs")):
            self._add_items("scope", config.get("scopes"))

    def _add_operations(self, kind: Literal["action", "trigger"], resources: ResourceList | None) -> None:
        for resource in resources if resources is not None else ():
            value = resource.value
            self._keys[kind].update(value)
            self._add_items("parameter", value.get("parameters"))
            self._add_items("body", [value.get("requestBody")])
            self._add_items("response", value.get("responses"))

    def _add_items(self, kind: ObjectKind, items: Json) -> list[dict[str, Json]]:
        """Add the keys of the objects in a list, and return these objects."""
        objects = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
        for item in objects:
            self._keys[kind].update(item)
        return objects
