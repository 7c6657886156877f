"""The gate: which local file a reference may lead to, and the only way to read it.

Paths are decided here and nowhere else. Nothing outside of the root folder is opened, listed or even looked at, and
nothing that is refused is opened. How a reference is read follows RFC 3986, sections 2.1, 4.2 and 5.2.4.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from preclear.source.counts import format_count
from preclear.source.files.cache import FileCache
from preclear.source.limits import LIMIT_OPTION

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SUFFIXES = (".yaml", ".yml", ".json")
MAX_REFERENCE_LENGTH = 4096  # characters of a reference; more than any system takes as a path
MAX_LINKS = 40  # symbolic links on one way, as Linux counts them
MAX_SUGGESTIONS = 50  # how often in its life a gate looks for a name that is near: a hostile document has thousands
MAX_CANDIDATES = 2_000  # names of one folder that a missing name is compared with
MAX_CANDIDATE_LENGTH = 64  # characters of the longest name that is compared
MAX_QUOTED_LENGTH = 120  # characters of a reference that a reason shows

_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BEFORE_SCHEME = "".join(map(chr, range(0x21))) + "\x7f\x85\xa0\u2028\u2029\ufeff"
_JUNCTION = 0xA0000003  # IO_REPARSE_TAG_MOUNT_POINT: a link of Windows that `stat` does not call one

_NOFOLLOW: int = getattr(os, "O_NOFOLLOW", 0)  # these are 0 where the system has no such flag
_FOLDER_FLAGS: int = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
_FILE_FLAGS: int = os.O_RDONLY | _NOFOLLOW | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class ReferenceRefusal:
    """Why a reference is not followed. `reason` reads on after it and a colon, and has nothing of a file's content."""

    reason: str
    is_remote: bool = False  # a http or https address
    is_too_large: bool = False  # the file has more bytes than are read


FOLDER_REFUSAL = ReferenceRefusal("is a folder, not a file")
NOT_REGULAR_REFUSAL = ReferenceRefusal("is no regular file")
NOT_DOCUMENT_REFUSAL = ReferenceRefusal("is no `.yaml`, `.yml` or `.json` file")
PERMISSION_REFUSAL = ReferenceRefusal("may not be read by this user")


class _MissingEntry(NamedTuple):
    """Where the way ended: in the folder `folder_parts` there is no `name`, and `remaining_parts` was still to come."""

    folder_parts: tuple[str, ...]
    name: str
    remaining_parts: tuple[str, ...]
    is_linked: bool


def default_root(document: Path) -> Path:
    """Give the folder that `document` stands in, absolute and without symbolic links.

    A document that is a symbolic link itself stands where the link does, for that is where its references start.
    """
    return Path(os.path.realpath(document.parent))


