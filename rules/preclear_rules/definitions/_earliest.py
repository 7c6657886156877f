"""Find the earliest of many places in a document, without computing the line of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear import Json, Place


def find_earliest(places: Sequence[Place]) -> Place:
    """Return the place whose node comes first in the text, among those in the document of the first place.

    A node comes before its children. Raises IndexError if `places` is empty.
    """
    document = places[0].document
    candidates = [place for place in places if place.document is document]
    value: Json = document.value
    depth = 0
    while len(candidates) > 1:
        parts = {candidate.pointer[depth] if len(candidate.pointer) > depth else None for candidate in candidates}
        if None in parts:
            return next(candidate for candidate in candidates if len(candidate.pointer) == depth)
        first_part: str | int
        if isinstance(value, dict):
            first_part = next(key for key in value if key in parts)
            value = value[first_part]
        elif isinstance(value, list):
            first_part = next(index for index in range(len(value)) if index in parts)
            value = value[first_part]
        else:
            break
        candidates = [candidate for candidate in candidates if candidate.pointer[depth] == first_part]
        depth += 1
    return candidates[0]
