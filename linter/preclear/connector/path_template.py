"""Path templates (OpenAPI Specification 3.1.1, "Path Templating").

ActionPath of the import contract says how the import writes placeholders.
"""

from __future__ import annotations

from preclear._patterns import lazy_pattern
from preclear._records import NamedTuple

_PLACEHOLDER = lazy_pattern(r"\{([^{}]*)\}")


class PathTemplate(NamedTuple):
    """A path as the document writes it, and the names in its braces in order, with repetitions."""

    text: str
    placeholders: tuple[str, ...]

    @property
    def imported_path(self) -> str:
        """The path as an action has it: `/pets/{id}` becomes `/pets/{{ param.id }}`."""
        return _PLACEHOLDER.sub(lambda match: f"{{{{ param.{match[1]} }}}}" if match[1] else match[0], self.text)

    @property
    def normalized(self) -> str:
        """The path without the names in its braces: equal for paths that differ only in those names."""
        return _PLACEHOLDER.sub("{}", self.text)


def parse_path_template(path: str) -> PathTemplate:
    """Parse a path template. Unpaired braces are ordinary text."""
    return PathTemplate(path, tuple(match[1] for match in _PLACEHOLDER.finditer(path) if match[1]))
