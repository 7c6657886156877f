"""Group media types by the `content` that they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear import Connector, MediaType, Pointer


def group_by_content(connector: Connector) -> Iterable[list[MediaType]]:
    """Group the media types of the connector by `content`, in document order."""
    groups: dict[tuple[int, Pointer], list[MediaType]] = {}
    for media_type in connector.media_types:
        node = media_type.node
        groups.setdefault((id(node.document), node.pointer[:-1]), []).append(media_type)
    return groups.values()
