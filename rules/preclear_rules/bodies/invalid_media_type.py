"""A key of `content` isn't a media type, or is a range of them.

A media type is `type/subtype` with optional parameters: `application/json`, `text/csv; charset=utf-8`. The definition
of a body lists the media types that it's for, so under any other key it's for nothing.

OpenAPI allows ranges such as `*/*`, `application/*` and `application/*+json`, so these are only a warning. They don't
say which media types are really sent: list those instead. A range is reported once per document.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import Connector, Edit, MediaType, Place, Remove, Rename, Report, add_usage, report_group, rule
from preclear_rules._grouping import others_suffix, related_places
from preclear_rules.bodies._media_types import (
    find_example,
    is_malformed,
    is_media_type,
    is_range,
    suggest_fix,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_SHORT_NAMES = {"json": "application/json", "xml": "application/xml", "form": "application/x-www-form-urlencoded"}


@rule(
    on=Connector, basis="openapi", source="RFC 9110, sections 8.3.1 and 12.5.1; OpenAPI 3.1.1, Media Types", fix="adapt"
)
def invalid_media_type(connector: Connector) -> Iterator[Report]:
    ranges: dict[tuple[int, str], dict[Place, str]] = {}
    for content in connector.contents:
        if all(is_media_type(media_type.name.value) for media_type in content):
            continue
        existing, suggested = {media_type.essence for media_type in content}, set[str]()
        for media_type in content:
            if is_range(media_type.name.value):
                help = suggest_fix(find_example(media_type.essence), existing, suggested)
                ranges.setdefault((id(media_type.node.document), media_type.essence), {})[media_type.place] = help
            elif is_malformed(media_type):
                intended = _guess_media_type(media_type.name.value)
                edit = _edit(media_type, intended, intended.lower() in existing or intended in suggested)
                help = suggest_fix(intended, existing, suggested)
                yield add_usage(media_type, _report_invalid(media_type, intended, help, edit))
    for (_, essence), helps in ranges.items():
        yield from report_group([*helps], partial(_report_range, essence, helps))


def _report_range(essence: str, helps: Mapping[Place, str], places: Sequence[Place]) -> Report:
    message = f"`{essence[:60]}` is a range of media types; expected the individual media types"
    message += others_suffix(places, "body", "bodies")
    first, *others = dict.fromkeys(helps[place] for place in places)
    help = "list the media types that are sent, and remove the range if they already exist" if others else first
    return Report(message, places[0], help=help, related=related_places(places), severity="warning")


def _report_invalid(media_type: MediaType, intended: str, help: str, edit: Edit) -> Report:
    name = media_type.name.value
    shown = f"`{name[:60]}`" if name else "an empty key"
    message = f"{shown} isn't a media type; expected one such as `{intended[:60]}`"
    return Report(message, media_type, help=help, edit=edit)


def _edit(media_type: MediaType, intended: str, is_taken: bool) -> Edit:
    """Rename the key of `media_type` to the intended media type, or remove it if the body has that."""
    from preclear_rules._edits import parent

    name, node = media_type.name.value, media_type.node
    if is_taken or intended in parent(node).mapping:
        return Edit("adapt", "remove it", (Remove(node),), f"what `{name[:60]}` says about the body")
    title, operations = f"write `{intended[:60]}`", (Rename(node, intended),)
    if "".join(name.split()) == intended:
        return Edit("safe", title, operations)
    return Edit("adapt", title, operations, f"that the body is of the type `{name[:60]}`")


def _guess_media_type(name: str) -> str:
    bare = "".join(name.split()).strip("/")
    return bare if is_media_type(bare) else _SHORT_NAMES.get(bare.lower(), "application/json")
