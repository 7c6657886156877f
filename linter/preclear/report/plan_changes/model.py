"""What a report of changes is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from preclear.mapping import PlanChanges

OldSideKind: TypeAlias = Literal["file", "revision", "connector"]


class OldSide(NamedTuple):
    """What a plan is compared with.

    `name` is a file's path, a revision's or a connector's name. `detail` is the path of the document at the revision,
    or the connector's version; empty for a file.
    """

    kind: OldSideKind
    name: str
    detail: str = ""

    @property
    def label(self) -> str:
        """The name in reports."""
        if self.kind == "connector":
            return f"connector `{self.name}`, version `{self.detail}`"
        return f"{self.name}:{self.detail}" if self.kind == "revision" else self.name


class PlanComparison(NamedTuple):
    """The changes of a plan, and the old side."""

    old: OldSide
    changes: PlanChanges
