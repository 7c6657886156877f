"""Edit parameters that are arrays or objects so that a scalar carries their value."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import SCALAR_TYPES, Edit
from preclear_rules._edits import remove_serialization
from preclear_rules.parameters._edits import convert_to_text, leave_out, replace_schema
from preclear_rules.parameters._scalars import convert, scalar_schema
from preclear_rules.parameters._serialization import (
    describe_array,
    describe_object,
    find_serialization,
    join_items,
    quote_values,
)

if TYPE_CHECKING:
    from preclear import Connector, Json, Node, Parameter
    from preclear_rules._parameter_items import ParameterItems

_MAX_SCHEMAS = 50
"""The number of schemas that are searched for what an item is."""


def edit_array(parameter: Parameter, connector: Connector, items: ParameterItems) -> Edit:
    """Declare an array parameter as text; alternatives declare it as one item, or leave it out."""
    name, item_schemas = parameter.name.value[:60], _find_item_schemas(parameter, connector)
    serialization = find_serialization(parameter)
    loss = f"that `{name}` is a list"
    if serialization.is_repeated:
        loss = f"that `{name}` can be sent several times"
    to_text = partial(_to_text, parameter)
    schema: dict[str, Json] = {"type": "string"}
    default = to_text(parameter.default.value)
    note, old_default = describe_array(parameter, item_schemas), parameter.default.value
    if isinstance(default, str) and "{{" not in default:
        schema["default"] = default
    elif isinstance(old_default, list) and old_default:
        note += f" The default is {quote_values(old_default)}."
    operations = replace_schema(parameter, schema, note, to_text)
    operations = (*operations, *remove_serialization(parameter.node))
    alternatives = [_keep_one_item(parameter, item_schemas), _leave_out_optional(parameter, items)]
    return Edit(
        "adapt",
        "declare it as `type: string`",
        operations,
        loss,
        "string",
        tuple(edit for edit in alternatives if edit is not None),
    )


def edit_object(parameter: Parameter, items: ParameterItems) -> Edit:
    """Declare an object parameter as text; an alternative leaves it out."""
    operations = replace_schema(parameter, {"type": "string"}, describe_object(parameter), convert_to_text)
    operations = (*operations, *remove_serialization(parameter.node))
    alternative = _leave_out_optional(parameter, items)
    return Edit(
        "adapt",
        "declare it as `type: string`",
        operations,
        f"the properties of `{parameter.name.value[:60]}`",
        "string",
        (alternative,) if alternative is not None else (),
    )


def _keep_one_item(parameter: Parameter, item_schemas: list[Node]) -> Edit | None:
    """Declare an array parameter as a single item; None if an item isn't known to be a scalar."""
    types = [schema.mapping["type"] for schema in item_schemas if "type" in schema.mapping]
    type_name = types[0] if types else None
    if not isinstance(type_name, str) or type_name not in SCALAR_TYPES:
        return None

    def first_item(value: Json) -> Json:
        return convert(value[0] if isinstance(value, list) and value else value, type_name)

    operations = replace_schema(parameter, scalar_schema(type_name, item_schemas, False), None, first_item)
    operations = (*operations, *remove_serialization(parameter.node))
    loss = f"that `{parameter.name.value[:60]}` can have several items"
    return Edit("adapt", f"declare it as one item, `type: {type_name}`", operations, loss, "items")


def _leave_out_optional(parameter: Parameter, items: ParameterItems) -> Edit | None:
    is_needed = parameter.required.value or parameter.location.value == "path"
    return None if is_needed else leave_out(parameter, items)


def _find_item_schemas(parameter: Parameter, connector: Connector) -> list[Node]:
    """Return the schemas that apply to an item of an array parameter, through `$ref` and `allOf`."""
    holders = (schema.get("items") for schema in parameter.effective_schemas)
    pending = [items for items in holders if items is not None]
    found: dict[object, Node] = {}
    while pending and len(found) < _MAX_SCHEMAS:
        schema = pending.pop(0)
        if schema.identity in found:
            continue
        found[schema.identity] = schema
        target = connector.api.resolve(schema) if "$ref" in schema.mapping else None
        parts = schema.get("allOf")
        pending += [target] if target is not None else []
        pending += list(parts.items())[:_MAX_SCHEMAS] if parts is not None else []
    return list(found.values())


def _to_text(parameter: Parameter, value: Json) -> Json:
    """Return the text that carries the items of an array parameter; None if no text does."""
    serialization = find_serialization(parameter)
    if serialization.is_repeated:
        only_item = value[0] if isinstance(value, list) and len(value) == 1 else value
        return convert_to_text(only_item)
    return None if serialization.prefix else join_items(value, serialization.separator)
