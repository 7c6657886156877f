"""What a media type is called (RFC 9110, section 8.3.1), and what a range of them is (section 12.5.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Set

    from preclear import MediaType

_WORD = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"
_PARAMETER = rf'[ \t]*({_WORD})=({_WORD}|"(?:[^"\\]|\\.)*")'
_MEDIA_TYPE = re.compile(rf"{_WORD}/{_WORD}(?:[ \t]*;(?:{_PARAMETER})?)*(?:(?<=;)[ \t]+)?")
_EACH_PARAMETER = re.compile(rf";{_PARAMETER}")
_EXAMPLES = {
    "*": "application/json",
    "application": "application/json",
    "audio": "audio/mpeg",
    "image": "image/png",
    "multipart": "multipart/form-data",
    "text": "text/plain",
    "video": "video/mp4",
}
_SUFFIXES = {"json": "application/json", "xml": "application/xml"}


class Name(NamedTuple):
    """A media type without what makes no difference: case, charset, the order of parameters."""

    essence: str
    parameters: tuple[tuple[str, str], ...]


def is_range(name: str) -> bool:
    """Whether `name` stands for several media types: `*/*`, `application/*`, `application/*+json`."""
    return _MEDIA_TYPE.fullmatch(name) is not None and "*" in name.partition(";")[0]


def is_one(name: str) -> bool:
    """Whether `name` is that of one media type, perhaps with parameters."""
    return _MEDIA_TYPE.fullmatch(name) is not None and "*" not in name.partition(";")[0]


def is_none(media_type: MediaType) -> bool:
    """Whether the key of `media_type` is neither."""
    return _MEDIA_TYPE.fullmatch(media_type.name.value) is None


def normalize(media_type: MediaType) -> Name:
    """Give the name of `media_type` such that two that are certainly one media type are equal."""
    name = media_type.name.value
    _, _, rest = name.partition(";")
    if _MEDIA_TYPE.fullmatch(name) is None:
        return Name(media_type.essence, ((rest.strip(), ""),) if rest.strip() else ())
    found = ((key.lower(), re.sub(r"\\(.)", r"\1", value.strip('"'))) for key, value in _EACH_PARAMETER.findall(name))
    return Name(media_type.essence, tuple(sorted(each for each in found if each[0] != "charset")))


def example_of(essence: str) -> str | None:
    """Give a media type that the range `essence` has, the likeliest; None where any would be a guess."""
    kind, _, subtype = essence.partition("/")
    suffix = subtype.rpartition("+")[2]
    return _SUFFIXES.get(suffix) if suffix != "*" else _EXAMPLES.get(kind)


def advise(meant: str | None, there: Set[str], proposed: set[str]) -> str:
    """Say what to write for a key that is no media type, if it is `meant`, beside those that are `there`.

    The same media type isn't `proposed` twice for one `content`: that would make a duplicate key.
    """
    if meant is None or meant in proposed:
        return "write the media types that are sent"
    if meant.lower() in there:
        return f"remove it: `{meant}` is there already"
    proposed.add(meant)
    return f"write the media type that is sent, such as `{meant}`"
