"""Compare, classify and group media types (RFC 9110, sections 8.3.1 and 12.5.1).

A range such as `application/*` stands for several media types.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Set

    from preclear import MediaType

_WORD = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"
_PARAMETER = rf'[ \t]*({_WORD})=({_WORD}|"(?:[^"\\]|\\.)*")'
_MEDIA_TYPE = rf"{_WORD}/{_WORD}(?:[ \t]*;(?:{_PARAMETER})?)*(?:(?<=;)[ \t]+)?"
_PARAMETERS = rf";{_PARAMETER}"
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
_BINARY_TOP_LEVEL = ("image", "audio", "video", "font", "model")
_BINARY_SUBTYPES = (
    "octet-stream",
    "zip",
    "gzip",
    "x-gzip",
    "pdf",
    "x-tar",
    "x-gtar",
    "x-7z-compressed",
    "x-zip-compressed",
)


NormalizedName: TypeAlias = "tuple[str, tuple[tuple[str, str], ...]]"
"""A media type and its parameters without differences that don't matter: case, charset and the order of parameters."""


@lru_cache(maxsize=256)
def _is_well_formed(name: str) -> bool:
    """Whether `name` is a media type or a range. A document has very few different ones."""
    return name == "application/json" or re.fullmatch(_MEDIA_TYPE, name) is not None


def is_range(name: str) -> bool:
    """Whether `name` stands for several media types: `*/*`, `application/*`, `application/*+json`."""
    return _is_well_formed(name) and "*" in name.partition(";")[0]


def is_media_type(name: str) -> bool:
    """Whether `name` is a single media type, with or without parameters."""
    return _is_well_formed(name) and "*" not in name.partition(";")[0]


def is_malformed(media_type: MediaType) -> bool:
    """Whether the key of `media_type` is neither a media type nor a range."""
    return not _is_well_formed(media_type.name.value)


def normalize(media_type: MediaType) -> NormalizedName:
    """Normalize the name of `media_type`, so that names of the same media type are equal."""
    name = media_type.name.value
    _, _, parameters_text = name.partition(";")
    if not _is_well_formed(name):
        return media_type.essence, ((parameters_text.strip(), ""),) if parameters_text.strip() else ()
    if not parameters_text:
        return media_type.essence, ()
    parameters = (
        (key.lower(), re.sub(r"\\(.)", r"\1", value.strip('"'))) for key, value in re.findall(_PARAMETERS, name)
    )
    return media_type.essence, tuple(sorted(parameter for parameter in parameters if parameter[0] != "charset"))


def find_example(essence: str) -> str | None:
    """Return the most likely media type in the range `essence`; None if it can't be guessed."""
    top_level, _, subtype = essence.partition("/")
    suffix = subtype.rpartition("+")[2]
    return _SUFFIXES.get(suffix) if suffix != "*" else _EXAMPLES.get(top_level)


def suggest_fix(intended: str | None, existing: Set[str], suggested: set[str]) -> str:
    """Suggest how to fix a key that isn't a media type but probably means `intended`, as an imperative.

    `existing` has the media types of the same `content`; `suggested` collects the suggestions for it, so that no
    media type is suggested twice.
    """
    if intended is None or intended in suggested:
        return "list the media types that are sent"
    if intended.lower() in existing:
        return f"remove it: `{intended}` already exists"
    suggested.add(intended)
    return f"write the media type that is sent, such as `{intended}`"


def may_be_json(media_type: MediaType) -> bool:
    """Whether `media_type` is JSON (`application/json`, any `+json`: RFC 6839, 3.1) or a range that includes it."""
    essence = media_type.essence
    return essence in ("application/json", "text/json", "application/*", "*/*") or essence.endswith("+json")


def is_binary(media_type: MediaType) -> bool:
    """Whether `media_type` is a file without fields, by its name or by `format: binary` in its schema."""
    top_level, _, subtype = media_type.essence.partition("/")
    if (top_level in _BINARY_TOP_LEVEL and not subtype.endswith("+xml")) or subtype.startswith("vnd.openxmlformats-"):
        return True
    schema = media_type.schema.mapping if media_type.schema is not None else {}
    return subtype in _BINARY_SUBTYPES or subtype.endswith(("+zip", "+gzip")) or schema.get("format") == "binary"
