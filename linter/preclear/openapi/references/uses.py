"""Every text that refers to something in a description: references, mappings, links and security requirements."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from preclear._records import NamedTuple
from preclear.openapi.kind_inference import infer_kinds
from preclear.openapi.object_grammar import grammar
from preclear.openapi.plain_fields import CONTAINER_FIELDS
from preclear.openapi.references.discriminators import Discriminators, mapping_entries
from preclear.openapi.references.links import follow_operation_ref
from preclear.openapi.references.misplaced import member_objects
from preclear.openapi.references.schema_resources import DATA_KEYWORDS, NAME_MAP_KEYWORDS
from preclear.openapi.walk import Visit, kind_at, walk
from preclear.source import Node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from preclear.openapi.references.hop import Hop
    from preclear.openapi.references.links import Links
    from preclear.openapi.references.misplaced import MisplacedReferences
    from preclear.openapi.references.resolver import References
    from preclear.source import Document, Json, Place, Pointer

ReferenceForm: TypeAlias = Literal["uri", "key", "operationId"]

_MAX_DEPTH_IN_OBJECT = 4
"""The most levels between a value and the object whose references it's part of, such as `discriminator.mapping.cat`."""


class ReferenceUse(NamedTuple):
    """A text that refers to `target`, in the form of a URI, of the target's key or of its operationId.

    `node` has the text as its value or, if `is_key`, as its key. `steps` are the nodes that the JSON Pointer of a URI
    leads through, one for each part; those of a key are the target alone.
    """

    node: Node
    text: str
    target: Node
    form: ReferenceForm
    steps: tuple[Node, ...] = ()
    is_key: bool = False


class ReferenceUses:
    """The texts of an analyzed description that refer to something in it and lead somewhere."""

    def __init__(
        self,
        references: References,
        links: Links,
        misplaced_references: MisplacedReferences,
        visits: Sequence[Visit],
        schemas: Sequence[Node],
        operations: Sequence[Node],
        series: str,
    ) -> None:
        """`visits` are the objects with a `$ref`, and the schemas with a discriminator as the kind `discriminator`."""
        self._references = references
        self._links = links
        self._misplaced_references = misplaced_references
        self._visits = visits
        self._schemas = schemas
        self._operations = operations
        self._series = series
        self._grammar = grammar(series)
        self._discriminators = Discriminators(references)
        self._steps: dict[tuple[int, str], tuple[Node, ...]] = {}

    @cached_property
    def all(self) -> list[ReferenceUse]:
        """All texts in all documents, including those in extensions and in parts that nothing refers to."""
        uses: list[ReferenceUse] = []
        holders = [node for kind, node in self._visits if kind != "discriminator"]
        holders += [reference.holder for reference in self._misplaced_references.by_identity.values()]
        known = {holder.identity: holder for holder in holders}
        for holder in known.values():
            uses += self._reference(holder, "$ref", self._references.follow_text)
        for kind, node in self._visits:
            if kind == "discriminator":
                uses += self._mapping(node, self._discriminators)
        for schema in self._schemas:
            if "$dynamicRef" in schema.mapping:
                uses += self._reference(schema, "$dynamicRef", self._references.follow_text)
        for link in self._links:
            uses += self._link(link)
        root = Node(self._references.entry, (), self._references.entry.value)
        for holder in (root, *self._operations):
            uses += self._security(holder, self._references.follow_text)
        for document in self._references.documents:
            for holder in _other_references(document, known):
                uses += self._reference(holder, "$ref", self._references.follow_text)
        return uses

    def in_value(self, place: Place, value: Json) -> Iterator[ReferenceUse]:
        """Yield the texts of `value`, as if it were at `place`; the nodes of the result have pointers from there."""
        node, kind = Node(place.document, place.pointer, value), None
        for _ in range(_MAX_DEPTH_IN_OBJECT):
            kind = kind_at(node.pointer, self._grammar) if "openapi" in _mapping(place.document.value) else None
            if kind is not None or not node.pointer:
                break
            node = _wrap(node)
        if kind is None:
            for name in ("$ref", "$dynamicRef"):
                if place.pointer[-1:] == (name,) and isinstance(value, str):
                    holder = _wrap(Node(place.document, place.pointer, value))
                    yield from self._reference(holder, name, self._references.follow_new_text)
            for holder in _reference_holders(Node(place.document, place.pointer, value)):
                yield from self._reference(holder, "$ref", self._references.follow_new_text)
            return
        discriminators = Discriminators(self._references)
        starts = member_objects(kind, node) if kind in CONTAINER_FIELDS else [(kind, node)]
        for visit in (visit for start_kind, start in starts for visit in walk(start, start_kind, self._grammar)):
            yield from self._in_object(visit, discriminators)

    def _in_object(self, visit: Visit, discriminators: Discriminators) -> Iterator[ReferenceUse]:
        kind, node = visit
        follow = self._references.follow_new_text
        yield from self._reference(node, "$ref", follow)
        if kind == "schema":
            yield from self._reference(node, "$dynamicRef", follow)
            yield from self._mapping(node, discriminators)
        elif kind == "link":
            yield from self._link(node)
        elif kind in ("operation", "document"):
            yield from self._security(node, follow)

    def _reference(self, holder: Node, keyword: str, follow: Callable[[Node, str], Hop]) -> Iterator[ReferenceUse]:
        text = holder.text(keyword)
        if text is not None:
            yield from self._uri(Node(holder.document, (*holder.pointer, keyword), text), text, follow(holder, text))

    def _uri(self, node: Node, text: str, hop: Hop, *, is_key: bool = False) -> Iterator[ReferenceUse]:
        if hop.node is None:
            return
        identity = (id(hop), text)  # the resolver keeps one hop for each text and base
        steps = self._steps.get(identity)
        if steps is None:
            steps = self._steps[identity] = self._references.steps(hop, text)
        yield ReferenceUse(node, text, hop.node, "uri", steps, is_key)

    def _mapping(self, schema: Node, discriminators: Discriminators) -> Iterator[ReferenceUse]:
        for entry in mapping_entries(schema):
            target, text = discriminators.follow(schema, entry), entry.value
            if target is None or target.node is None or not isinstance(text, str):
                continue
            if not target.is_named:
                yield from self._uri(entry, text, self._references.follow_text(schema, text))
            elif target.node.pointer[-1:] == (text,):  # a file has no key
                yield ReferenceUse(entry, text, target.node, "key", (target.node,))
            else:
                yield ReferenceUse(entry, text, target.node, "key")

    def _link(self, link: Node) -> Iterator[ReferenceUse]:
        operation = self._links.find_operation(link)
        name = link.get("operationId")
        if operation is not None and name is not None:
            yield ReferenceUse(name, str(name.value), operation, "operationId")
        hop, reference = follow_operation_ref(link, self._references), link.get("operationRef")
        if hop is not None and reference is not None:
            yield from self._uri(reference, str(reference.value), hop)

    def _security(self, holder: Node, follow: Callable[[Node, str], Hop]) -> Iterator[ReferenceUse]:
        security = holder.get("security")
        for requirement in security.items() if security is not None else ():
            for name, entry in requirement.entries():
                scheme = self._security_schemes.get(name)
                if scheme is not None:
                    yield ReferenceUse(entry, name, scheme, "key", (scheme,), is_key=True)
                elif self._series == "3.2":  # a URI, if no scheme has this name
                    yield from self._uri(entry, name, follow(holder, name), is_key=True)

    @cached_property
    def _security_schemes(self) -> dict[str, Node]:
        """The schemes of the entry document by name: the specification recommends it over an operation's own file."""
        section: Node | None = Node(self._references.entry, (), self._references.entry.value)
        for key in ("components", "securitySchemes"):
            section = section and section.get(key)
            section = section and self._misplaced_references.target(section)
        return {} if section is None else dict(section.entries())


