"""Keys stand beside a `$ref` where this version of OpenAPI does not read them.

OpenAPI 3.0 reads nothing beside a `$ref`. From 3.1 on, a schema may have any keyword beside it, and all other
references a `summary` and a `description`, in place of those that the object behind the reference has. Whatever else
stands there is lost: a `nullable`, a `required`, an example.

In a 3.0 document the same key is told once, however many references have it beside them.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import Connector, Report, rule, together

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from preclear import Place

_READ = ("$ref", "summary", "description")


@rule(on=Connector, basis="openapi", source="OpenAPI Specification, Reference Object", severity="warning")
def ignored_reference_siblings(connector: Connector) -> Iterator[Report]:
    if connector.description.version.series != "3.0":
        for kind, holder in connector.description.siblings:
            for key, node in holder.entries() if kind not in ("schema", "path item") else ():
                if key not in _READ and not key.startswith("x-"):
                    message = f"`{key[:60]}` stands beside `$ref` and is not read; expected only `summary` and"
                    advice = f"write it in the {kind} that `$ref` leads to"
                    yield Report(f"{message} `description` there", node.key, help=advice)
        return
    groups: dict[tuple[int, str], dict[Place, str]] = {}
    for kind, holder in connector.description.siblings:
        for key, node in holder.entries() if kind != "path item" else ():
            if key != "$ref" and not key.startswith("x-"):
                groups.setdefault((id(holder.document), key), {})[node.key] = kind
    for (_, key), kinds in groups.items():
        yield from together([*kinds], partial(_report, key, kinds))


def _report(key: str, kinds: Mapping[Place, str], places: Sequence[Place]) -> Report:
    kind, more = kinds[places[0]], len(places) - 1
    told = f", nor beside {more} more reference{'' if more == 1 else 's'}" if more else ""
    message = f"`{key[:60]}` stands beside `$ref` and is not read by OpenAPI 3.0{told}; expected `$ref` alone"
    advice = f"write it in the {kind} that `$ref` leads to"
    if kind == "schema":
        advice += ", or put the `$ref` into an `allOf` beside it"
    return Report(message, places[0], help=advice)
