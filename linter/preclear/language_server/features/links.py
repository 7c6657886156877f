"""Where the texts of a checked document lead: references, mappings, links, security requirements and tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lsprotocol import types

from preclear.source import is_in_text, place_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.connector import Connector
    from preclear.language_server.snapshot import FileDocument, Snapshot
    from preclear.source import Node, Place

_FILE_START = types.Range(types.Position(0, 0), types.Position(0, 0))


class Link(NamedTuple):
    """A text that refers to a node: its place and that of the node, both in the user's files."""

    source: Place
    target: Place


class PointedNode(NamedTuple):
    """The node at a position of a file, as one of the checked documents has it."""

    file_document: FileDocument
    place: Place

    @property
    def connector(self) -> Connector | None:
        """The connector that the import makes of the checked document."""
        return self.file_document.checked_file.check_result.connector

    def is_at(self, place: Place) -> bool:
        """Whether `place`, in the user's files, is that of the node."""
        return is_same_node(self.place, place)


def find_pointed_nodes(snapshot: Snapshot, file: str, position: types.Position) -> Iterator[PointedNode]:
    """Yield the node at `position` in `file`, a resolved path, once for each checked document that has the file.

    Between a text and something else, it's the node of the text, whichever side of the position that is on.
    """
    for file_document in snapshot.file_documents(file):
        document = file_document.document
        if not document.is_loaded:
            continue
        offset = snapshot.encoder.offset(document, position)
        place = place_at(document, offset)
        if offset and not is_in_text(place, offset):
            before = place_at(document, offset - 1)
            if is_in_text(before, offset - 1):
                place = before
        yield PointedNode(file_document, place)


def iter_links(connector: Connector) -> Iterator[Link]:
    """Yield everything in the documents of `connector` that refers to a node and leads somewhere."""
    for use in connector.api.reference_uses.all:
        source = use.node.key if use.is_key else use.node.place
        yield Link(source.original, use.target.place.original)
    tags = _find_tags(connector)
    if not tags:
        return
    operations = [operation.node for operation in connector.operations]
    operations += [operation.node for operation in connector.callback_operations]
    for operation in operations:
        names = operation.get("tags")
        for name in names.items() if names is not None else ():
            tag = tags.get(str(name.value))
            if tag is not None:
                yield Link(name.place.original, tag.place.original)
    for tag in tags.values():
        parent_name = tag.get("parent")
        parent = tags.get(str(parent_name.value)) if parent_name is not None else None
        if parent_name is not None and parent is not None:
            yield Link(parent_name.place.original, parent.place.original)


def is_same_node(place: Place, other: Place) -> bool:
    """Whether two places, in the user's files, are of the same node. Documents of a run can share files."""
    if place.pointer != other.pointer:
        return False
    document, other_document = place.document, other.document
    return document is other_document or (document.file is not None and document.file == other_document.file)


def locate(snapshot: Snapshot, place: Place) -> types.Location | None:
    """Return where the node at `place` is: its key or, without one, itself; for a whole file, the file's start.

    None for a text that has no file.
    """
    uri = snapshot.uri(place.document)
    if uri is None:
        return None
    return types.Location(uri, _FILE_START if not place.pointer else node_range(snapshot, place))


def node_range(snapshot: Snapshot, place: Place) -> types.Range:
    """Return the range of the key of the node at `place`, or of the node if it has no key."""
    document = place.document
    extent = document.extent(place.pointer)
    start, end = (extent.start, extent.end) if extent.key_start < 0 else (extent.key_start, extent.key_end)
    return snapshot.encoder.range(document, document.lines.span(start, end))


def text_range(snapshot: Snapshot, place: Place) -> types.Range:
    """Return the range of the key or value at `place`."""
    return snapshot.encoder.range(place.document, place.document.span(place.pointer, place.part))


def _find_tags(connector: Connector) -> dict[str, Node]:
    """Return the tag objects of the document by name; of two with the same name, the first."""
    tags = connector.api.get(connector.root, "tags")
    by_name: dict[str, Node] = {}
    for tag in tags.items() if tags is not None else ():
        name = tag.text("name")
        if name is not None:
            by_name.setdefault(name, tag)
    return by_name
