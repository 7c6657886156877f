"""The media types of a body differ in nothing but their parameters.

A request body or response holds one definition for each media type. Whether the import takes
`application/json;version=1` and `application/json;version=2` for one media type or for two is not published. If they
are one to it, the second definition is an error.

A charset makes no difference: media types that differ in nothing else are reported by `duplicate-media-type`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import Connector, MediaType, Place, Related, Report, rule, together, with_users
from preclear_rules._alike import and_more
from preclear_rules.bodies._contents import contents
from preclear_rules.bodies._names import Name, is_none, normalize

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SHOWN = 5


@rule(on=Connector, basis="inferred", source="ActionHTTPRequestBody.definitions", severity="warning")
def confusable_media_types(connector: Connector) -> Iterator[Report]:
    for content in contents(connector):
        groups: dict[str, dict[Name, MediaType]] = {}
        for media_type in content:
            if media_type.schema is not None and not is_none(media_type):
                groups.setdefault(media_type.essence, {}).setdefault(normalize(media_type), media_type)
        for names in groups.values():
            group = {media_type.place: media_type for media_type in names.values()}
            yield from together([*group][1:], partial(_report, group))


def _report(group: dict[Place, MediaType], places: Sequence[Place]) -> Report:
    first, other = next(iter(group.values())), group[places[0]]
    message = f"media type `{other.name}` differs from `{first.name}` in its parameters alone"
    message += "; expected one definition for each media type, whatever its parameters"
    message += and_more(places, "media type", "media types")
    help = "keep the one that the connector needs, or check the definitions after the import"
    others = (Related("another is here", place) for place in places[1:_SHOWN])
    related = (Related(f"`{first.name}` is here", first), *others)
    return with_users(other, Report(message, other, help=help, related=related))
