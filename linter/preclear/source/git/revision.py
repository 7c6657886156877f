"""The files of a revision, as a file system: folders are trees, files are blobs, and nothing else is read."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from preclear.source.files.file_system import NOT_REGULAR_REFUSAL, refuse_size
from preclear.source.files.repository import repository_root
from preclear.source.git.command import GitError
from preclear.source.git.history import find_merge_base, is_shallow, list_tree
from preclear.source.git.object_reader import GitNameError, GitObjectReader, GitSizeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear.source.files.reference_path import ReferenceRefusal
    from preclear.source.git.object_reader import GitObject

_MAX_TREE_BYTES = 16_000_000
_MAX_LINK_BYTES = 4_096
_MAX_COMMIT_BYTES = 1_000_000
_MAX_REVISION_LENGTH = 500
_SUBMODULE_MODE = 0o160000
_MERGE_BASE_SUFFIX = "..."
_SHALLOW_HINT = (
    "; this clone is shallow, fetch all commits with `git fetch --unshallow`, or with `fetch-depth: 0` in the checkout"
)


class _Entry(NamedTuple):
    mode: int
    id: str


class MissingFileError(GitError):
    """A revision has no file with this path."""


class Revision:
    """A commit in the repository of a folder. Close it, or use it in a `with` statement.

    As a `FileSystem`, it has the files that the commit has, under the paths that they have in the working tree. A
    submodule is no folder. Symbolic links are followed as long as they lead to files of the commit.
    """

    def __init__(self, name: str, folder: Path) -> None:
        """`name` is a branch, a tag, an id or any other name of a commit. Raises GitError if there is no such commit.

        With `...` at the end of `name`, it's the commit at which the history of the current commit left that one: the
        merge base. `folder` is in the working tree.
        """
        self.name = name
        try:
            self.root: Path = repository_root(Path(os.path.realpath(folder)))
        except (OSError, ValueError) as error:
            raise GitError(f"there is no folder `{folder.as_posix()}`") from error
        if not os.path.lexists(self.root / ".git"):
            raise GitError(f"the folder `{folder.as_posix()}` isn't in a git repository")
        self.missing_file: str | None = None
        """A file whose content the repository doesn't have, as in a partial clone; None if none is known."""
        self._objects = GitObjectReader(self.root)
        self._trees: dict[Path, dict[str, _Entry]] = {}
        commit_id, tree_id = self._find_commit()
        self.id: str = commit_id
        self._trees[self.root] = self._read_tree(tree_id)

    def __enter__(self) -> Revision:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process that reads the repository."""
        self._objects.close()

    def path_of(self, file: Path) -> str:
        """Return the path of `file`, whose folder may be behind symbolic links, from the repository's root."""
        return (Path(os.path.realpath(file.parent)) / file.name).relative_to(self.root).as_posix()

    def read_file(self, path: str, limit: int) -> bytes:
        """Read the file at `path`, from the repository's root. Raises GitError if it can't be read."""
        parts = tuple(part for part in path.split("/") if part not in ("", "."))
        try:
            mode = self.mode(self.root.joinpath(*parts)) if parts and ".." not in parts else 0
        except (OSError, ValueError):
            raise MissingFileError(f"`{self.name}` has no file `{path}`") from None
        if not stat.S_ISREG(mode):
            kind = "a symbolic link" if stat.S_ISLNK(mode) else "a folder" if stat.S_ISDIR(mode) else "no file"
            raise GitError(f"`{path}` is {kind} at `{self.name}`; expected a regular file")
        try:
            return self._read_blob(self.root.joinpath(*parts), limit)
        except GitError as error:
            raise GitError(f"`{path}` can't be read at `{self.name}`: {error}") from error

    def blob_id(self, file: Path) -> str | None:
        """Return the id of a regular file's content; None if the revision has no such file."""
        try:
            entry = self._entry(file)
        except (OSError, ValueError):
            return None
        return entry.id if stat.S_ISREG(entry.mode) else None

    def submodule_commit(self, folder: Path) -> str | None:
        """Return the id of the commit that a submodule is at; None if the revision has no submodule in `folder`."""
        try:
            entry = self._entry(folder)
        except (OSError, ValueError):
            return None
        return entry.id if entry.mode == _SUBMODULE_MODE else None

    def list_files(self) -> Iterator[tuple[Path, int, str]]:
        """Yield the path, the mode and the id of every file and symbolic link. Raises GitError."""
        for path, mode, id in list_tree(self.root, self.id):
            yield self.root / path, mode, id

    def real_folder(self, folder: Path) -> Path:
        """Return `folder`: the files of a revision have no other paths."""
        return folder

    def list_names(self, folder: Path) -> frozenset[str]:
        """Return the names in `folder`. Raises OSError if it isn't a folder of the revision."""
        return frozenset(self._tree(folder))

    def mode(self, path: Path) -> int:
        """Return the mode of an entry; git's modes have the types of POSIX. Raises OSError if there is none."""
        return stat.S_IFDIR if path == self.root else self._entry(path).mode

    def link_target(self, path: Path) -> str:
        """Return the text of the symbolic link at `path`. Raises OSError if it can't be read."""
        try:
            return os.fsdecode(self._read_blob(path, _MAX_LINK_BYTES))
        except GitError as error:
            raise OSError(str(error)) from error

    def read(self, root: Path, parts: Sequence[str], limit: int) -> bytes | ReferenceRefusal:
        """Read the regular file that `parts` lead to from `root`, at most `limit` bytes."""
        path = root.joinpath(*parts)
        if not stat.S_ISREG(self.mode(path)):
            return NOT_REGULAR_REFUSAL
        try:
            return self._read_blob(path, limit)
        except GitSizeError:
            return refuse_size(limit)
        except GitError as error:
            raise OSError(str(error)) from error

    def _find_commit(self) -> tuple[str, str]:
        """Return the ids of the commit and of its tree."""
        try:
            name = self.name.removesuffix(_MERGE_BASE_SUFFIX)
            commit = self._read_commit(name)
            if name != self.name:
                base = find_merge_base(self.root, commit.id, self._read_commit("HEAD").id)
                if base is None:
                    raise GitError(f"`{name}` and the current commit have no commit in common{self._shallow_hint()}")
                commit = self._read_commit(base)
        except GitError:
            self.close()
            raise
        return commit.id, commit.data.partition(b"\n")[0].decode("ascii", "replace").removeprefix("tree ")

    def _read_commit(self, name: str) -> GitObject:
        commit = None
        if name and not name.startswith("-") and len(name) <= _MAX_REVISION_LENGTH:
            with suppress(GitNameError):
                commit = self._objects.read(f"{name}^{{commit}}", _MAX_COMMIT_BYTES)
        if commit is None or commit.type != "commit":
            expected = f"expected a branch, a tag or a commit{self._shallow_hint()}"
            raise GitError(f"the repository has no revision `{name}`; {expected}")
        return commit

    def _shallow_hint(self) -> str:
        return _SHALLOW_HINT if is_shallow(self.root) else ""

    def _entry(self, path: Path) -> _Entry:
        entry = self._tree(path.parent).get(path.name)
        if entry is None:
            raise FileNotFoundError(str(path))
        return entry

    def _tree(self, folder: Path) -> dict[str, _Entry]:
        missing: list[Path] = []
        while (tree := self._trees.get(folder)) is None:
            if folder == folder.parent:
                raise FileNotFoundError(str(folder))
            missing.append(folder)
            folder = folder.parent
        for path in reversed(missing):
            entry = tree.get(path.name)
            if entry is None or not stat.S_ISDIR(entry.mode):
                raise FileNotFoundError(str(path))
            try:
                tree = self._trees[path] = self._read_tree(entry.id)
            except GitError as error:
                raise OSError(str(error)) from error
        return tree

    def _read_tree(self, id: str) -> dict[str, _Entry]:
        """Read a tree: entries of `MODE NAME`, a null byte and the bytes of an id, which has as many as all ids."""
        tree = self._objects.read(id, _MAX_TREE_BYTES)
        if tree is None or tree.type != "tree":
            raise GitError(f"a folder of `{self.name}` is missing in the repository")
        data, entries, id_length, position = tree.data, dict[str, _Entry](), len(tree.id) // 2, 0
        while position < len(data):
            end = data.index(b"\0", position)
            mode, _, name = data[position:end].partition(b" ")
            position = end + 1 + id_length
            entries[os.fsdecode(name)] = _Entry(int(mode, 8), data[end + 1 : position].hex())
        return entries

    def _read_blob(self, path: Path, limit: int) -> bytes:
        blob = None
        with suppress(GitNameError):  # git that may not fetch ends at what a partial clone lacks
            blob = self._objects.read(self._entry(path).id, limit)
        if blob is None or blob.type != "blob":
            self.missing_file = path.relative_to(self.root).as_posix()
            raise GitError("it's missing in the repository")
        return blob.data
