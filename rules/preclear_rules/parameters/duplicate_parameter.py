"""One list of parameters has two with the same name in the same place.

A parameter is told apart by its name and its place, so a list must not hold both twice: one of them would be lost,
and which one is anybody's guess. The names of headers are the same in upper and lower case.

A parameter of an operation that repeats one of its path item is no duplicate: it replaces that one.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import Connector, Report, rule
from preclear_rules._alike import repeated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Node, Place


@rule(on=Connector, basis="openapi", source="OpenAPI 3.1.1, Operation Object and Path Item Object, parameters")
def duplicate_parameter(connector: Connector) -> Iterator[Report]:
    lists: dict[object, Node] = {}
    for operation in connector.operations:
        for listed in (operation.path_item_field("parameters"), operation.node.get("parameters")):
            if listed is not None:
                lists[listed.identity] = listed
    for listed in lists.values():
        for group in _groups(listed, connector):
            nodes = {_place(held): node for held, node in group}
            yield from repeated([*nodes], "first here", partial(_report, nodes))


def _report(nodes: dict[Place, Node], places: Sequence[Place]) -> Report:
    node, first = nodes[places[0]], next(iter(nodes.values()))
    times = "twice" if len(nodes) == 2 else f"{len(nodes):,} times"
    case = f", first as `{first.text('name')}`: header names have no case"
    message = f"{node.text('in')} parameter `{node.text('name')}` stands {times} in this list"
    message += f"{'' if node.text('name') == first.text('name') else case}; expected it once"
    return Report(message, places[0], help="remove or rename all but one")


def _groups(listed: Node, connector: Connector) -> Iterator[list[tuple[Node, Node]]]:
    """The items of the list that have name and place in common with others, each with the parameter that it is."""
    found: dict[tuple[str, str], list[tuple[Node, Node]]] = {}
    for held in listed.items():
        node = connector.description.resolve(held)
        name, place = (node.text("name"), node.text("in")) if node is not None else (None, None)
        if node is not None and name is not None and place is not None:
            key = name.lower() if place == "header" else name
            found.setdefault((key, place), []).append((held, node))
    return (group for group in found.values() if len(group) > 1)


def _place(held: Node) -> Place:
    """Its name; all of it where it is a `$ref`."""
    name = held.get("name")
    return held.place if name is None or "$ref" in held.mapping else name.place
