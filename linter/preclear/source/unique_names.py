"""Unique names that don't depend on the order of the things that they name, and hardly on each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")

_MIN_DIGEST_LENGTH = 8  # in hexadecimal digits


def choose_unique_names(
    items: Iterable[T],
    candidates_of: Callable[[T], Iterable[str]],
    is_used: Callable[[str], bool],
    normalize: Callable[[str], str] = str,
) -> dict[T, str]:
    """Give each item the first of its candidates that isn't used and that no other item wants.

    If two items want the same name, neither gets it: each goes on to its next candidate. So a name depends on the
    item's candidates and on those that are equal to them, but not on the order of items. The last candidates have to
    differ between items. Names are equal if `normalize` makes them equal; `is_used` gets normalized names.
    """
    chosen: dict[T, str] = {}
    owners: dict[str, T | None] = {}
    rejected_counts: dict[T, int] = {}  # instead of an iterator for each item: most get their first name
    pending = list(items)
    while pending:
        item = pending.pop()
        name = _nth_candidate(candidates_of(item), rejected_counts.get(item, 0), normalize)
        key = normalize(name)
        if key not in owners and not is_used(key):
            owners[key] = item
            chosen[item] = name
            continue
        other = owners.get(key)
        owners[key] = None  # forever: no later item may have it either
        for rejected in (item,) if other is None else (item, other):
            chosen.pop(rejected, None)
            rejected_counts[rejected] = rejected_counts.get(rejected, 0) + 1
            pending.append(rejected)
    return chosen


def digest_names(stem: str, separator: str, identity: str) -> Iterator[str]:
    """Yield names that end with ever longer digests of `identity`, for use as the last candidates."""
    from hashlib import sha256  # rarely needed, and slow to import

    digest = sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()
    yield from (f"{stem}{separator}{digest[:length]}" for length in range(_MIN_DIGEST_LENGTH, len(digest) + 1))


def _nth_candidate(candidates: Iterable[str], index: int, normalize: Callable[[str], str]) -> str:
    """Return the candidate at `index` (0-based) after leaving out those that are equal to an earlier one."""
    seen: set[str] = set()
    for name in candidates:
        key = normalize(name)
        if len(seen) == index and key not in seen:
            return name
        seen.add(key)
    raise LookupError(index)  # never: the last candidates are unique
