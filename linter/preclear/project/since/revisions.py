"""The commits that the name of a revision stands for, in the repositories of documents."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from preclear.config import format_path
from preclear.project.settings import OptionError
from preclear.source import GitError, Revision, repository_root

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

OPTION = "since"


class Revisions:
    """The revision with one name in each repository, opened when it's needed.

    A file is compared with the commit of the repository that it's in. A submodule is compared with the commit that the
    outer repository's revision has it at, because a name such as `main` is another one there.
    """

    def __init__(self, name: str, ids: Mapping[Path, str | None] | None = None) -> None:
        """`ids` are commits by root folder that another process found; None for a repository without one."""
        self.name = name
        self._ids = dict(ids or {})
        self._by_root: dict[Path, Revision | None] = {}
        self._roots: dict[Path, Path] = {}

    def __reduce__(self) -> tuple[type[Revisions], tuple[str, dict[Path, str | None]]]:
        return Revisions, (self.name, self.ids)

    @property
    def ids(self) -> dict[Path, str | None]:
        """The commits by root folder; None for a repository that isn't in the revision."""
        own_ids = {root: None if revision is None else revision.id for root, revision in self._by_root.items()}
        return {**self._ids, **own_ids}

    def find(self, file: Path) -> Revision | None:
        """Return the commit that `file` is compared with; None if its whole repository is new.

        Raises OptionError if there is no such commit, no repository or no git.
        """
        folder = file.parent
        root = self._roots.get(folder)
        if root is None:
            try:
                root = repository_root(folder)
            except (OSError, ValueError, RuntimeError) as error:
                raise OptionError(f"there is no folder `{folder.as_posix()}`", OPTION) from error
            self._roots[folder] = root
        if root not in self._by_root:
            self._by_root[root] = self._open(root)
        return self._by_root[root]

    def close(self) -> None:
        """End all processes that read repositories."""
        for revision in self._by_root.values():
            if revision is not None:
                revision.close()

    def _open(self, root: Path) -> Revision | None:
        if root in self._ids:
            id = self._ids[root]
            return None if id is None else _open_commit(id, root)
        if (root / ".git").is_file() and (commit := self._find_submodule_commit(root)) is not None:
            return _open_commit(commit, root)
        try:
            return Revision(self.name, root)
        except GitError as error:
            place = f" (in `{format_path(str(root))}`)" if self._by_root else ""
            raise OptionError(f"{error}{place}", OPTION) from error

    def _find_submodule_commit(self, root: Path) -> str | None:
        """Return the commit of a submodule; None if the outer repository has none in this folder."""
        outer = repository_root(root.parent)
        if not os.path.lexists(outer / ".git"):
            return None
        try:
            revision = self.find(outer / ".git")
        except OptionError:
            return None
        return None if revision is None else revision.submodule_commit(root)


def _open_commit(id: str, root: Path) -> Revision | None:
    """Return a commit; None if the repository doesn't have it, such as a submodule that wasn't fetched."""
    try:
        return Revision(id, root)
    except GitError:
        return None
