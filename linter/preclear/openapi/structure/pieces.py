"""A document taken apart: every object by itself, without the objects in it.

The validator copies the value that fails into each failure. Of an object by itself that is little; of a whole part it
would be the part, as often as it has faults.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.openapi.grammar import COMPONENTS, REFERABLE, Child, grammar
from preclear.openapi.structure.choices import listing, mapping
from preclear.openapi.structure.schemas import DIALECTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from preclear.source.json_value import Json
    from preclear.source.node import Node

NODES = 10_000
"""Keys, values and items of one piece that are checked where it has faults; of the objects in it, parameters alone."""

_TOP = frozenset({"components", "externalDocs", "info", "openapi", "security", "servers", "tags", "webhooks"})
"""Fields of a document: what stands under one of these in `paths` is no path but in the wrong place."""

_OPAQUE = {
    "schema": frozenset({"example", "default", "const"}),
    "parameter": frozenset({"example"}),
    "header": frozenset({"example"}),
    "media type": frozenset({"example"}),
    "example": frozenset({"value", "dataValue"}),
}
"""Fields that may hold any value."""
_OPAQUE_LISTS = frozenset({"enum", "examples"})
"""Fields of a schema that may hold any list."""

_EMPTY: dict[str, Json] = {}
_REFERENCE: dict[str, Json] = {"$ref": "#"}
_OPERATION: dict[str, Json] = {"responses": {"default": _REFERENCE}}
_STAND_INS = {"media type": _EMPTY, "encoding": _EMPTY, "components": _EMPTY, "operation": _OPERATION}


class Piece(NamedTuple):
    """One object: its kind, the node, and its value with a right object in the place of each that is in it.

    `foreign` is set within a schema in another dialect than ours, `cut` where not all of it was kept.
    """

    kind: str
    node: Node
    value: Json
    foreign: bool
    cut: bool


def sections(version: str) -> frozenset[str]:
    """The sections that `components` has in `version`."""
    later = {"3.0": ("pathItems", "mediaTypes"), "3.1": ("mediaTypes",)}.get(version, ())
    return frozenset(COMPONENTS).difference(later)


def stand_in(kind: str) -> dict[str, Json]:
    """An object that is right wherever one of `kind` is."""
    return _STAND_INS.get(kind, _REFERENCE)


def pieces(root: Node, kind: str, version: str, passed: Callable[[str, Node], bool]) -> Iterator[Piece]:
    """Give the object at `root` and each in it, in the order of the document; none that is `passed`, nor what is in it.

    `passed` is asked of the objects directly in a document and in its `components`.
    """
    objects = grammar(version)
    known = sections(version)
    objects["components"] = {name: child for name, child in objects["components"].items() if name in known}
    if version != "3.2":
        objects["media type"] = {name: child for name, child in objects["media type"].items() if name != "itemSchema"}
    replaced = REFERABLE - {"path item"} - ({"media type"} if version != "3.2" else set())
    replaced -= {"schema"} if version != "3.0" else set()
    if version != "3.0":
        objects["schema"] = objects["schema"] | {"dependencies": Child("map", "schema")}
    dialect = mapping(root.document.value).get("jsonSchemaDialect")
    stack = [(kind, root, is_foreign(dialect))]
    while stack:
        kind, node, foreign = stack.pop()
        if kind not in ("document", "components") and node.pointer[:-1] and _is_top(node) and passed(kind, node):
            continue
        foreign = foreign or is_foreign(node.mapping.get("$schema"))
        is_reference = kind in replaced and "$ref" in node.mapping
        whole = _Shallow({} if is_reference else objects.get(kind, {}), kind, node)
        yield Piece(kind, node, whole.value, foreign, whole.left < 0)
        stack += [(kind, child, foreign) for kind, child in reversed(whole.children)]


def is_foreign(dialect: Json) -> bool:
    """Whether this names a dialect of JSON Schema whose keywords are not checked."""
    return isinstance(dialect, str) and dialect not in DIALECTS


def _is_top(node: Node) -> bool:
    return len(node.pointer) == (3 if node.pointer[0] == "components" else 2)


def _is_path(name: str, value: Json) -> bool:
    """Whether an entry of `paths` was meant as a path: one that lacks its slash is checked all the same."""
    return name.startswith("/") or (isinstance(value, dict | None) and name not in _TOP and not name.startswith("x-"))


class _Shallow:
    """The value of one object without the objects in it, which are its `children`."""

    def __init__(self, fields: dict[str, Child], kind: str, node: Node) -> None:
        self.children: list[tuple[str, Node]] = []
        self.left = NODES
        self._kind = kind
        self.value: Json = node.value
        value = node.value
        if not isinstance(value, dict):
            self.value = self._kept(value)
            return
        if kind == "callback" and "$ref" not in value:
            self.value = {
                name: held if name.startswith("x-") else self._entry("path item", child)
                for (name, child), held in zip(node.entries(), value.values(), strict=True)
            }
            return
        opaque = _OPAQUE.get(kind, frozenset[str]())
        made: dict[str, Json] = {}
        for key, child in node.entries():
            field = fields.get(key)
            if field is not None:
                made[key] = self._field(key, field, child)
            elif key.startswith("x-") or key in opaque:
                made[key] = None
            elif kind == "schema" and key in _OPAQUE_LISTS and isinstance(child.value, list):
                made[key] = []
            else:
                made[key] = self._kept(child.value)
        self.value = made

    def _field(self, key: str, field: Child, node: Node) -> Json:
        if field.shape == "one":
            return self._entry(field.kind, node)
        if field.shape == "list":
            if field.kind == "parameter":
                return self._parameters(node)
            return [self._entry(field.kind, item) for item in node.items()] if _is_list(node) else node.value
        if not isinstance(node.value, dict):
            return node.value
        made: dict[str, Json] = {}
        for name, child in node.entries():
            if self._kind == "operation" and key == "responses":
                meant = name[:1].isdecimal() or name == "default"
            else:
                meant = self._kind != "document" or key != "paths" or _is_path(name, child.value)
            if meant:
                made[name] = self._entry(field.kind, child)
            elif self.left >= 0:
                made[name] = self._kept(child.value)
        return made

    def _parameters(self, node: Node) -> Json:
        """A list of parameters, in which the same ones stay the same and each keeps its place."""
        if not _is_list(node):
            return node.value
        from json import dumps

        entries: dict[str, Json] = {}
        made: list[Json] = []
        for item in node.items():
            entry = self._entry("parameter", item)
            if len(made) == NODES:  # the validator copies the list, and so takes much more memory than the document
                self.left = -1
                continue
            if entry is _REFERENCE:
                text = dumps(item.value, sort_keys=True)
                where = item.text("in")
                numbered: dict[str, Json] = {"$ref": f"#{len(entries)}"}
                entry = entries.setdefault(text, numbered if where is None else numbered | {"in": where})
            made.append(entry)
        return made

    def _entry(self, kind: str, node: Node) -> Json:
        """What stands for the object at `node`; where there is none, what is there."""
        without_slash = kind == "path item" and node.value is None and not str(node.pointer[-1]).startswith("/")
        if not isinstance(node.value, dict) and not (without_slash and node.pointer[:-1] == ("paths",)):
            return self._kept(node.value) if self.left >= 0 else stand_in(kind)  # each would be a failure of its own
        self.children.append((kind, node))
        return stand_in(kind)

    def _kept(self, value: Json) -> Json:
        """As much of `value` as may be kept. Its depth is bounded by the loader."""
        self.left -= 1
        if isinstance(value, dict):
            made: dict[str, Json] = {}
            for key, held in value.items():
                if self.left < 0:
                    break
                made[key] = held if key.startswith("x-") else self._kept(held)  # mostly an extension
            return made
        if isinstance(value, list):
            items: list[Json] = []
            for held in value:
                if self.left < 0:
                    break
                items.append(self._kept(held))
            return items
        return value


def _is_list(node: Node) -> bool:
    return bool(listing(node.value))
