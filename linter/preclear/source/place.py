"""A place: which document, which node, its key or its value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:
    from preclear.source.document import Document
    from preclear.source.pointer import Pointer
    from preclear.source.span import Span

PlacePart: TypeAlias = Literal["key", "value"]


class Place(NamedTuple):
    """Where something stands, said by its name and not by its line. `span` turns it into lines and columns.

    `missing` names a key that the node ought to have and has not: the place is then the node that should hold it.
    `exact` is set where a pointer can't say it: a syntax error, the second of two equal keys.
    """

    document: Document
    pointer: Pointer
    part: PlacePart = "value"
    missing: str | None = None
    exact: Span | None = None

    @property
    def identity(self) -> tuple[int, Pointer]:
        """What tells its node from all others of a run."""
        return id(self.document), self.pointer

    @property
    def place(self) -> Place:
        """This place, so that a place can stand wherever something that has one is wanted."""
        return self

    @property
    def span(self) -> Span:
        """Start and end, 1-based, in characters. Raises LookupError where the pointer leads to nothing."""
        return self.exact or self.document.span(self.pointer, self.part)


class HasPlace(Protocol):
    """Anything that knows its place."""

    @property
    def place(self) -> Place: ...
