"""The JSON scanners of the standard library, with types. They are missing only from its type stubs."""

from __future__ import annotations

from json import decoder
from typing import TYPE_CHECKING, Final, Protocol, cast

if TYPE_CHECKING:
    from preclear.source.json_value import Json


class _ScanString(Protocol):
    """Reads a string: see `scan_string`."""

    def __call__(self, text: str, begin: int, strict: bool, /) -> tuple[str, int]: ...


class _ScanValue(Protocol):
    """Reads a value: see `scan_value`."""

    def __call__(self, text: str, begin: int, /) -> tuple[Json, int]: ...


scan_string: Final = cast("_ScanString", vars(decoder)["scanstring"])
"""Return the string after the quote before `begin`, and the offset after its closing quote.

`strict` refuses control characters. Raises json.JSONDecodeError.
"""

scan_value: Final = cast("_ScanValue", vars(decoder.JSONDecoder(strict=False))["scan_once"])
"""Return the value that begins at `begin`, and the offset after it. Raises RecursionError if it's nested too deeply."""
