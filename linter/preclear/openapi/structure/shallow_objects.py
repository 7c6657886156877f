"""Split a document into its objects, each without the objects in it.

The validator copies the value that fails into each failure. A shallow object is small; a whole document would be copied
once for each of its faults.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._records import NamedTuple
from preclear.openapi.dialects import SUPPORTED_DIALECTS
from preclear.openapi.object_grammar import COMPONENT_SECTIONS, REFERABLE_KINDS, FieldSpec, grammar
from preclear.openapi.values import as_list, as_mapping

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from preclear.source import Json, Node

MAX_NODES = 10_000
"""The most keys, values and items of an object that are checked if it has faults. Of the objects in it, only
parameters count."""

_DOCUMENT_FIELDS = frozenset(
    {"components", "externalDocs", "info", "openapi", "security", "servers", "tags", "webhooks"}
)
"""Fields of a document: under `paths`, such a key isn't a path but in the wrong place."""

_OPAQUE_FIELDS = {
    "schema": frozenset({"example", "default", "const"}),
    "parameter": frozenset({"example"}),
    "header": frozenset({"example"}),
    "media type": frozenset({"example"}),
    "example": frozenset({"value", "dataValue"}),
}
"""Fields that may have any value."""
_OPAQUE_LIST_FIELDS = frozenset({"enum", "examples"})
"""Fields of a schema that may be any list."""

_EMPTY: dict[str, Json] = {}
_REFERENCE: dict[str, Json] = {"$ref": "#"}
_OPERATION: dict[str, Json] = {"responses": {"default": _REFERENCE}}
_PLACEHOLDERS = {"media type": _EMPTY, "encoding": _EMPTY, "components": _EMPTY, "operation": _OPERATION}


class ShallowObject(NamedTuple):
    """One object: its kind, its node, and its value with a valid placeholder for each object in it.

    `has_foreign_dialect` is set within a schema of an unsupported dialect, `is_truncated` if a part was left out.
    """

    kind: str
    node: Node
    value: Json
    has_foreign_dialect: bool
    is_truncated: bool


def component_sections(series: str) -> frozenset[str]:
    """Return the sections that `components` has in `series`."""
    newer_sections = {"3.0": ("pathItems", "mediaTypes"), "3.1": ("mediaTypes",)}.get(series, ())
    return frozenset(COMPONENT_SECTIONS).difference(newer_sections)


def placeholder(kind: str) -> dict[str, Json]:
    """Return an object that is valid in every place of an object of `kind`."""
    return _PLACEHOLDERS.get(kind, _REFERENCE)


def iter_objects(root: Node, kind: str, series: str, is_valid: Callable[[str, Node], bool]) -> Iterator[ShallowObject]:
    """Yield the object at `root` and each object in it, in document order, without those that are `is_valid`.

    `is_valid` is called for the direct children of a document and of its `components`; of a valid one, nothing is
    yielded.
    """
    objects = grammar(series)
    known_sections = component_sections(series)
    objects["components"] = {name: child for name, child in objects["components"].items() if name in known_sections}
    if series != "3.2":
        objects["media type"] = {name: child for name, child in objects["media type"].items() if name != "itemSchema"}
    replaceable_kinds = REFERABLE_KINDS - {"path item"} - ({"media type"} if series != "3.2" else set())
    replaceable_kinds -= {"schema"} if series != "3.0" else set()
    if series != "3.0":
        objects["schema"] = objects["schema"] | {"dependencies": FieldSpec("map", "schema")}
    dialect = as_mapping(root.document.value).get("jsonSchemaDialect")
    stack = [(kind, root, is_foreign_dialect(dialect))]
    while stack:
        kind, node, has_foreign_dialect = stack.pop()
        if (
            kind not in ("document", "components")
            and node.pointer[:-1]
            and _is_top_level(node)
            and is_valid(kind, node)
        ):
            continue
        has_foreign_dialect = has_foreign_dialect or is_foreign_dialect(node.mapping.get("$schema"))
        is_reference = kind in replaceable_kinds and "$ref" in node.mapping
        shallow = _ShallowCopy({} if is_reference else objects.get(kind, {}), kind, node)
        yield ShallowObject(kind, node, shallow.value, has_foreign_dialect, shallow.remaining < 0)
        stack += [(kind, child, has_foreign_dialect) for kind, child in reversed(shallow.children)]


def is_foreign_dialect(dialect: Json) -> bool:
    """Whether this is the name of a JSON Schema dialect whose keywords aren't checked."""
    return isinstance(dialect, str) and dialect not in SUPPORTED_DIALECTS


