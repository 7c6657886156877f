"""The compiled modules, which may not be there, as the rest of the package sees them."""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, cast

if TYPE_CHECKING:
    from preclear.source.json_value import Json
    from preclear.source.limits import Limits
    from preclear.source.locator import AmbiguousScalar

PURE_VARIABLE: Final = "PRECLEAR_PURE"
"""The environment variable that turns the compiled modules off: any value but an empty one."""


class UnsupportedTextError(Exception):
    """The text has something that only the event loader reads or reports."""


class NodeTable(Protocol):
    """The places of all nodes of a text, in the order of the text. The root has the index 0."""

    def extent(self, index: int) -> tuple[int, int, int, int]:
        """Return the offsets of a node: of its key's start and end (-1 without a key), and of its own."""
        ...

    def children(self, index: int) -> list[int]:
        """Return the indexes of a node's children."""
        ...


class CompiledLoader(Protocol):
    """Reads one text. Each loader is used once."""

    value: Json
    nodes: NodeTable
    ambiguous_scalars: list[AmbiguousScalar]
    omitted_scalar_count: int

    def load(self) -> None:
        """Read the text, and set the attributes. Raises UnsupportedTextError."""
        ...


class CompiledLoaderClass(Protocol):
    """Makes loaders."""

    def __call__(self, text: str, limits: Limits, /) -> CompiledLoader: ...


@cache
def find_compiled_loader() -> CompiledLoaderClass | None:
    """Return the class of the compiled loader; None if it isn't installed, or turned off."""
    return cast(
        "CompiledLoaderClass | None", find_compiled_class("preclear.source.yaml.compiled.loader", "CompiledLoader")
    )


def find_compiled_class(module: str, name: str) -> object | None:
    """Return a class of a compiled module; None if the module isn't installed, or PURE_VARIABLE turns it off."""
    if os.environ.get(PURE_VARIABLE):
        return None
    try:
        found: object = vars(import_module(module))[name]
    except ImportError:
        return None
    return found
