"""Edits of references that lead to nothing that can be used: the object is replaced by an empty one, or removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source import Edit, Remove, Rename, Set, node_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.source import Json, Node

_NAME_MAPS = frozenset({"properties", "patternProperties", "dependentSchemas", "$defs", "definitions", "schemas"})
_REMOVED_KEYWORDS = frozenset({"not", "if", "contains"})
"""Keywords for which an empty schema isn't neutral."""
_REMOVED_KINDS = frozenset({"parameter", "request body", "header", "example", "link", "callback"})
_REMOVED_CONTAINERS = frozenset(
    {"mapping of headers", "mapping of examples", "mapping of links", "mapping of callbacks", "mapping of encodings"}
)
_MAX_SIZE = 10_000
"""The most values of a target that is copied into the place of a reference."""


def replace_reference(kind: str, holder: Node, series: str) -> Edit | None:
    """Return the edit of `holder`, an object of `kind` with a `$ref` that leads nowhere; None if it's needed.

    A path item isn't edited, because its operations would be gone, nor is a security scheme.
    """
    text = holder.mapping.get("$ref")
    reference = text[:80] if isinstance(text, str) and text else "$ref"
    loss = f"what `{reference}` stands for"
    if kind == "schema":
        return Edit("adapt", *_replace_schema(holder, reference, series), loss)
    if kind == "response":
        return Edit("adapt", "write an empty response", (Set(holder, {"description": _describe(reference)}),), loss)
    if kind == "media type":
        return Edit("adapt", "write an empty media type", (Set(holder, {}),), loss)
    if kind in _REMOVED_KINDS and holder.pointer:
        return Edit("adapt", f"remove the {kind}", (Remove(holder),), loss)
    return None


def remove_mapping_entry(entry: Node) -> Edit:
    """Return the edit of a discriminator's mapping entry, or `defaultMapping`, that leads to no schema."""
    name = str(entry.pointer[-1])[:60]
    return Edit("adapt", f"remove `{name}`", (Remove(entry),), f"the schema of `{name}`")


def remove_link(link: Node) -> Edit | None:
    """Return the edit of a link that leads to no operation."""
    return Edit("adapt", "remove the link", (Remove(link),), "the link") if link.pointer else None


def remove_dynamic_reference(schema: Node) -> Edit:
    """Return the edit of a `$dynamicRef` that leads nowhere."""
    reference = schema.place._replace(pointer=(*schema.pointer, "$dynamicRef"))
    return Edit("adapt", "remove `$dynamicRef`", (Remove(reference),), f"what `{node_at(reference).value}` stands for")


def write_commented_reference(holder: Node, reference: str) -> Edit:
    """Return the edit of an unquoted `$ref` that YAML reads as a comment."""
    place = holder.place._replace(pointer=(*holder.pointer, "$ref"))
    return Edit("safe", f"write `$ref: '{reference[:80]}'`", (Set(place, reference),))


def remove_looping_branch(schema: Node, part: Node) -> Edit | None:
    """Return the edit of `part`, a branch of `allOf` of `schema` that leads back to `schema`."""
    branches = schema.get("allOf")
    if branches is None or part.pointer[:-1] != branches.pointer:
        return None
    target = part if isinstance(branches.value, list) and len(branches.value) > 1 else branches
    return Edit("adapt", "remove it from `allOf`", (Remove(target),), "that the schema includes itself")


def replace_misplaced(references: Sequence[tuple[Node, Node | None]], kind: str, *, is_item: bool) -> Edit | None:
    """Return the edit of references in place of objects of `kind`: holders and targets, if they have one.

    The target is written in the place of its reference. What leads nowhere is removed; `is_item` means that it leads to
    an item of the list that it replaces.
    """
    operations: list[Set | Remove] = []
    size = 0
    for holder, target in references:
        if is_item:
            operations.append(Set(holder, [holder.value]))
        elif target is not None and target.document is holder.document:
            value = target.value
            if isinstance(value, dict):
                value = value | {key: sibling for key, sibling in holder.mapping.items() if key != "$ref"}
            size += _count_values(value)
            operations.append(Set(holder, value))
        elif target is None and kind in _REMOVED_CONTAINERS:
            operations.append(Remove(holder))
        else:
            return None
    if size > _MAX_SIZE or not operations:
        return None
    names = {str(holder.mapping["$ref"])[:80] for holder, _ in references}
    loss = f"the reference `{min(names)}` in its place" if len(names) == 1 else "the references in its place"
    title = "put it in a list" if is_item else "write the target in its place"
    title = "remove it" if isinstance(operations[0], Remove) else title
    return Edit("adapt", title, tuple(operations), loss)


def _replace_schema(holder: Node, reference: str, series: str) -> tuple[str, tuple[Set | Rename | Remove, ...]]:
    """Return the title and operations that replace a schema by one that allows any value, or remove it."""
    steps = list(holder.pointer)
    keyword = steps[-1] if steps and _NAME_MAPS.isdisjoint(steps[-2:-1]) else ""
    if keyword in _REMOVED_KEYWORDS:
        return f"remove `{keyword}`", (Remove(holder),)
    siblings = {} if series == "3.0" else {key: value for key, value in holder.mapping.items() if key != "$ref"}
    empty: dict[str, Json] = {"description": _describe(reference), **siblings}
    is_of_parameter = keyword == "schema" and "parameters" in steps[-3:-1]
    if is_of_parameter and "type" not in empty:
        empty = {"type": "string", **empty}
    title = "write `type: string`" if is_of_parameter else "write a schema that allows any value"
    replacement = Set(holder, empty)
    if isinstance(keyword, int) and steps[-2:-1] == ["oneOf"]:
        choices = holder.place._replace(pointer=holder.pointer[:-1])
        if "anyOf" not in node_at(choices._replace(pointer=holder.pointer[:-2])).mapping:
            return "write a schema that allows any value, under `anyOf`", (replacement, Rename(choices, "anyOf"))
    return title, (replacement,)


def _describe(reference: str) -> str:
    return f"Stands for {reference}, which isn't part of this document."


def _count_values(value: Json) -> int:
    count, stack = 0, [value]
    while stack and count <= _MAX_SIZE:
        item = stack.pop()
        count += 1
        stack.extend(item.values() if isinstance(item, dict) else item if isinstance(item, list) else ())
    return count
