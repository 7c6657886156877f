"""Reads single values of a config: type, text, choice, table, array, path. Problems are recorded at their places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from preclear.config.patterns import MAX_PATTERN_LENGTH, MAX_PATTERNS
from preclear.config.registry import make_hint

if TYPE_CHECKING:
    from preclear.config.reader.config_source import ConfigSource
    from preclear.config.reader.toml_places import KeyPath

_TOML_TYPES: tuple[tuple[type, str], ...] = (
    (bool, "a boolean"),
    (int, "an integer"),
    (float, "a float"),
    (str, "a string"),
    (list, "an array"),
    (dict, "a table"),
)


class ValueReader:
    """Reads values of one config, each against what its key expects."""

    def __init__(self, source: ConfigSource) -> None:
        self.source = source
        self._pattern_count = 0

    def read_choice(self, key_path: KeyPath, value: Any, choices: tuple[str, ...], hint: str = "") -> str | None:
        """Read one of `choices`; None for anything else. `hint` is added to the message about another text."""
        if not self.check_type(key_path, value, str, "a string"):
            return None
        text = str(value)
        if text in choices:
            return text
        self.source.add_problem(
            key_path, f"`{text}` is no value of `{format_key_path(key_path)}`; {make_hint(text, choices)}{hint}"
        )
        return None

    def read_text(self, key_path: KeyPath, value: Any) -> str | None:
        """Read a string that isn't empty; None for anything else."""
        is_text = self.check_type(key_path, value, str, "a string") and self.check_not_empty(key_path, value)
        return str(value) if is_text else None

    def read_table(self, key_path: KeyPath, value: Any) -> dict[str, Any]:
        """Read a table; an empty one for anything else."""
        return dict(value) if self.check_type(key_path, value, dict, "a table") else {}

    def read_strings(self, key_path: KeyPath, value: Any) -> tuple[str, ...] | None:
        """Read an array of non-empty strings; None for anything else."""
        if not self.check_type(key_path, value, list, "an array of strings"):
            return None
        valid = [
            self.check_type((*key_path, number), item, str, "a string")
            and self.check_not_empty((*key_path, number), item)
            for number, item in enumerate(value)
        ]
        return tuple(value) if all(valid) else None

    def read_paths(self, key_path: KeyPath, value: Any, noun: str) -> tuple[str, ...] | None:
        """Read an array of paths in the folder of the config; `noun` says in messages what they lead to."""
        paths = self.read_strings(key_path, value)
        for number, text in enumerate(paths or ()):
            self._check_path((*key_path, number), text, noun)
        return paths

    def read_path(self, key_path: KeyPath, value: Any, noun: str) -> str | None:
        """Read a path in the folder of the config; None for anything but text."""
        text = self.read_text(key_path, value)
        if text is not None:
            self._check_path(key_path, text, noun)
        return text

    def _check_path(self, key_path: KeyPath, text: str, noun: str) -> None:
        self.check_pattern(key_path, text)
        if text.startswith(("/", "\\")) or ":" in text.partition("/")[0] or ".." in text.split("/"):
            message = f"{noun} `{text}` is not in the folder of the config; expected a path relative to it"
            self.source.add_problem(key_path, message)

    def check_pattern(self, key_path: KeyPath, text: str) -> None:
        """Check that a path or pattern is within the bounds, and possible for a file."""
        self._pattern_count += 1
        if "\0" in text:
            self.source.add_problem(key_path, f"`{text[:80]}` has a NUL character; expected the path of a file")
        if len(text) > MAX_PATTERN_LENGTH:
            self.source.add_problem(
                key_path, f"`{text[:80]}…` has {len(text):,} characters; expected {MAX_PATTERN_LENGTH} at most"
            )
        if self._pattern_count == MAX_PATTERNS + 1:
            self.source.add_problem(key_path, f"there are more than {MAX_PATTERNS:,} paths and patterns")

    def check_not_empty(self, key_path: KeyPath, text: str) -> bool:
        """Return whether a string isn't empty, and record a problem if it is."""
        if not text.strip():
            self.source.add_problem(key_path, f"`{format_key_path(key_path)}` is empty; expected text")
        return bool(text.strip())

    def check_type(self, key_path: KeyPath, value: Any, expected_type: type, expected: str) -> bool:
        """Return whether `value` has exactly this type, and record a problem if it hasn't."""
        if type(value) is expected_type:
            return True
        actual = next((words for toml_type, words in _TOML_TYPES if isinstance(value, toml_type)), "a date or time")
        self.source.add_problem(key_path, f"`{format_key_path(key_path)}` is {actual}; expected {expected}")
        return False


def format_key_path(key_path: KeyPath) -> str:
    """Format a key path: `ignores[0].rules`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in key_path).removeprefix(".")
