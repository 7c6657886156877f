"""What `$id`, `$anchor` and `$self` name: schema resources and their base URIs (JSON Schema 2020-12, core, 8.2)."""

from __future__ import annotations

import os.path
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from preclear.openapi.grammar import COMPONENTS, SCHEMA_OF_ANY_DIALECT, grammar
from preclear.openapi.references.dialects import DRAFT_07, declared_dialect
from preclear.openapi.shapes import shapes
from preclear.openapi.walk import walk
from preclear.source import Node

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from preclear.source import Document, Json, Pointer

_MAY_NAME = re.compile(r"\$(?:id|anchor|dynamicAnchor|self)\b|\\(?:u00|x|U000000)[2-7]")
"""What a text holds that has one of the keywords, be it with an escape for one of their letters."""

_REFERRING = frozenset({"$ref", "$dynamicRef", "discriminator"})
"""Keywords of a schema that have references."""
_DRAFT_07 = "draft-07"
"""What a text holds that has a schema in that dialect."""

_JSON_SCHEMA = re.compile(r"https?://json-schema\.org/draft(?:-07|/2020-12)/schema#?$")
"""The dialects in which a whole file may be one schema."""

_DATA = frozenset({"example", "examples", "default", "enum", "const"})
"""Keywords whose values are data: nothing in them is a keyword."""

_NAMED = frozenset(
    {
        *("properties", "patternProperties", "dependentSchemas", "$defs", "definitions"),
        *("paths", "webhooks", "content", "encoding"),
        *(section for section in COMPONENTS if section != "examples"),
    }
)
"""Keywords whose values have names for keys, `default` and `example` maybe among them."""


class Resource:
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

    def absolute(self, reference: str) -> str:
        """The absolute URI of `reference`, which stands in this resource, without its fragment (RFC 3986, 5.2)."""
        from urllib.parse import urljoin, urlsplit

        try:
            parts = urlsplit(urljoin(self.uri, reference))
            return parts._replace(netloc=parts.netloc.lower(), fragment="").geturl()
        except ValueError:
            return reference


