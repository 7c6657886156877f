"""Build the operations that give a parameter another schema, or leave it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Edit, Remove, Set
from preclear_rules._edits import EditOperation, add_to_description, set_field
from preclear_rules.parameters._scalars import convert

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from preclear import Json, Node, Parameter
    from preclear_rules._parameter_items import ParameterItems


def replace_schema(
    parameter: Parameter, schema: Json, note: str | None, convert_example: Callable[[Json], Json]
) -> tuple[EditOperation, ...]:
    """Give `parameter` a schema of its own, never changing one that it refers to.

    `note` is added to the description. `convert_example` converts examples to the new type, and returns None for one
    that has no equivalent.
    """
    node = parameter.node
    operations: list[EditOperation] = [set_field(node, "schema", schema)]
    operations += [add_to_description(node, note)] if note else []
    return (*operations, *_convert_examples(node, convert_example))


def convert_to_text(value: Json) -> Json:
    """Return `value` as a string if it's sent as the same text as one; None if not."""
    return convert(value, "string")


def leave_out(parameter: Parameter, items: ParameterItems) -> Edit | None:
    """Leave `parameter` out of all operations; None if no list of parameters has it."""
    removals = items.removals(parameter)
    if not removals:
        return None
    return Edit("adapt", "leave it out", removals, f"that there is a {parameter.label[:100]}", "leave-out")


def _convert_examples(node: Node, convert_example: Callable[[Json], Json]) -> Iterator[EditOperation]:
    """Convert the examples of a parameter, and remove those that can't be."""
    example, examples = node.get("example"), node.get("examples")
    if example is not None:
        converted = convert_example(example.value)
        if converted is None:
            yield Remove(example)
        elif converted != example.value:
            yield Set(example, converted)
    if examples is not None:
        by_name: dict[str, Json] = {}
        for name, entry in examples.entries():
            value = convert_example(entry.mapping.get("value"))
            if value is not None:
                by_name[name] = {**entry.mapping, "value": value}
        if not by_name:
            yield Remove(examples)
        elif by_name != examples.value:
            yield Set(examples, by_name)
