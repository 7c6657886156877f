"""The changes between two plans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from preclear.source import Place

ResourceKind: TypeAlias = Literal["connector", "auth scheme config", "action", "trigger", "definition"]
ChangeKind: TypeAlias = Literal["added", "removed", "renamed", "changed"]

RESOURCE_KINDS: tuple[ResourceKind, ...] = ("connector", "auth scheme config", "action", "trigger", "definition")
"""All kinds of resources, in the order of reports."""


class Resource(NamedTuple):
    """What a change is about. `detail` identifies an operation further: its method and path.

    `rank` orders the resources of one kind: those of the new document come first, in its order.
    """

    kind: ResourceKind
    name: str
    detail: str
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of a resource.

    `code` identifies the kind of change for programs, such as `removed-property`. `is_breaking` says whether it breaks
    people who use the connector as it was. `place` is in the new document: where the text is or, for something that is
    removed, where it's missing. `old_place` is the same in the old document; None if the platform is the old side.
    `used_by` are the labels of further operations that the change is about, at most MAX_USERS; `user_count` is their
    true number.
    """

    resource: Resource
    kind: ChangeKind
    code: str
    is_breaking: bool
    message: str
    place: Place
    old_place: Place | None
    used_by: tuple[str, ...] = ()
    user_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChanges:
    """All changes, in the order of RESOURCE_KINDS and of the new document.

    `path_prefix` comes before the paths of old places. `unknown_count` is the number of definitions whose schema the
    old side doesn't have. `is_complete` is False if the schemas are too intertwined to compare all of them.
    """

    changes: tuple[Change, ...]
    path_prefix: str
    unknown_count: int
    is_complete: bool

    @property
    def breaking_count(self) -> int:
        """The number of breaking changes."""
        return sum(change.is_breaking for change in self.changes)


MAX_USERS = 100
"""Maximum number of operations that a change lists."""
