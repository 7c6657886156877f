"""Names of definitions that can be taken for each other: by their case, or once they are mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear_rules.actions._names import mended, shown
from preclear_rules.definitions._components import OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def alike_names(names: Iterable[str]) -> dict[tuple[str, int], list[str]]:
    """The names that can be taken for another, by that other one, the first of its kind, and by what makes them alike.

    Of two that are alike when mended, the one that may stay is the first.
    """
    folds: tuple[Callable[[str], str], ...] = (str.casefold, _mended, lambda name: _mended(name).casefold())
    alike = [_alike(names, fold) for fold in folds]
    groups: dict[tuple[str, int], list[str]] = {}
    for name in sorted(names, key=_order):
        firsts = [(alike[kind][fold(name)][0], kind) for kind, fold in enumerate(folds)]
        found = next((each for each in firsts if each[0] != name), None)
        if found is not None:
            groups.setdefault(found, []).append(name)
    return groups


def likeness(name: str, other: str) -> str:
    """Say what makes `name` like `other`."""
    mend = _mended(name)
    if name.casefold() == other.casefold():
        return f"definition name `{shown(name)}` differs from `{shown(other)}` in case alone"
    near = "is" if _mended(other) == other else "would be"
    near = near if _mended(other) == mend else f"{near} but for case"
    return f"definition name `{shown(name)}` would be `{mend}` in the import's characters, as `{shown(other)}` {near}"


def _alike(names: Iterable[str], fold: Callable[[str], str]) -> dict[str, list[str]]:
    """The names by what `fold` makes of them; sorted, so that no order of keys tells, those that may stay first."""
    groups: dict[str, list[str]] = {}
    for name in sorted(names, key=_order):
        groups.setdefault(fold(name), []).append(name)
    return groups


def _order(name: str) -> tuple[bool, str]:
    return _mended(name) != name, name


def _mended(name: str) -> str:
    return (OUTSIDE.search(name) and mended(name, OUTSIDE, set())) or name
