"""One document out of several, as a value: every part from another file at its new place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi import REFERABLE, grammar
from preclear.source import Json, Node, pointer_text
from preclear.upload.bundle_names import SECTIONS, Names

if TYPE_CHECKING:
    from preclear.openapi import Description
    from preclear.source import Pointer


class BundleError(Exception):
    """The files cannot be made one document: what stands in the way, for a person."""


class Edit(NamedTuple):
    """A change to the entry document: the value at `pointer` becomes `value`."""

    pointer: Pointer
    value: Json


class Tree:
    """The bundle's value, and how it came about.

    `origins` says for each part that was moved where it came from: its pointer in the bundle and its node. `edits` are
    the changes to the entry document itself, `added` the components that are new, by section and name.
    """

    def __init__(self, description: Description) -> None:
        self.edits: list[Edit] = []
        self.added: dict[str, dict[str, Json]] = {}
        self.origins: list[tuple[Pointer, Node]] = []
        self._description = description
        self._fields = grammar(description.version.series)
        self._names = Names(description.root)
        self._placed: dict[tuple[int, Pointer], Pointer] = {}
        self._waiting: list[tuple[str, Node, Pointer]] = []
        self._inlining: list[tuple[int, Pointer]] = []
        self._adopt()
        self.value = self._copied("document", description.root, ())
        while self._waiting:
            kind, node, pointer = self._waiting.pop(0)
            self.origins.append((pointer, node))
            self.added.setdefault(str(pointer[1]), {})[str(pointer[2])] = self._copied(kind, node, pointer)

    def _adopt(self) -> None:
        """A component that is but a reference to another file is the place for what stands there."""
        components = self._description.root.get("components")
        for section, held in components.entries() if components is not None else ():
            kind = next((kind for kind, name in SECTIONS.items() if name == section), None)
            for name, node in held.entries() if kind is not None else ():
                hop = self._description.references.follow(node) if len(node.mapping) == 1 else None
                if hop is not None and hop.node is not None and hop.node.document is not self._description.entry:
                    self._placed.setdefault(_identity(hop.node), ("components", section, name))

    def _copied(self, kind: str, node: Node, pointer: Pointer) -> Json:
        """The value at `node`, an object of `kind` that stands at `pointer` in the bundle."""
        value = node.value
        if not isinstance(value, dict):
            return value
        if kind in REFERABLE and isinstance(value.get("$ref"), str):
            moved = self._referred(kind, node, pointer)
            if moved is not None:
                return moved
        made = dict(value)
        if kind == "callback":
            for name, child in node.entries():
                if not name.startswith("x-"):
                    made[name] = self._copied("path item", child, (*pointer, name))
            return made
        fields = self._fields.get(kind, {})
        for key, child in node.entries():
            field = fields.get(key)
            where = (*pointer, key)
            if key == "discriminator" and kind == "schema":
                made[key] = self._discriminator(child, where)
            elif field is None:
                continue
            elif field.shape == "one":
                made[key] = self._copied(field.kind, child, where)
            elif field.shape == "list" and isinstance(child.value, list):
                made[key] = [
                    self._copied(field.kind, item, (*where, index)) for index, item in enumerate(child.items())
                ]
            elif field.shape == "map" and isinstance(child.value, dict):
                made[key] = {name: self._copied(field.kind, held, (*where, name)) for name, held in child.entries()}
        return made

    def _referred(self, kind: str, holder: Node, pointer: Pointer) -> Json | None:
        """What stands in the bundle for the reference that `holder` is; None where it stays as it is."""
        hop = self._description.references.follow(holder)
        if hop is None or hop.node is None:
            return None
        target = hop.node
        entry = self._description.entry
        if target.document is entry and holder.document is entry:
            return None
        if target.document is not entry and (kind == "path item" or self._placed.get(_identity(target)) == pointer):
            return self._inlined(kind, holder, target, pointer)
        where = target.pointer if target.document is entry else self._place(kind, target)
        reference = f"#{pointer_text(where)}"
        if holder.document is entry:
            self.edits.append(Edit((*holder.pointer, "$ref"), reference))
        made = dict(holder.mapping)
        made["$ref"] = reference
        return made

    def _inlined(self, kind: str, holder: Node, target: Node, pointer: Pointer) -> Json:
        """The target itself in the place of the reference; what stands beside the reference wins."""
        identity = _identity(target)
        if identity in self._inlining:
            raise BundleError(f"`$ref: {holder.mapping['$ref']}` leads to a path item that contains itself")
        self._inlining.append(identity)
        self.origins.append((pointer, target))
        made = self._copied(kind, target, pointer)
        self._inlining.pop()
        beside = {key: value for key, value in holder.mapping.items() if key != "$ref"}
        if isinstance(made, dict) and beside:
            kept = self._copied(kind, holder._replace(value=beside), pointer)
            made.update(kept if isinstance(kept, dict) else {})
            self.origins.extend(((*pointer, key), child) for key, child in holder.entries() if key != "$ref")
        if holder.document is self._description.entry:
            self.edits.append(Edit(holder.pointer, made))
        return made

    def _place(self, kind: str, target: Node) -> Pointer:
        identity = _identity(target)
        where = self._placed.get(identity)
        if where is None:
            section = SECTIONS[kind]
            where = self._placed[identity] = ("components", section, self._names.take(section, target))
            self._waiting.append((kind, target, where))
        return where

    def _discriminator(self, node: Node, pointer: Pointer) -> Json:
        """A discriminator whose mapping names files (OpenAPI 3.1.1, "Discriminator Object")."""
        held = node.get("mapping")
        if held is None or not isinstance(held.value, dict):
            return node.value
        names = dict(held.value)
        for name, child in held.entries():
            text = child.value
            if isinstance(text, str) and ("#" in text or "/" in text or text.endswith((".yaml", ".yml", ".json"))):
                moved = self._mapped(child, text)
                names[name] = moved
                if moved != text and node.document is self._description.entry:
                    self.edits.append(Edit((*held.pointer, name), moved))
        return {**node.mapping, "mapping": names}

    def _mapped(self, child: Node, text: str) -> str:
        hop = self._description.references.follow(Node(child.document, child.pointer, {"$ref": text}))
        if hop is None or hop.node is None:
            return text
        target = hop.node
        at_home = target.document is self._description.entry
        if at_home and child.document is target.document:
            return text
        return f"#{pointer_text(target.pointer if at_home else self._place('schema', target))}"


def _identity(node: Node) -> tuple[int, Pointer]:
    return id(node.document), node.pointer
