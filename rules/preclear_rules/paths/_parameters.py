"""The path parameters of an operation: which it declares, and where it says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Suggester
from preclear_rules.paths._templates import template_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Action, Connector, Node, Operation, Parameter, Place


def declared(action: Action, connector: Connector) -> frozenset[str] | None:
    """Give the names of the path parameters that `action` has; None where one is behind a reference to nowhere.

    A parameter whose `in` is missing or no more than misspelt in its case counts: that is told by other rules.
    """
    resolve = connector.description.resolve
    names = {each.name.value for each in action.parameters if is_path_parameter(each)}
    for held in _listed(action):
        node = resolve(held)
        if node is None:
            return None
        if node.text("in") == "path":
            names.add(node.text("name") or "")
    return frozenset(names)


def is_path_parameter(parameter: Parameter) -> bool:
    """Whether it is one, or meant to be one."""
    return parameter.location.value.lower() == "path" or not parameter.location


def meant_parameter(name: str, action: Action) -> Parameter | None:
    """Give the parameter of that name in another place, or the path parameter of a near name that the path lacks.

    Where one of each is left over, they belong together however far their names are apart.
    """
    same = [each for each in action.parameters if each.name.value == name]
    used = template_names(action.path.value)
    left = set(used) - {each.name.value for each in action.parameters if is_path_parameter(each)}
    spare = [each for each in action.parameters if is_path_parameter(each) and each.name.value not in used]
    by_name = {each.name.value: each for each in spare}
    near = Suggester().nearest(name.strip(), by_name)
    if same or near is None:
        return same[0] if same else spare[0] if len(left) == len(spare) == 1 else None
    return by_name[near]


def mention(parameter: Parameter, operation: Operation, connector: Connector) -> Place:
    """Give the `$ref` by which `operation` has `parameter`; the parameter's name where it is written out there."""
    target = parameter.node
    for held in _listed(operation):
        reference = held.get("$ref")
        found = connector.description.resolve(held) if reference is not None else None
        if reference is not None and found and (found.document, found.pointer) == (target.document, target.pointer):
            return reference.place
    return parameter.place


def _listed(operation: Operation) -> Iterator[Node]:
    """Every entry of the lists of parameters that count for `operation`, its own first."""
    for listed in (operation.node.get("parameters"), operation.path_item_field("parameters")):
        if listed is not None:
            yield from listed.items()
