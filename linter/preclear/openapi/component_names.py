"""What the parts that come from other files are called under `components`.

A name is made of the part's own place: its key or file, then the folder and the file that tell it from others of the
same key. It depends neither on the order of the parts nor on their number, so it stays when other parts come or go.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from preclear.openapi.object_grammar import COMPONENT_SECTIONS
from preclear.source import format_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from preclear.source import Pointer

SECTION_BY_KIND = {kind: section for section, kind in COMPONENT_SECTIONS.items()}
"""The section of `components` for each kind of object."""

_FALLBACK_NAMES = {section: kind.replace(" ", "-") for section, kind in COMPONENT_SECTIONS.items()}
"""A word for what each section of `components` holds, where a part has no other name."""

_INVALID_CHARACTERS = re.compile(r"[^a-zA-Z0-9_\-]+")
_COMBINING_MARKS = re.compile(r"[\u0300-\u036f]+")
_MIN_DIGEST_LENGTH = 8  # of a digest, in the last name that is tried


class PartOrigin(NamedTuple):
    """Where a part comes from: its file's path from the entry document's folder, its pointer; where it goes."""

    section: str
    path: str
    pointer: Pointer


def choose_names(origins: Iterable[PartOrigin], used: dict[str, set[str]]) -> dict[PartOrigin, str]:
    """A name for each of `origins`, in its section, that the import accepts and that is not `used` there.

    `models/pet.yaml#/Pet` becomes `Pet`. Where that is taken, or another part has the same key, it becomes
    `models-Pet`, then `models-pet-Pet`, then a name with the whole pointer, then one with a digest of its place. A name
    that two parts would have is no name for either.
    """
    candidates: dict[PartOrigin, Iterator[str]] = {}
    owners: dict[tuple[str, str], PartOrigin | None] = {}
    pending = list(dict.fromkeys(origins))
    for origin in pending:
        candidates[origin] = _candidates(origin)
    while pending:
        origin = pending.pop()
        name = next(candidates[origin])
        key = origin.section, name
        if key not in owners and name not in used.get(origin.section, ()):
            owners[key] = origin
            continue
        other = owners.get(key)
        owners[key] = None  # for good: whoever comes next can't have it either
        pending += [origin] if other is None else [origin, other]
    return {origin: name for (_, name), origin in owners.items() if origin is not None}


def _candidates(origin: PartOrigin) -> Iterator[str]:
    """The names to try for a part, each only once, the shortest first; without end."""
    path = PurePosixPath(origin.path)
    stem = sanitize_name(path.name.split(".")[0]) or _FALLBACK_NAMES[origin.section]
    folders = [sanitize_name(part) for part in path.parent.parts if part not in ("/", ".", "..")]
    last_name = _last_name(origin.pointer) or stem
    pointer_names = [sanitize_name(str(part)) for part in origin.pointer]
    ends = [last_name] if origin.pointer else []
    tried: set[str] = set()
    for parts in ([last_name], [*folders[-1:], last_name], [*folders, stem, *ends], [*folders, stem, *pointer_names]):
        name = "-".join(part for part in parts if part)
        if name not in tried:
            tried.add(name)
            yield name
    from hashlib import sha256  # seldom needed, and slow to load

    digest = sha256(f"{origin.path}#{format_pointer(origin.pointer)}".encode("utf-8", "surrogatepass")).hexdigest()
    yield from (f"{last_name}-{digest[:length]}" for length in range(_MIN_DIGEST_LENGTH, len(digest) + 1))


def _last_name(pointer: Pointer) -> str:
    """The name that a pointer ends with; for an item of a list that of what holds the list, and the way from there."""
    start = len(pointer) - 1
    while start > 0 and isinstance(pointer[start], int):
        start = max(0, start - 2)
    return "-".join(filter(None, (sanitize_name(str(part)) for part in pointer[max(0, start) :])))


def sanitize_name(name: str) -> str:
    """`name` in characters that the import accepts: `été` as `ete`; empty where none is left."""
    return _INVALID_CHARACTERS.sub("_", _COMBINING_MARKS.sub("", normalize("NFKD", name))).strip("_")
