"""An action's path: the text of a path template and the names in its braces.

OpenAPI Specification 3.1.1, "Path Templating"; how the import writes placeholders: ActionPath of the import contract.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_BRACES = re.compile(r"\{([^{}]*)\}")


class Template(NamedTuple):
    """A path as the document writes it, and the names in its braces in their order, repeated ones repeated."""

    text: str
    names: tuple[str, ...]

    @property
    def as_imported(self) -> str:
        """The path as an action has it: `/pets/{id}` becomes `/pets/{{ param.id }}`."""
        return _BRACES.sub(lambda match: f"{{{{ param.{match[1]} }}}}" if match[1] else match[0], self.text)

    @property
    def shape(self) -> str:
        """The path with every name taken out, so that paths that differ in names alone are equal."""
        return _BRACES.sub("{}", self.text)


def parse_template(path: str) -> Template:
    """Read a path template. Braces that do not pair are left as they are."""
    return Template(path, tuple(match[1] for match in _BRACES.finditer(path) if match[1]))
