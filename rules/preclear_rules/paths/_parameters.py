"""The path parameters of an operation: which it declares, and where it says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear_rules.paths._templates import template_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Action, Connector, Node, Operation, Parameter, Place


def declared(action: Action, connector: Connector) -> frozenset[str] | None:
    """Give the names of the path parameters that `action` has; None where one is behind a reference to nowhere.

    A parameter whose `in` is missing or no more than misspelt in its case counts: that is told by other rules.
    """
    resolve = connector.description.resolve
    if None in _lists(action, connector):
        return None
    names = {each.name.value for each in action.parameters if is_path_parameter(each)}
    for held in _listed(action, connector):
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
    from difflib import get_close_matches

    same = [each for each in action.parameters if each.name.value == name]
    used = template_names(action.path.value)
    left = set(used) - {each.name.value for each in action.parameters if is_path_parameter(each)}
    spare = [each for each in action.parameters if is_path_parameter(each) and each.name.value not in used]
    folded = {each.name.value.lower(): each for each in spare}
    near = get_close_matches(name.strip().lower()[:100], folded, n=1, cutoff=0.6)
    if same or not near:
        return same[0] if same else spare[0] if len(left) == len(spare) == 1 else None
    return folded[near[0]]


def mention(parameter: Parameter, operation: Operation, connector: Connector) -> Place:
    """Give the `$ref` by which `operation` has `parameter`; the parameter's name where it is written out there."""
    target = parameter.node
    for held in _listed(operation, connector):
        reference = held.get("$ref")
        found = connector.description.resolve(held) if reference is not None else None
        if reference is not None and found and (found.document, found.pointer) == (target.document, target.pointer):
            return reference.place
    return parameter.place


def _listed(operation: Operation, connector: Connector) -> Iterator[Node]:
    """Every entry of the lists of parameters that count for `operation`, its own first."""
    for listed in _lists(operation, connector):
        if listed is not None:
            yield from listed.items()


def _lists(operation: Operation, connector: Connector) -> list[Node | None]:
    """The lists of parameters that count for `operation`, its own first; None for one behind a reference to nowhere."""
    held = (operation.node.get("parameters"), operation.path_item_field("parameters"))
    return [connector.description.misplaced.target(each) for each in held if each is not None]
