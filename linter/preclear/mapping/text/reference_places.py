"""References of a document by what they refer to: a file, a text as written, or a component that an operation uses."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from preclear.mapping.origin import has_same_end
from preclear.source import Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.connector import Connector, Operation
    from preclear.mapping.origin import OriginResolver
    from preclear.source import Document, Place, Pointer

_Identity = tuple[int, "Pointer"]

MAX_PLACES = 50
"""References that one message lists."""

_MAX_STEPS = 1_000_000  # of all searches for indirect uses; after that only direct ones count


class ReferencePlaces:
    """The references of one description. Each part is read when it's first needed."""

    def __init__(self, connector: Connector, origins: OriginResolver) -> None:
        self._connector = connector
        self._origins = origins
        self._files: dict[str, list[Place]] = {}
        self._uses: dict[tuple[int, _Identity], list[Place]] = {}
        self._step_count = 0

    def find_written(self, text: str) -> list[Place]:
        """Return the places of the references that are written exactly like `text`, at most MAX_PLACES."""
        return [node.place for node in self._by_text.get(text, ())[:MAX_PLACES]]

    def find_to_file(self, name: str) -> list[Place]:
        """Return the places of the references into the file called `name`, at most MAX_PLACES."""
        if name not in self._files:
            nodes = (node for file, nodes in self._by_file.items() if has_same_end(file, name) for node in nodes)
            self._files[name] = [node.place for node, _ in zip(nodes, range(MAX_PLACES), strict=False)]
        return self._files[name]

    def find_document(self, name: str) -> Document | None:
        """Return the file of the document called `name`, other than the one that was sent; None if there is none."""
        return self._origins.find_document(name)

    def find_uses(self, operation: Operation, component: _Identity) -> list[Place]:
        """Return the places in an operation that refer to a component; without one, those that lead to it.

        At most MAX_PLACES. `component` is the identity of the component's node.
        """
        key = (id(operation), component)
        if key not in self._uses:
            by_target = self._uses_by_operation.get(operation.node.identity, {})
            places = by_target.get(component) or [
                place
                for target, target_places in by_target.items()
                if self._leads_to(target, component)
                for place in target_places
            ]
            self._uses[key] = places[:MAX_PLACES]
        return self._uses[key]

    def _leads_to(self, start: _Identity, component: _Identity) -> bool:
        """Return whether a component refers to another, directly or through others."""
        seen, stack = {start}, [start]
        while stack and self._step_count < _MAX_STEPS:
            for target in self._targets_by_component.get(stack.pop(), ()):
                self._step_count += 1
                if target == component:
                    return True
                if target not in seen:
                    seen.add(target)
                    stack.append(target)
        return False

    @cached_property
    def _by_text(self) -> dict[str, list[Node]]:
        texts: defaultdict[str, list[Node]] = defaultdict(list)
        for document in self._connector.api.documents:
            for node in _iter_references(document):
                texts[str(node.value)].append(node)
        return texts

    @cached_property
    def _by_file(self) -> dict[str, list[Node]]:
        files: defaultdict[str, list[Node]] = defaultdict(list)
        for text, nodes in self._by_text.items():
            file = text.partition("#")[0]
            if file:
                files[file] += nodes
        return files

    @cached_property
    def _uses_by_operation(self) -> dict[_Identity, dict[_Identity, list[Place]]]:
        """The references within each operation, by the node that they refer to."""
        operations = {operation.node.identity for operation in self._connector.operations}
        uses: dict[_Identity, dict[_Identity, list[Place]]] = {}
        for use in self._connector.api.reference_uses.all:
            holder = next((identity for identity in _ancestors(use.node) if identity in operations), None)
            if holder is not None:
                place = use.node.key if use.is_key else use.node.place
                uses.setdefault(holder, {}).setdefault(use.target.identity, []).append(place)
        return uses

    @cached_property
    def _targets_by_component(self) -> dict[_Identity, list[_Identity]]:
        """The nodes that the references within each referenced node lead to."""
        uses = self._connector.api.reference_uses.all
        components = {use.target.identity for use in uses}
        targets: defaultdict[_Identity, list[_Identity]] = defaultdict(list)
        for use in uses:
            holder = next((identity for identity in _ancestors(use.node) if identity in components), None)
            if holder is not None:
                targets[holder].append(use.target.identity)
        return targets


def _ancestors(node: Node) -> Iterator[_Identity]:
    """Yield the identities of a node and of everything around it, the innermost first."""
    document, pointer = id(node.document), node.pointer
    for length in range(len(pointer), -1, -1):
        yield document, pointer[:length]


def _iter_references(document: Document) -> Iterator[Node]:
    """Yield the value of every `$ref` of a document, in document order."""
    stack = [Node(document, (), document.value)]
    while stack:
        node = stack.pop()
        children = [child for _, child in node.entries()] or [*node.items()]
        stack.extend(child for child in reversed(children) if isinstance(child.value, dict | list))
        reference = node.get("$ref")
        if reference is not None and isinstance(reference.value, str):
            yield reference
