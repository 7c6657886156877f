"""The patterns of a `.gitignore` file, matched as git matches them: see gitignore(5), and `wildmatch.c` of git.

Git compares bytes, so texts in here have one character for each byte. Matching takes linear time: a pattern can come
from anyone.
"""

from __future__ import annotations

import os
import re
from itertools import groupby
from typing import NamedTuple

from preclear.source.git.ignore_tokens import ANY_FOLDERS, SEPARATOR, STAR, split_tokens
from preclear.source.wildcards import NAME_END, join_chunks

MAX_WILDCARD_CHARACTERS = 50_000
"""The maximum number of characters in patterns with wildcards. Each of them is compared with each path."""

_BOM = b"\xef\xbb\xbf"
_ANYTHING, _NOTHING = "(?:)", "(?!)"
_WILDCARDS = frozenset("*?[\\")
_ESCAPE_OR_SPACES = re.compile(r"\\.?|\ +\Z", re.DOTALL)


class _WildcardPattern(NamedTuple):
    number: int
    is_path: bool
    is_folder_only: bool
    expression: str


class IgnorePatterns:
    """The patterns of one file, of which the last one that matches decides.

    `wildcard_characters` is the number of characters in patterns with wildcards. `first_unused_line` is the 1-based
    number of the line from which on nothing applies, because there are too many of them; None if everything applies.
    """

    def __init__(self, data: bytes, max_wildcard_characters: int = MAX_WILDCARD_CHARACTERS) -> None:
        self.wildcard_characters: int = 0
        self.first_unused_line: int | None = None
        self._max_wildcard_characters = max_wildcard_characters
        self._negations: list[bool] = []
        self._file_names: dict[str, int] = {}
        self._folder_names: dict[str, int] = {}
        self._file_paths: dict[str, int] = {}
        self._folder_paths: dict[str, int] = {}
        self._wildcards: list[_WildcardPattern] = []
        self._filters: dict[bool, re.Pattern[str]] = {}
        self._compiled: dict[int, re.Pattern[str]] = {}
        for line_number, line in enumerate(data.removeprefix(_BOM).split(b"\n"), 1):
            if line and not line.startswith(b"#") and not self._add_line(line):
                self.first_unused_line = line_number
                break
        self._wildcards.reverse()

    def __bool__(self) -> bool:
        return bool(self._negations)

    def match(self, folder: str, name: str, *, is_folder: bool) -> bool | None:
        """Whether the patterns ignore an entry; None if none of them matches.

        `folder` is the path of the folder that has the entry, from the folder of the file, empty or ending with `/`.
        A pattern that matches a folder around the entry doesn't matter: git never looks into an ignored folder.
        """
        path = folder + name
        if not path.isascii():
            name, path = (os.fsencode(text).decode("latin-1") for text in (name, path))
        names, paths = (self._folder_names, self._folder_paths) if is_folder else (self._file_names, self._file_paths)
        number = max(names.get(name, -1), paths.get(path, -1))
        if self._wildcards and self._may_match(name, path):
            number = self._match_wildcards(name, path, number, is_folder=is_folder)
        return None if number < 0 else not self._negations[number]

    def _match_wildcards(self, name: str, path: str, number: int, *, is_folder: bool) -> int:
        """Return the number of the last pattern with wildcards that matches, if it is greater than `number`."""
        for pattern in self._wildcards:
            if pattern.number < number:
                break
            if pattern.is_folder_only and not is_folder:
                continue
            compiled = self._compiled.get(pattern.number)
            if compiled is None:
                compiled = self._compiled[pattern.number] = re.compile(pattern.expression, re.DOTALL)
            if compiled.match(path if pattern.is_path else name):
                return pattern.number
        return number

    def _may_match(self, name: str, path: str) -> bool:
        """Whether any pattern with wildcards matches: one call for all of them, because most paths match none."""
        if not self._filters:
            for is_path in (False, True):
                expressions = [pattern.expression for pattern in self._wildcards if pattern.is_path is is_path]
                self._filters[is_path] = re.compile("|".join(expressions) or _NOTHING, re.DOTALL)
        return self._filters[False].match(name) is not None or self._filters[True].match(path) is not None

    def _add_line(self, line: bytes) -> bool:
        """Add the pattern of a line. Return False if there are too many characters in patterns with wildcards."""
        text = _strip_spaces(line.removesuffix(b"\r").partition(b"\0")[0].decode("latin-1"))
        is_negated = text.startswith("!")
        pattern = text.removeprefix("!")
        is_folder_only = pattern.endswith("/")
        pattern = pattern.removesuffix("/")
        is_path = "/" in pattern
        pattern = pattern.removeprefix("/")
        if not pattern:
            return True
        if not _WILDCARDS.isdisjoint(pattern):
            return self._add_wildcards(pattern, is_path=is_path, is_folder_only=is_folder_only, is_negated=is_negated)
        number = len(self._negations)
        self._negations.append(is_negated)
        (self._folder_paths if is_path else self._folder_names)[pattern] = number
        if not is_folder_only:
            (self._file_paths if is_path else self._file_names)[pattern] = number
        return True

    def _add_wildcards(self, pattern: str, *, is_path: bool, is_folder_only: bool, is_negated: bool) -> bool:
        self.wildcard_characters += len(pattern)
        if self.wildcard_characters > self._max_wildcard_characters:
            self.wildcard_characters -= len(pattern)
            return False
        tokens = split_tokens(pattern)
        if tokens is not None:
            expression = _compile_path(tokens) if is_path else join_chunks(_split_chunks(tokens)) + NAME_END
            self._wildcards.append(_WildcardPattern(len(self._negations), is_path, is_folder_only, expression))
            self._negations.append(is_negated)
        return True


