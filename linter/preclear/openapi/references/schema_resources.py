"""Schema resources, their base URIs and their anchors: `$id`, `$anchor`, `$self` (JSON Schema 2020-12, core, 8.2)."""

from __future__ import annotations

import os.path
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from preclear._patterns import lazy_pattern
from preclear.openapi.dialects import DRAFT_07_URI, declared_dialect
from preclear.openapi.kind_inference import infer_kinds
from preclear.openapi.object_grammar import ANY_DIALECT_SCHEMA_FIELDS, COMPONENT_SECTIONS, grammar
from preclear.openapi.walk import walk
from preclear.source import Node

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from preclear.source import Document, Json, Pointer

_IDENTIFIER_PATTERN = lazy_pattern(r"\$(?:id|anchor|dynamicAnchor|self)\b")
_ESCAPED_LETTER_PATTERN = lazy_pattern(r"\\(?:u00|x|U000000)[2-7]")
"""Find texts that may have one of these keywords, also with a letter of it escaped. A pattern that begins with one
certain character is ten times as fast, so these are two."""

_REFERENCE_KEYWORDS = frozenset({"$ref", "$dynamicRef", "discriminator"})
"""Keywords of a schema whose values are or contain references."""

_DRAFT_07 = "draft-07"
"""Part of the dialect's URI: a text without it has no schema in that dialect."""

_JSON_SCHEMA_DIALECT = lazy_pattern(r"https?://json-schema\.org/draft(?:-07|/2020-12)/schema#?$")
"""The dialects of files that are one schema as a whole."""

DATA_KEYWORDS = frozenset({"example", "examples", "default", "enum", "const"})
"""Keywords whose values are data, without keywords in them."""

NAME_MAP_KEYWORDS = frozenset(
    {
        *("properties", "patternProperties", "dependentSchemas", "$defs", "definitions"),
        *("paths", "webhooks", "content", "encoding"),
        *(section for section in COMPONENT_SECTIONS if section != "examples"),
    }
)
"""Keywords whose values have names as keys, which may be `default` or `example`."""


class SchemaResource:
    """A document, or a schema in it with an `$id`. Fragments of references are relative to a resource.

    `anchors` has its schemas with an anchor, by name; `dynamic_anchors` all its schemas with each `$dynamicAnchor`.
    """

    __slots__ = ("_uri", "anchors", "dynamic_anchors", "root")

    def __init__(self, root: Node, uri: str | None = None) -> None:
        """`uri` is the absolute URI of the resource; None for a document, whose URI is that of its file."""
        self.root: Node = root
        self.anchors: dict[str, Node] = {}
        self.dynamic_anchors: dict[str, list[Node]] = {}
        self._uri = uri

    @property
    def uri(self) -> str:
        """The absolute URI, without a fragment; empty for a document without a file."""
        if self._uri is None:
            self._uri = _file_uri(self.root.document)
        return self._uri

    def resolve_uri(self, reference: str) -> str:
        """Return the absolute URI, without a fragment, of `reference` in this resource (RFC 3986, 5.2)."""
        from urllib.parse import urljoin, urlsplit

        try:
            parts = urlsplit(urljoin(self.uri, reference))
            return parts._replace(netloc=parts.netloc.lower(), fragment="").geturl()
        except ValueError:
            return reference


