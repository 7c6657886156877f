"""The bundle as a value: every part from another file at its new place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.bundle.links import LinkReference, bundle_pointers
from preclear.openapi import (
    CONTAINER_FIELDS,
    PLAIN_FIELDS,
    BundleLayout,
    grammar,
    is_reference,
    is_uri,
    ref_place,
    referable_kinds,
    with_article,
)
from preclear.source import Json, Node, format_pointer, get_child

if TYPE_CHECKING:
    from preclear.openapi import ApiDescription, FieldSpec
    from preclear.source import Place, Pointer


_MAX_DEPTH = 40  # nesting of inlined objects
_MAX_INLINED = 20_000  # inlined objects


class BundleError(Exception):
    """The files can't be joined into one document; the message says why."""


class ValueChange(NamedTuple):
    """A change to the entry document: a new `value` at `pointer`."""

    pointer: Pointer
    value: Json


class BundleTree:
    """The bundle's value, with the changes that lead to it.

    `origins` has the pointer in the bundle and the original node of each moved part. `changes` are the changes to the
    entry document itself; `new_components` are the added components by section and name. `replaced_references` are the
    places of references where OpenAPI allows none. `external_references` are the places of references that still lead
    out of the bundle.
    """

    def __init__(self, description: ApiDescription) -> None:
        self.changes: list[ValueChange] = []
        self.new_components: dict[str, dict[str, Json]] = {}
        self.origins: list[tuple[Pointer, Node]] = []
        self.replaced_references: dict[Place, None] = {}
        self.external_references: dict[Place, None] = {}
        self._description = description
        self._misplaced = description.misplaced_references
        self._entry = description.entry
        self._grammar = grammar(description.version.series)
        self._referable_kinds = referable_kinds(description.version.series)
        self._moved = BundleLayout(description)
        self._inlined_count = 0
        self._inlining_stack: list[tuple[int, Pointer]] = []
        self._links: list[LinkReference] = []
        self._plain_ancestors = self._find_plain_ancestors()
        self._copied_pointers: set[Pointer] = set()
        self.value: Json = self._copy("document", description.root, ())
        for kind, node, pointer in self._moved.parts:
            self.origins.append((pointer, node))
            self.new_components.setdefault(str(pointer[1]), {})[str(pointer[2])] = self._copy(kind, node, pointer)
        for kind, node in sorted(description.referenced_parts, key=lambda part: len(part[1].pointer)):
            if node.document is self._entry:
                new_value = self._copy(kind, node, node.pointer)
                if new_value != node.value:
                    self._set_value(node.pointer, new_value)
        self._rewrite_links()

    def _set_value(self, pointer: Pointer, value: Json) -> None:
        """Set `value` at a `pointer` of the bundle that copying the document doesn't reach.

        Its ancestors are still the entry document's own values: each is copied once, before it changes.
        """
        holder = self.value
        for length, part in enumerate(pointer[:-1], 1):
            child = get_child(holder, part)
            if pointer[:length] not in self._copied_pointers:
                child = child.copy() if isinstance(child, dict | list) else child
                _set_member(holder, part, child)
                self._copied_pointers.add(pointer[:length])
            holder = child
        _set_member(holder, pointer[-1], value)

    def _find_plain_ancestors(self) -> set[tuple[int, Pointer]]:
        """Return the identities of all plain values that are replaced, and of their ancestors."""
        ancestors: set[tuple[int, Pointer]] = set()
        for reference in self._misplaced.by_identity.values():
            if reference.kind not in self._grammar and not (
                reference.kind in CONTAINER_FIELDS and CONTAINER_FIELDS[reference.kind].kind in self._grammar
            ):
                document, pointer = reference.holder.identity
                ancestors.update((document, pointer[:length]) for length in range(len(pointer) + 1))
        return ancestors

    def _copy(self, kind: str, node: Node, pointer: Pointer) -> Json:
        """Copy `node`, an object of `kind` or a mapping or list of them, to `pointer` in the bundle."""
        value = node.value
        if is_reference(value):
            if kind in self._referable_kinds:
                return self._copy_reference(kind, node, pointer)
            if (misplaced := self._misplaced.by_identity.get(node.identity)) is not None:
                if misplaced.target is not None:
                    return self._replace_reference(kind, node, misplaced.target, pointer)
                self.external_references[ref_place(node)] = None
        field = CONTAINER_FIELDS.get(kind)
        if field is not None:
            return self._copy_members(field, node, pointer)
        return self._copy_object(kind, node, pointer) if isinstance(value, dict) else value

    def _copy_object(self, kind: str, node: Node, pointer: Pointer) -> dict[str, Json]:
        copied = dict(node.mapping)
        if kind == "callback":
            for name, child in node.entries():
                if not name.startswith("x-") and name != "$ref":
                    copied[name] = self._copy("path item", child, (*pointer, name))
            return copied
        fields = self._grammar.get(kind, {})
        plain = PLAIN_FIELDS.get(kind, {})
        for key, child in node.entries():
            field = fields.get(key)
            child_pointer = (*pointer, key)
            if field is not None:
                copied[key] = self._copy(field.container_kind, child, child_pointer)
            elif key in plain and child.identity in self._plain_ancestors:
                copied[key] = self._copy(plain[key].container_kind, child, child_pointer)
            if key == "discriminator" and kind == "schema":
                copied[key] = self._copy_discriminator(node, child, copied[key], child_pointer)
            elif key == "operationRef" and kind == "link":
                self._links.append(LinkReference(node, pointer, copied))
        return copied

    def _copy_members(self, field: FieldSpec, node: Node, pointer: Pointer) -> Json:
        if isinstance(node.value, list) and field.shape == "list":
            return [self._copy(field.kind, item, (*pointer, index)) for index, item in enumerate(node.items())]
        if isinstance(node.value, dict) and field.shape == "map":
            return {name: self._copy(field.kind, child, (*pointer, name)) for name, child in node.entries()}
        return node.value

    def _copy_reference(self, kind: str, node: Node, pointer: Pointer) -> Json:
        """Copy a reference: return a reference to the target in the bundle, or the target itself."""
        target = self._description.references.target(node)
        is_external = target is not None and target.document is not self._entry
        if target is not None and is_external and (kind == "path item" or self._moved.pointer_of(target) == pointer):
            return self._inline(kind, node, target, pointer)
        original = str(node.mapping["$ref"])
        reference = self._bundle_reference(node, target)
        if self._is_in_place(node, pointer) and reference != original:
            self.changes.append(ValueChange((*node.pointer, "$ref"), reference))
        if kind not in ("schema", "path item"):
            return {**node.mapping, "$ref": reference}  # its siblings are ignored
        return {**self._copy_object(kind, node, pointer), "$ref": reference}

    def _bundle_reference(self, holder: Node, target: Node | None) -> str:
        """Return the bundle's reference for the one of `holder`.

        It stays as it is if it has no target, or if it names its target by an `$id` that the bundle has.
        """
        original = str(holder.mapping["$ref"])
        target_pointer = None if target is None else self._moved.pointer_of(target)
        if self._has_resource(self._description.references.identifying_node(holder)):
            return original
        if target is None or target_pointer is None:
            if not original.startswith("#"):
                self.external_references[ref_place(holder)] = None
            return original
        if target.document is holder.document is self._entry:
            return f"#{original.partition('#')[2]}"
        return f"#{format_pointer(target_pointer)}"

    def _has_resource(self, resource: Node | None) -> bool:
        """Return whether the bundle has this schema or document, and with it the URI that identifies it."""
        return resource is not None and self._moved.nested_pointer_of(resource) is not None

    def _is_in_place(self, node: Node, pointer: Pointer) -> bool:
        """Return whether `node` is at the same pointer in the bundle and in the entry document."""
        return node.document is self._entry and node.pointer == pointer

    def _replace_reference(self, kind: str, holder: Node, target: Node, pointer: Pointer) -> Json:
        """Replace a misplaced `$ref` by its target."""
        self.replaced_references[ref_place(holder)] = None
        is_map = kind in CONTAINER_FIELDS and CONTAINER_FIELDS[kind].shape == "map"
        return self._inline(kind, holder, target, pointer, keep_siblings=is_map)

    def _inline(self, kind: str, holder: Node, target: Node, pointer: Pointer, *, keep_siblings: bool = True) -> Json:
        """Return a copy of the target in place of the reference. Siblings of the reference take precedence."""
        identity = target.identity
        self._inlined_count += 1
        if identity in self._inlining_stack:
            raise _bundle_error(holder, f"leads to {with_article(kind)} that contains itself")
        if len(self._inlining_stack) == _MAX_DEPTH:
            raise _bundle_error(holder, f"leads to {with_article(kind)} nested more than {_MAX_DEPTH} deep")
        if self._inlined_count > _MAX_INLINED:
            raise _bundle_error(holder, f"leads to more than {_MAX_INLINED:,} inlined objects")
        self._inlining_stack.append(identity)
        self.origins.append((pointer, target))
        target_copy = self._copy(kind, target, pointer)
        self._inlining_stack.pop()
        siblings = {key: value for key, value in holder.mapping.items() if key != "$ref"} if keep_siblings else {}
        if isinstance(target_copy, dict) and siblings:
            sibling_copy = self._copy(kind, holder.with_value(siblings), pointer)
            target_copy.update(sibling_copy if isinstance(sibling_copy, dict) else {})
            self.origins.extend(((*pointer, key), child) for key, child in holder.entries() if key != "$ref")
        if self._is_in_place(holder, pointer):
            self.changes.append(ValueChange(holder.pointer, target_copy))
        return target_copy

    def _copy_discriminator(self, schema: Node, node: Node, original: Json, pointer: Pointer) -> Json:
        """Copy a discriminator; its mapping gets the places or names that the schemas have in the bundle."""
        if not isinstance(original, dict):
            return original
        discriminator = dict(original)
        mapping = node.get("mapping")
        if mapping is not None and isinstance(mapping.value, dict) and not is_reference(mapping.value):
            text_entries = {name: child for name, child in mapping.entries() if isinstance(child.value, str)}
            new_entries = {
                name: self._bundle_mapping_entry(schema, child, (*pointer, "mapping", name))
                for name, child in text_entries.items()
            }
            old_mapping = discriminator["mapping"]
            discriminator["mapping"] = {**old_mapping, **new_entries} if isinstance(old_mapping, dict) else old_mapping
        default = node.get("defaultMapping")
        if default is not None and isinstance(default.value, str):
            discriminator["defaultMapping"] = self._bundle_mapping_entry(schema, default, (*pointer, "defaultMapping"))
        return discriminator

    def _bundle_mapping_entry(self, schema: Node, entry: Node, pointer: Pointer) -> Json:
        """Return the bundle's value for an entry of a discriminator's mapping."""
        text = entry.value
        resolved = self._description.discriminators.follow(schema, entry)
        if resolved is not None and self._has_resource(resolved.identifying_node):
            return text
        target = resolved and resolved.node
        target_pointer = None if target is None else self._moved.pointer_of(target)
        if target is None or target_pointer is None or not isinstance(text, str):
            if isinstance(text, str) and is_uri(text) and not text.startswith("#"):
                self.external_references[entry.place] = None
            return text
        is_local = target.document is schema.document is self._entry
        if target_pointer == ("components", "schemas", text):
            reference = text
        elif is_local:
            reference = f"#{text.partition('#')[2]}" if "#" in text else f"#{format_pointer(target_pointer)}"
        else:
            reference = f"#{format_pointer(target_pointer)}"
        if reference != text and self._is_in_place(entry, pointer):
            self.changes.append(ValueChange(entry.pointer, reference))
        return reference

    def _rewrite_links(self) -> None:
        """Rewrite every `operationRef` to its operation's place in the bundle."""
        if not self._links:
            return
        pointers = bundle_pointers(self.origins)
        for link in self._links:
            reference = link.reference(self._description, pointers, self.value)
            if reference is None:
                self.external_references[ref_place(link.node, "operationRef")] = None
            elif reference != link.value["operationRef"]:
                link.value["operationRef"] = reference
                if self._is_in_place(link.node, link.pointer):
                    self.changes.append(ValueChange((*link.pointer, "operationRef"), reference))


def _set_member(holder: Json, part: str | int, value: Json) -> None:
    if isinstance(holder, dict):
        holder[str(part)] = value
    elif isinstance(holder, list):
        holder[int(part)] = value


def _bundle_error(holder: Node, reason: str) -> BundleError:
    line, column = ref_place(holder).span.start
    return BundleError(f"`$ref: {holder.mapping['$ref']}` {reason} ({holder.document.path}:{line}:{column})")
