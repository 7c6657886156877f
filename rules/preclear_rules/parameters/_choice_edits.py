"""Edit parameters that allow several types so that they have one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import SCALAR_TYPES, Edit
from preclear_rules._edits import parent, remove_serialization
from preclear_rules.parameters._edits import replace_schema
from preclear_rules.parameters._scalars import convert, scalar_schema

if TYPE_CHECKING:
    from preclear import Node, Parameter

_ANNOTATIONS = ("title", "description", "default", "example", "deprecated")


def keep_type(parameter: Parameter, type_name: str) -> Edit:
    """Declare `parameter` with the one scalar type `type_name` of those that it allows.

    If a branch of the choice is the only one with a scalar type, its constraints are kept. Constraints of one branch
    of several would rule out the values of the others.
    """
    others = [name for name in parameter.types.names if name != type_name]
    is_widened = any(name in SCALAR_TYPES for name in others) and (type_name, others) != ("number", ["integer"])
    schemas, branch = list(parameter.effective_schemas), _find_branch(parameter, type_name)
    if is_widened:
        parts = [_keep_keywords(schema, (*_ANNOTATIONS, "enum", "const")) for schema in schemas]
    else:
        parts = [*([branch] if branch is not None else []), *schemas]
    schema = scalar_schema(type_name, parts)
    nouns = " or ".join(f"`{name}`" for name in others)
    note = f"The API also accepts a value of type {nouns}."
    operations = replace_schema(parameter, schema, note, partial(convert, type_name=type_name))
    if not all(name in SCALAR_TYPES for name in others):
        operations = (*operations, *remove_serialization(parameter.node))
    loss = f"that `{parameter.name.value[:60]}` can be of type {nouns}"
    return Edit("adapt", f"keep `type: {type_name}`", operations, loss)


def _find_branch(parameter: Parameter, type_name: str) -> Node | None:
    """Return the schema that names the type `type_name`; None if it names others, too."""
    place = next((value.place for value in parameter.types.values if value.value == type_name), None)
    return parent(place) if place is not None and place.pointer[-1] == "type" else None


def _keep_keywords(schema: Node, keywords: tuple[str, ...]) -> Node:
    return schema.with_value({key: value for key, value in schema.mapping.items() if key in keywords})
