"""One document out of several, as a value: every part from another file at its new place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi import REFERABLE, grammar
from preclear.openapi.moved import Moved, is_reference
from preclear.openapi.references import ref_place
from preclear.source import Json, Node, pointer_text

if TYPE_CHECKING:
    from preclear.openapi import Description
    from preclear.source import Pointer


_DEEPEST = 40  # path items, each in a callback of the one before
_MOST = 20_000  # path items that are put in the place of a reference


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
        self._moved = Moved(description)
        self._count = 0
        self._inlining: list[tuple[int, Pointer]] = []
        self.value = self._copied("document", description.root, ())
        for kind, node, pointer in self._moved.parts:
            self.origins.append((pointer, node))
            self.added.setdefault(str(pointer[1]), {})[str(pointer[2])] = self._copied(kind, node, pointer)

    def _copied(self, kind: str, node: Node, pointer: Pointer) -> Json:
        """The value at `node`, an object of `kind` that stands at `pointer` in the bundle."""
        value = node.value
        if not isinstance(value, dict):
            return value
        made = dict(value)
        if kind in REFERABLE and isinstance(value.get("$ref"), str):
            target = self._description.references.target(node)
            external = target is not None and target.document is not self._description.entry
            if target is not None and external and (kind == "path item" or self._moved.place(target) == pointer):
                return self._inlined(kind, node, target, pointer)
            made["$ref"] = self._reference(node, target)
            if kind not in ("schema", "path item"):
                return made  # nothing beside it is read
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
                made[key] = self._discriminator(node, child)
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

    def _reference(self, holder: Node, target: Node | None) -> str:
        """The reference that stands in the bundle for that of `holder`.

        It stays as it is where it leads to nothing, and where it names its target by an `$id`, which moves with it.
        """
        entry = self._description.entry
        written = str(holder.mapping["$ref"])
        where = None if target is None else self._moved.place(target)
        if target is None or where is None or self._description.references.is_identified(holder):
            return written
        if target.document is holder.document is entry:
            reference = f"#{written.partition('#')[2]}"
        else:
            reference = f"#{pointer_text(where)}"
        if holder.document is entry and reference != written:
            self.edits.append(Edit((*holder.pointer, "$ref"), reference))
        return reference

    def _inlined(self, kind: str, holder: Node, target: Node, pointer: Pointer) -> Json:
        """The target itself in the place of the reference; what stands beside the reference wins."""
        identity = target.identity
        self._count += 1
        if identity in self._inlining:
            raise _refused(holder, "leads to a path item that contains itself")
        if len(self._inlining) == _DEEPEST:
            raise _refused(holder, f"leads to a path item that is in more than {_DEEPEST} others")
        if self._count > _MOST:
            raise _refused(holder, f"leads to one path item more than the {_MOST:,} that are joined")
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

    def _discriminator(self, schema: Node, node: Node) -> Json:
        """A discriminator whose mapping names schemas that stand elsewhere, or under another name, in the bundle."""
        made = dict(node.mapping)
        held = node.get("mapping")
        if held is not None and isinstance(held.value, dict):
            made["mapping"] = {name: self._mapped(schema, child) for name, child in held.entries()}
        default = node.get("defaultMapping")
        if default is not None:
            made["defaultMapping"] = self._mapped(schema, default)
        return made if isinstance(node.value, dict) else node.value

    def _mapped(self, schema: Node, name: Node) -> Json:
        """What stands in the bundle for an entry of a discriminator's mapping."""
        text = name.value
        target = self._moved.mapped(schema, name)
        where = None if target is None else self._moved.place(target)
        if target is None or where is None or not isinstance(text, str):
            return text
        at_home = target.document is schema.document is self._description.entry
        moved = f"#{text.partition('#')[2]}" if at_home and is_reference(text) else f"#{pointer_text(where)}"
        if not is_reference(text) and where == ("components", "schemas", text):
            moved = text
        if moved != text and schema.document is self._description.entry:
            self.edits.append(Edit(name.pointer, moved))
        return moved


def _refused(holder: Node, why: str) -> BundleError:
    line, column = ref_place(holder).span.start
    return BundleError(f"`$ref: {holder.mapping['$ref']}` {why} ({holder.document.path}:{line}:{column})")
