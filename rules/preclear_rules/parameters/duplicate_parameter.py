"""A list of parameters has the same name and location twice.

A parameter is identified by its name and location, so a list can't have two with both the same: one of them is lost,
and which one isn't defined. Header names are case-insensitive.

A parameter of an operation that repeats one of its path item isn't a duplicate: it overrides that one.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import Connector, Edit, Remove, Report, rule
from preclear_rules._grouping import report_repeats

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Node, Place


@rule(
    on=Connector,
    basis="openapi",
    source="OpenAPI 3.1.1, Operation Object and Path Item Object, parameters",
    fix="adapt",
)
def duplicate_parameter(connector: Connector) -> Iterator[Report]:
    lists: dict[object, Node] = {}
    for operation in connector.operations:
        own_parameters = operation.node.get("parameters")
        identities = [parameter.identity for parameter in operation.parameters]
        has_duplicates = len(set(identities)) < len(identities)
        for parameter_list in (operation.path_item_field("parameters"), own_parameters if has_duplicates else None):
            if parameter_list is not None:
                lists[parameter_list.identity] = parameter_list
    for parameter_list in lists.values():
        for group in _find_duplicates(parameter_list, connector):
            nodes = {_find_place(item): (item, node) for item, node in group}
            yield from report_repeats([*nodes], "first here", partial(_report, nodes))


def _report(nodes: dict[Place, tuple[Node, Node]], places: Sequence[Place]) -> Report:
    (_, node), (_, first) = nodes[places[0]], next(iter(nodes.values()))
    times = "twice" if len(nodes) == 2 else f"{len(nodes):,} times"
    case = f", first as `{first.text('name')}` (header names are case-insensitive)"
    message = f"{node.text('in')} parameter `{node.text('name')}` occurs {times} in this list"
    message += f"{'' if node.text('name') == first.text('name') else case}; expected it once"
    edit = _remove_repeats(first, [nodes[place] for place in places])
    return Report(message, places[0], help="remove or rename all but one", edit=edit)


def _remove_repeats(first: Node, repeats: Sequence[tuple[Node, Node]]) -> Edit:
    """Remove the items that repeat the parameter `first`, each with the parameter it resolves to."""
    operations = tuple(Remove(item) for item, _ in repeats)
    if all(node.value == first.value for _, node in repeats):
        return Edit("safe", "remove the others: all are the same", operations)
    return Edit("adapt", "keep only the first", operations, f"what differs from the first `{first.text('name')}`")


def _find_duplicates(parameter_list: Node, connector: Connector) -> Iterator[list[tuple[Node, Node]]]:
    """Yield the groups of items with the same name and location, each item with the parameter it resolves to."""
    groups: dict[tuple[str, str], list[tuple[Node, Node]]] = {}
    for item in parameter_list.items():
        node = connector.api.resolve(item)
        name, location = (node.text("name"), node.text("in")) if node is not None else (None, None)
        if node is not None and name is not None and location is not None:
            key = name.lower() if location == "header" else name
            groups.setdefault((key, location), []).append((item, node))
    return (group for group in groups.values() if len(group) > 1)


def _find_place(item: Node) -> Place:
    """Return the place of the parameter's name, or of the whole item if it is a `$ref`."""
    name = item.get("name")
    return item.place if name is None or "$ref" in item.mapping else name.place
