"""Unique names that don't depend on the order of the things that they name, and hardly on each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

T = TypeVar("T")

_MIN_DIGEST_LENGTH = 8  # in hexadecimal digits


def choose_unique_names(
    candidates: Mapping[T, Iterable[str]], is_used: Callable[[str], bool], normalize: Callable[[str], str] = str
) -> dict[T, str]:
    """Give each item the first of its candidates that isn't used and that no other item wants.

    If two items want the same name, neither gets it: each goes on to its next candidate. So a name depends on the
    item's candidates and on those that are equal to them, but not on the order of items. The last candidates have to
    differ between items. Names are equal if `normalize` makes them equal; `is_used` gets normalized names.
    """
    remaining = {item: _skip_repeats(names, normalize) for item, names in candidates.items()}
    chosen: dict[T, str] = {}
    owners: dict[str, T | None] = {}
    pending = list(remaining)
    while pending:
        item = pending.pop()
        name = next(remaining[item])
        key = normalize(name)
        if key not in owners and not is_used(key):
            owners[key] = item
            chosen[item] = name
            continue
        other = owners.get(key)
        owners[key] = None  # forever: no later item may have it either
        pending.append(item)
        if other is not None:
            del chosen[other]
            pending.append(other)
    return chosen


def digest_names(stem: str, separator: str, identity: str) -> Iterator[str]:
    """Yield names that end with ever longer digests of `identity`, for use as the last candidates."""
    from hashlib import sha256  # rarely needed, and slow to import

    digest = sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()
    yield from (f"{stem}{separator}{digest[:length]}" for length in range(_MIN_DIGEST_LENGTH, len(digest) + 1))


def _skip_repeats(names: Iterable[str], normalize: Callable[[str], str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        key = normalize(name)
        if key not in seen:
            seen.add(key)
            yield name
