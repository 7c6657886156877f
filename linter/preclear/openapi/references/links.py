"""Links: the operation that each leads to, by its `operationId` or by an `operationRef`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.plain_fields import with_article
from preclear.openapi.references.kinds import UNRESOLVED_LINK_TARGET, DeadEnd
from preclear.openapi.references.resolver import ref_place
from preclear.openapi.suggest import suggester
from preclear.source import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from preclear.openapi.references.resolver import Hop, References
    from preclear.source import Node, Place


def operation_hop(link: Node, references: References) -> Hop | None:
    """What the `operationRef` of `link` leads to; None where it has none, or one to another API on the network."""
    written = link.text("operationRef")
    if written is None or written.lower().startswith(("http://", "https://")):
        return None
    return references.follow(link, "operationRef")


class Links:
    """The links of a description, and the operations that they can lead to."""

    def __init__(self, references: References) -> None:
        self._references = references
        self._links: list[Node] = []
        self._ids: dict[str, None] = {}

    def add(self, kind: str, node: Node) -> None:
        """Take a link or an operation; the file that a link leads to is read."""
        if kind == "operation":
            name = node.text("operationId")
            if name is not None:
                self._ids[name] = None
        elif "$ref" not in node.mapping:
            self._links.append(node)
            operation_hop(node, self._references)

    def external(self) -> Iterator[tuple[Place, Node]]:
        """The places of the links that lead to another file, each with what it leads to there."""
        for link in self._links:
            hop = operation_hop(link, self._references)
            if hop is not None and hop.node is not None and hop.external:
                yield ref_place(link, "operationRef"), hop.node

    def dead_ends(self, kind_of_node: Callable[[Node], str | None]) -> Iterator[tuple[DeadEnd, Place]]:
        """Where the links lead nowhere; `kind_of_node` gives the kind of an object by its place, where that says it."""
        names = suggester()
        for link in self._links:
            name = link.text("operationId")
            if name is not None and name not in self._ids:
                yield _no_such_id(name, names.nearest(name, self._ids)), ref_place(link, "operationId")
            dead_end = self._no_operation(link, kind_of_node)
            if dead_end is not None:
                yield dead_end, ref_place(link, "operationRef")

    def _no_operation(self, link: Node, kind_of_node: Callable[[Node], str | None]) -> DeadEnd | None:
        """What is wrong with an `operationRef`; nothing where it leads to another API on the network."""
        hop = operation_hop(link, self._references)
        if hop is None:
            return None
        if hop.dead_end is not None:
            return hop.dead_end.of("operationRef")._replace(kind=UNRESOLVED_LINK_TARGET)
        target = hop.node
        found = target and kind_of_node(target)
        if found is not None:
            found = with_article(found)
        elif target is not None and not isinstance(target.value, dict):
            found = kind_of(target.value)
        if found is None or found == "an operation":
            return None
        written = str(link.mapping["operationRef"])[:80]
        message = f"`operationRef: {written}` leads to {found}; expected an operation"
        return DeadEnd(message, None, UNRESOLVED_LINK_TARGET)


def _no_such_id(name: str, near: str | None) -> DeadEnd:
    message = f"`operationId: {name[:80]}` leads nowhere: no operation has this `operationId`"
    if near is not None:
        return DeadEnd(f"{message}; did you mean `{near[:60]}`?", kind=UNRESOLVED_LINK_TARGET)
    advice = "name an operation by its `operationId`, or refer to it by `operationRef`"
    return DeadEnd(message, advice, UNRESOLVED_LINK_TARGET)
