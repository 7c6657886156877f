"""What the compiled loader asks about plain scalars: each text once, so this needn't be compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from preclear.source.yaml.scalars import (
    CONSTANTS,
    YAML11_WORDS,
    describe_yaml11_value,
    describe_yaml12_value,
    parse_plain,
)

if TYPE_CHECKING:
    from preclear.source.json_value import Json

WORDS: Final = YAML11_WORDS | CONSTANTS.keys()
"""The plain scalars that some version of YAML doesn't read as strings, and that don't begin like a number."""

LONGEST_WORD: Final = max(map(len, WORDS))


class PlainScalar(NamedTuple):
    """The value of a plain scalar; its meanings in YAML 1.1 and 1.2 if they differ, otherwise None."""

    value: Json
    yaml11_meaning: str | None = None
    yaml12_meaning: str = "text"


def read_value(text: str, max_digits: int) -> PlainScalar:
    """Read a plain scalar that isn't a key. Raises ValueError if the event loader must report it."""
    value = parse_plain(text, max_digits)
    return PlainScalar(value, describe_yaml11_value(text), describe_yaml12_value(value))


def read_key(text: str, max_digits: int) -> PlainScalar:
    """Read a plain key, whose value is its text. Raises ValueError if it isn't a string, or is a merge key."""
    value = parse_plain(text, max_digits)
    if text in CONSTANTS or text == "<<" or isinstance(value, float):
        raise ValueError(text)
    yaml11_meaning, yaml12_meaning = describe_yaml11_value(text), describe_yaml12_value(value)
    if yaml11_meaning is None and isinstance(value, int) and str(value) != text:
        yaml11_meaning = yaml12_meaning
    return PlainScalar(text, yaml11_meaning, yaml12_meaning)
