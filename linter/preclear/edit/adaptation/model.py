"""The result of an adaptation: the document, every change to it, and what it leaves out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from preclear.edit.patch_operation import PatchOperation
    from preclear.engine import Finding
    from preclear.source import Document, EditLevel, EditOperation, Kind, Place

LeftOutReason: TypeAlias = Literal["selection", "unused", "blocked"]


class AdaptError(Exception):
    """A document can't be adapted; the message says why. `findings` report what is wrong with it."""

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change: an edit of a report, with everything that had to change along with it.

    `kind` is the rule or check that proposed it. `place` is its place in the user's files. `before` and `after` show
    the value that changes, as short JSON; `after` is None if it's removed. `loss` says what the document no longer
    says. `operations` refer to the document that the round of the change started with; `round` is 1-based.
    """

    kind: Kind
    level: EditLevel
    title: str
    place: Place
    before: str | None
    after: str | None
    loss: str | None
    round: int
    operations: tuple[EditOperation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A part of the document that the adaptation leaves out, and why.

    `label` names it as messages do, such as "action `listPets` (get /pets)". `reason` is "selection" if the user's
    patterns exclude it, "unused" if nothing that is left refers to it, "blocked" if the import can't hold it; `detail`
    is the pattern or the message of the finding. `place` is in the user's files. `is_operation` is True for an action
    or trigger.
    """

    label: str
    reason: LeftOutReason
    detail: str
    place: Place
    is_operation: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Adaptation:
    """An adapted document.

    `document` is loaded; its source map leads to the user's files. `original` is the entry document, and `files` are
    all files that went into it, overlays included. `patch` has the operations of all changes, in an order
    in which each can be applied to the result of those before it; it starts from `base`, which is `original` unless
    the document has several files or overlays. `errors` are the findings of severity error that remain, at their
    places in the user's files; a limit applies to those of one rule, so `remaining_count` has their true number.
    `error_count` is the number of errors before the adaptation. `rewrite_reason` says why the text was written anew
    instead of edited; None if it was edited. `overlay_findings` report what is odd about overlays, such as an action
    that selects nothing.
    """

    document: Document
    original: Document
    files: tuple[Document, ...]
    base: Document
    changes: tuple[Change, ...]
    patch: tuple[PatchOperation, ...]
    left_out: tuple[LeftOut, ...]
    errors: tuple[Finding, ...]
    error_count: int
    remaining_count: int
    rewrite_reason: str | None = None
    overlay_findings: tuple[Finding, ...] = ()
