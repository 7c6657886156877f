"""Finding what a text names: pointers, dotted paths, operations, `METHOD /path`, components, parameters, lines.

Server texts have no grammar. A name counts only if it's unambiguous: in quotes or backticks, next to a noun such as
"parameter", or if it can't be an ordinary word. A text that names several things has no single location, unless all the
others contain the deepest one, or it's an operation and a component that the operation uses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.mapping.connector_index import to_openapi_path
from preclear.mapping.lines import MAX_TEXT_LENGTH
from preclear.mapping.text.faults import without_quotations
from preclear.mapping.text.operation_parts import PartLocator
from preclear.mapping.text.parser import TextParser
from preclear.mapping.text.reference_places import ReferencePlaces
from preclear.mapping.text.references import TextReferenceResolver
from preclear.mapping.text.resolution import TargetResolver
from preclear.mapping.text.versions import VersionFinder

if TYPE_CHECKING:
    from preclear.connector import Operation
    from preclear.mapping.connector_index import ConnectorIndex
    from preclear.mapping.origin import OriginResolver
    from preclear.mapping.path_resolver import PathResolver
    from preclear.mapping.text.resolution import TextTarget

_CACHE_SIZE = 4096  # texts: an import repeats the same text for many things


class TextMatcher:
    """Finds the things in one description that texts name."""

    def __init__(self, index: ConnectorIndex, path_resolver: PathResolver, origins: OriginResolver) -> None:
        self._index = index
        self._origins = origins
        self._reference_places = ReferencePlaces(index.connector, origins)
        self._references = TextReferenceResolver(index, path_resolver, self._reference_places)
        self._targets = TargetResolver(index, PartLocator(index, path_resolver), self._reference_places)
        self._versions = VersionFinder(index.connector)
        self._cache: dict[tuple[str, int], TextTarget] = {}

    def find(self, text: str, owner: Operation | None = None) -> TextTarget:
        """Return what `text` names.

        `owner` is the operation that the text is about, so that it can name that operation's parameters and responses.
        """
        excerpt = text[:MAX_TEXT_LENGTH]
        key = (excerpt, id(owner))
        target = self._cache.get(key)
        if target is None:
            if len(self._cache) >= _CACHE_SIZE:
                self._cache.clear()
            searched = without_quotations(excerpt) if "\n" in excerpt else excerpt
            parser = TextParser(self._index, self._references, self._origins, self._versions, to_openapi_path(searched))
            target = self._cache[key] = self._targets.resolve(parser.parse(is_in_operation=owner is not None), owner)
        return target
