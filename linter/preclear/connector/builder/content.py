"""Builds media types and definitions from bodies, responses and their schemas."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from preclear._patterns import lazy_pattern
from preclear.connector.content import Definition, MediaType
from preclear.connector.name_candidates import MAX_NAME_LENGTH, choose_component_names, with_digest
from preclear.openapi import create_bundle_layout
from preclear.source import choose_unique_names, format_pointer, node_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.connector.endpoint import Endpoint
    from preclear.openapi import ApiDescription, BundleLayout
    from preclear.source import Node

_INVALID_CHARACTERS = lazy_pattern(r"[^a-zA-Z0-9\-]+")
_PLAIN_KEYS = frozenset({"paths", "webhooks", "components", "responses", "requestBody", "content", "schema"})
"""The keys of a pointer that a name made of it leaves out."""


class ContentBuilder:
    """Builds each media type and each definition once, however many bodies and responses use it."""

    def __init__(self, description: ApiDescription) -> None:
        self.media_types: list[MediaType] = []
        self.definitions: list[Definition] = []
        self._description = description
        self._media_types_by_holder: dict[tuple[int, tuple[str | int, ...]], tuple[MediaType, ...]] = {}
        self._definitions_by_schema: dict[tuple[int, tuple[str | int, ...]], Definition] = {}
        self._name_stems: dict[Definition, tuple[str, str]] = {}
        components = description.get(description.root, "components")
        schemas = components and components.get("schemas")
        for name, schema in description.misplaced_references.entries(schemas) if schemas is not None else ():
            self._add_component(name, schema)
        self._layout = create_bundle_layout(description)
        if self._layout is not None:
            self._add_layout(self._layout)

    def media_types_of(self, holder: Node) -> tuple[MediaType, ...]:
        """Return the media types of the body or response object `holder`, which is behind its `$ref`."""
        identity = holder.identity
        media_types = self._media_types_by_holder.get(identity)
        if media_types is None:
            media_types = self._media_types_by_holder[identity] = tuple(self._build_media_types(holder))
            self.media_types.extend(media_types)
        return media_types

    def register_use(self, media_types: tuple[MediaType, ...], operation: Endpoint, name: str) -> None:
        """Record that `operation` uses the media types, and give each its definition.

        `name` is the base of the name of a definition that has none of its own.
        """
        for media_type in media_types:
            media_type.add_user(operation)
            if media_type.definition is None and media_type.schema is not None:
                media_type.definition = self._definition_for(media_type.schema, name, media_type.node)
            definition = media_type.definition
            if definition is not None:
                definition.add_use(operation, media_type.essence)

    def _build_media_types(self, holder: Node) -> list[MediaType]:
        content = holder.get("content")
        is_3_2 = self._description.version.series == "3.2"
        media_types: list[MediaType] = []
        for _, entry in self._description.misplaced_references.entries(content) if content is not None else ():
            node = self._description.resolve(entry) if is_3_2 else entry
            node = node and self._description.misplaced_references.target(node)
            schema = node and node.get("schema")
            item_schema = node.get("itemSchema") if node and is_3_2 else None
            media_types.append(MediaType(entry, schema, item_schema))
        return media_types

    def _definition_for(self, schema: Node, name: str, media_type: Node) -> Definition | None:
        target = schema
        for _ in range(100):  # a longer chain is reported at the reference
            existing = self._definitions_by_schema.get(target.identity)
            if existing is not None:
                return existing
            hop = self._description.references.follow(target)
            if hop is None:
                break
            if hop.node is None:
                return None
            target = hop.node
        definition = self._add(Definition(target, "", is_named=False))
        if target is schema:
            self._name_stems[definition] = (self._component_name(media_type) or name, str(media_type.pointer[-1]))
        else:
            self._name_stems[definition] = (self._name_from_place(target), "")
        return definition

    def name_definitions(self) -> None:
        """Name the definitions without a name of their own, once all are known, so that their order doesn't matter.

        `listPets_200` becomes `listPets_200_text_csv` if another has the same name, then a name made of its whole
        pointer, then one with a digest of its place.
        """
        if not self._name_stems:
            return
        own_names = [definition.name.value for definition in self.definitions if definition not in self._name_stems]
        valid_names = choose_component_names(own_names)  # those that a renamed component gets are used, too
        used = {name.lower() for names in (own_names, valid_names.values()) for name in names}
        unique_names = choose_unique_names(self._name_stems, self._made_up_names, used.__contains__, str.lower)
        for definition, name in unique_names.items():
            definition.assign_name(name)

    def _made_up_names(self, definition: Definition) -> Iterator[str]:
        """Yield the names of a definition without a name of its own, best first."""
        stem, media_type = self._name_stems[definition]
        node = definition.node
        pointer_words = " ".join(str(part) for part in node.pointer if part not in _PLAIN_KEYS)
        names = (
            _INVALID_CHARACTERS.sub("_", text).strip("_")[:MAX_NAME_LENGTH]
            for text in (stem, f"{stem} {media_type}", pointer_words)
        )
        path = self._description.references.files.paths.path_of(node.document)
        yield from with_digest(names, f"{path}#{format_pointer(node.pointer)}")

    def _name_from_place(self, target: Node) -> str:
        """Make a name for the target of a `$ref` that isn't a component schema, from where the target is.

        In an operation it begins with the operation's name, in a component with the component's. Anywhere else it is
        the target's key, or its file's name.
        """
        pointer = target.pointer
        last_name = str(pointer[-1]) if pointer else PurePosixPath(target.document.path).name.split(".")[0]
        if len(pointer) > 4 and pointer[0] in ("paths", "webhooks"):
            operation_id = node_at(target.place._replace(pointer=pointer[:3])).text("operationId")
            status = "request" if pointer[3] == "requestBody" else str(pointer[4])
            return f"{operation_id or f'{pointer[2]} {pointer[1]}'}_{status}"
        if len(pointer) > 3 and pointer[0] == "components":
            return str(pointer[2]) if last_name in ("schema", "itemSchema") else f"{pointer[2]}_{last_name}"
        return last_name

    def _add(self, definition: Definition) -> Definition:
        self.definitions.append(definition)
        self._definitions_by_schema[definition.node.identity] = definition
        return definition

    def _add_component(self, name: str, schema: Node) -> None:
        self._add(Definition(schema, name))

    def _add_layout(self, layout: BundleLayout) -> None:
        """Add the schemas of other files, which become component schemas when the files are bundled."""
        by_name = {definition.name.value: definition for definition in self.definitions}
        for part in layout.replacements:
            definition = by_name.get(str(part.pointer[2])) if part.kind == "schema" else None
            if definition is not None:
                self._definitions_by_schema[part.node.identity] = definition
        for part in layout.parts:
            if part.kind == "schema":
                self._add_component(str(part.pointer[2]), part.node)

    def _component_name(self, media_type: Node) -> str | None:
        """Return the name of the shared body or response that contains a media type; None for an inline one."""
        pointer = media_type.pointer if self._layout is None else self._layout.nested_pointer_of(media_type)
        if pointer is None or len(pointer) < 4 or pointer[0] != "components" or pointer[1] == "pathItems":
            return None
        return str(pointer[2])
