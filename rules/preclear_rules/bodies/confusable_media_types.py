"""The media types of a body differ only in their parameters.

A request body or response holds one definition per media type. Whether the import treats `application/json;version=1`
and `application/json;version=2` as the same media type isn't published. If it does, the second definition is an error.

A charset makes no difference: media types that differ only in the charset are reported by `duplicate-media-type`.

No fix: Each media type may be one that a workflow needs. Only you can say which one to keep.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import Connector, MediaType, Place, RelatedLocation, Report, add_usage, report_group, rule
from preclear_rules._grouping import others_suffix
from preclear_rules.bodies._media_types import NormalizedName, is_malformed, normalize

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MAX_RELATED = 5


@rule(on=Connector, basis="inferred", source="ActionHTTPRequestBody.definitions", severity="warning")
def confusable_media_types(connector: Connector) -> Iterator[Report]:
    for content in connector.contents:
        if len(content) < 2:
            continue
        groups: dict[str, dict[NormalizedName, MediaType]] = {}
        for media_type in content:
            if media_type.schema is not None and not is_malformed(media_type):
                groups.setdefault(media_type.essence, {}).setdefault(normalize(media_type), media_type)
        for by_name in groups.values():
            group = {media_type.place: media_type for media_type in by_name.values()}
            yield from report_group([*group][1:], partial(_report, group))


def _report(group: dict[Place, MediaType], places: Sequence[Place]) -> Report:
    first, other = next(iter(group.values())), group[places[0]]
    message = f"media type `{other.name}` differs from `{first.name}` only in its parameters"
    message += "; expected one definition per media type, whatever its parameters"
    message += others_suffix(places, "media type", "media types")
    help = "keep the one that the connector needs, or check the definitions after the import"
    others = (RelatedLocation("another is here", place) for place in places[1:_MAX_RELATED])
    related = (RelatedLocation(f"`{first.name}` is here", first), *others)
    return add_usage(other, Report(message, other, help=help, related=related))
