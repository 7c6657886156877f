"""The first of many places in the order of the text, found without looking for the lines of any."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear import Json, Place


def earliest(places: Sequence[Place]) -> Place:
    """Give the one of `places` whose node comes first in the text of the first one's document.

    A node comes before what is in it. Raises IndexError where there are none.
    """
    document = places[0].document
    left = [place for place in places if place.document is document]
    value: Json = document.value
    depth = 0
    while len(left) > 1:
        heads = {each.pointer[depth] if len(each.pointer) > depth else None for each in left}
        if None in heads:
            return next(each for each in left if len(each.pointer) == depth)
        head: str | int
        if isinstance(value, dict):
            head = next(key for key in value if key in heads)
            value = value[head]
        elif isinstance(value, list):
            head = next(index for index in range(len(value)) if index in heads)
            value = value[head]
        else:
            break
        left = [each for each in left if each.pointer[depth] == head]
        depth += 1
    return left[0]