def _strip_spaces(text: str) -> str:
    """Remove spaces at the end, unless a backslash escapes the first of them."""
    for match in _ESCAPE_OR_SPACES.finditer(text):
        if match[0].startswith(" "):
            return text[: match.start()]
    return text


def _compile_path(tokens: list[str]) -> str:
    """Return the expression for a whole path.

    What comes before the last `**` is matched as early as possible, and what follows it at the end of the path.
    """
    names = [list(name) for is_separator, name in groupby([*tokens, SEPARATOR], SEPARATOR.__eq__) if not is_separator]
    if len(names) != tokens.count(SEPARATOR) + 1:
        return _NOTHING  # an empty name
    runs = [list(run) for is_any, run in groupby(names, [ANY_FOLDERS].__eq__) if not is_any]
    has_any, starts_with_any = [ANY_FOLDERS] in names, names[0] == [ANY_FOLDERS]
    ends_with_any = names[-1] == [ANY_FOLDERS]
    first = "" if starts_with_any or not runs else _compile_names(runs.pop(0))
    if not has_any:
        return rf"{first}\Z"
    expression = f"{first}{NAME_END}" if first else ""
    for number, run in enumerate(runs, 1):
        separator = "/" if expression else ""
        names_expression = _compile_names(run)
        if number == len(runs) and not ends_with_any:
            return rf"{expression}{separator}(?:[^/]++/)*{names_expression}\Z"
        expression += rf"{separator}(?>(?:[^/]++/)*?{names_expression}{NAME_END})"
    return f"{expression}/" if expression else _ANYTHING


def _compile_names(names: list[list[str]]) -> str:
    return "/".join(join_chunks(_split_chunks(name)) for name in names)


def _split_chunks(tokens: list[str]) -> list[str]:
    """Join tokens to the expressions between wildcards."""
    chunks = [""]
    for token in tokens:
        if token in (STAR, ANY_FOLDERS):
            chunks.append("")
        else:
            chunks[-1] += token
    return chunks
