"""Edits that leave out auth schemes that the import can't hold, and the requirements that name them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from preclear import Edit, Place, Remove

if TYPE_CHECKING:
    from preclear import AuthScheme, Connector, Json, SecurityRequirement


class SchemeRemovals:
    """Makes the edits that remove auth schemes of one connector. Nothing is collected before the first one."""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector
        self._edits: dict[tuple[int, tuple[str | int, ...]], Edit] = {}

    def remove(self, scheme: AuthScheme) -> Edit:
        """Return the edit that removes `scheme`, others that refer to it, and every requirement that names one of them.

        Of the alternatives of a `security`, those with other schemes remain. If none remains, the list is empty:
        nothing is required, and a connection can send any credential.
        """
        edit = self._edits.get(scheme.node.identity)
        if edit is None:
            operations: list[Remove] = []
            for name, place in self._schemes_by_node[scheme.node.identity]:
                operations += [Remove(place), *self._requirements.get(name, ())]
            label = f"`{scheme.key.value[:60]}`"
            loss = f"auth scheme {label}, and which operations need it"
            edit = Edit("adapt", f"remove {label}", tuple(operations), loss)
            self._edits[scheme.node.identity] = edit
        return edit

    @cached_property
    def _schemes_by_node(self) -> dict[tuple[int, tuple[str | int, ...]], list[tuple[str, Place]]]:
        by_node: dict[tuple[int, tuple[str | int, ...]], list[tuple[str, Place]]] = {}
        for scheme in self._connector.auth_schemes:
            by_node.setdefault(scheme.node.identity, []).append((scheme.key.value, scheme.place))
        return by_node

    @cached_property
    def _requirements(self) -> dict[str, dict[Remove, None]]:
        """The removal of each requirement, by the name of the scheme; once for those that operations share."""
        by_name: dict[str, dict[Remove, None]] = {}
        for requirements in (self._connector.security, *(item.security for item in self._connector.operations)):
            for requirement in requirements:
                by_name.setdefault(requirement.scheme, {})[remove_requirement(requirement)] = None
        return by_name


def remove_requirement(requirement: SecurityRequirement) -> Remove:
    """Return the operation that removes `requirement`, with its alternative if that has no other scheme."""
    document, pointer = requirement.place.document, requirement.place.pointer
    alternative: Json = document.value
    for part in pointer[:-1]:
        if isinstance(alternative, dict):
            alternative = alternative[str(part)]
        elif isinstance(alternative, list):
            alternative = alternative[int(part)]
    is_only_scheme = isinstance(alternative, dict) and len(alternative) == 1
    return Remove(Place(document, pointer[:-1] if is_only_scheme else pointer))
