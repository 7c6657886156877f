"""YAML to values: with the compiled loader if it's there and the text is plain, otherwise with the event loader."""

from __future__ import annotations

import os
from functools import cache, partial
from importlib import import_module
from typing import TYPE_CHECKING, Final

from preclear.source.yaml.input import prepare_yaml_input

if TYPE_CHECKING:
    from preclear.source.document import Document
    from preclear.source.limits import Limits
    from preclear.source.locator import Locator
    from preclear.source.yaml.compiled.node_table import NodeTable

PURE_VARIABLE: Final = "PRECLEAR_PURE"
"""The environment variable that turns the compiled loader off: any value but an empty one."""


def load_yaml(document: Document, limits: Limits) -> None:
    """Parse `document.text` and set the document's value. Problems with the text become faults of the document.

    Raises LoadError, with a fault, if the text can't be read.
    """
    if not _load_compiled(document, limits):
        from preclear.source.yaml.event_loader import load_events

        load_events(document, limits)


@cache
def has_compiled_loader() -> bool:
    """Whether the compiled loader is installed, and not turned off."""
    if os.environ.get(PURE_VARIABLE):
        return False
    try:
        import_module("preclear.source.yaml.compiled.loader")
    except ImportError:
        return False
    return True


def _load_compiled(document: Document, limits: Limits) -> bool:
    """Set the document's value with the compiled loader. Returns whether it reads the text."""
    if not has_compiled_loader():
        return False
    from preclear.source.yaml.compiled.loader import CompiledLoader, UnsupportedTextError

    yaml_input = prepare_yaml_input(document.text)
    if yaml_input.has_replacements:
        return False
    loader = CompiledLoader(yaml_input.text, limits)
    try:
        loader.load()
    except UnsupportedTextError:
        return False
    document.yaml_input = None if yaml_input.text == document.text else yaml_input
    document.ambiguous_scalars += loader.ambiguous_scalars
    document.omitted_scalar_count += loader.omitted_scalar_count
    document.set_value(loader.value, partial(_create_locator, loader.nodes))
    return True


def _create_locator(nodes: NodeTable, document: Document) -> Locator:
    from preclear.source.yaml.compiled.locate import TableLocator

    return TableLocator(document.value, nodes)
