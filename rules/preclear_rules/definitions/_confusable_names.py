"""Names of definitions that can be taken for each other: by their case, or once they are mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear_rules.actions._names import sanitize_name, shorten
from preclear_rules.definitions._components import INVALID_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def group_confusable(names: Iterable[str]) -> dict[tuple[str, int], list[str]]:
    """The names that can be taken for another, by that other one, the first of its kind, and by what makes them alike.

    Of two that are alike when mended, the one that may stay is the first.
    """
    normalizers: tuple[Callable[[str], str], ...] = (str.casefold, _sanitize, lambda name: _sanitize(name).casefold())
    groupings = [_group_names(names, normalize) for normalize in normalizers]
    groups: dict[tuple[str, int], list[str]] = {}
    for name in sorted(names, key=_sort_key):
        originals = [(groupings[index][normalize(name)][0], index) for index, normalize in enumerate(normalizers)]
        original = next((candidate for candidate in originals if candidate[0] != name), None)
        if original is not None:
            groups.setdefault(original, []).append(name)
    return groups


def describe_likeness(name: str, other: str) -> str:
    """Say what makes `name` like `other`."""
    sanitized = _sanitize(name)
    if name.casefold() == other.casefold():
        return f"definition name `{shorten(name)}` differs from `{shorten(other)}` in case alone"
    condition = "is" if _sanitize(other) == other else "would be"
    condition = condition if _sanitize(other) == sanitized else f"{condition} but for case"
    subject = f"definition name `{shorten(name)}`"
    return f"{subject} would be `{sanitized}` in the import's characters, as `{shorten(other)}` {condition}"


def _group_names(names: Iterable[str], normalize: Callable[[str], str]) -> dict[str, list[str]]:
    """The names by what `normalize` makes of them; sorted, so that no order of keys tells, those that may stay first."""
    groups: dict[str, list[str]] = {}
    for name in sorted(names, key=_sort_key):
        groups.setdefault(normalize(name), []).append(name)
    return groups


def _sort_key(name: str) -> tuple[bool, str]:
    return _sanitize(name) != name, name


def _sanitize(name: str) -> str:
    return (INVALID_CHARACTERS.search(name) and sanitize_name(name, INVALID_CHARACTERS, set())) or name
