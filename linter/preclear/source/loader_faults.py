"""How the loader adds faults to a document, and gives up on it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from preclear._records import NamedTuple
from preclear.source.document import Fault, Place, RelatedLocation, Report
from preclear.source.kinds import DUPLICATE_KEY, EXCEEDED_LIMIT, SYNTAX_ERROR, UNREADABLE_FILE
from preclear.source.limits import LIMIT_OPTION

if TYPE_CHECKING:
    from preclear.source.document import Document
    from preclear.source.kinds import Kind, Severity
    from preclear.source.locator import PlacePart
    from preclear.source.pointer import Pointer


MAX_FAULTS: Final = 10_000
"""How many faults of one kind a document keeps, and how many ambiguous scalars. The rest are only counted."""


class LoadError(Exception):
    """The text can't be read any further. The document already has the fault that says why."""


def add_fault(
    document: Document,
    kind: Kind,
    message: str,
    start: int,
    end: int,
    *,
    help: str | None = None,
    pointer: Pointer = (),
    part: PlacePart = "value",
    related: tuple[RelatedLocation, ...] = (),
    severity: Severity | None = None,
) -> None:
    """Add a fault at `text[start:end]` to `document`. Offsets are 0-based, in characters.

    A document keeps `MAX_FAULTS` faults of one kind, so that they can't fill the memory.
    """
    document.fault_counts[kind.name] += 1
    if document.fault_counts[kind.name] > MAX_FAULTS:
        document.omitted_fault_counts[kind, severity or kind.severity] += 1
        return
    place = Place(document, pointer, part, exact=document.lines.span(start, max(start, end)))
    document.faults.append(Fault(kind, Report(message, place, help, related, severity)))


class RemovedFaults(NamedTuple):
    """Faults removed from a document: those that it kept, and the number of those that it only counted."""

    faults: list[Fault]
    omitted_counts: Counter[tuple[Kind, Severity]]


def remove_faults(document: Document, keep_count: int) -> RemovedFaults:
    """Remove and return all faults of `document` but the first `keep_count`. Also removes its ambiguous scalars."""
    removed = RemovedFaults(document.faults[keep_count:], document.omitted_fault_counts)
    del document.faults[keep_count:]
    document.omitted_fault_counts = Counter()
    document.fault_counts = Counter(fault.kind.name for fault in document.faults)
    document.ambiguous_scalars.clear()
    document.omitted_scalar_count = 0
    return removed


def restore_faults(document: Document, removed: RemovedFaults) -> None:
    """Add the faults that `remove_faults` removed."""
    document.faults += removed.faults
    document.omitted_fault_counts += removed.omitted_counts


def related_location(document: Document, message: str, start: int, end: int) -> RelatedLocation:
    """Return `text[start:end]` as a related location. Offsets are 0-based, in characters."""
    return RelatedLocation(message, Place(document, (), exact=document.lines.span(start, end)))


def report_unreadable(document: Document, message: str, help: str, offset: int = 0) -> LoadError:
    """Add the fault that the file is unreadable, and return the exception to raise. `offset` is in characters."""
    text = document.text
    end = offset + 1 if offset < len(text) and text[offset] not in "\r\n" else offset
    add_fault(document, UNREADABLE_FILE, message, offset, end, help=help)
    return LoadError()


def report_syntax_error(
    document: Document,
    message: str,
    start: int,
    end: int,
    *,
    help: str | None = None,
    related: tuple[RelatedLocation, ...] = (),
) -> LoadError:
    """Add a syntax error at `text[start:end]`, and return the exception to raise."""
    add_fault(document, SYNTAX_ERROR, message, start, end, help=help, related=related)
    return LoadError()


def report_exceeded_limit(
    document: Document, limit: str, message: str, setting: int, start: int, end: int
) -> LoadError:
    """Add the fault that `text[start:end]` exceeds `limit`, and return the exception to raise.

    `message` is a clause, to which "the limit is `setting`" is added.
    """
    add_fault(
        document,
        EXCEEDED_LIMIT,
        f"{message}; the limit is {setting:,} (`{LIMIT_OPTION} {limit}=N`)",
        start,
        end,
        help=f"make the document smaller, or raise the limit with `{LIMIT_OPTION} {limit}=N`",
    )
    return LoadError()


def report_duplicate(
    document: Document, pointer: Pointer, first: tuple[int, int], second: tuple[int, int], help: str | None = None
) -> None:
    """Add the fault that a mapping has a key twice. `first` and `second` are the offsets of the keys."""
    lines = document.lines
    subject = f"key `{pointer[-1]}`" if pointer[-1] else "the empty key"
    add_fault(
        document,
        DUPLICATE_KEY,
        f"{subject} is repeated, expected once: first on line {lines.position(first[0]).line}",
        *second,
        help=help or "remove or rename one of the two",
        pointer=pointer,
        part="key",
        related=(related_location(document, "first here", *first),),
    )
