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

from preclear.source.files.cache import FileCache
from preclear.source.limits import OPTION
from preclear.source.numbers import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SUFFIXES = (".yaml", ".yml", ".json")
LONGEST = 4096  # characters of a reference; more than any system takes as a path
LINKS = 40  # symbolic links on one way, as Linux counts them
PATIENCE = 50  # how often in its life a gate looks for a name that is near: a hostile document has thousands
NAMES = 2_000  # names of one folder that a missing name is compared with
COMPARED = 64  # characters of the longest name that is compared
SHOWN = 120  # characters of a reference that a reason shows

_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BEFORE_SCHEME = "".join(map(chr, range(0x21))) + "\x7f\x85\xa0\u2028\u2029\ufeff"
_JUNCTION = 0xA0000003  # IO_REPARSE_TAG_MOUNT_POINT: a link of Windows that `stat` does not call one

_NOFOLLOW: int = getattr(os, "O_NOFOLLOW", 0)  # these are 0 where the system has no such flag
_FOLDER: int = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
_FILE: int = os.O_RDONLY | _NOFOLLOW | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a reference is not followed. `reason` reads on after it and a colon, and has nothing of a file's content."""

    reason: str
    remote: bool = False  # a http or https address
    too_large: bool = False  # the file has more bytes than are read


FOLDER = Refusal("is a folder, not a file")
NOT_REGULAR = Refusal("is no regular file")
NOT_A_DOCUMENT = Refusal("is no `.yaml`, `.yml` or `.json` file")
FORBIDDEN = Refusal("may not be read by this user")


class _Missing(NamedTuple):
    """Where the way ended: in the folder `real` there is no `name`, and `ahead` was still to come."""

    real: tuple[str, ...]
    name: str
    ahead: tuple[str, ...]
    linked: bool


def default_root(document: Path) -> Path:
    """Give the folder that `document` stands in, absolute and without symbolic links.

    A document that is a symbolic link itself stands where the link does, for that is where its references start.
    """
    return Path(os.path.realpath(document.parent))


class Gate:
    """Admits the regular `.yaml`, `.yml` and `.json` files below one folder, dotfiles and dot-directories excepted."""

    def __init__(self, root: Path, cache: FileCache | None = None) -> None:
        self.root = Path(os.path.realpath(root))
        self.cache = cache or FileCache()
        self._spellings = (self.root, root.absolute())
        self._listed: set[tuple[str, ...]] = set()
        self._patience = PATIENCE

    def admit(self, reference: str, base: Path | None) -> Path | Refusal:
        """Decide where `reference` leads: to an absolute path without symbolic links, or nowhere.

        `reference` is a `$ref` up to its `#`, as it is written; `base` the absolute path of the file that it stands
        in, None for standard input, whose references start at the root. Never raises, whatever the text.
        """
        try:
            text = written_path(reference)
            if isinstance(text, Refusal):
                return text
            folder = self.root if base is None else Path(os.path.realpath(base.parent))
            target = PurePath(os.path.normpath(folder / text))
            if not target.is_relative_to(self.root):
                return self._outside()
            found = self._follow(target.relative_to(self.root).parts)
            return self._missing(found, text, folder) if isinstance(found, _Missing) else found
        except PermissionError:
            return FORBIDDEN
        except (OSError, ValueError, RuntimeError):
            return Refusal("can't be read")

    def read(self, path: Path, limit: int) -> bytes | Refusal:
        """Read the whole of a path that was admitted: at most `limit` bytes.

        What stands there is judged again once it is open, so a file swapped for a link or a pipe is refused too.
        """
        try:
            parts = path.relative_to(self.root).parts if path.is_relative_to(self.root) else ("..",)
            if ".." in parts:
                return self._outside()
            if refusal := _refused_name(parts):
                return refusal
            file = _open_below(self.root, parts)
            try:
                return _read_file(file, limit)
            finally:
                os.close(file)
        except PermissionError:
            return FORBIDDEN
        except (OSError, ValueError, RuntimeError):
            return Refusal("is no longer the file that it was a moment ago")

    def _follow(self, parts: Iterable[str]) -> Path | Refusal | _Missing:
        """Go down from the root, one part and one symbolic link at a time; `real` is the way without links."""
        real: list[str] = []
        ahead = list(parts)[::-1]
        links = 0
        while ahead:
            part = ahead.pop()
            if part == "..":
                if not real:
                    return self._outside()
                real.pop()
                continue
            if refusal := _refused_dot((part,)):
                return refusal
            missing = _Missing(tuple(real), part, tuple(ahead[::-1]), linked=links > 0)
            if not self._lists(missing.real, part):
                return missing
            here = self.root.joinpath(*real, part)
            info = here.lstat()
            if stat.S_ISLNK(info.st_mode):
                links += 1
                target = self._below(str(here.readlink()), real)
                if target is None:
                    return self._outside()
                if links > LINKS:
                    return Refusal("leads in a circle of symbolic links")
                real, ahead = [], [*ahead, *target[::-1]]
                continue
            if getattr(info, "st_reparse_tag", 0) == _JUNCTION:
                return self._outside()
            if ahead and not stat.S_ISDIR(info.st_mode):
                return missing
            real.append(part)
        path = self.root.joinpath(*real)
        mode = path.lstat().st_mode
        kind = None if stat.S_ISREG(mode) else FOLDER if stat.S_ISDIR(mode) else NOT_REGULAR
        return _refused_name(real) or kind or path

    def _below(self, link: str, real: Sequence[str]) -> tuple[str, ...] | None:
        """Read the text of a link that stands in `real` as parts below the root; None where it can't be."""
        target = PurePath(link.removeprefix("\\\\?\\"))
        if not target.anchor:
            return (*real, *target.parts)
        for root in self._spellings:
            if target.is_relative_to(root):
                return target.relative_to(root).parts
        return None

    def _lists(self, folder: tuple[str, ...], name: str) -> bool:
        # not the system, for which `Pets.yaml` may well be `pets.yaml`, `GIT~1` be `.git` and `a.yaml:b` a stream
        path, is_again = self.root.joinpath(*folder), folder in self._listed
        self._listed.add(folder)
        return name in self.cache.names(path) or (is_again and name in self.cache.names(path, is_new=True))

    def _missing(self, missing: _Missing, text: str, folder: Path) -> Refusal:
        reason = f"there is no file `{_short(text)}`"
        if near := self._near(missing):
            reason += f"; did you mean `{_short(os.path.relpath(near, folder).replace(os.sep, '/'))}`?"
        return Refusal(reason)

    def _near(self, missing: _Missing) -> Path | None:
        """Find the file of nearly the same name that the gate would admit."""
        if missing.linked or self._patience <= 0 or len(missing.name) > COMPARED:
            return None
        self._patience -= 1
        from preclear.source.suggest import Suggester

        sought = PurePath(missing.name.casefold())
        names = self.cache.names(self.root.joinpath(*missing.real))
        alike = (n for n in names if abs(len(n) - len(missing.name)) <= 3 and n.isprintable())
        near = sorted(alike, key=lambda name: (name.casefold().endswith(sought.suffix), name))
        stems = {PurePath(name.casefold()).stem: name for name in near[-NAMES:]}
        match = sought.stem if sought.stem in stems else Suggester().nearest(sought.stem, stems)
        if match is not None:
            parts = (*missing.real, stems[match], *missing.ahead)
            if isinstance(self._follow(parts), Path) and not _refused_name(parts):
                return self.root.joinpath(*parts)
        return None

    def _outside(self) -> Refusal:
        return Refusal(f"leads outside of `{self.root.name}/`; `--root` widens it")


