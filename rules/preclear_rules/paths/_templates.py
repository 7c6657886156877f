"""Parse the braces of path templates.

See OpenAPI Specification 3.1.1 and 3.2.0, "Path Templating". Text in double braces is ignored, because
`template-collision` reports it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Action

_DOUBLE = r"\{\{[^{}]*\}\}"
_NAME = re.compile(r"\{([^{}]*)\}")


@lru_cache(maxsize=64)
def template_names(path: str) -> tuple[str, ...]:
    """Return the distinct names in the braces of `path`; none if the braces are unbalanced."""
    if find_broken_brace(path) is not None:
        return ()
    return tuple(dict.fromkeys(name for name in _NAME.findall(_blank_double_braces(path)) if name))


def find_broken_brace(path: str) -> str | None:
    """Describe the first unmatched brace of `path`, with its position (1-based); None if they are balanced."""
    if "{" not in path and "}" not in path:
        return None
    text = _blank_double_braces(path)
    without_pairs = _NAME.sub("", text)
    if "{" not in without_pairs and "}" not in without_pairs:
        return None
    open_position = 0
    for position, character in enumerate(text, start=1):
        if character == "{":
            if open_position:
                return f"has a `{{` at character {position} inside the braces that open at character {open_position}"
            open_position = position
        elif character == "}":
            if not open_position:
                return f"has an unmatched `}}` at character {position}"
            open_position = 0
    return f"has an unmatched `{{` at character {open_position}" if open_position else None


def find_name_flaws(path: str) -> Iterator[str]:
    """Describe what is wrong with the names in the braces of `path`, whose braces are balanced."""
    seen: set[str] = set()
    repeated: set[str] = set()
    for match in _NAME.finditer(_blank_double_braces(path)):
        name = match[1]
        if not name.strip():
            yield f"has empty braces at character {match.start() + 1}"
        elif name in seen and name not in repeated:
            repeated.add(name)
            yield f"has `{{{name[:60]}}}` more than once"
        seen.add(name)


def group_by_path(actions: tuple[Action, ...]) -> Iterator[list[Action]]:
    """Group the actions by path, in document order."""
    groups: dict[str, list[Action]] = {}
    for action in actions:
        groups.setdefault(action.path.value, []).append(action)
    yield from groups.values()


def _blank_double_braces(path: str) -> str:
    """Replace everything in double braces by blanks, so that positions stay the same."""
    return re.sub(_DOUBLE, lambda match: " " * len(match[0]), path) if "{{" in path else path
