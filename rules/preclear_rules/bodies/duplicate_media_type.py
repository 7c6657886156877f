"""A body has two definitions for the same media type.

A request body or response holds one definition per media type; a second one is an error. Case and charset make no
difference: `application/json; charset=utf-8` is the same as `application/json`. A media type without a schema has no
definition.

Media types that differ in other parameters, such as `version=2`, are reported by `confusable-media-types`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import Connector, Edit, MediaType, Place, RelatedLocation, Remove, Report, add_usage, report_group, rule
from preclear_rules.bodies._media_types import NormalizedName, normalize

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MAX_RELATED = 5


@rule(on=Connector, basis="contract", source="ActionHTTPRequestBody.definitions", fix="adapt")
def duplicate_media_type(connector: Connector) -> Iterator[Report]:
    for content in connector.contents:
        if len(content) < 2:
            continue
        groups: dict[NormalizedName, dict[Place, MediaType]] = {}
        for media_type in content:
            if media_type.schema is not None and media_type.essence:
                groups.setdefault(normalize(media_type), {})[media_type.place] = media_type
        for group in groups.values():
            yield from report_group([*group][1:], partial(_report, group))


def _report(group: dict[Place, MediaType], places: Sequence[Place]) -> Report:
    first, repeat = next(iter(group.values())), group[places[0]]
    count = "two" if len(places) == 1 else str(len(places) + 1)
    message = f"media type `{first.name}` has {count} definitions here, this one as `{repeat.name}`; expected one"
    help = "keep one of them, with a schema that covers both"
    if first.schema is not None and repeat.schema is not None and first.schema.value == repeat.schema.value:
        help = "remove one of them: both have the same schema"
    others = (RelatedLocation("again here", place) for place in places[1:_MAX_RELATED])
    related, edit = (
        (RelatedLocation("first here", first), *others),
        _keep_first(first, [group[place] for place in places]),
    )
    return add_usage(repeat, Report(message, repeat, help=help, related=related, edit=edit))


def _keep_first(first: MediaType, repeats: Sequence[MediaType]) -> Edit:
    """Remove `repeats`: safe if they say nothing that `first` doesn't say."""
    operations, name = tuple(Remove(repeat.node) for repeat in repeats), first.name.value[:60]
    first_fields = first.node.mapping.items()
    if all(field in first_fields for repeat in repeats for field in repeat.node.mapping.items()):
        return Edit("safe", "remove the others: all are the same", operations)
    return Edit("adapt", f"keep only `{name}`", operations, f"what differs from `{name}`")
