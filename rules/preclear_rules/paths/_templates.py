"""Path templates: the names in their braces, and what is wrong with the braces.

OpenAPI Specification 3.1.1 and 3.2.0, "Path Templating". What stands in double braces is left out everywhere: that
a path has these is told by `template-collision`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Action

_DOUBLE = re.compile(r"\{\{[^{}]*\}\}")
_NAME = re.compile(r"\{([^{}]*)\}")


@lru_cache(maxsize=64)
def template_names(path: str) -> tuple[str, ...]:
    """Give the names in the braces of `path`, each once; none where the braces do not pair."""
    if find_broken_brace(path) is not None:
        return ()
    return tuple(dict.fromkeys(name for name in _NAME.findall(_blank_double_braces(path)) if name))


def find_broken_brace(path: str) -> str | None:
    """Say which brace of `path` does not pair, its position counted from 1; None where all do."""
    if "{" not in path and "}" not in path:
        return None
    open_position = 0
    for position, character in enumerate(_blank_double_braces(path), start=1):
        if character == "{":
            if open_position:
                return f"has a `{{` at character {position} within the braces that open at character {open_position}"
            open_position = position
        elif character == "}":
            if not open_position:
                return f"has a `}}` at character {position} that no `{{` opens"
            open_position = 0
    return f"has a `{{` at character {open_position} that no `}}` closes" if open_position else None


def find_name_flaws(path: str) -> Iterator[str]:
    """Say what is wrong with the names in the braces of `path`, where these pair."""
    seen: set[str] = set()
    repeated: set[str] = set()
    for match in _NAME.finditer(_blank_double_braces(path)):
        name = match[1]
        if not name.strip():
            yield f"has braces without a name at character {match.start() + 1}"
        elif name in seen and name not in repeated:
            repeated.add(name)
            yield f"has `{{{name[:60]}}}` more than once"
        seen.add(name)


def group_by_path(actions: tuple[Action, ...]) -> Iterator[list[Action]]:
    """Give the actions of each path together, in the document's order."""
    groups: dict[str, list[Action]] = {}
    for action in actions:
        groups.setdefault(action.path.value, []).append(action)
    yield from groups.values()


def _blank_double_braces(path: str) -> str:
    """`path` with blanks in place of everything in double braces, so that positions stay."""
    return _DOUBLE.sub(lambda match: " " * len(match[0]), path) if "{{" in path else path
