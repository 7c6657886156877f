"""The standard library's own readers of JSON, with their types. They are public in all but the type stubs."""

from __future__ import annotations

from json import decoder
from typing import TYPE_CHECKING, Final, Protocol, cast

if TYPE_CHECKING:
    from preclear.source.json_value import Json


class _ScanString(Protocol):
    def __call__(self, text: str, begin: int, strict: bool, /) -> tuple[str, int]: ...


class _ScanValue(Protocol):
    def __call__(self, text: str, begin: int, /) -> tuple[Json, int]: ...


scan_string: Final = cast("_ScanString", vars(decoder)["scanstring"])
"""The string behind the quote before `begin`, and the offset behind its closing quote. Raises json.JSONDecodeError.

`strict` refuses control characters.
"""

scan_value: Final = cast("_ScanValue", vars(decoder.JSONDecoder(strict=False))["scan_once"])
"""The value that begins at `begin`, and the offset behind it. Raises RecursionError where it is nested too deep."""
