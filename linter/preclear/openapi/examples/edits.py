"""Edits that remove examples and defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.source import Edit, Place, Remove

if TYPE_CHECKING:
    from collections.abc import Iterable


def remove_examples(places: Iterable[Place]) -> Edit:
    """Return the edit that removes the examples and defaults at `places`."""
    targets = list(dict.fromkeys(map(_find_target, places)))
    is_default = all(place.pointer[-1] == "default" for place in targets)
    noun = "default" if is_default else "example"
    noun = noun if len(targets) == 1 else f"{noun}s"
    return Edit("adapt", f"remove the {noun}", tuple(map(Remove, targets)), f"the {noun}")


def remove_null_examples(places: Iterable[Place]) -> Edit:
    """Return the edit that removes null examples, which count as none."""
    return Edit("safe", "remove `example`", tuple(map(Remove, places)))


def _find_target(place: Place) -> Place:
    """Return the place of the Example Object around a value; of the value itself if references can lead to the object.

    The value of an Example Object is under `value` or `dataValue` of an entry of `examples`.
    """
    pointer = place.pointer
    if pointer[-1] in ("value", "dataValue") and pointer[-3:-2] == ("examples",) and pointer[0] != "components":
        return Place(place.document, pointer[:-1])
    return Place(place.document, pointer)
