"""Path patterns of a config: `apis/legacy/**`, `*.yaml`."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby

from preclear.source import NAME_END, join_chunks

MAX_PATTERNS = 1_000
"""The maximum number of patterns in a config."""

MAX_PATTERN_LENGTH = 500
"""The maximum length of a pattern, in characters."""

ANY_FOLDERS = "**"


def matches(pattern: str, path: str) -> bool:
    """Whether `path`, or a folder that contains it, matches `pattern`. Both are relative to one folder, with `/`.

    `*` and `?` match within one name, `[…]` matches one of several characters, `**` any number of folders.
    """
    return _compile_pattern(pattern).match(path) is not None


def split_pattern(pattern: str) -> list[str]:
    """Split a pattern into names, without `.` and with consecutive `**` merged into one."""
    parts: list[str] = []
    for part in pattern.split("/"):
        if part not in ("", ".") and not (part == ANY_FOLDERS and parts and parts[-1] == ANY_FOLDERS):
            parts.append(part)
    return parts


@lru_cache(maxsize=MAX_PATTERNS)
def _compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a pattern to an expression that never backtracks, so that matching takes linear time.

    The first match of the part after a wildcard leaves the most text for the rest, so no later match is needed.
    """
    runs = [list(run) for is_any, run in groupby(split_pattern(pattern), ANY_FOLDERS.__eq__) if not is_any]
    parts = split_pattern(pattern)
    expression = "/".join(map(_compile_name, runs.pop(0))) if runs and parts[0] != ANY_FOLDERS else ""
    for run in runs:
        names = "/".join(map(_compile_name, run))
        expression += rf"{'/' if expression else ''}(?>(?:[^/]++/)*?{names}{NAME_END})"
    if parts[-1:] == [ANY_FOLDERS]:
        expression += "/" if expression else ""
    else:
        expression += NAME_END
    return re.compile(expression, re.DOTALL)


def _compile_name(part: str) -> str:
    """Return the expression for one name of a pattern, up to its end."""
    chunks: list[str] = [""]
    index = 0
    while index < len(part):
        character = part[index]
        end = part.find("]", index + 3 if part.startswith("[!", index) else index + 2) if character == "[" else -1
        if character == "*":
            chunks.append("")
        elif end > 0:
            is_negated, characters = (part[index + 1] == "!"), part[index + 1 : end].removeprefix("!")
            chunks[-1] += f"[{'^/' if is_negated else ''}{_compile_characters(characters)}]"
            index = end
        else:
            chunks[-1] += "[^/]" if character == "?" else re.escape(character)
        index += 1
    return join_chunks(chunks)


def _compile_characters(characters: str) -> str:
    """Return the expression for the text between brackets, without reversed ranges, which match nothing."""
    parts: list[str] = []
    index = 0
    while index < len(characters):
        if index + 2 < len(characters) and characters[index + 1] == "-":
            if characters[index] <= characters[index + 2]:
                parts.append(f"{re.escape(characters[index])}-{re.escape(characters[index + 2])}")
            index += 3
        else:
            parts.append(re.escape(characters[index]))
            index += 1
    return "".join(parts) or r"^\s\S"
