"""What a media type is called (RFC 9110, section 8.3.1), and what a range of them is (section 12.5.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear import MediaType

_WORD = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"
_PARAMETERS = rf'(?:[ \t]*;[ \t]*(?:{_WORD}=(?:{_WORD}|"(?:[^"\\]|\\.)*"))?)*'
_MEDIA_TYPE = re.compile(rf"{_WORD}/{_WORD}{_PARAMETERS}")
_RANGE = re.compile(rf"(?:\*/\*|[^*/]+/\*){_PARAMETERS}")


def is_range(name: str) -> bool:
    """Whether `name` is a range of media types, such as `*/*` and `application/*`."""
    return _RANGE.fullmatch(name) is not None


def is_one(name: str) -> bool:
    """Whether `name` is that of one media type, perhaps with parameters."""
    return _MEDIA_TYPE.fullmatch(name) is not None and "*" not in name.partition(";")[0]


def is_none(media_type: MediaType) -> bool:
    """Whether the key of `media_type` is neither."""
    return not is_range(media_type.name.value) and not is_one(media_type.name.value)
