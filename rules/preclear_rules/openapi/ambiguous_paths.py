"""Two paths differ only in the names of their parameters.

`/pets/{id}` and `/pets/{name}` match exactly the same requests, so OpenAPI treats them as one path that's written
twice. If the import keeps both, there are actions whose paths can't be told apart.

If the two paths have no method in common, an adaptation moves all operations to the first one, whose parameter names
they get.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import HTTP_METHODS, Connector, PathTemplate, Report, rule
from preclear_rules._grouping import others_suffix, report_repeats
from preclear_rules.openapi._path_merge import find_referenced_paths, merge_paths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear import Node, Place


@rule(on=Connector, basis="openapi", source="OpenAPI Specification, Paths Object", fix="adapt")
def ambiguous_paths(connector: Connector) -> Iterator[Report]:
    paths = connector.root.get("paths")
    by_shape: dict[str, list[Node]] = {}
    for path, item in paths.entries() if paths is not None else ():
        if "{" in path and "{}" not in path and not path.startswith("x-"):
            by_shape.setdefault(PathTemplate(path, ()).normalized, []).append(item)
    referenced: set[str] | None = None
    for items in by_shape.values():
        if len(items) > 1:
            by_place = {item.key: item for item in items}
            first_message = f"`{_short_path(items[0])}` is here"
            referenced = find_referenced_paths(connector) if referenced is None else referenced
            make_report = partial(_report, connector, referenced, items[0], by_place)
            yield from report_repeats([*by_place], first_message, make_report)


def _report(
    connector: Connector, referenced: set[str], first: Node, by_place: dict[Place, Node], places: Sequence[Place]
) -> Report:
    item = by_place[places[0]]
    message = f"path `{_short_path(item)}` differs from `{_short_path(first)}` only in the names of its parameters"
    message += f"; expected one path for both{others_suffix(places, 'path', 'paths')}"
    help = _suggest_fix(_methods(connector, item) & _methods(connector, first))
    edit = merge_paths(connector, first, [by_place[place] for place in places], referenced)
    return Report(message, item.key, help=help, edit=edit)


def _short_path(item: Node) -> str:
    return str(item.pointer[-1])[:100]


def _methods(connector: Connector, item: Node) -> set[str]:
    fields = {key for part in connector.api.path_items(item) for key in part.mapping}
    return {key for key in fields if key.upper() in HTTP_METHODS}


def _suggest_fix(common_methods: set[str]) -> str:
    """Suggest a fix: only path items without a method in common can be merged as they are."""
    if common_methods:
        return f"give one of them another path, or merge the two `{min(common_methods)}` operations"
    return "move all operations to one of the two paths"