class ResourceRegistry:
    """The resources of all documents that were read, by URI, anchor and place."""

    def __init__(self, entry: Document) -> None:
        version = entry.value.get("openapi") if isinstance(entry.value, dict) else None
        series = str(version)[:3]
        self.has_anchors: bool = series != "3.0"
        """Whether this version of OpenAPI has `$id` and `$anchor`."""
        self._grammar = grammar(series if series in ("3.0", "3.2") else "3.1")
        self.dynamic_anchor_counts: Counter[str] = Counter()
        """How many schemas have each `$dynamicAnchor`."""
        self._by_document: dict[int, SchemaResource] = {}
        self._embedded: dict[int, dict[Pointer, SchemaResource]] = {}
        self._by_uri: dict[str, SchemaResource] = {}
        self._by_anchor: dict[str, SchemaResource] = {}
        self._enclosing: dict[int, SchemaResource] = {}
        self._new_uris: list[str] = []
        self.has_enclosed_references: bool = False
        """Whether any reference is in a schema with an `$id`."""

    @property
    def uris(self) -> Collection[str]:
        """The URIs of every `$id` and `$self`, in the order in which they were read."""
        return self._by_uri.keys()

    def document_resource(self, document: Document) -> SchemaResource:
        """Return the resource of the whole `document`, indexing its schemas at the first call."""
        resource = self._by_document.get(id(document))
        if resource is None:
            resource = self._by_document[id(document)] = SchemaResource(Node(document, (), document.value))
            if _IDENTIFIER_PATTERN.search(document.text) or _ESCAPED_LETTER_PATTERN.search(document.text):
                resource = self._by_document[id(document)] = self._index_document(resource)
        return resource

    def enclosing_resource(self, value: Json) -> SchemaResource | None:
        """Return the resource around `value`, a schema with references; None if that is the document."""
        return self._enclosing.get(id(value))

    def resource_of(self, schema: Node) -> SchemaResource:
        """Return the innermost resource that contains `schema`, or that `schema` is."""
        document_resource = self.document_resource(schema.document)
        embedded = self._embedded.get(id(schema.document), {})
        return embedded.get(schema.pointer) or _innermost_resource(schema.pointer, embedded) or document_resource

    def find_by_uri(self, uri: str) -> SchemaResource | None:
        """Return the resource with this URI, or None."""
        return self._by_uri.get(uri)

    def find_by_anchor(self, name: str) -> SchemaResource | None:
        """Return the first resource with an anchor of this name, or None. Whole documents aren't searched."""
        return self._by_anchor.get(name)

    def take_new_uris(self) -> list[str]:
        """Return the URIs that were read since the last call."""
        uris, self._new_uris = self._new_uris, []
        return uris

    def _index_document(self, document_resource: SchemaResource) -> SchemaResource:
        """Index the identifiers and anchors of a document. Returns the document's own resource."""
        self_uri = document_resource.root.text("$self")
        if self_uri is not None and "openapi" in document_resource.root.mapping:
            document_resource = SchemaResource(document_resource.root, document_resource.resolve_uri(self_uri))
            self._register(document_resource)
        embedded = self._embedded[id(document_resource.root.document)] = {}
        has_draft_07 = _DRAFT_07 in document_resource.root.document.text
        for schema in self._iter_schemas(document_resource.root):
            enclosing = _innermost_resource(schema.pointer, embedded) or document_resource
            identifier = schema.text("$id") if self.has_anchors else None
            if has_draft_07 and "$ref" in schema.mapping and _is_draft_07(schema):
                identifier = None  # draft-07 ignores everything beside `$ref`
            if identifier is not None and identifier.startswith("#"):  # an anchor of draft-07
                enclosing.anchors.setdefault(identifier[1:], schema)
            elif identifier is not None:
                enclosing = embedded[schema.pointer] = SchemaResource(schema, enclosing.resolve_uri(identifier))
                self._register(enclosing)
            for keyword in ("$anchor", "$dynamicAnchor"):
                name = schema.text(keyword)
                if name is not None:
                    enclosing.anchors.setdefault(name, schema)
                    if keyword == "$dynamicAnchor":
                        enclosing.dynamic_anchors.setdefault(name, []).append(schema)
                        self.dynamic_anchor_counts[name] += 1
                    if enclosing is not document_resource:
                        self._by_anchor.setdefault(name, enclosing)
            if enclosing is not document_resource and not _REFERENCE_KEYWORDS.isdisjoint(schema.mapping):
                self._enclosing.setdefault(id(schema.value), enclosing)
                self.has_enclosed_references = True
        return document_resource

    def _register(self, resource: SchemaResource) -> None:
        if self._by_uri.setdefault(resource.uri, resource) is resource:
            self._new_uris.append(resource.uri)

    def _iter_schemas(self, root: Node) -> Iterator[Node]:
        """Yield every schema of a document, outer before inner.

        The grammar finds them in an OpenAPI document and in a file that declares itself a JSON Schema.
        """
        if "openapi" in root.mapping:
            objects = self._grammar
            if self.has_anchors and _DRAFT_07 in root.document.text:
                objects = objects | {"schema": ANY_DIALECT_SCHEMA_FIELDS}
            return (node for kind, node in walk(root, "document", objects) if kind == "schema")
        if _JSON_SCHEMA_DIALECT.match(root.text("$schema") or ""):
            return (node for _, node in walk(root, "schema", {"schema": ANY_DIALECT_SCHEMA_FIELDS}))
        return _iter_schema_candidates(root)


def _innermost_resource(pointer: Pointer, resources: dict[Pointer, SchemaResource]) -> SchemaResource | None:
    """Return the innermost of `resources` around `pointer`."""
    for length in range(len(pointer) - 1, -1, -1) if resources else ():
        resource = resources.get(pointer[:length])
        if resource is not None:
            return resource
    return None


def _is_draft_07(schema: Node) -> bool:
    dialect = declared_dialect(schema.document, schema.pointer)
    return dialect is not None and DRAFT_07_URI.fullmatch(dialect.uri) is not None


def _file_uri(document: Document) -> str:
    file = document.file
    return "" if file is None else Path(os.path.realpath(file.parent), file.name).as_uri()


def _iter_schema_candidates(root: Node) -> Iterator[Node]:
    """Yield every mapping that may be a schema in a file of unknown kind, outer before inner.

    The keywords around a mapping decide. Data and extensions are skipped.
    """
    stack = [(root, not infer_kinds(root.value))]
    seen: set[int] = set()
    while stack:
        node, is_name_map = stack.pop()
        if id(node.value) in seen:
            continue
        seen.add(id(node.value))
        if isinstance(node.value, dict):
            yield node
            children = [
                (child, not is_name_map and key in NAME_MAP_KEYWORDS)
                for key, child in node.entries()
                if is_name_map or not (key in DATA_KEYWORDS or key.startswith("x-"))
            ]
        else:
            children = [(child, False) for child in node.items()]
        stack.extend(child_entry for child_entry in reversed(children) if isinstance(child_entry[0].value, dict | list))
