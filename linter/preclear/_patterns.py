"""Regular expressions that are compiled when they are first used."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _LazyPattern:
    """Stands for a compiled pattern. After its first use, each method is an attribute: calls cost the same."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self._source: tuple[Any, int] = (pattern, flags)

    def __getattr__(self, name: str) -> object:
        value: object = getattr(re.compile(*self._source), name)
        setattr(self, name, value)
        return value


def lazy_pattern(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return `pattern` as `re.compile` does, but compile it when a method is first called.

    A run imports about a hundred patterns and uses a third of them. Only methods work, not `re.sub(pattern, ...)`.
    """
    return cast("re.Pattern[AnyStr]", _LazyPattern(pattern, flags))
