"""References into an operation that is left out: their targets move to `components`.

Bundlers replace the second use of an object by a reference to the first, so such references are common.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi import format_reference
from preclear.source import Insert, Place, Set, apply_operations, format_pointer, node_at

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from preclear.openapi import ApiDescription, ReferenceUse
    from preclear.source import EditOperation, Json, Node, Pointer

_NOISE = frozenset({"paths", "webhooks", "responses", "content", "schema", "parameters", "properties"})
"""Keys that say nothing in the name of a component."""

_INVALID_CHARACTERS = re.compile(r"[^a-zA-Z0-9]+")


class _Moved(NamedTuple):
    """A target, the section of `components` that it moves to (None if it has none), and its new pointer there."""

    node: Node
    section: str | None
    pointer: Pointer


class Extraction:
    """The targets in removed nodes of references that stay, which become components under names of their own.

    `removed` are the pointers of the removed nodes in the entry document.
    """

    def __init__(self, description: ApiDescription, removed: Collection[Pointer]) -> None:
        self._description = description
        self._removed = removed
        self._moved: dict[Pointer, _Moved] = {}
        self._uses: list[ReferenceUse] = []
        self._inner_uses: dict[Pointer, list[ReferenceUse]] | None = None

    @property
    def sections(self) -> set[str]:
        """The sections of `components` that get a target."""
        return {moved.section for moved in self._moved.values() if moved.section is not None}

    def targets(self, uses: Iterable[ReferenceUse]) -> Iterator[Node]:
        """Yield the targets of `uses` that stay, and those of the references within each target that moves."""
        pending = list(uses)
        for use in pending:  # grows during the loop
            target = use.target
            if self._find_removed(target) is None:
                yield target
            elif use.form == "uri":
                self._uses.append(use)
                if target.pointer not in self._moved:
                    self._moved[target.pointer] = self._move(target)
                    pending += self._uses_within(target)

    def operations(self) -> Iterator[EditOperation]:
        """Yield the operations that insert the targets, and change the references to them."""
        inserted: dict[str, dict[str, Json]] = {}
        for node, section, pointer in self._moved.values():
            if section is not None:
                inserted.setdefault(section, {})[str(pointer[-1])] = self._value(node)
        for use in self._uses:
            if self._find_removed(use.node) is None:
                yield self._update(use)
        yield from self._insert(inserted)

    def _update(self, use: ReferenceUse) -> EditOperation:
        moved = self._moved[use.target.pointer]
        if moved.section is not None or use.node.pointer[-1] != "$ref":
            return Set(use.node, format_reference(moved.pointer))
        holder = node_at(use.node.place._replace(pointer=use.node.pointer[:-1]))
        return Set(holder, self._value(moved.node))

    def _insert(self, inserted: dict[str, dict[str, Json]]) -> Iterator[Insert]:
        components = self._description.root.get("components")
        if components is None:
            new_components: dict[str, Json] = dict(inserted)
            if inserted:
                yield Insert(self._description.root, "components", new_components)
            return
        for section, entries in inserted.items():
            existing = components.get(section)
            if existing is None:
                yield Insert(components, section, dict(entries))
            else:
                yield from (Insert(existing, name, value) for name, value in entries.items())

    def _value(self, node: Node) -> Json:
        """Return the value of a target, with the references in it to others that move."""
        updates: list[EditOperation] = []
        for use in self._uses_within(node):
            moved = self._moved.get(use.target.pointer)
            if moved is not None and moved.section is not None and use.form == "uri":
                pointer = use.node.pointer[len(node.pointer) :]
                updates.append(Set(Place(node.document, pointer), format_reference(moved.pointer)))
        return apply_operations(node.value, updates) if updates else node.value

    def _move(self, node: Node) -> _Moved:
        section = self._description.component_section(node)
        if section is None:
            return _Moved(node, None, node.pointer)
        words = (_INVALID_CHARACTERS.sub("_", str(part)).strip("_") for part in node.pointer if part not in _NOISE)
        name = "_".join(filter(None, words))
        components = self._description.root.get("components")
        entries = components and components.get(section)
        used = {
            *(entries.mapping if entries is not None else ()),
            *(str(moved.pointer[-1]) for moved in self._moved.values()),
        }
        if name in used or not name:
            name = f"{name}_{sha256(format_pointer(node.pointer).encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
        return _Moved(node, section, ("components", section, name))

    def _uses_within(self, node: Node) -> list[ReferenceUse]:
        if self._inner_uses is None:
            self._inner_uses = {}
            for use in self._description.reference_uses.all:
                removed = self._find_removed(use.node)
                if removed is not None:
                    self._inner_uses.setdefault(removed, []).append(use)
        removed = self._find_removed(node)
        length = len(node.pointer)
        uses = [] if removed is None else self._inner_uses.get(removed, [])
        return [use for use in uses if use.node.pointer[:length] == node.pointer]

    def _find_removed(self, node: Node) -> Pointer | None:
        """Return the pointer of the removed node that `node` is in; None if it stays."""
        if node.document is not self._description.entry:
            return None
        lengths = range(1, len(node.pointer) + 1)
        return next((node.pointer[:length] for length in lengths if node.pointer[:length] in self._removed), None)
