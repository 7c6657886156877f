"""Keys stand beside a `$ref` where this version of OpenAPI does not read them.

OpenAPI 3.0 reads nothing beside a `$ref`. From 3.1 on, a schema may have any keyword beside it, and all other
references a `summary` and a `description`, in place of those that the object behind the reference has. Whatever else
stands there is lost: a `nullable`, a `required`, an example.

All keys beside one reference are one finding, at the first of them. References with the same keys beside them are
reported together.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import Connector, Report, rule, together

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from preclear import Place

    _Found = tuple[str, tuple[str, ...]]  # the kind of object, and what is not read beside its `$ref`

_READ = frozenset({"summary", "description"})
_SHOWN = 8


@rule(on=Connector, basis="openapi", source="OpenAPI Specification, Reference Object", severity="warning")
def ignored_reference_siblings(connector: Connector) -> Iterator[Report]:
    old = connector.description.version.series == "3.0"
    groups: dict[tuple[int, tuple[str, ...]], dict[Place, _Found]] = {}
    for kind, holder in connector.description.siblings:
        if kind == "path item" or (kind == "schema" and not old):
            continue
        unread = [
            (key, node)
            for key, node in holder.entries()
            if key != "$ref" and not key.startswith("x-") and (old or key not in _READ)
        ]
        if unread:
            names = tuple(sorted(key for key, _ in unread))
            found = groups.setdefault((id(holder.document), names), {})
            found[unread[0][1].key] = kind, tuple(key for key, _ in unread)
    for found in groups.values():
        yield from together([*found], partial(_report, found, old))


def _report(found: Mapping[Place, _Found], old: bool, places: Sequence[Place]) -> Report:
    (kind, names), more = found[places[0]], len(places) - 1
    listed = ", ".join(f"`{name[:60]}`" for name in names[:_SHOWN])
    listed += f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    others = len(names) > 1
    verbs = ("stand", "are") if others else ("stands", "is")
    message = f"{listed} {verbs[0]} beside `$ref` and {verbs[1]} not read{' by OpenAPI 3.0' if old else ''}"
    message += f", nor beside {more} more reference{'' if more == 1 else 's'}" if more else ""
    advice = f"write {'them' if others else 'it'} in the {kind} that `$ref` leads to"
    if kind == "schema":
        advice += f", or put the `$ref` into an `allOf` beside {'them' if others else 'it'}"
    expected = "`$ref` alone" if old else "only `summary` and `description` there"
    return Report(f"{message}; expected {expected}", places[0], help=advice)