def _other_references(document: Document, known: dict[tuple[int, Pointer], Node]) -> Iterator[Node]:
    """Yield the objects of `document` with a `$ref` that aren't `known`; data such as examples isn't searched."""
    known_count = sum(1 for holder in known.values() if holder.document is document)
    if _count_references(document.value) == known_count:
        return
    for holder in _reference_holders(Node(document, (), document.value)):
        if holder.identity not in known:
            yield holder


def _count_references(value: Json) -> int:
    """Return how many mappings in `value` have a `$ref` that is a string, counting what YAML aliases share each time.

    This is much faster than building their pointers, and most documents have no reference in an unexpected place.
    """
    count = 0
    stack: list[Json] = [value]
    while stack:
        current = stack.pop()
        children: Iterable[Json] = ()
        if isinstance(current, dict):
            count += current.get("$ref").__class__ is str
            children = current.values()
        elif isinstance(current, list):
            children = current
        stack += [child for child in children if child.__class__ is dict or child.__class__ is list]
    return count


def _reference_holders(root: Node) -> Iterator[Node]:
    """Yield the mappings with a `$ref` in `root`, whatever they are. Keys that hold data, not objects, are skipped."""
    stack: list[tuple[Json, Pointer, bool]] = [(root.value, root.pointer, not infer_kinds(root.value))]
    while stack:
        value, pointer, is_name_map = stack.pop()
        children: list[tuple[Json, Pointer, bool]] = []
        if isinstance(value, dict):
            if isinstance(value.get("$ref"), str):
                yield Node(root.document, pointer, value)
            children = [
                (child, (*pointer, key), not is_name_map and key in NAME_MAP_KEYWORDS)
                for key, child in value.items()
                if isinstance(child, dict | list) and (is_name_map or key not in DATA_KEYWORDS)
            ]
        elif isinstance(value, list):
            children = [
                (child, (*pointer, index), False) for index, child in enumerate(value) if isinstance(child, dict | list)
            ]
        children.reverse()
        stack += children


def _wrap(node: Node) -> Node:
    """Return the mapping or list around `node`, with nothing else in it."""
    *parent, part = node.pointer
    value: Json = {part: node.value} if isinstance(part, str) else [*[None] * part, node.value]
    return Node(node.document, tuple(parent), value)


def _mapping(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}
