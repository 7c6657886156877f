"""From bodies, responses and their schemas to media types and definitions."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from preclear.connector.definition import Definition
from preclear.connector.parts import MediaType
from preclear.connector.value import Value, text_value
from preclear.openapi.moved import moved
from preclear.source.under import node_at

if TYPE_CHECKING:
    from preclear.connector.operation import Operation
    from preclear.openapi import Description
    from preclear.openapi.moved import Moved
    from preclear.source import Node

_OUTSIDE = re.compile(r"[^a-zA-Z0-9\-]+")


class Contents:
    """Every `content` once, and every definition once, however many bodies and responses lead to them."""

    def __init__(self, description: Description) -> None:
        self.media_types: list[MediaType] = []
        self.definitions: list[Definition] = []
        self._description = description
        self._contents: dict[tuple[int, tuple[str | int, ...]], tuple[MediaType, ...]] = {}
        self._by_place: dict[tuple[int, tuple[str | int, ...]], Definition] = {}
        self._names: set[str] = set()
        self._numbers: dict[str, int] = {}
        self._accepted: dict[int, set[str]] = {}
        components = description.get(description.root, "components")
        schemas = components and components.get("schemas")
        for name, schema in description.misplaced.entries(schemas) if schemas is not None else ():
            self._add_named(name, schema)
        self._moved = moved(description)
        if self._moved is not None:
            self._add_moved(self._moved)

    def of(self, holder: Node) -> tuple[MediaType, ...]:
        """The media types of the body or response object `holder` (behind its `$ref`)."""
        identity = holder.identity
        found = self._contents.get(identity)
        if found is None:
            found = self._contents[identity] = tuple(self._media_types(holder))
            self.media_types.extend(found)
        return found

    def use(self, media_types: tuple[MediaType, ...], operation: Operation, name: str) -> None:
        """Note that `operation` uses them; give each its definition, called after `name` where it has no own name."""
        for media_type in media_types:
            media_type.used_by.append(operation)
            if media_type.definition is None and media_type.schema is not None:
                media_type.definition = self._definition(media_type.schema, name, media_type.node)
            definition = media_type.definition
            if definition is not None:
                accepted = self._accepted.setdefault(id(definition), set())
                if media_type.essence not in accepted:
                    accepted.add(media_type.essence)
                    definition.accept.append(media_type.essence)
                if not definition.used_by or definition.used_by[-1] is not operation:
                    definition.used_by.append(operation)

    def _media_types(self, holder: Node) -> list[MediaType]:
        content = holder.get("content")
        new = self._description.version.series == "3.2"
        found: list[MediaType] = []
        for name, held in self._description.misplaced.entries(content) if content is not None else ():
            node = self._description.resolve(held) if new else held
            node = node and self._description.misplaced.target(node)
            schema = node and node.get("schema")
            item_schema = node.get("itemSchema") if node and new else None
            found.append(MediaType(held, Value(name, held.key), schema, item_schema=item_schema))
        return found

    def _definition(self, schema: Node, name: str, media_type: Node) -> Definition | None:
        target = schema
        for _ in range(100):  # a longer chain is a fault of its own
            known = self._by_place.get(target.identity)
            if known is not None:
                return known
            hop = self._description.references.follow(target)
            if hop is None:
                break
            if hop.node is None:
                return None
            target = hop.node
        own = self._component_name(media_type) or name if target is schema else self._inner_name(target)
        return self._add(self._unnamed(target, own))

    def _unnamed(self, schema: Node, name: str) -> Definition:
        made = self._free(_OUTSIDE.sub("_", name).strip("_") or "Definition")
        return Definition(Value(made, schema.key, given=False), schema, text_value(schema, "description"))

    def _inner_name(self, target: Node) -> str:
        """A name for a schema that is referred to inside something else, made of its own place.

        In an operation, of the operation's name; in a component, of the component's; else of its key and its file.
        """
        pointer = target.pointer
        last = str(pointer[-1]) if pointer else PurePosixPath(target.document.path).name.split(".")[0]
        if len(pointer) > 4 and pointer[0] in ("paths", "webhooks"):
            held = node_at(target.place._replace(pointer=pointer[:3])).text("operationId")
            status = "request" if pointer[3] == "requestBody" else str(pointer[4])
            return f"{held or f'{pointer[2]} {pointer[1]}'}_{status}"
        if len(pointer) > 3 and pointer[0] == "components":
            return str(pointer[2]) if last in ("schema", "itemSchema") else f"{pointer[2]}_{last}"
        return last

    def _free(self, name: str) -> str:
        made, number = name, self._numbers.get(name, 1)
        while made in self._names:
            number += 1
            made = f"{name}_{number}"
        self._numbers[name] = number
        self._names.add(made)
        return made

    def _add(self, definition: Definition) -> Definition:
        self.definitions.append(definition)
        self._by_place[definition.node.identity] = definition
        return definition

    def _add_named(self, name: str, schema: Node) -> None:
        self._names.add(name)
        self._add(Definition(Value(name, schema.key), schema, text_value(schema, "description")))

    def _add_moved(self, moved: Moved) -> None:
        """The schemas of other files, which are component schemas once the files are one."""
        by_name = {each.name.value: each for each in self.definitions}
        for part in moved.adopted:
            definition = by_name.get(str(part.pointer[2])) if part.kind == "schema" else None
            if definition is not None:
                self._by_place[part.node.identity] = definition
        for part in moved.parts:
            if part.kind == "schema":
                self._add_named(str(part.pointer[2]), part.node)

    def _component_name(self, media_type: Node) -> str | None:
        """The name of the component that a media type stands in, where it is a shared body or response."""
        pointer = media_type.pointer if self._moved is None else self._moved.inside(media_type)
        if pointer is None or len(pointer) < 4 or pointer[0] != "components" or pointer[1] == "pathItems":
            return None
        return str(pointer[2])
