"""Fields of a request's JSON body; everything that is wrong with them is told at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.emulator.problem import Object, invalid
from preclear.source import kind_of, load_bytes

if TYPE_CHECKING:
    from collections.abc import Collection

    from preclear.source import Json


def read_json(data: bytes, at: str) -> Object:
    """Read a JSON object; `at` names it in the words of the Problem that is raised where it is none."""
    document = load_bytes(data, f"{at}.json")  # by that name it is JSON and nothing else
    if not document.loaded:
        raise invalid((at, document.faults[0].report.message if document.faults else "is no JSON"))
    if not isinstance(document.value, dict):
        raise invalid((at, f"is {kind_of(document.value)}; expected an object"))
    return document.value


class Reading:
    """Reads the fields of one body. What is wrong is noted by its dotted path (ErrorField), and read as empty."""

    def __init__(self) -> None:
        self._faults: list[tuple[str, str]] = []

    def fault(self, at: str, message: str) -> None:
        """Note that the field `at` is wrong."""
        self._faults.append((at, message))

    @property
    def count(self) -> int:
        """How much was noted so far."""
        return len(self._faults)

    def check(self) -> None:
        """Raise the Problem that tells everything that was noted, if anything was."""
        if self._faults:
            raise invalid(*self._faults)

    def text(self, held: Object, key: str, at: str = "", *, choices: Collection[str] = ()) -> str:
        """A text that is required; one of `choices`, where there are any."""
        value = held.get(key)
        path = f"{at}.{key}" if at else key
        if not isinstance(value, str):
            self._wrong(path, held, key, "a string")
            return ""
        if choices and value not in choices:
            self.fault(path, f"is `{value[:100]}`; expected one of {', '.join(f'`{each}`' for each in choices)}")
        return value

    def optional_text(self, held: Object, key: str, at: str = "") -> str | None:
        """A text that may be left out."""
        return self.text(held, key, at) if key in held else None

    def inner(self, held: Object, key: str, at: str = "") -> Object:
        """An object that is required."""
        value = held.get(key)
        if not isinstance(value, dict):
            self._wrong(f"{at}.{key}" if at else key, held, key, "an object")
            return {}
        return value

    def objects(self, held: Object, key: str, at: str = "", *, required: bool = True) -> list[tuple[str, Object]]:
        """A list of objects, each with its own path."""
        path = f"{at}.{key}" if at else key
        found: list[tuple[str, Object]] = []
        for where, item in self._items(held, key, path, required=required):
            if isinstance(item, dict):
                found.append((where, item))
            else:
                self.fault(where, f"is {kind_of(item)}; expected an object")
        return found

    def texts(self, held: Object, key: str, at: str = "", *, required: bool = True) -> list[str]:
        """A list of texts."""
        path = f"{at}.{key}" if at else key
        found: list[str] = []
        for where, item in self._items(held, key, path, required=required):
            if isinstance(item, str):
                found.append(item)
            else:
                self.fault(where, f"is {kind_of(item)}; expected a string")
        return found

    def _items(self, held: Object, key: str, path: str, *, required: bool) -> list[tuple[str, Json]]:
        value = held.get(key)
        if isinstance(value, list):
            return [(f"{path}[{index}]", item) for index, item in enumerate(value)]
        if required or key in held:
            self._wrong(path, held, key, "a list")
        return []

    def _wrong(self, path: str, held: Object, key: str, expected: str) -> None:
        self.fault(path, f"is {kind_of(held[key])}; expected {expected}" if key in held else "is required")