class Identifiers:
    """The resources of all documents that were read, by their URIs and by what stands in them."""

    def __init__(self, entry: Document) -> None:
        version = entry.value.get("openapi") if isinstance(entry.value, dict) else None
        series = str(version)[:3]
        self.has_anchors = series != "3.0"
        """Whether this version of OpenAPI has `$id` and `$anchor`."""
        self._objects = grammar(series if series in ("3.0", "3.2") else "3.1")
        self.dynamic_anchors: Counter[str] = Counter()
        """How many schemas have each `$dynamicAnchor`."""
        self._documents: dict[int, Resource] = {}
        self._inner: dict[int, dict[Pointer, Resource]] = {}
        self._by_uri: dict[str, Resource] = {}
        self._anchored: dict[str, Resource] = {}
        self._around: dict[int, Resource] = {}
        self._new: list[str] = []

    @property
    def uris(self) -> Collection[str]:
        """All URIs that an `$id` or `$self` gives, in the order in which they were read."""
        return self._by_uri.keys()

    def document(self, document: Document) -> Resource:
        """The resource that `document` is as a whole."""
        found = self._documents.get(id(document))
        if found is None:
            found = self._documents[id(document)] = Resource(Node(document, (), document.value))
            if _MAY_NAME.search(document.text):
                found = self._documents[id(document)] = self._read(found)
        return found

    def around(self, value: Json) -> Resource | None:
        """The resource around the schema `value`, which has references; None where that is the document."""
        return self._around.get(id(value))

    def of(self, schema: Node) -> Resource:
        """The resource that `schema` is a part of, or is itself."""
        own = self.document(schema.document)
        inner = self._inner.get(id(schema.document), {})
        return inner.get(schema.pointer) or _around(schema.pointer, inner) or own

    def find(self, uri: str) -> Resource | None:
        """The resource with this URI; None where none that was read has it."""
        return self._by_uri.get(uri)

    def with_anchor(self, name: str) -> Resource | None:
        """The first resource with an anchor of this name, but for documents as a whole."""
        return self._anchored.get(name)

    def take_new(self) -> list[str]:
        """The URIs that were read since this was asked the last time."""
        new, self._new = self._new, []
        return new

    def _read(self, own: Resource) -> Resource:
        """Take in everything that a document names; gives the document's own resource."""
        named = own.root.text("$self")
        if named is not None and "openapi" in own.root.mapping:
            own = Resource(own.root, own.absolute(named))
            self._name(own)
        inner = self._inner[id(own.root.document)] = {}
        may_be_old = _DRAFT_07 in own.root.document.text
        for schema in self._schemas(own.root):
            around = _around(schema.pointer, inner) or own
            identifier = schema.text("$id") if self.has_anchors else None
            if may_be_old and "$ref" in schema.mapping and _is_draft_07(schema):
                identifier = None  # nothing beside a `$ref` is read
            if identifier is not None and identifier.startswith("#"):  # an anchor of draft-07
                around.anchors.setdefault(identifier[1:], schema)
            elif identifier is not None:
                around = inner[schema.pointer] = Resource(schema, around.absolute(identifier))
                self._name(around)
            for word in ("$anchor", "$dynamicAnchor"):
                name = schema.text(word)
                if name is not None:
                    around.anchors.setdefault(name, schema)
                    if word == "$dynamicAnchor":
                        around.dynamic_anchors.setdefault(name, []).append(schema)
                        self.dynamic_anchors[name] += 1
                    if around is not own:
                        self._anchored.setdefault(name, around)
            if around is not own and not _REFERRING.isdisjoint(schema.mapping):
                self._around.setdefault(id(schema.value), around)
        return own

    def _name(self, resource: Resource) -> None:
        if self._by_uri.setdefault(resource.uri, resource) is resource:
            self._new.append(resource.uri)

    def _schemas(self, root: Node) -> Iterator[Node]:
        """Every schema of a document, the outer before the inner.

        They are found by the grammar where it is an OpenAPI document, or says that it is a JSON Schema.
        """
        if "openapi" in root.mapping:
            objects = self._objects
            if self.has_anchors and _DRAFT_07 in root.document.text:
                objects = objects | {"schema": SCHEMA_OF_ANY_DIALECT}
            return (node for kind, node in walk(root, "document", objects) if kind == "schema")
        if _JSON_SCHEMA.match(root.text("$schema") or ""):
            return (node for _, node in walk(root, "schema", {"schema": SCHEMA_OF_ANY_DIALECT}))
        return _objects(root)


def _around(pointer: Pointer, resources: dict[Pointer, Resource]) -> Resource | None:
    """The innermost of `resources` that `pointer` is in."""
    for length in range(len(pointer) - 1, -1, -1) if resources else ():
        found = resources.get(pointer[:length])
        if found is not None:
            return found
    return None


def _is_draft_07(schema: Node) -> bool:
    declared = declared_dialect(schema.document, schema.pointer)
    return declared is not None and DRAFT_07.fullmatch(declared.uri) is not None


def _file_uri(document: Document) -> str:
    file = document.file
    return "" if file is None else Path(os.path.realpath(file.parent), file.name).as_uri()


def _objects(root: Node) -> Iterator[Node]:
    """Every mapping of a part of a description that may be a schema, the outer before the inner.

    Nothing says of what kind it is, so that is known by the keywords around it. Data and extensions are passed over.
    """
    stack = [(root, not shapes(root.value))]
    seen: set[int] = set()
    while stack:
        node, named = stack.pop()
        if id(node.value) in seen:
            continue
        seen.add(id(node.value))
        if isinstance(node.value, dict):
            yield node
            below = [
                (child, not named and key in _NAMED)
                for key, child in node.entries()
                if named or not (key in _DATA or key.startswith("x-"))
            ]
        else:
            below = [(child, False) for child in node.items()]
        stack.extend(each for each in reversed(below) if isinstance(each[0].value, dict | list))
