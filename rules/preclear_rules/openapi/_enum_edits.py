"""Edit the values of `enum` and `const` that don't match the type: write them as that type, or remove them."""

from __future__ import annotations

import re
from math import isfinite
from typing import TYPE_CHECKING

from preclear import Edit, Insert, Remove, Set
from preclear_rules._enums import format_value
from preclear_rules.document._source_text import source_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear import Json, Node, Schema
    from preclear_rules._enums import Mismatch

    _Operation = Set | Insert | Remove

_INTEGER = r"-?(?:0|[1-9][0-9]{0,14})"
_NUMBER = r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}"
_BOOLEANS = {"true": True, "false": False}


def edit_values(schema: Schema, mismatch: Mismatch, values: Sequence[Node]) -> Edit:
    """Return the edit of `values`, which are values of `mismatch` in `schema`.

    A value that reads as the type is written as that type, which no reader can misunderstand: as it is, it's never
    valid. Null is allowed if the type is beside it. Any other value is removed, or the whole keyword if no value is
    left.
    """
    target_types = [name for name in mismatch.types if name != "null"]
    operations: list[_Operation] = []
    unconverted: list[Node] = []
    holder = schema.node.get(mismatch.keyword)
    is_list = mismatch.keyword == "enum"
    listed = holder.value if holder is not None and isinstance(holder.value, list) else []
    known = set(map(_identify, listed))
    for value in values:
        converted = _convert(value, target_types[0]) if len(target_types) == 1 else None
        if converted is None:
            unconverted.append(value)
        elif is_list and _identify(converted) in known:
            operations.append(Remove(value))
        else:
            known.add(_identify(converted))
            operations.append(Set(value, converted))
    if not unconverted:
        title = f"write {'it' if len(values) == 1 else 'them'} as type `{target_types[0]}`"
        return Edit("safe", title, tuple(operations))
    nulls = [value for value in unconverted if value.value is None]
    if nulls and mismatch.type_node.pointer == (*schema.node.pointer, "type"):
        operations.append(_allow_null(schema, mismatch.type_node))
        unconverted = [value for value in unconverted if value.value is not None]
        if not unconverted:
            return Edit("adapt", "allow null", tuple(operations), loss="that null isn't of the schema's `type`")
    if holder is not None and (not is_list or len(unconverted) == len(listed)):
        loss = "which values are allowed" if is_list else "the value that is allowed"
        return Edit("adapt", f"remove `{mismatch.keyword}`", (Remove(holder),), loss=loss)
    names = ", ".join(format_value(value.value) for value in unconverted[:3]) + (", …" if len(unconverted) > 3 else "")
    operations.extend(map(Remove, unconverted))
    return Edit("adapt", f"remove {names}", tuple(operations), loss=f"that {names} is a value of `enum`")


def _convert(value: Node, type_name: str) -> Json:
    """Return `value` as the type, with the text that is written; None if it doesn't read as the type."""
    text = value.value
    if type_name == "string" and isinstance(text, bool | int | float):
        return source_text(value.place)
    if not isinstance(text, str):
        return None
    if type_name in ("integer", "number") and re.fullmatch(_INTEGER, text):
        return int(text)
    if type_name == "number" and re.fullmatch(_NUMBER, text) and isfinite(float(text)):
        return float(text)
    return _BOOLEANS.get(text) if type_name == "boolean" else None


def _allow_null(schema: Schema, type_node: Node) -> _Operation:
    """Return the operation that adds null to the types of `schema`."""
    if schema.api.version.series == "3.0":
        nullable = schema.node.get("nullable")
        return Insert(schema.node, "nullable", True) if nullable is None else Set(nullable, True)
    types = type_node.value if isinstance(type_node.value, list) else [type_node.value]
    return Set(type_node, [*types, "null"])


def _identify(value: Json) -> tuple[type, str]:
    """Return a key that is unique to a value and its type."""
    return type(value), str(value)
