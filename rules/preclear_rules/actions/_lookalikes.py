"""Names that are not equal, and too near to each other to be told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


def lookalikes(names: Iterable[str], fold: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Give every name that `fold` makes the same of as of another name, with that other one.

    The other is the first of those that are folded to the same; for the first itself it is the second. Equal names
    are one name.
    """
    groups: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        groups.setdefault(fold(name), []).append(name)
    for group in groups.values():
        if len(group) > 1:
            yield group[0], group[1]
            yield from ((name, group[0]) for name in group[1:])
