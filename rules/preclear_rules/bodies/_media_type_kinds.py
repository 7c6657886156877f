"""Tell JSON and binary media types apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear import MediaType

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
