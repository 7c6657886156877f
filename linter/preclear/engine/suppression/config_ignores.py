"""Finds the ignore of a config that applies to a finding, in a time that doesn't depend on the number of ignores."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from preclear._records import NamedTuple
from preclear.config import select_ignores
from preclear.engine.rule_selection import selector_rank
from preclear.source import parse_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.config import Ignore
    from preclear.source import Document, Kind, Place


class _NumberedIgnore(NamedTuple):
    """An ignore with its index, because the first that applies to a finding decides."""

    number: int
    ignore: Ignore


_IgnoreTable: TypeAlias = dict[tuple[str, ...], _NumberedIgnore]
"""The first ignore at each pointer."""


class ConfigIgnores:
    """The ignores that cover one document."""

    def __init__(self, ignores: Iterable[Ignore], document: Document) -> None:
        self._ignores = list(select_ignores(ignores, document.file))
        self._tables: dict[str, _IgnoreTable] = {}

    def __bool__(self) -> bool:
        return bool(self._ignores)

    def find(self, kind: Kind, place: Place) -> Ignore | None:
        """Return the first ignore that applies to a finding of `kind` at `place`; None if none does."""
        if not self._ignores:
            return None
        table = self._tables.get(kind.name)
        if table is None:
            table = self._tables[kind.name] = self._build_table(kind)
        parts = tuple(map(str, place.pointer))
        candidates = (
            [table[parts[:length]] for length in range(len(parts) + 1) if parts[:length] in table] if table else []
        )
        return min(candidates).ignore if candidates else None

    def _build_table(self, kind: Kind) -> _IgnoreTable:
        table: _IgnoreTable = {}
        for number, ignore in enumerate(self._ignores):
            if any(selector_rank(selector, kind) for selector in ignore.rules):
                table.setdefault(parse_pointer(ignore.pointer or ""), _NumberedIgnore(number, ignore))
        return table
