"""An operation of JSON Patch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from preclear.source import Json


class PatchOperation(NamedTuple):
    """An operation of JSON Patch (RFC 6902): `replace`, `add`, `remove`, or `move` from one pointer to another.

    Pointers are text. `value` applies to `replace` and `add`, `source` to `move`.
    """

    op: Literal["replace", "add", "remove", "move"]
    pointer: str
    value: Json = None
    source: str | None = None
