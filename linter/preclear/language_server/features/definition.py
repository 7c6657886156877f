"""Go to definition: from a text that refers to something to what it refers to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lsprotocol import types

from preclear.language_server.features.links import find_pointed_nodes, iter_links, locate

if TYPE_CHECKING:
    from preclear.language_server.features.links import PointedNode
    from preclear.language_server.snapshot import Snapshot

_ALIAS = re.compile(r"\*([^\s,\[\]{}]+)")
_COMMENT = re.compile(r"(?:^|\s)#")


def definition(snapshot: Snapshot, file: str, position: types.Position) -> list[types.Location]:
    """Return where the nodes are that the text at `position` in `file`, a resolved path, refers to.

    The text is a `$ref` or another reference, an entry of a discriminator's mapping, the operation of a link, a
    requirement of a security scheme, a tag, or a YAML alias. The location is the node's key or, without one, the node.
    The result has several nodes if the documents that the file is a part of have different ones.
    """
    locations: list[types.Location] = []
    for node in find_pointed_nodes(snapshot, file, position):
        links = () if node.connector is None else iter_links(node.connector)
        found = [locate(snapshot, link.target) for link in links if node.is_at(link.source)]
        found.append(_locate_anchor(snapshot, node))
        locations += [location for location in found if location is not None and location not in locations]
    return locations


def _locate_anchor(snapshot: Snapshot, node: PointedNode) -> types.Location | None:
    """Return where the anchor of the YAML alias at `node` is, the last one before it; None if it's no alias."""
    document = node.place.document
    text, extent, uri = document.text, document.extent(node.place.pointer), snapshot.uri(document)
    alias = _ALIAS.match(text, extent.start, extent.end) if document.format == "yaml" else None
    if alias is None or uri is None:
        return None
    anchor = re.compile(rf"(?<![^\s,:\[{{])&{re.escape(alias[1])}(?![^\s,\[\]{{}}])")
    matches = [match for match in anchor.finditer(text, 0, alias.start()) if not _is_in_comment(text, match.start())]
    if not matches:
        return None
    span = document.lines.span(matches[-1].start(), matches[-1].end())
    return types.Location(uri, snapshot.encoder.range(document, span))


def _is_in_comment(text: str, offset: int) -> bool:
    line_start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    return _COMMENT.search(text, line_start, offset) is not None
