"""The source map of a bundle as the source map of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source import node_at

if TYPE_CHECKING:
    from preclear.bundle import SourceMap as BundleSourceMap
    from preclear.source import Place


class BundleOrigins:
    """Leads from a bundle to the files in it."""

    def __init__(self, source_map: BundleSourceMap) -> None:
        self._source_map = source_map

    def original(self, place: Place) -> Place:
        """Return the place in the bundled files; for a node that only the bundle has, that of the node around it."""
        pointer = place.pointer
        for length in range(len(pointer), -1, -1):
            origin = self._source_map.origin(pointer[:length])
            if not _exists(origin):
                continue
            if length == len(pointer):
                is_missing = place.missing is not None and place.missing not in node_at(origin).mapping
                part = place.part if origin.pointer and isinstance(origin.pointer[-1], str) else "value"
                return origin._replace(part=part, missing=place.missing if is_missing else None)
            return node_at(origin).key
        return self._source_map.origin(())


def _exists(place: Place) -> bool:
    try:
        node_at(place)
    except LookupError:
        return False
    return True
