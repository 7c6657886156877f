"""Find references: everything that refers to a node, in all files of all checked documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from preclear.language_server.features.links import find_pointed_nodes, is_same_node, iter_links, locate, text_range
from preclear.source import Place, node_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from preclear.language_server.features.links import PointedNode
    from preclear.language_server.snapshot import Snapshot


def references(
    snapshot: Snapshot, file: str, position: types.Position, *, include_declaration: bool
) -> list[types.Location]:
    """Return where the references to the node at `position` in `file`, a resolved path, are, sorted by file and place.

    If the text at the position refers to a node itself, that node counts. If nothing refers to the node at the
    position, the nearest node around it counts that something refers to, within the same OpenAPI object. With
    `include_declaration`, the node is among the locations, too.
    """
    targets = _find_targets(list(find_pointed_nodes(snapshot, file, position)))
    locations = {_sort_key(location): location for location in _find_uses(snapshot, targets)}
    if include_declaration:
        declarations = [locate(snapshot, target) for target in targets]
        locations |= {_sort_key(location): location for location in declarations if location is not None}
    return [location for _, location in sorted(locations.items())]


def _find_targets(nodes: Sequence[PointedNode]) -> list[Place]:
    """Return the places, in the user's files, of the nodes that references are searched for."""
    links = [link for node in nodes if node.connector is not None for link in iter_links(node.connector)]
    targets: list[Place] = []
    for link in links:
        if nodes[0].is_at(link.source) and not any(is_same_node(link.target, target) for target in targets):
            targets.append(link.target)
    return targets or [*_find_enclosing_target(nodes, [link.target for link in links])]


def _find_enclosing_target(nodes: Sequence[PointedNode], targets: Iterable[Place]) -> Iterator[Place]:
    """Yield the nearest of `targets` that is the node or around it, in the same OpenAPI object, if there is one."""
    if not nodes:
        return
    place = nodes[0].place
    known = {target.pointer: target for target in targets if target.document.file == place.document.file}
    for length in range(len(place.pointer), -1, -1):
        around = Place(place.document, place.pointer[:length])
        if around.pointer in known:
            yield known[around.pointer]
            return
        connectors = [node.connector for node in nodes if node.connector is not None]
        if any(connector.api.kind_of_place(node_at(around)) is not None for connector in connectors):
            return


def _find_uses(snapshot: Snapshot, targets: list[Place]) -> Iterator[types.Location]:
    """Yield where the texts are that refer to one of `targets`."""
    for checked_file in snapshot.checked_files if targets else ():
        connector = checked_file.check_result.connector
        for link in iter_links(connector) if connector is not None else ():
            if not any(is_same_node(link.target, target) for target in targets):
                continue
            uri = snapshot.uri(link.source.document)
            if uri is not None:
                yield types.Location(uri, text_range(snapshot, link.source))


def _sort_key(location: types.Location) -> tuple[str, int, int, int, int]:
    start, end = location.range.start, location.range.end
    return location.uri, start.line, start.character, end.line, end.character
