"""Reading of the fields of a JSON body. All faults are reported at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.emulator.http.errors import JsonObject, invalid_request_error
from preclear.emulator.ulids import is_ulid
from preclear.source import describe_type, load_bytes

if TYPE_CHECKING:
    from collections.abc import Collection

    from preclear.source import Json


def read_json(data: bytes, name: str) -> JsonObject:
    """Read a JSON object; `name` is its name in error messages. Raises ApiError."""
    document = load_bytes(data, f"{name}.json")  # the name makes the loader accept only JSON
    if not document.is_loaded:
        raise invalid_request_error((name, document.faults[0].report.message if document.faults else "isn't JSON"))
    if not isinstance(document.value, dict):
        raise invalid_request_error((name, f"is {describe_type(document.value)}; expected an object"))
    return document.value


def join_path(parent_path: str, key: str) -> str:
    """Return the dotted path of a field."""
    return f"{parent_path}.{key}" if parent_path else key


class BodyReader:
    """Reads the fields of one body. A fault is recorded under its dotted path (ErrorField) and read as empty."""

    def __init__(self) -> None:
        self._faults: list[tuple[str, str]] = []

    def add_fault(self, path: str, message: str) -> None:
        """Record a fault of the field `path`."""
        self._faults.append((path, message))

    @property
    def fault_count(self) -> int:
        """The number of faults so far."""
        return len(self._faults)

    def raise_faults(self) -> None:
        """Raise ApiError with all faults, if there are any."""
        if self._faults:
            raise invalid_request_error(*self._faults)

    def read_text(self, body: JsonObject, key: str, parent_path: str = "", *, choices: Collection[str] = ()) -> str:
        """Read a required string; one of `choices`, if given."""
        value = body.get(key)
        path = join_path(parent_path, key)
        if not isinstance(value, str):
            self._add_type_fault(path, body, key, "a string")
            return ""
        if choices and value not in choices:
            self.add_fault(
                path, f"is `{value[:100]}`; expected one of {', '.join(f'`{choice}`' for choice in choices)}"
            )
        return value

    def read_optional_text(self, body: JsonObject, key: str, parent_path: str = "") -> str | None:
        """Read an optional string."""
        return self.read_text(body, key, parent_path) if key in body else None

    def read_ulid(self, body: JsonObject, key: str, parent_path: str = "") -> str:
        """Read a required ULID, in upper case."""
        value = self.read_text(body, key, parent_path).upper()
        if isinstance(body.get(key), str) and not is_ulid(value):
            self.add_fault(join_path(parent_path, key), "isn't a ULID")
        return value

    def read_flag(self, body: JsonObject, key: str, parent_path: str = "") -> bool:
        """Read a required boolean."""
        value = body.get(key)
        if not isinstance(value, bool):
            self._add_type_fault(join_path(parent_path, key), body, key, "a boolean")
            return False
        return value

    def read_object(self, body: JsonObject, key: str, parent_path: str = "") -> JsonObject:
        """Read a required object."""
        value = body.get(key)
        if not isinstance(value, dict):
            self._add_type_fault(join_path(parent_path, key), body, key, "an object")
            return {}
        return value

    def read_empty_object(self, body: JsonObject, key: str, parent_path: str = "") -> JsonObject:
        """Read a required object that has no fields."""
        if self.read_object(body, key, parent_path):
            self.add_fault(join_path(parent_path, key), "expected an empty object")
        return {}

    def read_objects(
        self, body: JsonObject, key: str, parent_path: str = "", *, required: bool = True
    ) -> list[tuple[str, JsonObject]]:
        """Read a list of objects; each comes with its path."""
        path = join_path(parent_path, key)
        objects: list[tuple[str, JsonObject]] = []
        for item_path, item in self._read_items(body, key, path, required=required):
            if isinstance(item, dict):
                objects.append((item_path, item))
            else:
                self.add_fault(item_path, f"is {describe_type(item)}; expected an object")
        return objects

    def read_texts(self, body: JsonObject, key: str, parent_path: str = "", *, required: bool = True) -> list[str]:
        """Read a list of strings."""
        path = join_path(parent_path, key)
        texts: list[str] = []
        for item_path, item in self._read_items(body, key, path, required=required):
            if isinstance(item, str):
                texts.append(item)
            else:
                self.add_fault(item_path, f"is {describe_type(item)}; expected a string")
        return texts

    def _read_items(self, body: JsonObject, key: str, path: str, *, required: bool) -> list[tuple[str, Json]]:
        value = body.get(key)
        if isinstance(value, list):
            return [(f"{path}[{index}]", item) for index, item in enumerate(value)]
        if required or key in body:
            self._add_type_fault(path, body, key, "a list")
        return []

    def _add_type_fault(self, path: str, body: JsonObject, key: str, expected: str) -> None:
        self.add_fault(path, f"is {describe_type(body[key])}; expected {expected}" if key in body else "is required")
