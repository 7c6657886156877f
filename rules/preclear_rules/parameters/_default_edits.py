"""Edit the type and the default of a parameter so that they match."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import SCALAR_TYPES, Edit, Remove, Set
from preclear_rules._edits import remove_serialization, set_field
from preclear_rules.parameters._edits import replace_schema
from preclear_rules.parameters._scalars import convert, has_type, scalar_schema

if TYPE_CHECKING:
    from preclear import Parameter
    from preclear_rules.parameters._type_clues import Clue

_EXACT_CLUES = ("enum", "const")
"""The keywords that leave no value of another type."""
_VALUES = ("default", "example", "examples")
"""The keywords that a type can contradict."""


def convert_default(parameter: Parameter, *, is_own: bool) -> Edit | None:
    """Convert the default to the type of `parameter`, or remove it if no value of the type is sent as the same text.

    A default that isn't the parameter's own is only changed if its own schema names the type, too. Otherwise it stays
    where it is, and the parameter gets a schema of its own. None if that would have several types.
    """
    name, default, types = parameter.name.value[:60], parameter.default, parameter.types.names
    document, pointer = default.place.document, default.place.pointer
    type_places = [(value.place.document, value.place.pointer[: len(pointer)]) for value in parameter.types.values]
    is_own = is_own or all(place == (document, (*pointer[:-1], "type")) for place in type_places)
    converted = next((value for type_name in types if (value := convert(default.value, type_name)) is not None), None)
    if is_own and converted is not None:
        return Edit("safe", f"write the default as type {types[0]}", (Set(default, converted),))
    if is_own:
        return Edit("adapt", "remove the default", (Remove(default),), f"the default of `{name}`")
    if len(types) != 1:
        return None
    schema = scalar_schema(types[0], parameter.effective_schemas)
    title = "remove the default" if converted is None else f"write the default as type {types[0]}"
    loss = f"the default of `{name}`" if converted is None else f"that `{name}` shares its schema"
    return Edit("adapt", title, replace_schema(parameter, schema, None, partial(convert, type_name=types[0])), loss)


def add_type(parameter: Parameter, clue: Clue | None) -> Edit:
    """Add the type that `clue` implies, else `string`.

    It's safe if the schema allows only values of that type anyway, and nothing else has to change.
    """
    name, node, own_schema = parameter.name.value[:60], parameter.node, parameter.node.get("schema")
    swagger_type = node.text("type")
    type_name = clue.type if clue is not None and clue.type in SCALAR_TYPES else "string"
    if own_schema is None and swagger_type in SCALAR_TYPES:
        type_name = swagger_type
    title = f"add `type: {type_name}`"
    values = [value for schema in parameter.effective_schemas for key, value in schema.entries() if key in _VALUES]
    values += [value for key, value in node.entries() if key in _VALUES]
    is_plain = own_schema is not None and parameter.effective_schemas[:1] == (own_schema,)
    if (
        is_plain
        and own_schema is not None
        and clue is not None
        and clue.keyword in _EXACT_CLUES
        and all(has_type(value.value, type_name) for value in values)
        and not any(remove_serialization(node))
    ):
        return Edit("safe", title, (set_field(own_schema, "type", type_name),))
    parts = parameter.effective_schemas if own_schema is not None else (node,)
    schema = scalar_schema(type_name, parts)
    if own_schema is None:
        schema.pop("description", None)
    operations = replace_schema(parameter, schema, None, partial(convert, type_name=type_name))
    operations = (*operations, *remove_serialization(parameter.node))
    return Edit("adapt", title, operations, f"that `{name}` can be of any type")
