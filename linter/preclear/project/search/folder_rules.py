"""Which entries of a folder a search passes over, as `.gitignore` files and configs say."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from preclear._records import NamedTuple
from preclear.config import CONFIG_FILE_NAMES, matches
from preclear.project.notes import UnusedIgnoreFile
from preclear.source import repository_root

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from preclear.config import Config
    from preclear.project.search.search_log import PassReason
    from preclear.source import IgnorePatterns

GITIGNORE = ".gitignore"
GIT_FOLDER = ".git"
MAX_IGNORE_FILE_BYTES = 1_000_000
"""The maximum size of a `.gitignore`, in bytes."""

_UNKNOWN_NAME = "\0a name that no file has\0"


class Exclude(NamedTuple):
    """Patterns of a config, and the path of a folder from the config's folder, empty or ending with `/`.

    The path is None if the folder is elsewhere.
    """

    patterns: tuple[str, ...]
    config_folder: Path
    folder: str | None

    def covers(self, name: str, *, is_folder: bool) -> bool:
        """Whether a pattern covers the entry `name` of the folder."""
        if self.folder is None:
            return False
        path = f"{self.folder}{name}/" if is_folder else self.folder + name
        return any(matches(pattern, path) for pattern in self.patterns)


class FolderRules(NamedTuple):
    """The rules for the entries of one folder.

    `ignores` are the patterns of the `.gitignore` files that apply, the outermost first. Each has the path of the
    folder from the folder of the file, empty or ending with `/`.
    """

    ignores: tuple[tuple[IgnorePatterns, str], ...] = ()
    exclude: Exclude | None = None

    def find_reason(self, name: str, *, is_folder: bool) -> PassReason | None:
        """Return why the entry `name` is passed over, or None."""
        if self.exclude is not None and self.exclude.covers(name, is_folder=is_folder):
            return "config"
        for patterns, folder in reversed(self.ignores):
            is_ignored = patterns.match(folder, name, is_folder=is_folder)
            if is_ignored is not None:
                return "gitignore" if is_ignored else None
        return None


NO_RULES = FolderRules()


class FolderRuleReader:
    """Reads the rules of folders. `notes` say which files couldn't be used."""

    def __init__(self, find_config: Callable[[Path], Config | None], *, force_exclude: bool = False) -> None:
        """`find_config` returns the config of the documents in a folder; None if there is none.

        With `force_exclude`, a config also excludes what is named.
        """
        self.notes: set[UnusedIgnoreFile] = set()
        self._find_config = find_config
        self._force_exclude = force_exclude
        self._files: dict[tuple[str, int], IgnorePatterns | None] = {}

    def start(self, folder: str) -> FolderRules:
        """Return the rules of a folder that was named. Nothing that passes over the folder itself applies in it."""
        path = Path(folder or ".")
        try:
            real_path = os.path.realpath(path)
            root = str(repository_root(path))
        except (OSError, ValueError):
            return NO_RULES
        parts = () if real_path == root else Path(real_path).relative_to(root).parts
        ignores = self._read_named(root, parts)
        exclude = self._find_exclude(path)
        if exclude is not None and exclude.folder and not self._force_exclude:
            patterns = tuple(pattern for pattern in exclude.patterns if not matches(pattern, exclude.folder))
            exclude = exclude._replace(patterns=patterns)
        return FolderRules(ignores, exclude)

    def enter(self, rules: FolderRules, folder: str, names: Collection[str]) -> FolderRules:
        """Return the rules of `folder`, which has entries with these names. `rules` are those of the folder around it.

        A repository in a repository has its own rules only.
        """
        if GIT_FOLDER in names:
            return self.start(folder)
        name = os.path.basename(folder)
        ignores = _descend(rules.ignores, name)
        if GITIGNORE in names:
            ignores = self._add_file(ignores, os.path.join(folder, GITIGNORE))
        exclude = rules.exclude
        if not names_config(names):
            if exclude is not None:
                is_outside = exclude.folder is None
                exclude = exclude._replace(
                    folder=_relative_folder(exclude.config_folder, Path(folder))
                    if is_outside
                    else f"{exclude.folder}{name}/"
                )
        else:
            exclude = self._find_exclude(Path(folder))
        return FolderRules(ignores, exclude)

    def is_excluded(self, file: Path) -> bool:
        """Whether the config excludes a file that was named, and `force_exclude` is set."""
        exclude = self._find_exclude(file.parent) if self._force_exclude else None
        return exclude is not None and exclude.covers(file.name, is_folder=False)

    def _find_exclude(self, folder: Path) -> Exclude | None:
        config = self._find_config(folder)
        setting = config.settings.get(("exclude",)) if config is not None else None
        if config is None or setting is None or not isinstance(setting.value, tuple) or not setting.value:
            return None
        return Exclude(setting.value, config.folder, _relative_folder(config.folder, folder))

    def _read_named(self, root: str, parts: Sequence[str]) -> tuple[tuple[IgnorePatterns, str], ...]:
        """Return the patterns for the folder that `parts` lead to from `root`, the root of the repository."""
        is_repository = os.path.lexists(os.path.join(root, GIT_FOLDER))
        ignores: tuple[tuple[IgnorePatterns, str], ...] = ()
        if is_repository:
            ignores = self._add_file(ignores, os.path.join(root, GIT_FOLDER, "info", "exclude"))
        folder = root
        for part in parts:
            ignores = self._add_file(ignores, os.path.join(folder, GITIGNORE))
            is_ignored = FolderRules(ignores).find_reason(part, is_folder=True) is not None
            ignores = () if is_ignored else _descend(ignores, part)
            folder = os.path.join(folder, part)
        own_file = os.path.join(folder, GITIGNORE)
        candidates = (self._add_file(ignores, own_file), self._add_file((), own_file), ())
        if is_repository and not parts:
            return candidates[0]
        return next(
            candidate
            for candidate in candidates
            if FolderRules(candidate).find_reason(_UNKNOWN_NAME, is_folder=False) is None
        )

    def _add_file(
        self, ignores: tuple[tuple[IgnorePatterns, str], ...], file: str
    ) -> tuple[tuple[IgnorePatterns, str], ...]:
        """Add the patterns of a file in the folder that `ignores` are for, if it exists."""
        if not os.path.lexists(file):
            return ignores
        from preclear.source import MAX_WILDCARD_CHARACTERS

        characters = MAX_WILDCARD_CHARACTERS - sum(patterns.wildcard_characters for patterns, _ in ignores)
        key = (file, characters)
        if key not in self._files:
            self._files[key] = self._read(file, characters)
        patterns = self._files[key]
        return ignores if patterns is None else (*ignores, (patterns, ""))

    def _read(self, file: str, characters: int) -> IgnorePatterns | None:
        """Read a file. Like git, don't follow symbolic links."""
        from preclear.source import DEFAULT_LIMITS, IgnorePatterns, read_file

        limits = DEFAULT_LIMITS.with_overrides({"file_bytes": MAX_IGNORE_FILE_BYTES})
        if os.path.islink(file):
            self._add_note(file, "it is a symbolic link, which git doesn't follow")
            return None
        data = read_file(Path(file), limits, follow_links=False)
        if not isinstance(data, bytes):
            reason = data.message if data.limit is None else f"it has more than {MAX_IGNORE_FILE_BYTES:,} bytes"
            self._add_note(file, reason)
            return None
        patterns = IgnorePatterns(data, characters)
        if patterns.first_unused_line is not None:
            reason = f"from line {patterns.first_unused_line:,} on, it has too many patterns with wildcards"
            self._add_note(file, reason)
        return patterns or None

    def _add_note(self, file: str, reason: str) -> None:
        from preclear.config import format_path

        self.notes.add(UnusedIgnoreFile(format_path(file), reason))


def names_config(names: Collection[str]) -> bool:
    """Whether some of `names` can be configs."""
    return any(name in names for name in CONFIG_FILE_NAMES)


def _descend(ignores: tuple[tuple[IgnorePatterns, str], ...], name: str) -> tuple[tuple[IgnorePatterns, str], ...]:
    return tuple((patterns, f"{folder}{name}/") for patterns, folder in ignores)


def _relative_folder(base: Path, folder: Path) -> str | None:
    """Return the path from `base` to `folder`, empty or ending with `/`; None if it's elsewhere. Follows links."""
    try:
        path = Path(os.path.realpath(folder)).relative_to(os.path.realpath(base)).as_posix()
    except (OSError, ValueError):
        return None
    return "" if path == "." else f"{path}/"
