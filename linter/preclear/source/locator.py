"""Where the nodes of a text are, and the scalars in it that readers understand differently."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from preclear._records import NamedTuple

if TYPE_CHECKING:
    from preclear.source.pointer import Pointer

PlacePart: TypeAlias = Literal["key", "value"]


class AmbiguousScalar(NamedTuple):
    """An unquoted YAML scalar that YAML 1.1 and 1.2 read as different values or break into different lines.

    `text` is the scalar as written. `yaml11_meaning` is the value in YAML 1.1 ("the boolean false", "a date");
    `yaml12_meaning` the one in YAML 1.2 ("text", "the number 10"). Keys are kept as written, so a key that both read as
    the same number but that isn't written that way (`007`) is ambiguous too.
    """

    pointer: Pointer
    part: PlacePart
    text: str
    yaml11_meaning: str
    yaml12_meaning: str = "text"


class Extent(NamedTuple):
    """Where a node's key and value are: 0-based offsets in characters, with exclusive ends.

    The key's offsets are -1 if the node has no key: at the root and in a list.
    """

    key_start: int
    key_end: int
    start: int
    end: int


class Locator(Protocol):
    """Finds the extents of nodes in one text."""

    def extent(self, pointer: Pointer) -> Extent:
        """Return the extent of the node at `pointer`. Raises LookupError if there is no such node."""
        ...
