"""How a loader says what it found."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from preclear.source.fault import Fault, Kind, RelatedLocation, Report, Severity
from preclear.source.limits import LIMIT_OPTION
from preclear.source.place import Place, PlacePart

if TYPE_CHECKING:
    from preclear.source.document import Document
    from preclear.source.pointer import Pointer


MAX_FAULTS: Final = 10_000
"""The faults of one kind that are kept of one document, and the ambiguous scalars. The rest is counted."""


class LoadError(Exception):
    """The document's text can't be read further. The fault that says why is on the document already."""


SYNTAX_ERROR = Kind(
    name="syntax-error",
    category="document",
    severity="error",
    basis="openapi",
    source="OpenAPI 3.1, 4.3 Format",
    fatal=True,
    doc="""The text is neither YAML nor JSON.

An OpenAPI document is a YAML or JSON text. Where the text breaks the grammar, nothing after that point can be
trusted, so nothing else is checked in this file, and an import refuses the file as a whole. The place is the character
or word that can't stand where it stands; the message says what could.""",
)

LARGEST_NUMBER: Final = "1.7976931348623157e+308"
"""The largest number of IEEE 754's binary64, which is what readers of JSON hold (RFC 8259, section 6)."""

EXCEEDED_LIMIT = Kind(
    name="exceeded-limit",
    category="document",
    severity="error",
    basis="practice",
    source="limits on input",
    fatal=True,
    doc="""The document is larger or deeper than what is read.

A text of a few hundred bytes can stand for billions of values, or nest so deep that a reader crashes. So every
dimension has a limit that real documents stay far below. The message names the limit, what it is set to, and the
option that widens it. Servers have limits too: a document that needs wider ones here may be refused there.

A limit on files, bytes in all, the bytes of one file or the length of a chain of references is reported once, at the
first `$ref` that is not followed. Nothing else is reported of what is not read, and the exit code is 2.

A number in JSON such as `1e999` is past a limit that no option widens: RFC 8259 lets readers set the range of numbers,
and what is past the largest number of 64 bits is infinite in one and an error in the next. No option raises
`depth` above 500 or `digits` above 4,300: past that, Python itself gives up.
""",
)


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
    """Add a fault at `text[start:end]` to `document`; offsets count characters from 0.

    Of the faults of one kind `MAX_FAULTS` are kept, so that no document can fill the memory with them.
    """
    document.fault_counts[kind.name] += 1
    if document.fault_counts[kind.name] > MAX_FAULTS:
        document.omitted_fault_counts[kind, severity or kind.severity] += 1
        return
    place = Place(document, pointer, part, exact=document.lines.span(start, max(start, end)))
    document.faults.append(Fault(kind, Report(message, place, help, related, severity)))


class TakenFaults(NamedTuple):
    """Faults that were taken from a document: those that it keeps, and how many more there are."""

    faults: list[Fault]
    omitted_counts: Counter[tuple[Kind, Severity]]


def take_faults(document: Document, keep_count: int) -> TakenFaults:
    """Remove all faults but the first `keep_count`, which are few, from `document`, and what is ambiguous; gives them."""
    taken = TakenFaults(document.faults[keep_count:], document.omitted_fault_counts)
    del document.faults[keep_count:]
    document.omitted_fault_counts = Counter()
    document.fault_counts = Counter(fault.kind.name for fault in document.faults)
    document.ambiguous_scalars.clear()
    document.omitted_scalar_count = 0
    return taken


def restore_faults(document: Document, taken: TakenFaults) -> None:
    """Add the faults that `take_faults` removed."""
    document.faults += taken.faults
    document.omitted_fault_counts += taken.omitted_counts


def related_location(document: Document, message: str, start: int, end: int) -> RelatedLocation:
    """Another place in the same text that belongs to a fault."""
    return RelatedLocation(message, Place(document, (), exact=document.lines.span(start, end)))


def report_syntax_error(
    document: Document,
    message: str,
    start: int,
    end: int,
    *,
    help: str | None = None,
    related: tuple[RelatedLocation, ...] = (),
) -> LoadError:
    """Add a syntax error; gives the exception to raise."""
    add_fault(document, SYNTAX_ERROR, message, start, end, help=help, related=related)
    return LoadError()


def report_exceeded_limit(
    document: Document, limit: str, message: str, setting: int, start: int, end: int
) -> LoadError:
    """Add a fault for `limit`, which is set to `setting`; gives the exception to raise.

    `message` is a sentence to which "the limit is …" is added.
    """
    add_fault(
        document,
        EXCEEDED_LIMIT,
        f"{message}; the limit is {setting:,} (`{LIMIT_OPTION} {limit}=N`)",
        start,
        end,
        help=f"make the document smaller, or widen the limit with `{LIMIT_OPTION} {limit}=N`",
    )
    return LoadError()
