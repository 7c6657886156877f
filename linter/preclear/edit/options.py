"""What an adaptation may change, and which part of a document it keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from preclear._records import Record, field

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from preclear.source import EditLevel

ArrayParameters: TypeAlias = Literal["string", "items", "leave-out"]
StatusRanges: TypeAlias = Literal["default", "lowest", "leave-out"]


def _no_names() -> Mapping[str, str]:
    return {}


class AdaptOptions(Record, kw_only=True):
    """How a document is adapted.

    `level` is the highest level of edits that are made; None makes none, and only overlays and the selection apply.
    `base_url` replaces a missing or relative server URL. With `leave_out_blocked`, whatever still can't be imported is
    left out. `array_parameters` and `status_ranges` choose between alternatives of edits. `names` has the new name of
    an operation or component by its operationId or key, or by `METHOD /path`; it takes precedence over computed names.
    `overlays` are applied first, in order. `include` and `exclude` are patterns such as `tag:Orders`.
    With `allow_unmatched`, patterns and names may be about nothing in the document, as in an older version of it.
    """

    level: EditLevel | None = "adapt"
    base_url: str | None = None
    leave_out_blocked: bool = False
    array_parameters: ArrayParameters = "string"
    status_ranges: StatusRanges = "default"
    names: Mapping[str, str] = field(default_factory=_no_names)
    overlays: tuple[Path, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    allow_unmatched: bool = False
