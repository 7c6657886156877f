"""Keys next to a `$ref` are ignored in this version of OpenAPI.

OpenAPI 3.0 ignores everything next to a `$ref`. From 3.1 on, a schema can have any keyword next to it, and all other
references can have a `summary` and a `description`, which override those of the target. Anything else is lost, such as
`nullable`, `required` or an example.

All keys next to one reference are one finding, at the first of them. References with the same keys are reported
together. An adaptation removes the keys.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import Connector, Edit, Place, Remove, Report, report_group, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    _IgnoredSiblings = tuple[str, tuple[str, ...]]  # the object type, and the keys that are ignored

_ALLOWED_SIBLINGS = frozenset({"summary", "description"})
_MAX_LISTED = 8


@rule(on=Connector, basis="openapi", source="OpenAPI Specification, Reference Object", severity="warning", fix="adapt")
def ignored_reference_siblings(connector: Connector) -> Iterator[Report]:
    is_3_0 = connector.api.version.series == "3.0"
    groups: dict[tuple[int, tuple[str, ...]], dict[Place, _IgnoredSiblings]] = {}
    for object_type, holder in connector.api.refs_with_siblings:
        if object_type == "path item" or (object_type == "schema" and not is_3_0):
            continue
        ignored = [
            (key, node)
            for key, node in holder.entries()
            if key != "$ref" and not key.startswith("x-") and (is_3_0 or key not in _ALLOWED_SIBLINGS)
        ]
        if ignored:
            names = tuple(sorted(key for key, _ in ignored))
            by_place = groups.setdefault((id(holder.document), names), {})
            by_place[ignored[0][1].key] = object_type, tuple(key for key, _ in ignored)
    for by_place in groups.values():
        yield from report_group([*by_place], partial(_report, by_place, is_3_0))


def _report(by_place: Mapping[Place, _IgnoredSiblings], is_3_0: bool, places: Sequence[Place]) -> Report:
    (object_type, names), other_count = by_place[places[0]], len(places) - 1
    names_text = ", ".join(f"`{name[:60]}`" for name in names[:_MAX_LISTED])
    names_text += f" and {len(names) - _MAX_LISTED} more" if len(names) > _MAX_LISTED else ""
    is_plural = len(names) > 1
    version = " by OpenAPI 3.0" if is_3_0 else ""
    message = f"{names_text} next to `$ref` {'are' if is_plural else 'is'} ignored{version}"
    message += f", here and at {other_count} more reference{'' if other_count == 1 else 's'}" if other_count else ""
    advice = f"move {'them' if is_plural else 'it'} to the {object_type} that `$ref` points to"
    if object_type == "schema":
        advice += f", or put the `$ref` into an `allOf` next to {'them' if is_plural else 'it'}"
    expected = "only `$ref`" if is_3_0 else "only `summary` and `description` there"
    targets = [Place(place.document, (*place.pointer[:-1], name)) for place in places for name in by_place[place][1]]
    edit = Edit("adapt", f"remove {names_text}", tuple(map(Remove, targets)), f"{names_text}, which readers ignore")
    return Report(f"{message}; expected {expected}", places[0], help=advice, edit=edit)
