"""One document out of several, as a value: every part from another file at its new place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.bundle.links import LinkReference, operation_pointers
from preclear.openapi import grammar
from preclear.openapi.grammar import referable
from preclear.openapi.moved import Moved
from preclear.openapi.plain_fields import PLAIN, WHOLES, with_article
from preclear.openapi.references.discriminators import is_uri
from preclear.openapi.references.resolver import ref_place
from preclear.openapi.walk import is_reference
from preclear.source import Json, Node, pointer_text
from preclear.source.under import value_under

if TYPE_CHECKING:
    from preclear.openapi import Description
    from preclear.openapi.grammar import Child
    from preclear.source import Place, Pointer


_DEEPEST = 40  # objects that are put in the place of a reference, each in the one before
_MOST = 20_000  # objects that are put in the place of a reference


class BundleError(Exception):
    """The files cannot be made one document: what stands in the way, for a person."""


class Edit(NamedTuple):
    """A change to the entry document: the value at `pointer` becomes `value`."""

    pointer: Pointer
    value: Json


class Tree:
    """The bundle's value, and how it came about.

    `origins` says for each part that was moved where it came from: its pointer in the bundle and its node. `edits` are
    the changes to the entry document itself, `added` the components that are new, by section and name. `replaced` are
    the places of the references that stood where OpenAPI takes none, `left` those of what still leads out of the
    bundle.
    """

    def __init__(self, description: Description) -> None:
        self.edits: list[Edit] = []
        self.added: dict[str, dict[str, Json]] = {}
        self.origins: list[tuple[Pointer, Node]] = []
        self.replaced: dict[Place, None] = {}
        self.left: dict[Place, None] = {}
        self._description = description
        self._misplaced = description.misplaced
        self._entry = description.entry
        self._fields = grammar(description.version.series)
        self._referable = referable(description.version.series)
        self._moved = Moved(description)
        self._count = 0
        self._inlining: list[tuple[int, Pointer]] = []
        self._links: list[LinkReference] = []
        self._around = self._around_plain()
        self._copies: set[Pointer] = set()
        self.value = self._copied("document", description.root, ())
        for kind, node, pointer in self._moved.parts:
            self.origins.append((pointer, node))
            self.added.setdefault(str(pointer[1]), {})[str(pointer[2])] = self._copied(kind, node, pointer)
        for kind, node in sorted(description.parts, key=lambda part: len(part[1].pointer)):
            if node.document is self._entry:
                made = self._copied(kind, node, node.pointer)
                if made != node.value:
                    self._put(node.pointer, made)
        self._refer_links()

    def _put(self, pointer: Pointer, value: Json) -> None:
        """Have `value` at `pointer` in the bundle, where the walk of the document does not come by.

        What it stands in is the entry document's own until it is copied, which is done once.
        """
        holder = self.value
        for length, part in enumerate(pointer[:-1], 1):
            held = value_under(holder, part)
            if pointer[:length] not in self._copies:
                held = held.copy() if isinstance(held, dict | list) else held
                _set(holder, part, held)
                self._copies.add(pointer[:length])
            holder = held
        _set(holder, pointer[-1], value)

    def _around_plain(self) -> set[tuple[int, Pointer]]:
        """Every plain value that is replaced, and all that it stands in."""
        found: set[tuple[int, Pointer]] = set()
        for each in self._misplaced.found.values():
            if each.kind not in self._fields and not (each.kind in WHOLES and WHOLES[each.kind].kind in self._fields):
                document, pointer = each.holder.identity
                found.update((document, pointer[:length]) for length in range(len(pointer) + 1))
        return found

    def _copied(self, kind: str, node: Node, pointer: Pointer) -> Json:
        """The value at `node`, an object of `kind` or a mapping or list of them, at `pointer` in the bundle."""
        value = node.value
        if is_reference(value):
            if kind in self._referable:
                return self._referring(kind, node, pointer)
            if (found := self._misplaced.found.get(node.identity)) is not None:
                if found.target is not None:
                    return self._put_in_place(kind, node, found.target, pointer)
                self.left[ref_place(node)] = None
        field = WHOLES.get(kind)
        if field is not None:
            return self._members(field, node, pointer)
        return self._object(kind, node, pointer) if isinstance(value, dict) else value

    def _object(self, kind: str, node: Node, pointer: Pointer) -> dict[str, Json]:
        made = dict(node.mapping)
        if kind == "callback":
            for name, child in node.entries():
                if not name.startswith("x-") and name != "$ref":
                    made[name] = self._copied("path item", child, (*pointer, name))
            return made
        fields = self._fields.get(kind, {})
        plain = PLAIN.get(kind, {})
        for key, child in node.entries():
            field = fields.get(key)
            where = (*pointer, key)
            if field is not None:
                made[key] = self._copied(field.whole, child, where)
            elif key in plain and child.identity in self._around:
                made[key] = self._copied(plain[key].whole, child, where)
            if key == "discriminator" and kind == "schema":
                made[key] = self._discriminator(node, child, made[key], where)
            elif key == "operationRef" and kind == "link":
                self._links.append(LinkReference(node, pointer, made))
        return made

    def _members(self, field: Child, node: Node, pointer: Pointer) -> Json:
        if isinstance(node.value, list) and field.shape == "list":
            return [self._copied(field.kind, item, (*pointer, index)) for index, item in enumerate(node.items())]
        if isinstance(node.value, dict) and field.shape == "map":
            return {name: self._copied(field.kind, held, (*pointer, name)) for name, held in node.entries()}
        return node.value

    def _referring(self, kind: str, node: Node, pointer: Pointer) -> Json:
        """A reference where one may stand: to where its target is in the bundle, or the target itself."""
        target = self._description.references.target(node)
        external = target is not None and target.document is not self._entry
        if target is not None and external and (kind == "path item" or self._moved.place(target) == pointer):
            return self._inlined(kind, node, target, pointer)
        written = str(node.mapping["$ref"])
        reference = self._reference(node, target)
        if self._is_home(node, pointer) and reference != written:
            self.edits.append(Edit((*node.pointer, "$ref"), reference))
        if kind not in ("schema", "path item"):
            return {**node.mapping, "$ref": reference}  # nothing beside it is read
        return {**self._object(kind, node, pointer), "$ref": reference}

    def _reference(self, holder: Node, target: Node | None) -> str:
        """The reference that stands in the bundle for that of `holder`.

        It stays as it is where it leads to nothing, and where it names its target by an `$id` that the bundle has.
        """
        written = str(holder.mapping["$ref"])
        where = None if target is None else self._moved.place(target)
        if self._keeps(self._description.references.identified(holder)):
            return written
        if target is None or where is None:
            if not written.startswith("#"):
                self.left[ref_place(holder)] = None
            return written
        if target.document is holder.document is self._entry:
            return f"#{written.partition('#')[2]}"
        return f"#{pointer_text(where)}"

    def _keeps(self, identified: Node | None) -> bool:
        """Whether the bundle has this schema or document, and with it the URI that it is identified by."""
        return identified is not None and self._moved.inside(identified) is not None

    def _is_home(self, node: Node, pointer: Pointer) -> bool:
        """Whether the bundle has `node` where the entry document has it."""
        return node.document is self._entry and node.pointer == pointer

    def _put_in_place(self, kind: str, holder: Node, target: Node, pointer: Pointer) -> Json:
        """What a misplaced `$ref` leads to, in its place."""
        self.replaced[ref_place(holder)] = None
        beside = kind in WHOLES and WHOLES[kind].shape == "map"
        return self._inlined(kind, holder, target, pointer, keep_siblings=beside)

    def _inlined(self, kind: str, holder: Node, target: Node, pointer: Pointer, *, keep_siblings: bool = True) -> Json:
        """The target itself in the place of the reference; what stands beside the reference wins."""
        identity = target.identity
        self._count += 1
        if identity in self._inlining:
            raise _refused(holder, f"leads to {with_article(kind)} that contains itself")
        if len(self._inlining) == _DEEPEST:
            raise _refused(holder, f"leads to {with_article(kind)} that is in more than {_DEEPEST} others")
        if self._count > _MOST:
            raise _refused(holder, f"leads to one {kind} more than the {_MOST:,} that are joined")
        self._inlining.append(identity)
        self.origins.append((pointer, target))
        made = self._copied(kind, target, pointer)
        self._inlining.pop()
        beside = {key: value for key, value in holder.mapping.items() if key != "$ref"} if keep_siblings else {}
        if isinstance(made, dict) and beside:
            kept = self._copied(kind, holder._replace(value=beside), pointer)
            made.update(kept if isinstance(kept, dict) else {})
            self.origins.extend(((*pointer, key), child) for key, child in holder.entries() if key != "$ref")
        if self._is_home(holder, pointer):
            self.edits.append(Edit(holder.pointer, made))
        return made

    def _discriminator(self, schema: Node, node: Node, copied: Json, pointer: Pointer) -> Json:
        """A discriminator whose mapping names schemas that stand elsewhere, or under another name, in the bundle."""
        if not isinstance(copied, dict):
            return copied
        made = dict(copied)
        held = node.get("mapping")
        if held is not None and isinstance(held.value, dict) and not is_reference(held.value):
            texts = {name: child for name, child in held.entries() if isinstance(child.value, str)}
            mapped = {name: self._mapped(schema, child, (*pointer, "mapping", name)) for name, child in texts.items()}
            there = made["mapping"]
            made["mapping"] = {**there, **mapped} if isinstance(there, dict) else there
        default = node.get("defaultMapping")
        if default is not None and isinstance(default.value, str):
            made["defaultMapping"] = self._mapped(schema, default, (*pointer, "defaultMapping"))
        return made

    def _mapped(self, schema: Node, entry: Node, pointer: Pointer) -> Json:
        """What stands in the bundle for an entry of a discriminator's mapping."""
        text = entry.value
        mapped = self._description.discriminators.follow(schema, entry)
        if mapped is not None and self._keeps(mapped.identified):
            return text
        target = mapped and mapped.node
        where = None if target is None else self._moved.place(target)
        if target is None or where is None or not isinstance(text, str):
            if isinstance(text, str) and is_uri(text) and not text.startswith("#"):
                self.left[entry.place] = None
            return text
        at_home = target.document is schema.document is self._entry
        if where == ("components", "schemas", text):
            moved = text
        elif at_home:
            moved = f"#{text.partition('#')[2]}" if "#" in text else f"#{pointer_text(where)}"
        else:
            moved = f"#{pointer_text(where)}"
        if moved != text and self._is_home(entry, pointer):
            self.edits.append(Edit(entry.pointer, moved))
        return moved

    def _refer_links(self) -> None:
        """Have every `operationRef` lead to where its operation is in the bundle."""
        if not self._links:
            return
        pointers = operation_pointers(self.origins)
        for link in self._links:
            reference = link.reference(self._description, pointers, self.value)
            if reference is None:
                self.left[ref_place(link.node, "operationRef")] = None
            elif reference != link.made["operationRef"]:
                link.made["operationRef"] = reference
                if self._is_home(link.node, link.pointer):
                    self.edits.append(Edit((*link.pointer, "operationRef"), reference))


def _set(holder: Json, part: str | int, value: Json) -> None:
    if isinstance(holder, dict):
        holder[str(part)] = value
    elif isinstance(holder, list):
        holder[int(part)] = value


def _refused(holder: Node, why: str) -> BundleError:
    line, column = ref_place(holder).span.start
    return BundleError(f"`$ref: {holder.mapping['$ref']}` {why} ({holder.document.path}:{line}:{column})")
