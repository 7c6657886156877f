"""The compiled reader of places, which may not be there, as the rest of the package sees it."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Protocol, cast

from preclear.source.yaml.compiled.extension import find_compiled_class

if TYPE_CHECKING:
    from preclear.source.limits import Limits
    from preclear.source.yaml.compiled.extension import NodeTable


class NodeReader(Protocol):
    """Finds the places of all nodes of one text. Each reader is used once.

    If `is_within_limits` is True, no value exceeds a limit; otherwise, one may.
    """

    nodes: NodeTable
    is_within_limits: bool

    def read(self) -> None:
        """Read the text, and set the attributes. Raises ValueError or IndexError if it gives up."""
        ...


class NodeReaderClass(Protocol):
    """Makes readers of texts that are valid JSON without repeated keys."""

    def __call__(self, text: str, limits: Limits, /) -> NodeReader: ...


@cache
def find_node_reader() -> NodeReaderClass | None:
    """Return the class of the compiled reader; None if it isn't installed, or turned off."""
    return cast("NodeReaderClass | None", find_compiled_class("preclear.source.json.node_reader", "NodeReader"))


def read_nodes(text: str, limits: Limits) -> NodeReader | None:
    """Return a reader that has read `text`; None if it isn't installed, or gives up."""
    reader_class = find_node_reader()
    if reader_class is None:
        return None
    with suppress(ValueError, IndexError):
        reader = reader_class(text, limits)
        reader.read()
        return reader
    return None
