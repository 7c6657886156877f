"""References between schemas: of the document, and of the platform, which rewrites them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from preclear.source import parse_pointer

if TYPE_CHECKING:
    from preclear.connector import Connector, Definition
    from preclear.mapping.comparison.definition_names import DefinitionNames
    from preclear.source import Json, Node, Pointer

_EXTENSION = re.compile(r"\.(?:json|ya?ml)$", re.IGNORECASE)
_LOCAL_SECTIONS = (("$defs",), ("definitions",), ("components", "schemas"))
_MAX_HOPS = 50


class SchemaReferences:
    """Finds the definitions that references lead to."""

    def __init__(self, connector: Connector, names: DefinitionNames) -> None:
        self._references = connector.api.references
        self._names = names
        self._by_node: dict[tuple[int, Pointer], Definition] = {
            definition.node.identity: definition for definition in connector.definitions
        }
        for definition in connector.definitions:  # a schema of another file can be a definition under another name
            target = self._references.target(definition.node) if "$ref" in definition.node.mapping else None
            if target is not None:
                self._by_node.setdefault(target.identity, definition)
        self._by_link: dict[str, Definition] = {}
        for definition, resource in names.paired.pairs if names.paired is not None else ():
            for key in ("id", "url"):
                link = resource.text(key)
                if link is not None:
                    self._by_link.setdefault(link, definition)

    def find_planned(self, node: Node) -> list[Definition]:
        """Return the definitions that the `$ref` of a node in the document leads to, through other references.

        Empty if it leads to something else, such as a property of a schema, or nowhere.
        """
        definitions: list[Definition] = []
        target = self.follow(node)
        for _ in range(_MAX_HOPS):
            if target is None:
                break
            definition = self._by_node.get(target.identity)
            if definition is not None:
                definitions.append(definition)
            target = self.follow(target)
        return definitions

    def follow(self, node: Node) -> Node | None:
        """Return the node that a `$ref` in the document leads to in one step."""
        return self._references.target(node)

    def find_actual(self, reference: str, current: Definition) -> Definition | None:
        """Return the definition that a reference in the platform's schema of `current` leads to.

        It's written as `#/$defs/NAME`, `#/components/schemas/NAME`, a URL that ends with `NAME.json` or an id, or `#`.
        """
        if reference == "#":
            return current
        local_name = _local_name(reference)
        if local_name is not None:
            return self._names.find(local_name)
        if reference.startswith("#"):
            return None
        found = self._by_link.get(reference)
        name = _last_segment(reference)
        bare_name = _EXTENSION.sub("", name)
        return found or self._by_link.get(bare_name) or self._names.find(bare_name) or self._names.find(name)

    def planned_key(self, node: Node) -> int | None:
        """Return the identity of the definition that a node in the document refers to; None if it refers to none."""
        definitions = self.find_planned(node) if "$ref" in node.mapping else []
        return id(definitions[0]) if definitions else None

    def actual_key(self, value: Json, current: Definition) -> int | None:
        """Return the identity of the definition that a schema of the platform refers to; None if it refers to none."""
        reference = value.get("$ref") if isinstance(value, dict) else None
        definition = self.find_actual(reference, current) if isinstance(reference, str) else None
        return None if definition is None else id(definition)


def find_local(root: Json, reference: str) -> Json:
    """Return the schema that a `#/$defs/…` leads to within the platform's own schema; None if there is none."""
    if _local_name(reference) is None:
        return None
    value = root
    for part in parse_pointer(unquote(reference[1:])):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def reference_name(reference: str) -> str:
    """Return the name at the end of a reference."""
    return _local_name(reference) or _EXTENSION.sub("", _last_segment(reference))


def _local_name(reference: str) -> str | None:
    if not reference.startswith("#/"):
        return None
    try:
        parts = parse_pointer(unquote(reference[1:]))
    except ValueError:
        return None
    return parts[-1] if parts[:-1] in _LOCAL_SECTIONS else None


def _last_segment(reference: str) -> str:
    try:
        path = urlsplit(reference).path
    except ValueError:
        path = reference.partition("#")[0]
    return unquote(path.rstrip("/").rpartition("/")[2])
