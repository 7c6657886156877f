"""A key of `content` is no media type, or a whole range of them.

A media type is `type/subtype`, perhaps with parameters: `application/json`, `text/csv; charset=utf-8`. The definition
that a body becomes says which media types it serves, so a word that is none serves nothing.

Ranges such as `application/*` and `*/*` are allowed by OpenAPI. They say that anything may come, and not which: name
the media types that do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import MediaType, Report, rule
from preclear_rules.bodies._names import is_none, is_one, is_range

if TYPE_CHECKING:
    from collections.abc import Iterator

_KNOWN = {"json": "application/json", "xml": "application/xml", "form": "application/x-www-form-urlencoded"}


@rule(on=MediaType, basis="openapi", source="RFC 9110, section 8.3.1; OpenAPI 3.1.1, Media Types")
def invalid_media_type(media_type: MediaType) -> Iterator[Report]:
    name = media_type.name.value
    shown = f"`{name[:60]}`" if name else "an empty key"
    if is_range(name):
        message = f"{shown} is a range of media types; expected the media types themselves"
        help = "write the media type that is sent, such as `application/json`"
        yield Report(message, media_type, help=help, severity="warning")
    elif is_none(media_type):
        bare = "".join(name.split()).strip("/")
        meant = _KNOWN.get(bare.lower(), "application/json")
        if is_one(bare):
            meant = bare
        message = f"{shown} is no media type; expected one such as `{meant}`"
        yield Report(message, media_type, help=f"write the media type that is sent, such as `{meant}`")
