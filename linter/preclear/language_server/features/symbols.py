"""Document symbols: what the import creates of a file, as an outline."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lsprotocol import types

from preclear.engine import describe_credentials
from preclear.report import RESOURCE_TITLES
from preclear.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from preclear.connector import AuthScheme, AuthSchemeConfig, Connector, Definition, Operation
    from preclear.engine import ResourceType
    from preclear.language_server.snapshot import Snapshot
    from preclear.source import Document, Pointer

_SECTIONS: dict[ResourceType, Pointer] = {
    "action": ("paths",),
    "trigger": ("webhooks",),
    "definition": ("components", "schemas"),
    "auth scheme config": ("components", "securitySchemes"),
}
"""Where a document has what resources of a type are made of; the group of its symbols is there."""


class _Part(NamedTuple):
    """A resource as a symbol, at a place in the user's files."""

    name: str
    detail: str
    kind: types.SymbolKind
    place: Place


class _Entry(NamedTuple):
    """A symbol with its children, and the offsets of its node."""

    start: int
    end: int
    symbol: types.DocumentSymbol
    children: list[types.DocumentSymbol]


def document_symbols(snapshot: Snapshot, file: str) -> list[types.DocumentSymbol]:
    """Return the actions, triggers, definitions and auth scheme configs that are made of parts of `file`, nested.

    `file` is a resolved path. The symbols have the import's names. Those of a section of the document, such as `paths`,
    are in a group. A definition of a schema in a body is within its action. Documents that share the file have the same
    symbols, or each adds its own.
    """
    entries: dict[tuple[int, int, str, str], _Entry] = {}
    for checked_file, document in snapshot.file_documents(file):
        connector = checked_file.check_result.connector
        if connector is None or not document.is_loaded:
            continue
        for part in (*_list_groups(document), *_list_parts(connector)):
            if part.place.document is document or part.place.document.file == document.file:
                entry = _make_entry(snapshot, document, part)
                entries.setdefault((entry.start, -entry.end, part.detail, part.name), entry)
    return _nest(entry for _, entry in sorted(entries.items()))


def _list_parts(connector: Connector) -> Iterator[_Part]:
    """Yield everything that the import creates, except for the connector itself."""
    for action in connector.actions:
        detail = f"{action.method.value} {action.path.value}"
        yield _make_operation(action, action.name.value, detail, types.SymbolKind.Method)
    for trigger in connector.triggers:
        detail = f"{trigger.method.value} {trigger.webhook.value}"
        yield _make_operation(trigger, trigger.name.value, detail, types.SymbolKind.Event)
    for definition in connector.definitions:
        place = definition.node.place.original
        yield _make_definition(definition, place)
        target = connector.api.resolve(definition.node)
        if target is not None and target.place.original.document is not place.document:
            yield _make_definition(definition, target.place.original)  # the schema is in another file
    for scheme in connector.auth_schemes:
        for config in scheme.configs:
            yield _make_config(scheme, config)


def _make_operation(operation: Operation, name: str, detail: str, kind: types.SymbolKind) -> _Part:
    if not name:
        name, detail = detail, "no operationId"
    return _Part(name, detail, kind, operation.node.place.original)


def _make_definition(definition: Definition, place: Place) -> _Part:
    return _Part(definition.name.value, ", ".join(definition.accept), types.SymbolKind.Struct, place)


def _make_config(scheme: AuthScheme, config: AuthSchemeConfig) -> _Part:
    detail = ", ".join(filter(None, (config.scheme_type, describe_credentials(config))))
    node = scheme.node if config.flow is None else config.flow.node
    return _Part(scheme.key.value, detail, types.SymbolKind.Key, node.place.original)


def _list_groups(document: Document) -> Iterator[_Part]:
    """Yield a group for each section of `document` that resources are made of."""
    for resource, pointer in _SECTIONS.items():
        value = document.value
        for part in pointer:
            value = value.get(str(part)) if isinstance(value, dict) else None
        if isinstance(value, dict):
            yield _Part(RESOURCE_TITLES[resource], "", types.SymbolKind.Namespace, Place(document, pointer))


def _make_entry(snapshot: Snapshot, document: Document, part: _Part) -> _Entry:
    """Make the symbol of a part that is in `document`. Its range has the key, which is selected, and the value."""
    extent, encoder = document.extent(part.place.pointer), snapshot.encoder
    children: list[types.DocumentSymbol] = []
    if extent.key_start < 0:
        start, end, selection_end = extent.start, extent.end, extent.end
    else:
        start, end, selection_end = extent.key_start, max(extent.end, extent.key_end), extent.key_end
    position = encoder.offset_position(document, start)
    symbol = types.DocumentSymbol(
        name=part.name.strip() or '""',  # editors refuse an empty name
        detail=part.detail or None,
        kind=part.kind,
        range=types.Range(position, encoder.offset_position(document, end)),
        selection_range=types.Range(position, encoder.offset_position(document, selection_end)),
        children=children,
    )
    return _Entry(start, end, symbol, children)


def _nest(entries: Iterable[_Entry]) -> list[types.DocumentSymbol]:
    """Nest symbols, sorted by start and then by descending end, as their ranges nest. Empty groups are left out."""
    roots: list[types.DocumentSymbol] = []
    stack: list[_Entry] = []
    for entry in entries:
        while stack and stack[-1].end < entry.end:
            stack.pop()
        (stack[-1].children if stack else roots).append(entry.symbol)
        stack.append(entry)
    return [symbol for symbol in roots if symbol.children or symbol.kind != types.SymbolKind.Namespace]
