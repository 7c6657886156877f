"""An action's path: the text of a path template and the names in its braces.

OpenAPI Specification 3.1.1, "Path Templating"; how the import writes placeholders: ActionPath of the import contract.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class PathTemplate(NamedTuple):
    """A path as the document writes it, and the names in its braces in their order, repeated ones repeated."""

    text: str
    placeholders: tuple[str, ...]

    @property
    def imported_path(self) -> str:
        """The path as an action has it: `/pets/{id}` becomes `/pets/{{ param.id }}`."""
        return _PLACEHOLDER.sub(lambda match: f"{{{{ param.{match[1]} }}}}" if match[1] else match[0], self.text)

    @property
    def normalized(self) -> str:
        """The path with every name taken out, so that paths that differ in names alone are equal."""
        return _PLACEHOLDER.sub("{}", self.text)


def parse_path_template(path: str) -> PathTemplate:
    """Read a path template. Braces that do not pair are left as they are."""
    return PathTemplate(path, tuple(match[1] for match in _PLACEHOLDER.finditer(path) if match[1]))
