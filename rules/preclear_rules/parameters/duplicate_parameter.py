"""One list of parameters has two with the same name in the same place.

A parameter is told apart by its name and its place, so a list must not hold both twice: one of them would be lost,
and which one is anybody's guess. The names of headers are the same in upper and lower case.

A parameter of an operation that repeats one of its path item is no duplicate: it replaces that one.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import Connector, Report, rule
from preclear_rules._grouping import report_repeats

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Node, Place


@rule(on=Connector, basis="openapi", source="OpenAPI 3.1.1, Operation Object and Path Item Object, parameters")
def duplicate_parameter(connector: Connector) -> Iterator[Report]:
    lists: dict[object, Node] = {}
    for operation in connector.operations:
        for parameter_list in (operation.path_item_field("parameters"), operation.node.get("parameters")):
            if parameter_list is not None:
                lists[parameter_list.identity] = parameter_list
    for parameter_list in lists.values():
        for group in _find_duplicates(parameter_list, connector):
            nodes = {_find_place(item): node for item, node in group}
            yield from report_repeats([*nodes], "first here", partial(_report, nodes))


def _report(nodes: dict[Place, Node], places: Sequence[Place]) -> Report:
    node, first = nodes[places[0]], next(iter(nodes.values()))
    times = "twice" if len(nodes) == 2 else f"{len(nodes):,} times"
    case = f", first as `{first.text('name')}`: header names have no case"
    message = f"{node.text('in')} parameter `{node.text('name')}` stands {times} in this list"
    message += f"{'' if node.text('name') == first.text('name') else case}; expected it once"
    return Report(message, places[0], help="remove or rename all but one")


def _find_duplicates(parameter_list: Node, connector: Connector) -> Iterator[list[tuple[Node, Node]]]:
    """The items of the list that have name and place in common with others, each with the parameter that it is."""
    groups: dict[tuple[str, str], list[tuple[Node, Node]]] = {}
    for item in parameter_list.items():
        node = connector.api.resolve(item)
        name, location = (node.text("name"), node.text("in")) if node is not None else (None, None)
        if node is not None and name is not None and location is not None:
            key = name.lower() if location == "header" else name
            groups.setdefault((key, location), []).append((item, node))
    return (group for group in groups.values() if len(group) > 1)


def _find_place(item: Node) -> Place:
    """Its name; all of it where it is a `$ref`."""
    name = item.get("name")
    return item.place if name is None or "$ref" in item.mapping else name.place
