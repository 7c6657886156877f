"""Edits that settle failures of the official schema, where the author's intent is clear or little is lost."""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING

from preclear.openapi.structure.removals import remove_field, replace_object
from preclear.openapi.structure.type_edits import edit_null_type, edit_type
from preclear.openapi.structure.wording import OBJECT_NAMES, object_at
from preclear.openapi.values import as_list
from preclear.openapi.wording import quote_text
from preclear.source import Edit, Insert, Remove, Set

if TYPE_CHECKING:
    from preclear.openapi.structure.structure_failure import StructureFailure
    from preclear.source import Json, Node

_ABSENT_VALUES: dict[tuple[str, str], Json] = {
    ("response", "description"): "",
    ("document", "paths"): {},
    ("schema", "items"): {},
    ("header", "schema"): {},
}
"""Fields that must be there, with the value that says as little as their absence, by the kind of object."""
_DISPENSABLE_KINDS = frozenset(
    {"requestbody", "tag", "license", "externaldocs", "externaldocumentation", "discriminator", "encoding"}
)
"""Kinds of objects that are removed if they lack a field."""
_MEANINGLESS_WHEN_EMPTY = frozenset({"required", "allOf", "enum", "tags", "servers", "parameters", "prefixItems"})
_MAX_REMOVED = 100
"""Duplicates that are removed one by one; a list with more of them is written anew."""
_LOWER_BOUNDS = frozenset({"minLength", "minItems", "minProperties", "minContains"})


def edit_failure(failure: StructureFailure, suggestion: str | None = None) -> Edit | None:
    """Return the edit that settles `failure`; None if only the author knows what was meant.

    `suggestion` is the word that the value is probably a misspelling of. Unknown fields have edits of their own.
    """
    keyword, node, kind = failure.keyword, failure.node, object_at(failure.schema_path)
    if keyword == "type":
        types = [str(name) for name in as_list(failure.detail)]
        is_object = "object" in types and len(failure.schema_path) == 2 and kind != "schema"
        return replace_object(node, kind) if is_object else edit_type(node, types, kind)
    if keyword == "required":
        return _insert_missing(node, str(failure.detail), kind)
    if keyword in ("enum", "const"):
        return _edit_choice(node, kind, suggestion)
    if keyword == "uniqueItems":
        return _remove_duplicates(node)
    key = str(node.pointer[-1]) if node.pointer else ""
    if keyword == "falseSchema" and key in ("example", "examples"):
        return Edit("adapt", f"remove `{key}`", (Remove(node),), f"`{key}` and its value")
    removal = remove_field(node, kind)
    is_empty = keyword in ("minItems", "minProperties") and key in _MEANINGLESS_WHEN_EMPTY
    if removal is not None and (is_empty or (keyword == "minimum" and key in _LOWER_BOUNDS)):
        return Edit("safe", removal.title, removal.operations)
    return removal


def _insert_missing(node: Node, name: str, kind: str) -> Edit | None:
    value = _ABSENT_VALUES.get((kind, name))
    if name == "scopes" and OBJECT_NAMES.get(kind) == "an OAuth flow":
        value = {}
    if kind == "parameter" and name in ("required", "schema", "content") and node.mapping.get("in") != "querystring":
        return _complete_parameter(node, name)
    if value is not None and name not in node.mapping:
        shown = "an empty" if not value else "a"
        return Edit("safe", f"add {shown} {quote_text(name)}", (Insert(node, name, value),))
    if kind == "info" and name == "version":
        return Edit(
            "adapt", "add `version: unspecified`", (Insert(node, name, "unspecified"),), "that it has no version"
        )
    return replace_object(node, kind) if kind in _DISPENSABLE_KINDS else None


def _complete_parameter(node: Node, name: str) -> Edit:
    """Return the edit that adds what a parameter lacks: `required` to one of a path, or a schema."""
    if name == "required":
        return Edit("safe", "add `required: true`", (Insert(node, name, True),))
    operation = Insert(node, "schema", {"type": "string"})
    return Edit("adapt", "add `type: string`", (operation,), "that the parameter has no schema")


def _edit_choice(node: Node, kind: str, suggestion: str | None) -> Edit | None:
    """Return the edit of a value that isn't one of those allowed."""
    if node.value == "null":
        return edit_null_type(node)
    is_type = kind == "schema" and "type" in node.pointer[-2:]
    if node.value is None and is_type:
        return (
            edit_type(node, ["string"], kind)
            if node.pointer[-1] == "type"
            else Edit("safe", 'write `"null"`', (Set(node, "null"),))
        )
    if is_type and suggestion is None and "parameters" in node.pointer[-4:-2]:
        suggestion = "string"
    if suggestion is not None and (is_type or kind != "schema"):
        return Edit("adapt", f"write {quote_text(suggestion)}", (Set(node, suggestion),), quote_text(str(node.value)))
    return remove_field(node, kind)


def _remove_duplicates(node: Node) -> Edit:
    """Return the edit that keeps the first of equal items: the order and number of such a list mean nothing."""
    texts: set[str] = set()
    kept: list[Json] = []
    duplicate_count = 0
    first_duplicates: list[Remove] = []
    for item in node.items():
        text = dumps(item.value, sort_keys=True)
        if text not in texts:
            texts.add(text)
            kept.append(item.value)
            continue
        duplicate_count += 1
        if duplicate_count <= _MAX_REMOVED:
            first_duplicates.append(Remove(item))
    title = f"remove the duplicate{'' if duplicate_count == 1 else 's'}"
    operations = (Set(node, kept),) if duplicate_count > _MAX_REMOVED else tuple(first_duplicates)
    return Edit("safe", title, operations)