def _is_top_level(node: Node) -> bool:
    return len(node.pointer) == (3 if node.pointer[0] == "components" else 2)


def _is_path(name: str, value: Json) -> bool:
    """Whether an entry of `paths` is meant as a path. A path without its slash is checked too."""
    return name.startswith("/") or (
        isinstance(value, dict | None) and name not in _DOCUMENT_FIELDS and not name.startswith("x-")
    )


class _ShallowCopy:
    """Copies the `value` of one object without the objects in it, which are its `children`."""

    def __init__(self, fields: dict[str, FieldSpec], kind: str, node: Node) -> None:
        self.children: list[tuple[str, Node]] = []
        self.remaining = MAX_NODES
        self._kind = kind
        self.value: Json = node.value
        value = node.value
        if not isinstance(value, dict):
            self.value = self._copy_value(value)
            return
        if kind == "callback" and "$ref" not in value:
            self.value = {
                name: entry if name.startswith("x-") else self._replace_object("path item", child)
                for (name, child), entry in zip(node.entries(), value.values(), strict=True)
            }
            return
        opaque = _OPAQUE_FIELDS.get(kind, frozenset[str]())
        result: dict[str, Json] = {}
        for key, child in node.entries():
            field = fields.get(key)
            if field is not None:
                result[key] = self._copy_field(key, field, child)
            elif key.startswith("x-") or key in opaque:
                result[key] = None
            elif kind == "schema" and key in _OPAQUE_LIST_FIELDS and isinstance(child.value, list):
                result[key] = []
            else:
                result[key] = self._copy_value(child.value)
        self.value = result

    def _copy_field(self, key: str, field: FieldSpec, node: Node) -> Json:
        if field.shape == "one":
            return self._replace_object(field.kind, node)
        if field.shape == "list":
            if field.kind == "parameter":
                return self._copy_parameters(node)
            return [self._replace_object(field.kind, item) for item in node.items()] if _is_list(node) else node.value
        if not isinstance(node.value, dict):
            return node.value
        result: dict[str, Json] = {}
        for name, child in node.entries():
            if self._kind == "operation" and key == "responses":
                is_intended = name[:1].isdecimal() or name == "default"
            else:
                is_intended = self._kind != "document" or key != "paths" or _is_path(name, child.value)
            if is_intended:
                result[name] = self._replace_object(field.kind, child)
            elif self.remaining >= 0:
                result[name] = self._copy_value(child.value)
        return result

    def _copy_parameters(self, node: Node) -> Json:
        """Copy a list of parameters: equal ones stay equal, and each keeps its index."""
        if not _is_list(node):
            return node.value
        from json import dumps

        entries: dict[str, Json] = {}
        result: list[Json] = []
        for item in node.items():
            entry = self._replace_object("parameter", item)
            if len(result) == MAX_NODES:  # the validator copies the list, which takes much memory
                self.remaining = -1
                continue
            if entry is _REFERENCE:
                text = dumps(item.value, sort_keys=True)
                location = item.text("in")
                numbered_reference: dict[str, Json] = {"$ref": f"#{len(entries)}"}
                entry = entries.setdefault(
                    text, numbered_reference if location is None else numbered_reference | {"in": location}
                )
            result.append(entry)
        return result

    def _replace_object(self, kind: str, node: Node) -> Json:
        """Return a placeholder for the object at `node`. If it isn't an object, return its value, which then fails."""
        is_path_without_slash = kind == "path item" and node.value is None and not str(node.pointer[-1]).startswith("/")
        if not isinstance(node.value, dict) and not (is_path_without_slash and node.pointer[:-1] == ("paths",)):
            return (
                self._copy_value(node.value) if self.remaining >= 0 else placeholder(kind)
            )  # or it would be a failure
        self.children.append((kind, node))
        return placeholder(kind)

    def _copy_value(self, value: Json) -> Json:
        """Copy as much of `value` as fits. The loader limits its depth."""
        self.remaining -= 1
        if isinstance(value, dict):
            result: dict[str, Json] = {}
            for key, child in value.items():
                if self.remaining < 0:
                    break
                result[key] = child if key.startswith("x-") else self._copy_value(child)  # mostly an extension
            return result
        if isinstance(value, list):
            items: list[Json] = []
            for child in value:
                if self.remaining < 0:
                    break
                items.append(self._copy_value(child))
            return items
        return value


def _is_list(node: Node) -> bool:
    return bool(as_list(node.value))
