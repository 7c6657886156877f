"""One body has the same media type twice.

A request body or response holds one definition for each media type, and two for the same one are an error. What tells
media types apart is the type itself: upper and lower case and parameters such as `charset=utf-8` do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear import MediaType, Node, Related, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=MediaType, basis="contract", source="ActionHTTPRequestBody.definitions")
def duplicate_media_type(media_type: MediaType) -> Iterator[Report]:
    same = [each for name, each in _content(media_type).entries() if _essence(name) == media_type.essence]
    if len(same) < 2 or not media_type.essence:
        return
    at = media_type.place
    first = same[0].key
    other, word = (same[1].key, "again") if at == first else (first, "first")
    times = "twice" if len(same) == 2 else f"{len(same)} times"
    here = f"media type `{media_type.name}` stands here {times}, parameters and case aside"
    message = f"{here}: {word} as `{other.pointer[-1]}`; expected it once"
    help = "keep one of them, with a schema that fits both"
    yield Report(message, at, help=help, related=(Related(f"{word} here", other),))


def _essence(name: str) -> str:
    return name.partition(";")[0].strip().lower()


def _content(media_type: MediaType) -> Node:
    """The `content` that the media type stands in."""
    document, pointer, _ = media_type.node
    content = Node(document, (), document.value)
    for part in pointer[:-1]:
        found = content.get(part) if isinstance(part, str) else list(content.items())[part]
        content = found or content
    return content
