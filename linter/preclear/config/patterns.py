"""Patterns for paths, as a config writes them: `apis/legacy/**`, `*.yaml`."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby

PATTERNS = 1_000
"""Patterns of a config."""

LONGEST = 500
"""Characters of a pattern."""

ANY_FOLDERS = "**"
END = r"(?=/|\Z)"


def fits(pattern: str, path: str) -> bool:
    """Whether `path` fits `pattern`, or a folder that it is in does; both relative to the same folder, with `/`.

    `*` and `?` stand for characters of one name, `[…]` for one of several, `**` for any number of folders.
    """
    return _expression(pattern).match(path) is not None


def written_parts(pattern: str) -> list[str]:
    """The names of a pattern, with no `.` and with one `**` where several follow each other."""
    parts: list[str] = []
    for part in pattern.split("/"):
        if part not in ("", ".") and not (part == ANY_FOLDERS and parts and parts[-1] == ANY_FOLDERS):
            parts.append(part)
    return parts


@lru_cache(maxsize=PATTERNS)
def _expression(pattern: str) -> re.Pattern[str]:
    """The expression for a pattern. It never goes back to try again: what is behind a wildcard is sought once.

    The first place where it is found leaves the most for the rest, so no other one needs to be tried.
    """
    runs = [list(run) for is_any, run in groupby(written_parts(pattern), ANY_FOLDERS.__eq__) if not is_any]
    parts = written_parts(pattern)
    written = "/".join(map(_name, runs.pop(0))) if runs and parts[0] != ANY_FOLDERS else ""
    for run in runs:
        names = "/".join(map(_name, run))
        written += rf"{'/' if written else ''}(?>(?:[^/]++/)*?{names}{END})"
    if parts[-1:] == [ANY_FOLDERS]:
        written += "/" if written else ""
    else:
        written += END
    return re.compile(written, re.DOTALL)


def _name(part: str) -> str:
    """The expression for one name of a pattern, to its end."""
    chunks: list[str] = [""]
    at = 0
    while at < len(part):
        sign = part[at]
        end = part.find("]", at + 3 if part.startswith("[!", at) else at + 2) if sign == "[" else -1
        if sign == "*":
            chunks.append("")
        elif end > 0:
            negated, held = (part[at + 1] == "!"), part[at + 1 : end].removeprefix("!")
            chunks[-1] += f"[{'^/' if negated else ''}{_held(held)}]"
            at = end
        else:
            chunks[-1] += "[^/]" if sign == "?" else re.escape(sign)
        at += 1
    first, *rest = chunks
    last = rest.pop() if rest else None
    sought = "".join(f"(?>[^/]*?{chunk})" for chunk in rest if chunk)
    return first + sought + ("" if last is None else f"(?>[^/]*{last}{END})")


def _held(signs: str) -> str:
    """What stands between brackets, without ranges that run backwards: those hold nothing."""
    parts: list[str] = []
    at = 0
    while at < len(signs):
        if at + 2 < len(signs) and signs[at + 1] == "-":
            if signs[at] <= signs[at + 2]:
                parts.append(f"{re.escape(signs[at])}-{re.escape(signs[at + 2])}")
            at += 3
        else:
            parts.append(re.escape(signs[at]))
            at += 1
    return "".join(parts) or r"^\s\S"
