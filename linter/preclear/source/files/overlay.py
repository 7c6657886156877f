"""The file system of this machine as it would be with other texts, such as those of an editor's buffers."""

from __future__ import annotations

import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from preclear._records import NamedTuple
from preclear.source.files.file_system import LocalFileSystem, refuse_size
from preclear.source.files.signature import FileSignature, sign_file

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from preclear.source.files.reference_path import ReferenceRefusal

_T = TypeVar("_T")
_Question: TypeAlias = tuple[str, Path]

MAX_ANSWERS = 100_000
"""The number of answers that are compared with later ones. More of them are taken for different."""


class _Listing(NamedTuple):
    """The names in a folder of the machine, and the folder's signature from before it was listed."""

    names: frozenset[str]
    signature: FileSignature


class OverlayFileSystem:
    """The file system of this machine, in which `texts` replace files. It knows what it has answered.

    `texts` are bytes by the resolved paths of files. A file that doesn't exist otherwise is there, too, in its folders.
    """

    def __init__(self, texts: Mapping[str, bytes]) -> None:
        self._local = LocalFileSystem()
        self._answers: dict[_Question, object] = {}
        self._listings: dict[Path, _Listing] = {}
        self._texts = texts
        self._names = _find_names(texts)

    def update(self, texts: Mapping[str, bytes]) -> bool:
        """From now on, use `texts`. Return whether folders and links are known to be as they were in all answers."""
        self._texts = texts
        self._names = _find_names(texts)
        answers, self._answers = self._answers, {}
        is_same = len(answers) <= MAX_ANSWERS and all(
            self._ask(*question) == answer for question, answer in answers.items()
        )
        if not is_same:
            self._answers.clear()
            self._listings.clear()
        return is_same

    def real_folder(self, folder: Path) -> Path:
        """Return the absolute path of `folder` without symbolic links."""
        return self._record("real_folder", folder, self._local.real_folder)

    def list_names(self, folder: Path) -> frozenset[str]:
        """Return the names in `folder`."""
        return self._record("list_names", folder, self._list_names)

    def mode(self, path: Path) -> int:
        """Return the mode of the entry at `path`."""
        return self._record("mode", path, self._find_mode)

    def link_target(self, path: Path) -> str:
        """Return the text of the symbolic link at `path`."""
        return self._record("link_target", path, self._local.link_target)

    def read(self, root: Path, parts: Sequence[str], limit: int) -> bytes | ReferenceRefusal:
        """Read a file as the local file system does, or return its text."""
        text = self._texts.get(str(root.joinpath(*parts)))
        if text is None:
            return self._local.read(root, parts, limit)
        return text if len(text) <= limit else refuse_size(limit)

    def _record(self, name: str, path: Path, ask: Callable[[Path], _T]) -> _T:
        """Ask, and keep the answer or the kind of the error."""
        try:
            answer = ask(path)
        except (OSError, ValueError) as error:
            self._answers[name, path] = type(error)
            raise
        self._answers[name, path] = answer
        return answer

    def _ask(self, name: str, path: Path) -> object:
        """Ask again; return the answer or the kind of the error."""
        try:
            match name:
                case "real_folder":
                    return self.real_folder(path)
                case "list_names":
                    return self.list_names(path)
                case "mode":
                    return self.mode(path)
                case _:
                    return self.link_target(path)
        except (OSError, ValueError) as error:
            return type(error)

    def _list_names(self, folder: Path) -> frozenset[str]:
        added = self._names.get(folder, frozenset())
        signature = sign_file(str(folder), time.time_ns())
        listing = self._listings.get(folder)
        if listing is None or listing.signature != signature:
            try:
                names = self._local.list_names(folder)
            except FileNotFoundError:
                if not added:
                    raise
                names = frozenset[str]()
            listing = self._listings[folder] = _Listing(names, signature)
        return listing.names | added

    def _find_mode(self, path: Path) -> int:
        try:
            return self._local.mode(path)
        except FileNotFoundError:
            if str(path) in self._texts:
                return stat.S_IFREG
            if path in self._names:
                return stat.S_IFDIR
            raise


def _find_names(texts: Mapping[str, bytes]) -> dict[Path, frozenset[str]]:
    """Return the names that each folder has because of `texts`: of the files, and of their folders."""
    names: dict[Path, set[str]] = {}
    for file in texts:
        path = Path(file)
        for entry, folder in zip((path, *path.parents), path.parents, strict=False):
            names.setdefault(folder, set()).add(entry.name)
    return {folder: frozenset(entries) for folder, entries in names.items()}
