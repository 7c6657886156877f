"""Patterns for paths, as a config writes them: `apis/legacy/**`, `*.yaml`."""

from __future__ import annotations

import re
from functools import lru_cache


def fits(pattern: str, path: str) -> bool:
    """Whether `path` fits `pattern`, or a folder that it is in does; both relative to the same folder, with `/`.

    `*` and `?` stand for characters of one name, `[…]` for one of several, `**` for any number of folders.
    """
    return _expression(pattern).match(path) is not None


@lru_cache(maxsize=256)
def _expression(pattern: str) -> re.Pattern[str]:
    parts = [part for part in pattern.split("/") if part not in ("", ".")]
    written = ""
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        if part == "**":
            written += r".*" if last else r"(?:[^/]+/)*"
        else:
            written += _name(part) + ("" if last else "/")
    return re.compile(rf"{written}(?:/.*)?\Z", re.DOTALL)


def _name(part: str) -> str:
    """The expression for one name of a pattern."""
    written, at = "", 0
    while at < len(part):
        sign = part[at]
        end = part.find("]", at + 3 if part.startswith("[!", at) else at + 2) if sign == "[" else -1
        if end > 0:
            negated, held = (part[at + 1] == "!"), part[at + 1 : end].removeprefix("!")
            written += f"[{'^/' if negated else ''}{_held(held)}]"
            at = end
        else:
            written += {"*": "[^/]*", "?": "[^/]"}.get(sign) or re.escape(sign)
        at += 1
    return written


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
