"""What `$id`, `$anchor` and `$self` name: schema resources and their base URIs (JSON Schema 2020-12, core, 8.2)."""

from __future__ import annotations

import os.path
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from preclear.openapi.dialects import DRAFT_07_URI, declared_dialect
from preclear.openapi.kind_inference import infer_kinds
from preclear.openapi.object_grammar import ANY_DIALECT_SCHEMA_FIELDS, COMPONENT_SECTIONS, grammar
from preclear.openapi.walk import walk
from preclear.source import Node

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from preclear.source import Document, Json, Pointer

_IDENTIFIER_PATTERN = re.compile(r"\$(?:id|anchor|dynamicAnchor|self)\b|\\(?:u00|x|U000000)[2-7]")
"""What a text holds that has one of the keywords, be it with an escape for one of their letters."""

_REFERENCE_KEYWORDS = frozenset({"$ref", "$dynamicRef", "discriminator"})
"""Keywords of a schema that have references."""
_DRAFT_07 = "draft-07"
"""What a text holds that has a schema in that dialect."""

_JSON_SCHEMA_DIALECT = re.compile(r"https?://json-schema\.org/draft(?:-07|/2020-12)/schema#?$")
"""The dialects in which a whole file may be one schema."""

_DATA_KEYWORDS = frozenset({"example", "examples", "default", "enum", "const"})
"""Keywords whose values are data: nothing in them is a keyword."""

_NAME_MAP_KEYWORDS = frozenset(
    {
        *("properties", "patternProperties", "dependentSchemas", "$defs", "definitions"),
        *("paths", "webhooks", "content", "encoding"),
        *(section for section in COMPONENT_SECTIONS if section != "examples"),
    }
)
"""Keywords whose values have names for keys, `default` and `example` maybe among them."""


class SchemaResource:
    """A document, or a schema in it that has an `$id`: what the fragments of references are relative to.

    `anchors` are the schemas in it that have one, by name; `dynamic_anchors` all those with a `$dynamicAnchor`.
    """

    __slots__ = ("_uri", "anchors", "dynamic_anchors", "root")

    def __init__(self, root: Node, uri: str | None = None) -> None:
        """`uri` is its absolute URI; None for a document that has no other than that of its file."""
        self.root = root
        self.anchors: dict[str, Node] = {}
        self.dynamic_anchors: dict[str, list[Node]] = {}
        self._uri = uri

    @property
    def uri(self) -> str:
        """The absolute URI, without a fragment; empty for a document that is no file."""
        if self._uri is None:
            self._uri = _file_uri(self.root.document)
        return self._uri

    def resolve_uri(self, reference: str) -> str:
        """The absolute URI of `reference`, which stands in this resource, without its fragment (RFC 3986, 5.2)."""
        from urllib.parse import urljoin, urlsplit

        try:
            parts = urlsplit(urljoin(self.uri, reference))
            return parts._replace(netloc=parts.netloc.lower(), fragment="").geturl()
        except ValueError:
            return reference


class ResourceRegistry:
    """The resources of all documents that were read, by their URIs and by what stands in them."""

    def __init__(self, entry: Document) -> None:
        version = entry.value.get("openapi") if isinstance(entry.value, dict) else None
        series = str(version)[:3]
        self.has_anchors = series != "3.0"
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

    @property
    def uris(self) -> Collection[str]:
        """All URIs that an `$id` or `$self` gives, in the order in which they were read."""
        return self._by_uri.keys()

    def document_resource(self, document: Document) -> SchemaResource:
        """The resource that `document_resource` is as a whole."""
        resource = self._by_document.get(id(document))
        if resource is None:
            resource = self._by_document[id(document)] = SchemaResource(Node(document, (), document.value))
            if _IDENTIFIER_PATTERN.search(document.text):
                resource = self._by_document[id(document)] = self._index_document(resource)
        return resource

    def enclosing_resource(self, value: Json) -> SchemaResource | None:
        """The resource around the schema `value`, which has references; None where that is the document."""
        return self._enclosing.get(id(value))

    def resource_of(self, schema: Node) -> SchemaResource:
        """The resource that `schema` is a part of, or is itself."""
        document_resource = self.document_resource(schema.document)
        embedded = self._embedded.get(id(schema.document), {})
        return embedded.get(schema.pointer) or _innermost_resource(schema.pointer, embedded) or document_resource

    def find_by_uri(self, uri: str) -> SchemaResource | None:
        """The resource with this URI; None where none that was read has it."""
        return self._by_uri.get(uri)

    def find_by_anchor(self, name: str) -> SchemaResource | None:
        """The first resource with an anchor of this name, but for documents as a whole."""
        return self._by_anchor.get(name)

    def take_new_uris(self) -> list[str]:
        """The URIs that were read since this was asked the last time."""
        uris, self._new_uris = self._new_uris, []
        return uris

    def _index_document(self, document_resource: SchemaResource) -> SchemaResource:
        """Take in everything that a document names; gives the document's own resource."""
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
                identifier = None  # nothing beside a `$ref` is read
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
        return document_resource

    def _register(self, resource: SchemaResource) -> None:
        if self._by_uri.setdefault(resource.uri, resource) is resource:
            self._new_uris.append(resource.uri)

    def _iter_schemas(self, root: Node) -> Iterator[Node]:
        """Every schema of a document, the outer before the inner.

        They are found by the grammar where it is an OpenAPI document, or says that it is a JSON Schema.
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
    """The innermost of `resources` that `pointer` is in."""
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
    """Every mapping of a part of a description that may be a schema, the outer before the inner.

    Nothing says of what kind it is, so that is known by the keywords around it. Data and extensions are passed over.
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
                (child, not is_name_map and key in _NAME_MAP_KEYWORDS)
                for key, child in node.entries()
                if is_name_map or not (key in _DATA_KEYWORDS or key.startswith("x-"))
            ]
        else:
            children = [(child, False) for child in node.items()]
        stack.extend(child_entry for child_entry in reversed(children) if isinstance(child_entry[0].value, dict | list))