class FileAccess:
    """Admits the regular `.yaml`, `.yml` and `.json` files below one folder, dotfiles and dot-directories excepted."""

    def __init__(self, root: Path, cache: FileCache | None = None) -> None:
        self.root = Path(os.path.realpath(root))
        self.cache = cache or FileCache()
        self._root_spellings = (self.root, root.absolute())
        self._listed_folders: set[tuple[str, ...]] = set()
        self._suggestions_left = MAX_SUGGESTIONS

    def resolve(self, reference: str, base: Path | None) -> Path | ReferenceRefusal:
        """Decide where `reference` leads: to an absolute path without symbolic links, or nowhere.

        `reference` is a `$ref` up to its `#`, as it is written; `base` the absolute path of the file that it stands
        in, None for standard input, whose references start at the root. Never raises, whatever the text.
        """
        try:
            text = decode_reference(reference)
            if isinstance(text, ReferenceRefusal):
                return text
            folder = self.root if base is None else Path(os.path.realpath(base.parent))
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
        """Read the whole of a path that was admitted: at most `limit` bytes.

        What stands there is judged again once it is open, so a file swapped for a link or a pipe is refused too.
        """
        try:
            parts = path.relative_to(self.root).parts if path.is_relative_to(self.root) else ("..",)
            if ".." in parts:
                return self._refuse_outside()
            if refusal := _check_name(parts):
                return refusal
            file = _open_below(self.root, parts)
            try:
                return _read_file(file, limit)
            finally:
                os.close(file)
        except PermissionError:
            return PERMISSION_REFUSAL
        except (OSError, ValueError, RuntimeError):
            return ReferenceRefusal("is no longer the file that it was a moment ago")

    def _follow(self, parts: Iterable[str]) -> Path | ReferenceRefusal | _MissingEntry:
        """Go down from the root, one part and one symbolic link at a time; `real` is the way without links."""
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
            if refusal := _check_dotfile((part,)):
                return refusal
            missing = _MissingEntry(tuple(resolved_parts), part, tuple(remaining_parts[::-1]), is_linked=links > 0)
            if not self._has_entry(missing.folder_parts, part):
                return missing
            entry = self.root.joinpath(*resolved_parts, part)
            status = entry.lstat()
            if stat.S_ISLNK(status.st_mode):
                links += 1
                target = self._parts_below_root(str(entry.readlink()), resolved_parts)
                if target is None:
                    return self._refuse_outside()
                if links > MAX_LINKS:
                    return ReferenceRefusal("leads in a circle of symbolic links")
                resolved_parts, remaining_parts = [], [*remaining_parts, *target[::-1]]
                continue
            if getattr(status, "st_reparse_tag", 0) == _JUNCTION:
                return self._refuse_outside()
            if remaining_parts and not stat.S_ISDIR(status.st_mode):
                return missing
            resolved_parts.append(part)
        path = self.root.joinpath(*resolved_parts)
        mode = path.lstat().st_mode
        kind = None if stat.S_ISREG(mode) else FOLDER_REFUSAL if stat.S_ISDIR(mode) else NOT_REGULAR_REFUSAL
        return _check_name(resolved_parts) or kind or path

    def _parts_below_root(self, link: str, folder_parts: Sequence[str]) -> tuple[str, ...] | None:
        """Read the text of a link that stands in `folder_parts` as parts below the root; None where it can't be."""
        target = PurePath(link.removeprefix("\\\\?\\"))
        if not target.anchor:
            return (*folder_parts, *target.parts)
        for root in self._root_spellings:
            if target.is_relative_to(root):
                return target.relative_to(root).parts
        return None

    def _has_entry(self, folder: tuple[str, ...], name: str) -> bool:
        # not the system, for which `Pets.yaml` may well be `pets.yaml`, `GIT~1` be `.git` and `a.yaml:b` a stream
        path, was_listed = self.root.joinpath(*folder), folder in self._listed_folders
        self._listed_folders.add(folder)
        return name in self.cache.names(path) or (was_listed and name in self.cache.names(path, refresh=True))

    def _describe_missing(self, missing: _MissingEntry, text: str, folder: Path) -> ReferenceRefusal:
        reason = f"there is no file `{_shorten(text)}`"
        if suggestion := self._suggest_file(missing):
            reason += f"; did you mean `{_shorten(os.path.relpath(suggestion, folder).replace(os.sep, '/'))}`?"
        return ReferenceRefusal(reason)

    def _suggest_file(self, missing: _MissingEntry) -> Path | None:
        """Find the file of nearly the same name that the gate would admit."""
        if missing.is_linked or self._suggestions_left <= 0 or len(missing.name) > MAX_CANDIDATE_LENGTH:
            return None
        self._suggestions_left -= 1
        from preclear.source.suggest import Suggester

        target_name = PurePath(missing.name.casefold())
        names = self.cache.names(self.root.joinpath(*missing.folder_parts))
        candidates = (
            candidate for candidate in names if abs(len(candidate) - len(missing.name)) <= 3 and candidate.isprintable()
        )
        sorted_candidates = sorted(candidates, key=lambda name: (name.casefold().endswith(target_name.suffix), name))
        stems = {PurePath(name.casefold()).stem: name for name in sorted_candidates[-MAX_CANDIDATES:]}
        match = target_name.stem if target_name.stem in stems else Suggester().suggest(target_name.stem, stems)
        if match is not None:
            parts = (*missing.folder_parts, stems[match], *missing.remaining_parts)
            if isinstance(self._follow(parts), Path) and not _check_name(parts):
                return self.root.joinpath(*parts)
        return None

    def _refuse_outside(self) -> ReferenceRefusal:
        return ReferenceRefusal(f"leads outside of `{self.root.name}/`; `--root` widens it")


