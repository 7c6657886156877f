"""The result of following a `$ref` for one step, or to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear._records import NamedTuple

if TYPE_CHECKING:
    from preclear.openapi.references.kinds import ReferenceFailure
    from preclear.source import Node


class Hop(NamedTuple):
    """The target of one `$ref`, or why it has none; and whether it is `external`, in another file.

    `identifying_node` is the schema whose `$id`, or the document whose `$self`, the reference uses; None if it uses a
    file. `base` is the node that the fragment starts from.
    """

    node: Node | None
    failure: ReferenceFailure | None
    external: bool
    identifying_node: Node | None = None
    base: Node | None = None


class Chain(NamedTuple):
    """A chain of references from a node: its length and its end, which is None at a dead end or in a loop.

    `length` is the number of references before the dead end; in a loop, of those that lead to a new node.
    `is_own_failure` is whether the node itself has the reference that fails, or is on the loop. `failing_node` is the
    node whose reference fails, or one on the loop.
    """

    length: int
    end: Node | None
    is_own_failure: bool
    failing_node: Node | None = None
