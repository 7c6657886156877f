"""YAML to values: with the compiled loader if it's there and reads the text, otherwise with the event loader."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear.source.yaml.compiled.extension import UnsupportedTextError, find_compiled_loader
from preclear.source.yaml.input import prepare_yaml_input

if TYPE_CHECKING:
    from preclear.source.document import Document
    from preclear.source.limits import Limits
    from preclear.source.locator import Locator
    from preclear.source.yaml.compiled.extension import NodeTable


def load_yaml(document: Document, limits: Limits) -> None:
    """Parse `document.text` and set the document's value. Problems with the text become faults of the document.

    Raises LoadError, with a fault, if the text can't be read.
    """
    if not _load_compiled(document, limits):
        from preclear.source.yaml.event_loader import load_events

        load_events(document, limits)


def _load_compiled(document: Document, limits: Limits) -> bool:
    """Set the document's value with the compiled loader. Returns whether it reads the text."""
    loader_class = find_compiled_loader()
    if loader_class is None:
        return False
    if prepare_yaml_input(document.text).text != document.text:
        return False
    loader = loader_class(document.text, limits)
    try:
        loader.load()
    except UnsupportedTextError:
        return False
    document.yaml_input = None
    document.ambiguous_scalars += loader.ambiguous_scalars
    document.omitted_scalar_count += loader.omitted_scalar_count
    document.set_value(loader.value, partial(_create_locator, loader.nodes))
    return True


def _create_locator(nodes: NodeTable, document: Document) -> Locator:
    from preclear.source.yaml.compiled.locate import TableLocator

    return TableLocator(document.value, nodes)
