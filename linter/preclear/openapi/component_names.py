"""Names under `components` for parts of other files.

A name is built from the part's own place: its key or file, then the folder and the file if other parts have the same
key. It doesn't depend on the order or number of the parts, so it stays the same when other parts are added or removed.
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
"""The name, by section of `components`, of a part whose place has no usable name."""

_INVALID_CHARACTERS = re.compile(r"[^a-zA-Z0-9_\-]+")
_COMBINING_MARKS = re.compile(r"[\u0300-\u036f]+")
_MIN_DIGEST_LENGTH = 8  # in hexadecimal digits; only the last candidates have a digest


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
        owners[key] = None  # forever: no later part may have it either
        pending += [origin] if other is None else [origin, other]
    return {origin: name for (_, name), origin in owners.items() if origin is not None}


def _candidates(origin: PartOrigin) -> Iterator[str]:
    """Yield the names to try for a part, each once, the shortest first; the last ones have ever longer digests."""
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
    from hashlib import sha256  # rarely needed, and slow to import

    digest = sha256(f"{origin.path}#{format_pointer(origin.pointer)}".encode("utf-8", "surrogatepass")).hexdigest()
    yield from (f"{last_name}-{digest[:length]}" for length in range(_MIN_DIGEST_LENGTH, len(digest) + 1))


def _last_name(pointer: Pointer) -> str:
    """The last name of a pointer; for an item of a list, the name of the list's parent and the steps from there."""
    start = len(pointer) - 1
    while start > 0 and isinstance(pointer[start], int):
        start = max(0, start - 2)
    return "-".join(filter(None, (sanitize_name(str(part)) for part in pointer[max(0, start) :])))


def sanitize_name(name: str) -> str:
    """Reduce `name` to the characters that the import accepts: `été` becomes `ete`. The result may be empty."""
    return _INVALID_CHARACTERS.sub("_", _COMBINING_MARKS.sub("", normalize("NFKD", name))).strip("_")
