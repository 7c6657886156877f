"""One self-contained document from several files: an import takes one (ImportHTTPConnectorMetadata, `file`)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from preclear.bundle.render import render_bundle
from preclear.bundle.tree import BundleTree
from preclear.source import DEFAULT_LIMITS, Node, Place, format_pointer, node_at

if TYPE_CHECKING:
    from preclear.openapi import ApiDescription
    from preclear.source import Document, Format, Limits, Pointer


class BundledFile(NamedTuple):
    """A file in a bundle: its display path, its size in bytes and its SHA-256 digest."""

    path: str
    size: int
    sha256: str


class SourceMap:
    """Maps each node of a bundle to the file that it comes from."""

    def __init__(self, entry: Document, origins: list[tuple[Pointer, Node]]) -> None:
        self.entry = entry
        self.origin_nodes: dict[Pointer, Node] = dict(origins)

    def origin(self, pointer: Pointer) -> Place:
        """Return the original place of the node at `pointer` in the bundle.

        A node that only the bundle has, such as an added section of `components`, maps to the same pointer in the entry
        document, where it doesn't exist.
        """
        for length in range(len(pointer), -1, -1):
            node = self.origin_nodes.get(pointer[:length])
            if node is not None:
                return Place(node.document, (*node.pointer, *pointer[length:]))
        return Place(self.entry, pointer)

    def original(self, place: Place) -> Place:
        """Return the existing place that `place` comes from; for a new node, that of the nearest old one around it."""
        pointer = place.pointer
        for length in range(len(pointer), -1, -1):
            origin = self.origin(pointer[:length])
            try:
                node = node_at(origin)
            except LookupError:
                continue
            if length < len(pointer):
                return node.key
            part = place.part if origin.pointer and isinstance(origin.pointer[-1], str) else "value"
            return origin._replace(part=part, missing=None if place.missing in node.mapping else place.missing)
        return self.origin(())

    def as_json(self) -> str:
        """Return the moved parts as JSON: pointer in the bundle, original file and original pointer."""
        parts = [
            {"pointer": format_pointer(pointer), "path": node.document.path, "origin": format_pointer(node.pointer)}
            for pointer, node in self.origin_nodes.items()
        ]
        return json.dumps({"version": 1, "entry": self.entry.path, "moved": parts}, indent=2) + "\n"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle: the bytes to send and the files in them. `is_single_file` means one file, byte for byte.

    `rewrite_reason` says why the entry document's own text couldn't be kept, or is None. `replaced_references` are the
    places of references where OpenAPI allows none, which the bundle replaces by their targets. `external_references`
    are the places of references that still lead out of the bundle.
    """

    data: bytes
    format: Format
    is_single_file: bool
    files: tuple[BundledFile, ...]
    source_map: SourceMap
    rewrite_reason: str | None = None
    replaced_references: tuple[Place, ...] = ()
    external_references: tuple[Place, ...] = ()

    @property
    def sha256(self) -> str:
        """The SHA-256 digest of the bytes, in hexadecimal."""
        return sha256(self.data).hexdigest()


def bundle(description: ApiDescription, limits: Limits = DEFAULT_LIMITS) -> Bundle:
    """Join the files of `description` into one document. Its references must be resolved already.

    A document in one file stays as it is, byte for byte, unless it has references where OpenAPI allows none. Raises
    BundleError if the files can't be joined.
    """
    entry = description.entry
    tree = BundleTree(description)
    files = tuple(
        BundledFile(document.path, len(document.data), sha256(document.data).hexdigest())
        for document in description.documents
    )
    if not tree.changes and not tree.new_components:
        return Bundle(
            entry.data,
            entry.format,
            True,
            files,
            SourceMap(entry, []),
            external_references=tuple(tree.external_references),
        )
    rendered_bundle = render_bundle(entry, tree, limits)
    source_map = SourceMap(entry, tree.origins)
    data = rendered_bundle.text.encode("utf-8")
    replaced_references, external_references = tuple(tree.replaced_references), tuple(tree.external_references)
    return Bundle(
        data,
        entry.format,
        False,
        files,
        source_map,
        rendered_bundle.rewrite_reason,
        replaced_references,
        external_references,
    )
