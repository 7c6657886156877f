"""One list of parameters has two with the same name in the same place.

A parameter is told apart by its name and its place, so a list must not hold both twice: one of them would be lost,
and which one is anybody's guess. The names of headers are the same in upper and lower case.

A parameter of an operation that repeats one of its path item is no duplicate: it replaces that one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import Connector, Node, Related, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Json, Place


@rule(on=Connector, basis="openapi", source="OpenAPI 3.1.1, Operation Object and Path Item Object, parameters")
def duplicate_parameter(connector: Connector) -> Iterator[Report]:
    holders: dict[object, Node] = {}
    for operation in connector.operations:
        for holder in (operation.path_item, operation.node):
            holders[holder.identity] = holder
    for holder in holders.values():
        for group in _groups(holder, connector):
            places = [_place(held, [each.value for each, _ in group]) for held, _ in group]
            times = "twice" if len(group) == 2 else f"{len(group)} times"
            for index, (_, label) in enumerate(group):
                related = Related("first here", places[0]) if index else Related("again here", places[1])
                message = f"{label} stands {times} in this list; expected it once"
                yield Report(message, places[index], help="remove or rename all but one", related=(related,))


def _groups(holder: Node, connector: Connector) -> Iterator[list[tuple[Node, str]]]:
    """The items of the list that have name and place in common with others, each with words for it."""
    found: dict[tuple[str, str], list[tuple[Node, str]]] = {}
    listed = holder.get("parameters")
    for held in listed.items() if listed is not None else ():
        node = connector.description.resolve(held)
        name, place = (node.text("name"), node.text("in")) if node is not None else (None, None)
        if name is not None and place is not None:
            key = name.lower() if place == "header" else name
            found.setdefault((key, place), []).append((held, f"{place} parameter `{name}`"))
    return (group for group in found.values() if len(group) > 1)


def _place(held: Node, values: list[Json]) -> Place:
    """Its name; all of it where it is a `$ref`, or the same as another down to the last word."""
    name = held.get("name")
    return held.place if name is None or "$ref" in held.mapping or values.count(held.value) > 1 else name.place
