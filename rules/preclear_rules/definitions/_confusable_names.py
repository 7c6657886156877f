"""Group definition names that differ only in case, or that become the same once they are valid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear_rules.actions._names import sanitize_name, shorten
from preclear_rules.definitions._components import INVALID_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def group_confusable(names: Iterable[str]) -> dict[tuple[str, int], list[str]]:
    """Group `names` that can be mistaken for another name, by that name and by the index of how they are alike.

    A valid name comes before invalid ones, so that the invalid ones are reported.
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
    """Describe what makes `name` like `other`."""
    sanitized = _sanitize(name)
    if name.casefold() == other.casefold():
        return f"definition name `{shorten(name)}` differs from `{shorten(other)}` only in case"
    condition = "" if _sanitize(other) == other else " without them"
    exception = "" if _sanitize(other) == sanitized else ", except for case"
    subject = f"definition name `{shorten(name)}`"
    return f"{subject} without its invalid characters is the same as `{shorten(other)}`{condition}{exception}"


def _group_names(names: Iterable[str], normalize: Callable[[str], str]) -> dict[str, list[str]]:
    """Group names by their normalized form; in each group valid names come first, independently of key order."""
    groups: dict[str, list[str]] = {}
    for name in sorted(names, key=_sort_key):
        groups.setdefault(normalize(name), []).append(name)
    return groups


def _sort_key(name: str) -> tuple[bool, str]:
    return _sanitize(name) != name, name


def _sanitize(name: str) -> str:
    return (INVALID_CHARACTERS.search(name) and sanitize_name(name, INVALID_CHARACTERS, set())) or name
