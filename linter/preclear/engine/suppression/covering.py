"""Which ignore of a config a finding has, of many: in a time that does not grow with their number."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from preclear.config.model import covering
from preclear.engine.select import matches
from preclear.source import pointer_parts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.config.model import Ignore
    from preclear.source import Document, Kind, Place


class _Numbered(NamedTuple):
    """An ignore, and which one it is: the first of several that hold for a finding decides."""

    number: int
    ignore: Ignore


_Table: TypeAlias = dict[tuple[str, ...], _Numbered]
"""The first ignore at each pointer."""


class Covering:
    """The ignores that are about one document."""

    def __init__(self, ignores: Iterable[Ignore], document: Document) -> None:
        self._ignores = list(covering(ignores, document.file))
        self._tables: dict[str, _Table] = {}

    def __bool__(self) -> bool:
        return bool(self._ignores)

    def find(self, kind: Kind, place: Place) -> Ignore | None:
        """Give the first ignore of a finding of `kind` at `place`."""
        if not self._ignores:
            return None
        table = self._tables.get(kind.name)
        if table is None:
            table = self._tables[kind.name] = self._table(kind)
        parts = tuple(map(str, place.pointer))
        found = [table[parts[:length]] for length in range(len(parts) + 1) if parts[:length] in table] if table else []
        return min(found).ignore if found else None

    def _table(self, kind: Kind) -> _Table:
        table: _Table = {}
        for number, ignore in enumerate(self._ignores):
            if any(matches(selector, kind) for selector in ignore.rules):
                table.setdefault(pointer_parts(ignore.pointer or ""), _Numbered(number, ignore))
        return table
