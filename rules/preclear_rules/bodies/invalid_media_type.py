"""A key of `content` is no media type, or a whole range of them.

A media type is `type/subtype`, perhaps with parameters: `application/json`, `text/csv; charset=utf-8`. The definition
that a body becomes says which media types it serves, so a word that is none serves nothing.

Ranges such as `*/*`, `application/*` and `application/*+json` are a warning: OpenAPI allows them. They say that
anything may come, and not which: name the media types that do. A range is reported once for a document.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear import Connector, MediaType, Place, Report, rule, together, with_users
from preclear_rules._alike import and_more, further
from preclear_rules.bodies._contents import contents
from preclear_rules.bodies._names import advise, example_of, is_none, is_one, is_range

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_KNOWN = {"json": "application/json", "xml": "application/xml", "form": "application/x-www-form-urlencoded"}


@rule(on=Connector, basis="openapi", source="RFC 9110, sections 8.3.1 and 12.5.1; OpenAPI 3.1.1, Media Types")
def invalid_media_type(connector: Connector) -> Iterator[Report]:
    ranges: dict[tuple[int, str], dict[Place, str]] = {}
    for content in contents(connector):
        there, proposed = {media_type.essence for media_type in content}, set[str]()
        for media_type in content:
            if is_range(media_type.name.value):
                help = advise(example_of(media_type.essence), there, proposed)
                ranges.setdefault((id(media_type.node.document), media_type.essence), {})[media_type.place] = help
            elif is_none(media_type):
                meant = _meant(media_type.name.value)
                yield with_users(media_type, _invalid(media_type, meant, advise(meant, there, proposed)))
    for (_, essence), helps in ranges.items():
        yield from together([*helps], partial(_range, essence, helps))


def _range(essence: str, helps: Mapping[Place, str], places: Sequence[Place]) -> Report:
    message = f"`{essence[:60]}` is a range of media types; expected the media types themselves"
    message += and_more(places, "body", "bodies")
    first, *others = dict.fromkeys(helps[place] for place in places)
    help = "write the media types that are sent, and remove it where they are there already" if others else first
    return Report(message, places[0], help=help, related=further(places), severity="warning")


def _invalid(media_type: MediaType, meant: str, help: str) -> Report:
    name = media_type.name.value
    shown = f"`{name[:60]}`" if name else "an empty key"
    return Report(f"{shown} is no media type; expected one such as `{meant[:60]}`", media_type, help=help)


def _meant(name: str) -> str:
    bare = "".join(name.split()).strip("/")
    return bare if is_one(bare) else _KNOWN.get(bare.lower(), "application/json")
