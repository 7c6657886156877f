"""Access to the local files that references lead to.

This is the only code that decides about their paths, and the only way to read them. The files are those of the system,
or those of a revision in a git repository: see `FileSystem`.

Nothing outside of the root folder is opened, listed or looked at, and a refused file is never opened. Paths are
resolved as RFC 3986 says, section 5.2.4.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from preclear._records import NamedTuple
from preclear.source.files.cache import FileCache
from preclear.source.files.file_system import JUNCTION_MODE, NOT_REGULAR_REFUSAL, refuse_size
from preclear.source.files.reference_path import (
    FOLDER_REFUSAL,
    ReferenceRefusal,
    check_dotfile,
    check_file_name,
    decode_reference,
    shorten_reference,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAX_LINKS = 40  # symbolic links on one path, as in Linux
MAX_SUGGESTIONS = 50  # searches for a similar name per instance: a hostile document has thousands of missing files

PERMISSION_REFUSAL = ReferenceRefusal("can't be read by this user")


class _MissingEntry(NamedTuple):
    """The point where a path ends: the folder `folder_parts` has no `name`. `remaining_parts` come after it."""

    folder_parts: tuple[str, ...]
    name: str
    remaining_parts: tuple[str, ...]
    is_linked: bool


def default_root(document: Path) -> Path:
    """Return the folder of `document`, absolute and without symbolic links.

    If the document itself is a symbolic link, it's the folder of the link, because references start there.
    """
    return Path(os.path.realpath(document.parent))


class FileAccess:
    """Access to the regular `.yaml`, `.yml` and `.json` files below one folder, except dotfiles and dot-directories."""

    def __init__(self, root: Path, cache: FileCache | None = None) -> None:
        self.root: Path = Path(os.path.realpath(root))
        self.cache: FileCache = cache or FileCache()
        self._files = self.cache.files
        self._root_spellings = (self.root, root.absolute())
        self._listed_folders: set[tuple[str, ...]] = set()
        self._suggestions_left = MAX_SUGGESTIONS

    def resolve(self, reference: str, base: Path | None) -> Path | ReferenceRefusal:
        """Resolve `reference` to an absolute path without symbolic links, or refuse it. Never raises.

        `reference` is a `$ref` up to its `#`, as written. `base` is the absolute path of the file that contains it;
        None for standard input, whose references start at the root.
        """
        try:
            text = decode_reference(reference)
            if isinstance(text, ReferenceRefusal):
                return text
            folder = self.root if base is None else self._files.real_folder(base.parent)
            target = PurePath(os.path.normpath(folder / text))
            if not target.is_relative_to(self.root):
                return self._refuse_outside()
            result = self._follow(target.relative_to(self.root).parts)
            return self._describe_missing(result, text, folder) if isinstance(result, _MissingEntry) else result
        except PermissionError:
            return PERMISSION_REFUSAL
        except (OSError, ValueError, RuntimeError):
            return ReferenceRefusal("can't be read")

    def read(self, path: Path, limit: int) -> bytes | ReferenceRefusal:
        """Read all of a file, at most `limit` bytes. `path` is a result of `resolve`. Never raises.

        The file is checked again once it's open, so a file replaced by a link or a pipe is refused too.
        """
        try:
            parts = path.relative_to(self.root).parts if path.is_relative_to(self.root) else ("..",)
            if ".." in parts:
                return self._refuse_outside()
            if refusal := check_file_name(parts):
                return refusal
            text = self.cache.text(path)
            if text is not None:
                return text if len(text) <= limit else refuse_size(limit)
            return self._files.read(self.root, parts, limit)
        except PermissionError:
            return PERMISSION_REFUSAL
        except (OSError, ValueError, RuntimeError):
            return ReferenceRefusal("changed after it was checked")

    def _follow(self, parts: Iterable[str]) -> Path | ReferenceRefusal | _MissingEntry:
        """Follow `parts` from the root, one part and one symbolic link at a time."""
        resolved_parts: list[str] = []
        remaining_parts = list(parts)[::-1]
        links = 0
        while remaining_parts:
            part = remaining_parts.pop()
            if part == "..":
                if not resolved_parts:
                    return self._refuse_outside()
                resolved_parts.pop()
                continue
            if refusal := check_dotfile((part,)):
                return refusal
            missing = _MissingEntry(tuple(resolved_parts), part, tuple(remaining_parts[::-1]), is_linked=links > 0)
            if not self._has_entry(missing.folder_parts, part):
                return missing
            entry = self.root.joinpath(*resolved_parts, part)
            mode = self._files.mode(entry)
            if stat.S_ISLNK(mode):
                links += 1
                target = self._parts_below_root(self._files.link_target(entry), resolved_parts)
                if target is None:
                    return self._refuse_outside()
                if links > MAX_LINKS:
                    return ReferenceRefusal("leads into a loop of symbolic links")
                resolved_parts, remaining_parts = [], [*remaining_parts, *target[::-1]]
                continue
            if mode == JUNCTION_MODE:
                return self._refuse_outside()
            if remaining_parts and not stat.S_ISDIR(mode):
                return missing
            resolved_parts.append(part)
        path = self.root.joinpath(*resolved_parts)
        mode = self._files.mode(path)
        kind = None if stat.S_ISREG(mode) else FOLDER_REFUSAL if stat.S_ISDIR(mode) else NOT_REGULAR_REFUSAL
        return check_file_name(resolved_parts) or kind or path

    def _parts_below_root(self, link: str, folder_parts: Sequence[str]) -> tuple[str, ...] | None:
        """Return the target of a link in the folder `folder_parts`, as parts below the root; None if it's outside."""
        target = PurePath(link.removeprefix("\\\\?\\"))
        if not target.anchor:
            return (*folder_parts, *target.parts)
        for root in self._root_spellings:
            if target.is_relative_to(root):
                return target.relative_to(root).parts
        return None

    def _has_entry(self, folder: tuple[str, ...], name: str) -> bool:
        # Don't ask the system: to some, `Pets.yaml` is `pets.yaml`, `GIT~1` is `.git`, and `a.yaml:b` is a stream.
        path, was_listed = self.root.joinpath(*folder), folder in self._listed_folders
        self._listed_folders.add(folder)
        return name in self.cache.names(path) or (was_listed and name in self.cache.names(path, refresh=True))

    def _describe_missing(self, missing: _MissingEntry, text: str, folder: Path) -> ReferenceRefusal:
        reason = f"there is no file `{shorten_reference(text)}`"
        if suggestion := self._suggest_file(missing):
            reason += f"; did you mean `{shorten_reference(os.path.relpath(suggestion, folder).replace(os.sep, '/'))}`?"
        return ReferenceRefusal(reason)

    def _suggest_file(self, missing: _MissingEntry) -> Path | None:
        """Find a file with a similar name that this class would admit."""
        if missing.is_linked or self._suggestions_left <= 0:
            return None
        self._suggestions_left -= 1
        from preclear.source.files.similar_files import find_similar_name

        similar_name = find_similar_name(missing.name, self.cache.names(self.root.joinpath(*missing.folder_parts)))
        if similar_name is not None:
            parts = (*missing.folder_parts, similar_name, *missing.remaining_parts)
            if isinstance(self._follow(parts), Path) and not check_file_name(parts):
                return self.root.joinpath(*parts)
        return None

    def _refuse_outside(self) -> ReferenceRefusal:
        return ReferenceRefusal(f"leads outside of `{self.root.name}/`; set a wider folder with `--root`")
