"""Group definition names that differ only in case, or that become the same once they are valid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear_rules.actions._names import shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


def group_confusable(sanitized: Mapping[str, str]) -> dict[tuple[str, int], list[str]]:
    """Group names that can be mistaken for another name, by that name and by the index of how they are alike.

    `sanitized` has each name without its invalid characters. A valid name comes before invalid ones, so that the
    invalid ones are reported.
    """
    if _are_distinct(map(str.casefold, sanitized)) and _are_distinct(map(str.casefold, sanitized.values())):
        return {}
    names = sorted(sanitized, key=lambda name: (sanitized[name] != name, name))  # independently of key order
    normalizers: tuple[Callable[[str], str], ...] = (
        str.casefold,
        lambda name: sanitized[name],
        lambda name: sanitized[name].casefold(),
    )
    groupings = [_group_names(names, normalize) for normalize in normalizers]
    groups: dict[tuple[str, int], list[str]] = {}
    for name in names:
        originals = [(groupings[index][normalize(name)][0], index) for index, normalize in enumerate(normalizers)]
        original = next((candidate for candidate in originals if candidate[0] != name), None)
        if original is not None:
            groups.setdefault(original, []).append(name)
    return groups


def _are_distinct(names: Iterable[str]) -> bool:
    all_names = list(names)
    return len(set(all_names)) == len(all_names)


def describe_likeness(name: str, other: str, sanitized: Mapping[str, str]) -> str:
    """Describe what makes `name` like `other`."""
    if name.casefold() == other.casefold():
        return f"definition name `{shorten(name)}` differs from `{shorten(other)}` only in case"
    condition = "" if sanitized[other] == other else " without them"
    exception = "" if sanitized[other] == sanitized[name] else ", except for case"
    subject = f"definition name `{shorten(name)}`"
    return f"{subject} without its invalid characters is the same as `{shorten(other)}`{condition}{exception}"


def _group_names(names: list[str], normalize: Callable[[str], str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(normalize(name), []).append(name)
    return groups
