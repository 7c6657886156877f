"""A body has two definitions of one media type.

A request body or response holds one definition for each media type, and two for the same one are an error. Upper and
lower case and the charset don't make another media type: `application/json; charset=utf-8` is `application/json`. A
media type without a schema makes no definition.

What differs in other parameters, such as `version=2`, is reported by `confusable-media-types`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import Connector, MediaType, Place, Related, Report, rule, together, with_users
from preclear_rules.bodies._contents import contents
from preclear_rules.bodies._names import Name, normalize

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SHOWN = 5


@rule(on=Connector, basis="contract", source="ActionHTTPRequestBody.definitions")
def duplicate_media_type(connector: Connector) -> Iterator[Report]:
    for content in contents(connector):
        groups: dict[Name, dict[Place, MediaType]] = {}
        for media_type in content:
            if media_type.schema is not None and media_type.essence:
                groups.setdefault(normalize(media_type), {})[media_type.place] = media_type
        for group in groups.values():
            yield from together([*group][1:], partial(_report, group))


def _report(group: dict[Place, MediaType], places: Sequence[Place]) -> Report:
    first, again = next(iter(group.values())), group[places[0]]
    count = "two" if len(places) == 1 else str(len(places) + 1)
    message = f"media type `{first.name}` has {count} definitions here, and this one is `{again.name}`; expected one"
    help = "keep one of them, with a schema that fits both"
    if first.schema is not None and again.schema is not None and first.schema.value == again.schema.value:
        help = "remove one of them: both have the same schema"
    others = (Related("again here", place) for place in places[1:_SHOWN])
    return with_users(again, Report(message, again, help=help, related=(Related("first here", first), *others)))
