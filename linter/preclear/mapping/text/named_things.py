"""What one text names, before it's known which of it belongs together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from preclear.mapping.text.mentions import PartMentions

if TYPE_CHECKING:
    from preclear.connector import Operation
    from preclear.mapping.location import MappedLocation
    from preclear.source import Place


@dataclass(slots=True)
class NamedThings:
    """The things that one text names.

    `locations` are named by a line, a pointer or the like; `components` are those of them that are whole components,
    and the components named by name. `fallback` counts if there is nothing else. `alternatives` are further places of
    the same thing, and `earlier` those that the text only compares with.
    """

    locations: list[MappedLocation] = field(default_factory=list["MappedLocation"])
    components: list[MappedLocation] = field(default_factory=list["MappedLocation"])
    operations: list[Operation] = field(default_factory=list["Operation"])
    mentions: PartMentions = field(default_factory=PartMentions)
    fallback: MappedLocation | None = None
    alternatives: list[Place] = field(default_factory=list["Place"])
    earlier: list[Place] = field(default_factory=list["Place"])

    @property
    def is_empty(self) -> bool:
        """Whether the text names nothing at all."""
        is_named = self.locations or self.components or self.operations or self.fallback is not None
        return not is_named and self.mentions.is_empty