def written_path(reference: str) -> str | Refusal:
    """Read a reference as a relative path with `/`, percent-decoded exactly once; no file system is asked."""
    if refusal := _refused_scheme(reference):
        return refusal
    if len(reference) > LONGEST:
        return Refusal(f"is longer than {LONGEST:,} characters")
    if _SURROGATE.search(reference):
        return Refusal("holds half of a surrogate pair, which no path can")
    text = reference
    if "%" in reference:
        from urllib.parse import unquote

        try:
            text = unquote(reference, errors="strict")
        except UnicodeError:
            return Refusal("is percent-encoded, but not from UTF-8")
    parts = tuple(part for part in text.split("/") if part not in {"", "."})
    return _refused_scheme(text) or _refused_text(reference, text) or _refused_name(parts) or text


def _refused_text(reference: str, text: str) -> Refusal | None:
    if _CONTROL.search(text):
        return Refusal("holds a control character")
    if "\\" in text:
        return Refusal("holds a backslash, expected `/` between folders")
    if text.startswith("//"):
        return Refusal("names another host, and nothing is fetched")
    if text.startswith("/"):
        return Refusal("is an absolute path, expected one that is relative to its own file")
    if "?" in reference:
        return Refusal("has a query (`?`), which no file has")
    if text.rpartition("/")[2] in {"", ".", ".."}:
        return FOLDER
    return None


def _refused_scheme(text: str) -> Refusal | None:
    """Refuse whatever some reader of addresses takes for one: many drop tabs, line ends and what stands before."""
    bare = re.sub(r"[\t\r\n]", "", text[:LONGEST]).lstrip(_BEFORE_SCHEME)
    scheme = _SCHEME.match(bare)
    if not scheme:
        return None
    name = scheme[0][:-1].lower()
    if name in {"http", "https"}:
        return Refusal("is a remote address, and nothing is fetched", remote=True)
    if len(name) == 1:
        return Refusal(f"names the drive `{name.upper()}:`, expected a relative path")
    return Refusal(f"has the scheme `{_short(name)}:`, expected a relative path (`./` before a name with a colon)")


def _refused_name(parts: Sequence[str]) -> Refusal | None:
    if not parts:
        return FOLDER
    return _refused_dot(parts) or (None if parts[-1].lower().endswith(SUFFIXES) else NOT_A_DOCUMENT)


def _refused_dot(parts: Iterable[str]) -> Refusal | None:
    if any(part.startswith(".") and part not in {".", ".."} for part in parts):
        return Refusal("leads to a dotfile or into a dot-directory, and none of these is read")
    return None


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _open_below(root: Path, parts: Sequence[str]) -> int:
    """Open a file below `root` and follow no symbolic link in any part of the way, where the system can do that."""
    if os.open not in os.supports_dir_fd:
        return os.open(root.joinpath(*parts), _FILE)
    folder = os.open(root, _FOLDER)
    try:
        for part in parts[:-1]:
            deeper = os.open(part, _FOLDER | _NOFOLLOW, dir_fd=folder)
            os.close(folder)
            folder = deeper
        return os.open(parts[-1], _FILE, dir_fd=folder)
    finally:
        os.close(folder)


def _read_file(file: int, limit: int) -> bytes | Refusal:
    info = os.fstat(file)
    if not stat.S_ISREG(info.st_mode):
        return NOT_REGULAR
    chunks: list[bytes] = []
    left = limit + 1 if info.st_size <= limit else 0  # a small size proves nothing: it is 0 in /proc, and files grow
    while left > 0:
        if not (chunk := os.read(file, min(left, 1 << 18))):
            return b"".join(chunks)
        chunks.append(chunk)
        left -= len(chunk)
    return Refusal(f"is larger than {counted(limit, 'byte')}; `{OPTION} file_bytes=N` widens that", too_large=True)
