"""The text that a parser reads in place of a document's own text."""

from __future__ import annotations

from preclear._records import NamedTuple


class YamlInput(NamedTuple):
    """The text that libyaml reads, with whatever it misreads replaced.

    `original_characters` maps the code of each replacement character to the original, and `original_names` each new
    anchor name to the original. `misplaced_tabs` is the number of tabs removed that YAML doesn't allow, and the offset
    of the first (0-based, in characters).
    """

    text: str
    original_characters: dict[int, str]
    original_names: dict[str, str]
    misplaced_tabs: tuple[int, int] = (0, 0)

    @property
    def has_replacements(self) -> bool:
        """Whether values need to be restored."""
        return bool(self.original_characters or self.original_names)

    def restore(self, value: str) -> str:
        """Undo the replacements in a scalar's text."""
        if self.original_characters and not value.isascii():
            value = value.translate(self.original_characters)
        for new, name in self.original_names.items():
            if new in value:
                value = value.replace("&" + new, "&" + name).replace("*" + new, "*" + name)
        return value