def decode_reference(reference: str) -> str | ReferenceRefusal:
    """Read a reference as a relative path with `/`, percent-decoded exactly once; no file system is asked."""
    if refusal := _check_scheme(reference):
        return refusal
    if len(reference) > MAX_REFERENCE_LENGTH:
        return ReferenceRefusal(f"is longer than {MAX_REFERENCE_LENGTH:,} characters")
    if _SURROGATE.search(reference):
        return ReferenceRefusal("holds half of a surrogate pair, which no path can")
    text = reference
    if "%" in reference:
        from urllib.parse import unquote

        try:
            text = unquote(reference, errors="strict")
        except UnicodeError:
            return ReferenceRefusal("is percent-encoded, but not from UTF-8")
    parts = tuple(part for part in text.split("/") if part not in {"", "."})
    return _check_scheme(text) or _check_text(reference, text) or _check_name(parts) or text


def _check_text(reference: str, text: str) -> ReferenceRefusal | None:
    if _CONTROL.search(text):
        return ReferenceRefusal("holds a control character")
    if "\\" in text:
        return ReferenceRefusal("holds a backslash, expected `/` between folders")
    if text.startswith("//"):
        return ReferenceRefusal("names another host, and nothing is fetched")
    if text.startswith("/"):
        return ReferenceRefusal("is an absolute path, expected one that is relative to its own file")
    if "?" in reference:
        return ReferenceRefusal("has a query (`?`), which no file has")
    if text.rpartition("/")[2] in {"", ".", ".."}:
        return FOLDER_REFUSAL
    return None


def _check_scheme(text: str) -> ReferenceRefusal | None:
    """Refuse whatever some reader of addresses takes for one: many drop tabs, line ends and what stands before."""
    stripped = re.sub(r"[\t\r\n]", "", text[:MAX_REFERENCE_LENGTH]).lstrip(_BEFORE_SCHEME)
    scheme = _SCHEME.match(stripped)
    if not scheme:
        return None
    name = scheme[0][:-1].lower()
    if name in {"http", "https"}:
        return ReferenceRefusal("is a remote address, and nothing is fetched", is_remote=True)
    if len(name) == 1:
        return ReferenceRefusal(f"names the drive `{name.upper()}:`, expected a relative path")
    return ReferenceRefusal(
        f"has the scheme `{_shorten(name)}:`, expected a relative path (`./` before a name with a colon)"
    )


def _check_name(parts: Sequence[str]) -> ReferenceRefusal | None:
    if not parts:
        return FOLDER_REFUSAL
    return _check_dotfile(parts) or (None if parts[-1].lower().endswith(SUFFIXES) else NOT_DOCUMENT_REFUSAL)


def _check_dotfile(parts: Iterable[str]) -> ReferenceRefusal | None:
    if any(part.startswith(".") and part not in {".", ".."} for part in parts):
        return ReferenceRefusal("leads to a dotfile or into a dot-directory, and none of these is read")
    return None


def _shorten(text: str) -> str:
    return text if len(text) <= MAX_QUOTED_LENGTH else text[: MAX_QUOTED_LENGTH - 1] + "…"


def _open_below(root: Path, parts: Sequence[str]) -> int:
    """Open a file below `root` and follow no symbolic link in any part of the way, where the system can do that."""
    if os.open not in os.supports_dir_fd:
        return os.open(root.joinpath(*parts), _FILE_FLAGS)
    folder = os.open(root, _FOLDER_FLAGS)
    try:
        for part in parts[:-1]:
            subfolder = os.open(part, _FOLDER_FLAGS | _NOFOLLOW, dir_fd=folder)
            os.close(folder)
            folder = subfolder
        return os.open(parts[-1], _FILE_FLAGS, dir_fd=folder)
    finally:
        os.close(folder)


def _read_file(file: int, limit: int) -> bytes | ReferenceRefusal:
    status = os.fstat(file)
    if not stat.S_ISREG(status.st_mode):
        return NOT_REGULAR_REFUSAL
    chunks: list[bytes] = []
    remaining = (
        limit + 1 if status.st_size <= limit else 0
    )  # a small size proves nothing: it is 0 in /proc, and files grow
    while remaining > 0:
        if not (chunk := os.read(file, min(remaining, 1 << 18))):
            return b"".join(chunks)
        chunks.append(chunk)
        remaining -= len(chunk)
    return ReferenceRefusal(
        f"is larger than {format_count(limit, 'byte')}; `{LIMIT_OPTION} file_bytes=N` widens that", is_too_large=True
    )
