"""The places of a document's parts, found by walking its plain value: an expectation apart from the connector model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from preclear.source import format_pointer, parse_pointer

if TYPE_CHECKING:
    from collections.abc import Iterator


def is_mapping(value: Any) -> bool:
    return isinstance(value, dict)


def is_list(value: Any) -> bool:
    return isinstance(value, list)


def get_part(mapping: Any, key: str) -> Any:
    """The value under a key; an empty mapping if there is none."""
    return mapping.get(key) or dict[str, Any]()


METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


class Spot(NamedTuple):
    """A value of the document with its pointer."""

    pointer: tuple[str | int, ...]
    value: Any

    def at(self, *parts: str | int) -> Spot:
        value = self.value
        for part in parts:
            value = value[part]
        return Spot((*self.pointer, *parts), value)

    def has(self, key: str) -> bool:
        return is_mapping(self.value) and key in self.value

    def place(self, *keys: str) -> str:
        """The place of the value at `keys`, or of the first key that is missing, marked with `?`."""
        here = self
        for key in keys:
            if not here.has(key):
                return f"{format_pointer(here.pointer)}?{key}"
            here = here.at(key)
        return format_pointer(here.pointer)


class PlainDocument:
    """A document in one file."""

    def __init__(self, value: Any) -> None:
        self.root = Spot((), value)
        self.operations = {
            (kind, operation.value["operationId"]): (operation, item)
            for kind, operation, item in self._operations()
            if isinstance(operation.value.get("operationId"), str)
        }
        self.webhooks = {
            str(item.pointer[1]): (operation, item)
            for kind, operation, item in self._operations()
            if kind == "trigger" and not operation.has("operationId")
        }

    def resolve(self, spot: Spot) -> Spot:
        """Follow every `$ref` within the document."""
        for _ in range(50):
            if not spot.has("$ref") or not str(spot.value["$ref"]).startswith("#"):
                return spot
            from urllib.parse import unquote

            parts = parse_pointer(unquote(spot.value["$ref"][1:]))
            target = self.root
            for part in parts:
                target = target.at(int(part) if is_list(target.value) else part)
            spot = target
        return spot

    def _operations(self) -> Iterator[tuple[str, Spot, Spot]]:
        for section, kind in (("paths", "action"), ("webhooks", "trigger")):
            for key in get_part(self.root.value, section):
                if key.startswith("x-"):
                    continue
                entry = self.root.at(section, key)
                item = self.resolve(entry)
                for method in METHODS:
                    if is_mapping(item.value) and is_mapping(item.value.get(method)):
                        yield kind, item.at(method), entry

    def operation(self, kind: str, name: str) -> tuple[Spot, Spot]:
        """The operation of an action or trigger, and its path or webhook."""
        if (kind, name) in self.operations:
            return self.operations[kind, name]
        return self.webhooks[name]

    def parameter(self, operation: Spot, entry: Spot, name: str, location: str) -> Spot:
        """The parameter of an operation or its path item."""
        for holder in (operation, self.resolve(entry)):
            for index in range(len(get_part(holder.value, "parameters"))):
                parameter = self.resolve(holder.at("parameters", index))
                if (parameter.value.get("name"), parameter.value.get("in")) == (name, location):
                    return parameter
        raise LookupError(name)

    def responses(self, operation: Spot) -> dict[int | None, Spot]:
        """The entries under `responses` by status; None for the default."""
        statuses: dict[int | None, Spot] = {}
        for key in get_part(operation.value, "responses"):
            if key == "default" or str(key).isdecimal():
                statuses.setdefault(None if key == "default" else int(key), operation.at("responses", key))
        return statuses
