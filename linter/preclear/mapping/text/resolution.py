"""From the things that a text names to the one place that it's about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.mapping.location import MappedLocation, locate_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.connector import Operation
    from preclear.mapping.connector_index import ConnectorIndex
    from preclear.mapping.text.named_things import NamedThings
    from preclear.mapping.text.operation_parts import PartLocator
    from preclear.mapping.text.reference_places import ReferencePlaces
    from preclear.source import Place


class RelatedText(NamedTuple):
    """Another place that a text is about, and why."""

    reason: str
    place: Place


class TextTarget(NamedTuple):
    """What a text names.

    `location` is the only location, or the deepest if all the others contain it; None otherwise. `operation` is the one
    operation that the text names.
    """

    locations: tuple[MappedLocation, ...] = ()
    location: MappedLocation | None = None
    related: tuple[RelatedText, ...] = ()
    operation: Operation | None = None


class TargetResolver:
    """Resolves what texts about one description name."""

    def __init__(self, index: ConnectorIndex, parts: PartLocator, reference_places: ReferencePlaces) -> None:
        self._index = index
        self._parts = parts
        self._reference_places = reference_places

    def resolve(self, things: NamedThings, owner: Operation | None) -> TextTarget:
        """Return what a text about `owner` names; None stands for a text about the whole document."""
        if things.is_empty:
            return _NOTHING
        operations = [*{id(operation): operation for operation in things.operations}.values()]
        named = operations[0] if len(operations) == 1 else None
        subject = named if operations else owner
        components, mentions, parts = _unique(things.components), things.mentions, list[MappedLocation]()
        inner, locations = components, things.locations
        if not mentions.is_empty:
            inner = [self._parts.locate_in_component(component, mentions) for component in components]
            parts = self._parts.locate_parts(subject, mentions, has_component=bool(components))
            locations = [*locations, *self._parts.locate_connector_paths(mentions)]
        related = [RelatedText("the earlier place that the message names", place) for place in things.earlier]
        related += [RelatedText("another reference to it", place) for place in things.alternatives]
        use = self._find_use(named, parts, components, inner, locations) if named is not None else None
        if use is not None:
            return TextTarget((use.location,), use.location, (*related, *use.related), operation=named)
        others = [locate_place(operation.place, "text") for operation in operations if operation is not subject]
        subject_locations = [locate_place(named.place, "text")] if named is not None else []
        common = [*locations, *inner, *others]
        all_locations = [*common, *(parts or subject_locations)]
        location = _single_location(all_locations)
        if location is None and named is not None:  # several parts of one operation: the operation contains them
            location = _single_location([*common, *subject_locations])
        if not all_locations and things.fallback is not None:
            location = things.fallback
        return TextTarget(tuple(all_locations), location, tuple(related), operation=named)

    def _find_use(
        self,
        operation: Operation,
        parts: Sequence[MappedLocation],
        components: Sequence[MappedLocation],
        inner: Sequence[MappedLocation],
        locations: Sequence[MappedLocation],
    ) -> _Use | None:
        """Find the use of the one component that a text names beside an operation; None if there's something else."""
        if len(components) == 1 and not locations:
            return self._locate_use(operation, parts, components[0], inner[0])
        if not components and len(locations) == 1:
            component = self._index.component_around(locations[0].place)
            if component is not None:
                return self._locate_use(operation, parts, locate_place(component, "text"), locations[0])
        return None

    def _locate_use(
        self, operation: Operation, parts: Sequence[MappedLocation], component: MappedLocation, inner: MappedLocation
    ) -> _Use | None:
        """Locate where an operation uses a component, within its parts that the text names.

        A property of the component is located itself. None if the operation doesn't use the component there.
        """
        uses = self._reference_places.find_uses(operation, component.place.identity)
        parts = [part for part in parts if not _contains(component, part.place)]
        if parts:
            uses = [use for use in uses if all(_contains(part, use) for part in parts)]
        if not uses:
            return None
        if inner is not component:
            return _Use(inner, (RelatedText(f"the use in `{operation.label[:80]}`", uses[0]),))
        name = str(component.pointer[-1])[:80]
        others = (RelatedText(f"another use of `{name}` in the operation", use) for use in uses[1:])
        return _Use(locate_place(uses[0], "text"), (RelatedText(f"`{name}` itself", component.place), *others))


_NOTHING = TextTarget()


class _Use(NamedTuple):
    location: MappedLocation
    related: tuple[RelatedText, ...]


def _contains(location: MappedLocation, place: Place) -> bool:
    return location.place.document is place.document and place.pointer[: len(location.pointer)] == location.pointer


def _single_location(locations: Sequence[MappedLocation]) -> MappedLocation | None:
    """Return the only location, or the deepest if all the others contain it; None otherwise."""
    if not locations:
        return None
    if len(locations) == 1:
        return locations[0]
    deepest = max(locations, key=lambda location: len(location.pointer))
    return deepest if all(_contains(location, deepest.place) for location in locations) else None


def _unique(locations: Sequence[MappedLocation]) -> list[MappedLocation]:
    if len(locations) < 2:
        return [*locations]
    return [*{(id(location.place.document), location.pointer): location for location in locations}.values()]
