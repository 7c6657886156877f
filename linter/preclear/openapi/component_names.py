"""Names under `components` for parts of other files.

A name is built from the part's own place: its key or file, then the folder and the file if other parts have the same
key. It doesn't depend on the order or number of the parts, so it stays the same when other parts are added or removed.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from unicodedata import normalize

from preclear._patterns import lazy_pattern
from preclear._records import NamedTuple
from preclear.openapi.object_grammar import COMPONENT_SECTIONS
from preclear.source import choose_unique_names, digest_names, format_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from preclear.source import Pointer

SECTION_BY_KIND = {kind: section for section, kind in COMPONENT_SECTIONS.items()}
"""The section of `components` for each kind of object."""

_FALLBACK_NAMES = {section: kind.replace(" ", "-") for section, kind in COMPONENT_SECTIONS.items()}
"""The name, by section of `components`, of a part whose place has no usable name."""

_INVALID_CHARACTERS = lazy_pattern(r"[^a-zA-Z0-9_\-]+")
_COMBINING_MARKS = lazy_pattern(r"[\u0300-\u036f]+")


class PartOrigin(NamedTuple):
    """The section of `components` that a part goes to, the path of its file (from the entry document's folder) and its
    pointer there."""

    section: str
    path: str
    pointer: Pointer


def choose_names(origins: Iterable[PartOrigin], used: dict[str, set[str]]) -> dict[PartOrigin, str]:
    """Choose a name for each of `origins` that the import accepts and that isn't `used` in its section.

    `models/pet.yaml#/Pet` becomes `Pet`. If that is taken, or another part has the same key, it becomes `models-Pet`,
    then `models-pet-Pet`, then a name with the whole pointer, then one with a digest of its place. If two parts want
    the same name, neither gets it.
    """
    by_section: dict[str, dict[PartOrigin, None]] = {}
    for origin in origins:
        by_section.setdefault(origin.section, {})[origin] = None
    names: dict[PartOrigin, str] = {}
    for section, section_origins in by_section.items():
        names |= choose_unique_names(section_origins, _candidates, used.get(section, set[str]()).__contains__)
    return names


def _candidates(origin: PartOrigin) -> Iterator[str]:
    """Yield the names to try for a part, the shortest first; the last ones have ever longer digests."""
    name = _last_name(origin.pointer)
    if name:
        yield name  # in most cases nothing else is needed
    path = PurePosixPath(origin.path)
    stem = sanitize_name(path.name.split(".")[0]) or _FALLBACK_NAMES[origin.section]
    folders = [sanitize_name(part) for part in path.parent.parts if part not in ("/", ".", "..")]
    last_name = name or stem
    pointer_names = [sanitize_name(str(part)) for part in origin.pointer]
    ends = [last_name] if origin.pointer else []
    if not name:
        yield last_name
    for parts in ([*folders[-1:], last_name], [*folders, stem, *ends], [*folders, stem, *pointer_names]):
        yield "-".join(part for part in parts if part)
    yield from digest_names(last_name, "-", f"{origin.path}#{format_pointer(origin.pointer)}")


def _last_name(pointer: Pointer) -> str:
    """The last name of a pointer; for an item of a list, the name of the list's parent and the steps from there."""
    start = len(pointer) - 1
    while start > 0 and isinstance(pointer[start], int):
        start = max(0, start - 2)
    return "-".join(filter(None, (sanitize_name(str(part)) for part in pointer[max(0, start) :])))


def sanitize_name(name: str) -> str:
    """Reduce `name` to the characters that the import accepts: `été` becomes `ete`. The result may be empty."""
    return _INVALID_CHARACTERS.sub("_", _COMBINING_MARKS.sub("", normalize("NFKD", name))).strip("_")
