"""Find references: everything that refers to a node, in all files of all documents of the project."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lsprotocol import types

from preclear.language_server.features.links import find_pointed_nodes, iter_links, locate, text_range
from preclear.source import Place, node_at

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from preclear.language_server.features.links import PointedNode
    from preclear.language_server.snapshot import Snapshot
    from preclear.project import CheckedFile
    from preclear.source import Pointer


class _Target(NamedTuple):
    """A node that may be referred to. `file` is the resolved path of its file."""

    file: str
    pointer: Pointer


def references(
    snapshot: Snapshot,
    file: str,
    position: types.Position,
    load_documents: Callable[[Collection[str]], Iterable[CheckedFile]],
    *,
    include_declaration: bool,
) -> list[types.Location]:
    """Return where the references to the node at `position` in `file`, a resolved path, are, sorted by file and place.

    If the text at the position refers to a node itself, that node counts. If nothing refers to the node at the
    position, the nearest node around it counts that something refers to, within the same OpenAPI object. With
    `include_declaration`, the node is among the locations, too. `load_documents` yields the documents of the project
    that have any of some files, resolved paths, as a part.
    """
    nodes = list(find_pointed_nodes(snapshot, file, position))
    places = {_make_target(snapshot, place): place for place in _find_direct_targets(nodes)}
    is_direct = bool(places)
    if not is_direct:
        places = {_Target(file, place.pointer): place for place in _list_enclosing_places(nodes)}
    uses = _find_uses(snapshot, places.keys(), load_documents)
    found = [target for target in places if is_direct or target in uses]
    locations: dict[tuple[str, int, int, int, int], types.Location] = {}
    for target in found if is_direct else found[:1]:
        locations |= uses.get(target, {})
        declaration = locate(snapshot, places[target]) if include_declaration else None
        if declaration is not None:
            locations[_sort_key(declaration)] = declaration
    return [location for _, location in sorted(locations.items())]


def _make_target(snapshot: Snapshot, place: Place) -> _Target:
    """Return the node at a place in the user's files. A text without a file has an empty path."""
    return _Target(snapshot.uris.resolve(place.document), place.pointer)


def _find_direct_targets(nodes: Iterable[PointedNode]) -> Iterator[Place]:
    """Yield the places, in the user's files, of what the text at the position refers to."""
    for node in nodes:
        for link in iter_links(node.connector) if node.connector is not None else ():
            if node.is_at(link.source):
                yield link.target


def _list_enclosing_places(nodes: list[PointedNode]) -> Iterator[Place]:
    """Yield the node at the position and those around it, from the inside out, as far as the same OpenAPI object."""
    if not nodes:
        return
    place = nodes[0].place
    connectors = [node.connector for node in nodes if node.connector is not None]
    for length in range(len(place.pointer), -1, -1):
        around = Place(place.document, place.pointer[:length])
        yield around
        if any(connector.api.kind_of_place(node_at(around)) is not None for connector in connectors):
            return


def _find_uses(
    snapshot: Snapshot,
    targets: Collection[_Target],
    load_documents: Callable[[Collection[str]], Iterable[CheckedFile]],
) -> dict[_Target, dict[tuple[str, int, int, int, int], types.Location]]:
    """Return where the texts are that refer to each of `targets`, without those that nothing refers to."""
    uses: dict[_Target, dict[tuple[str, int, int, int, int], types.Location]] = {}
    if not targets:
        return uses
    pointers = {target.pointer for target in targets}
    for checked_file in load_documents({target.file for target in targets}):
        connector = checked_file.check_result.connector
        for link in iter_links(connector) if connector is not None else ():
            if link.target.pointer not in pointers:
                continue
            target, uri = _make_target(snapshot, link.target), snapshot.uri(link.source.document)
            if target in targets and uri is not None:
                location = types.Location(uri, text_range(snapshot, link.source))
                uses.setdefault(target, {})[_sort_key(location)] = location
    return uses


def _sort_key(location: types.Location) -> tuple[str, int, int, int, int]:
    start, end = location.range.start, location.range.end
    return location.uri, start.line, start.character, end.line, end.character
