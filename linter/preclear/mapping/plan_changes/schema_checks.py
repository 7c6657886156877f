"""What differs between two schemas that are used in the same place, one small check for each kind of difference.

Each difference says whether the new schema accepts less (`narrows`), or more (`widens`), than the old one. Whether that
breaks anyone depends on who sends the value. A looser bound or pattern breaks nobody in practice: it isn't `widens`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.mapping.plan_changes.snapshot import make_text
from preclear.source import truncate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from preclear.mapping.plan_changes.schema_view import SchemaView
    from preclear.source import Json, Node, Place

_MAX_TEXT_LENGTH = 60
_MAX_VALUES = 5

_LOWER_BOUNDS = ("minLength", "minItems", "minProperties", "minimum", "exclusiveMinimum", "minContains")
_UPPER_BOUNDS = ("maxLength", "maxItems", "maxProperties", "maximum", "exclusiveMaximum", "maxContains")
_WIDER_FORMATS = {"int32": "int64", "float": "double"}

_ANNOTATIONS = frozenset(
    {
        "$anchor",
        "$comment",
        "$defs",
        "$dynamicAnchor",
        "$id",
        "$schema",
        "default",
        "definitions",
        "description",
        "example",
        "examples",
        "externalDocs",
        "title",
        "xml",
    }
)
"""Keywords that say nothing about values, or whose schemas apply only where something refers to them."""

_COMPARED = frozenset(
    {
        "$ref",
        "additionalProperties",
        "allOf",
        "anyOf",
        "const",
        "enum",
        "format",
        "items",
        "nullable",
        "oneOf",
        "pattern",
        "properties",
        "required",
        "type",
        *_LOWER_BOUNDS,
        *_UPPER_BOUNDS,
    }
)


class Difference(NamedTuple):
    """One difference. `path` is the path of the property that it's about, from the compared schema; empty for itself.

    `place` is in the new schema, `old_place` in the old one. Without `is_sent`, it doesn't matter to those who send the
    value, and without `is_received` not to those who receive it: the property is `readOnly` or `writeOnly`.
    """

    code: str
    message: str
    place: Place
    old_place: Place
    narrows: bool = False
    widens: bool = False
    is_sent: bool = True
    is_received: bool = True
    path: str = ""


def check_types(old: SchemaView, new: SchemaView) -> Iterator[Difference]:
    """Compare the types of values; null is one of them."""
    old_types, new_types = old.types, new.types
    if bool(old.variants) != bool(new.variants) and (old_types is None or new_types is None):
        return  # the variants say it
    if set(old_types or ("any",)) == set(new_types or ("any",)):
        return
    lost, gained = _missing_types(old_types, new_types), _missing_types(new_types, old_types)
    if not lost and not gained and old_types is not None and new_types is not None:
        return
    places = _place_of_types(new, old), _place_of_types(old, new)
    if set(lost) | set(gained) == {"null"}:
        message = "can now be null" if gained else "can no longer be null"
    else:
        message = f"is now {_name_types(new_types)}; was {_name_types(old_types)}"
    yield Difference("changed-type", message, *places, narrows=bool(lost), widens=bool(gained))


def _place_of_types(view: SchemaView, other: SchemaView) -> Place:
    """Return the place of the types; of null, if that is a variant, or of what it's no variant of."""
    if view.null_variant is not None:
        return view.null_variant.key
    return view.place_of("type", "nullable") if other.null_variant is None else view.site.key


def check_enum(old: SchemaView, new: SchemaView) -> Iterator[Difference]:
    """Compare the values of `enum` and `const`."""
    old_values, new_values = old.enum, new.enum
    places = new.place_of("enum", "const"), old.place_of("enum", "const")
    if old_values is None or new_values is None:
        if new_values is not None:
            message = f"now allows only {_list_values(new_values)}; was any value"
            yield Difference("added-enum", message, *places, narrows=True)
        elif old_values is not None:
            message = f"now allows any value; was one of {_list_values(old_values)}"
            yield Difference("removed-enum", message, *places, widens=True)
        return
    is_null_compared = ("null" in (old.types or ())) != ("null" in (new.types or ()))
    ignored = {"null"} if is_null_compared else set[str]()
    removed = [text for text in old_values if text not in new_values and text not in ignored]
    added = [text for text in new_values if text not in old_values and text not in ignored]
    if removed:
        message = f"no longer allows {_list_values(removed)}"
        yield Difference("removed-enum-value", message, *places, narrows=True)
    if added:
        yield Difference("added-enum-value", f"also allows {_list_values(added)}", *places, widens=True)


def check_bounds(old: SchemaView, new: SchemaView) -> Iterator[Difference]:
    """Compare bounds of numbers, lengths and counts."""
    for keywords, sign in ((_LOWER_BOUNDS, 1), (_UPPER_BOUNDS, -1)):
        for keyword in keywords:
            was, now = _number(old, keyword), _number(new, keyword)
            if was == now:
                continue
            is_tighter = now is not None and (was is None or (now - was) * sign > 0)
            yield _constraint(old, new, keyword, narrows=is_tighter)


def check_pattern(old: SchemaView, new: SchemaView) -> Iterator[Difference]:
    """Compare patterns. Another one may accept anything or nothing of what the old one accepts."""
    if _text(old, "pattern") != _text(new, "pattern"):
        yield _constraint(old, new, "pattern", narrows=_text(new, "pattern") is not None)


