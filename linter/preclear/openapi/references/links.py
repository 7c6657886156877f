"""Links: the operation that each one leads to, by `operationId` or `operationRef`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.plain_fields import with_article
from preclear.openapi.references.kinds import UNRESOLVED_LINK_TARGET, ReferenceFailure
from preclear.openapi.references.resolver import ref_place
from preclear.openapi.synonyms import create_suggester
from preclear.source import describe_type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from preclear.openapi.references.hop import Hop
    from preclear.openapi.references.resolver import References
    from preclear.source import Node, Place


def follow_operation_ref(link: Node, references: References) -> Hop | None:
    """Follow the `operationRef` of `link`; None if it has none, or one that is a URL of another API."""
    reference = link.text("operationRef")
    if reference is None or reference.lower().startswith(("http://", "https://")):
        return None
    return references.follow(link, "operationRef")


class Links:
    """The links of a description, and the operations that they may lead to."""

    def __init__(self, references: References) -> None:
        self._references = references
        self._links: list[Node] = []
        self._operations_by_id: dict[str, Node] = {}

    def add(self, kind: str, node: Node) -> None:
        """Add a link or an operation. The file that a link leads to is read."""
        if kind == "operation":
            name = node.text("operationId")
            if name is not None:
                self._operations_by_id.setdefault(name, node)
        elif "$ref" not in node.mapping:
            self._links.append(node)
            follow_operation_ref(node, self._references)

    def __iter__(self) -> Iterator[Node]:
        return iter(self._links)

    def find_operation(self, link: Node) -> Node | None:
        """Return the operation that the `operationId` of `link` names; of several with it, the first one visited."""
        name = link.text("operationId")
        return None if name is None else self._operations_by_id.get(name)

    def external_targets(self) -> Iterator[tuple[Place, Node]]:
        """Yield the places of links that lead to other files, with their targets."""
        for link in self._links:
            hop = follow_operation_ref(link, self._references)
            if hop is not None and hop.node is not None and hop.external:
                yield ref_place(link, "operationRef"), hop.node

    def failures(self, kind_of_node: Callable[[Node], str | None]) -> Iterator[tuple[ReferenceFailure, Place]]:
        """Yield why and where links lead to no operation; `kind_of_node` returns the kind of an object by its place."""
        names = create_suggester()
        for link in self._links:
            name = link.text("operationId")
            if name is not None and name not in self._operations_by_id:
                yield (
                    _unknown_operation_id(name, names.suggest(name, self._operations_by_id)),
                    ref_place(link, "operationId"),
                )
            failure = self._check_operation_ref(link, kind_of_node)
            if failure is not None:
                yield failure, ref_place(link, "operationRef")

    def _check_operation_ref(self, link: Node, kind_of_node: Callable[[Node], str | None]) -> ReferenceFailure | None:
        """Return what is wrong with the `operationRef` of `link`; None if it is a URL of another API."""
        hop = follow_operation_ref(link, self._references)
        if hop is None:
            return None
        if hop.failure is not None:
            return hop.failure.for_keyword("operationRef")._replace(kind=UNRESOLVED_LINK_TARGET)
        target = hop.node
        actual = target and kind_of_node(target)
        if actual is not None:
            actual = with_article(actual)
        elif target is not None and not isinstance(target.value, dict):
            actual = describe_type(target.value)
        if actual is None or actual == "an operation":
            return None
        reference = str(link.mapping["operationRef"])[:80]
        message = f"`operationRef: {reference}` leads to {actual}; expected an operation"
        return ReferenceFailure(message, None, UNRESOLVED_LINK_TARGET)


def _unknown_operation_id(name: str, suggestion: str | None) -> ReferenceFailure:
    message = f"`operationId: {name[:80]}` leads nowhere: no operation has this `operationId`"
    if suggestion is not None:
        return ReferenceFailure(f"{message}; did you mean `{suggestion[:60]}`?", kind=UNRESOLVED_LINK_TARGET)
    advice = "name an operation by its `operationId`, or refer to it by `operationRef`"
    return ReferenceFailure(message, advice, UNRESOLVED_LINK_TARGET)
