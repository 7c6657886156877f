"""Placements of messages and of the faults that one message lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from preclear.engine import Finding
    from preclear.mapping.answer.answer import Message
    from preclear.mapping.location import MappedLocation
    from preclear.mapping.text.resolution import RelatedText
    from preclear.source import Place


class MessagePlacement(NamedTuple):
    """The location of a message, a hint about it, and the place of the resource that it's about.

    `foreseen_by` is set for a message that names several places: the findings that relate all of them. `related` are
    further places that the message is about.
    """

    location: MappedLocation
    hint: str | None = None
    resource_place: Place | None = None
    foreseen_by: tuple[Finding, ...] = ()
    related: tuple[RelatedText, ...] = ()


class PlacedMessage(NamedTuple):
    """A message, or one of its details, with its placement.

    `text` is the text to show, and `omitted_length` the number of characters cut from it. `resource_label` names the
    resource that the message is about.
    """

    message: Message
    text: str
    placement: MessagePlacement
    resource_label: str | None = None
    omitted_length: int = 0


class PlacedFault(NamedTuple):
    """One of several faults in a text, with its placement."""

    text: str
    placement: MessagePlacement


class SeparateFaults(NamedTuple):
    """The faults of a text that lists several.

    `heading` is the text before the first one, and `placement` that of the heading.
    """

    heading: str
    placement: MessagePlacement
    faults: list[PlacedFault]

    @property
    def is_at_several_places(self) -> bool:
        """Whether they lead to different places."""
        return len({fault.placement.location.place for fault in self.faults}) > 1