def check_format(old: SchemaView, new: SchemaView) -> Iterator[Difference]:
    """Compare formats. A wider number narrows nothing."""
    was, now = _text(old, "format"), _text(new, "format")
    if was != now:
        narrows = now is not None and (was is None or _WIDER_FORMATS.get(was) != now)
        widens = was is not None and (now is None or _WIDER_FORMATS.get(now) != was)
        yield _constraint(old, new, "format", narrows=narrows, widens=widens)


def check_additional(old: SchemaView, new: SchemaView) -> Iterator[Difference]:
    """Compare whether properties that aren't listed are allowed."""
    was, now = (view.find("additionalProperties") for view in (old, new))
    was_closed, is_closed = was is not None and was.value is False, now is not None and now.value is False
    if was_closed != is_closed:
        message = f"now allows {'no' if is_closed else 'any'} other properties"
        places = new.place_of("additionalProperties"), old.place_of("additionalProperties")
        yield Difference("changed-additional-properties", message, *places, narrows=is_closed)


def check_properties(old: SchemaView, new: SchemaView, has_flag: Callable[[Node, str], bool]) -> Iterator[Difference]:
    """Compare which properties there are, and which are required. `has_flag` says if one is `readOnly`, for example."""
    old_properties, new_properties = old.properties, new.properties
    old_required, new_required = old.required, new.required
    additional = new.find("additionalProperties")
    is_closed = additional is not None and additional.value is False
    for name in dict.fromkeys((*old_properties, *new_properties, *old_required, *new_required)):
        before, after = old_properties.get(name), new_properties.get(name)
        node = after or before
        flags = (not has_flag(node, "readOnly"), not has_flag(node, "writeOnly")) if node is not None else (True, True)
        was_required, is_required = name in old_required, name in new_required
        if after is None and before is not None:
            if new.is_complete:
                message = "is removed; was required" if was_required else "is removed"
                places = new.parts[0].key, before.key
                yield Difference("removed-property", message, *places, is_closed, was_required, *flags, name)
        elif before is None and after is not None:
            if old.is_complete:
                message = "is new and required" if is_required else "is new"
                narrows = is_required and "default" not in after.mapping
                yield Difference("added-property", message, after.key, old.parts[0].key, narrows, False, *flags, name)
        elif was_required != is_required:
            message = f"is now {'required' if is_required else 'optional'}"
            place = new_required.get(name) or (after.key if after is not None else new.parts[0].key)
            old_place = old_required.get(name) or (before.key if before is not None else old.parts[0].key)
            narrows = is_required and not (after is not None and "default" in after.mapping)
            code = "changed-property-requirement"
            yield Difference(code, message, place, old_place, narrows, was_required, *flags, name)


def check_other_keywords(old: SchemaView, new: SchemaView) -> Iterator[Difference]:
    """Compare the keywords that have no check of their own, such as `multipleOf` and `not`."""
    keywords = dict.fromkeys(keyword for view in (old, new) for part in view.parts for keyword in part.mapping)
    for keyword in keywords:
        if keyword in _COMPARED or keyword in _ANNOTATIONS or keyword.startswith("x-"):
            continue
        was, now = old.find(keyword), new.find(keyword)
        if was is None or now is None or make_text(was.value) != make_text(now.value):
            yield _constraint(old, new, keyword)


CHECKS = (check_types, check_enum, check_bounds, check_pattern, check_format, check_additional, check_other_keywords)
"""The checks that need nothing but two schemas."""


def _constraint(
    old: SchemaView, new: SchemaView, keyword: str, *, narrows: bool = False, widens: bool = False
) -> Difference:
    was, now = (_describe_value(view.find(keyword)) for view in (old, new))
    message = f"now has {f'`{keyword}: {now}`' if now else f'no `{keyword}`'}; was {f'`{was}`' if was else 'none'}"
    places = new.place_of(keyword), old.place_of(keyword)
    return Difference(f"changed-{'format' if keyword == 'format' else 'constraint'}", message, *places, narrows, widens)


def _describe_value(node: Node | None) -> str:
    if node is None:
        return ""
    return truncate(node.value if isinstance(node.value, str) else make_text(node.value), _MAX_TEXT_LENGTH)


def _missing_types(types: tuple[str, ...] | None, others: tuple[str, ...] | None) -> list[str]:
    """Return those of `types` that aren't in `others`. Every integer is a number."""
    if others is None:
        return []
    if types is None:
        return ["any"]
    known = {*others, "integer"} if "number" in others else {*others}
    return [name for name in types if name not in known]


def _name_types(types: tuple[str, ...] | None) -> str:
    return "of any type" if types is None else f"of type {' or '.join(types) or 'none'}"


def _list_values(texts: Iterable[str]) -> str:
    values = [*texts]
    listed = ", ".join(f"`{truncate(text, _MAX_TEXT_LENGTH)}`" for text in values[:_MAX_VALUES])
    return f"{listed} and {len(values) - _MAX_VALUES:,} more" if len(values) > _MAX_VALUES else listed


def _number(view: SchemaView, keyword: str) -> float | None:
    node = view.find(keyword)
    value: Json = None if node is None else node.value
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _text(view: SchemaView, keyword: str) -> str | None:
    node = view.find(keyword)
    return None if node is None else str(node.value)
