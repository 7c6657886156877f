"""What reports call the parts of a document that are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.connector import Action
from preclear.edit.adaptation.model import LeftOut
from preclear.source import node_at, truncate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.connector import Connector, Operation
    from preclear.edit.adaptation.model import LeftOutReason
    from preclear.source import Node, Place, Pointer

_MAX_LENGTH = 100

_COMPONENT_NOUNS = {
    "schemas": "definition",
    "parameters": "parameter",
    "responses": "response",
    "requestBodies": "request body",
    "headers": "header",
    "examples": "example",
    "links": "link",
    "callbacks": "callback",
    "pathItems": "path item",
    "mediaTypes": "media type",
    "securitySchemes": "auth scheme",
}


def leave_out_operation(operation: Operation, reason: LeftOutReason, detail: str) -> LeftOut:
    """Return the entry of an action or trigger that is left out."""
    return LeftOut(
        label=label_operation(operation),
        reason=reason,
        detail=detail,
        place=operation.place.original,
        is_operation=True,
    )


def label_operation(operation: Operation) -> str:
    """Name an operation: "action `listPets` (get /pets)"."""
    noun = "action" if isinstance(operation, Action) else "trigger"
    name = operation.name.value
    return (
        f"{noun} {_quote(name)} ({truncate(operation.label, _MAX_LENGTH)})"
        if name
        else f"{noun} {_quote(operation.label)}"
    )


class NodeLabels:
    """Names the parts of one document."""

    def __init__(self, connector: Connector) -> None:
        self._operations_by_node: dict[Pointer, list[Operation]] = {}
        for operation in connector.operations:
            pointer = operation.node.pointer
            for length in range(1, len(pointer) + 1):
                self._operations_by_node.setdefault(pointer[:length], []).append(operation)
        self._parameters = {parameter.node.pointer: parameter for parameter in connector.parameters}

    def leave_out(self, place: Place, reason: LeftOutReason, detail: str) -> Iterator[LeftOut]:
        """Yield the entries of a node that is left out: one for each operation in it, or else one for itself."""
        operations = self._operations_by_node.get(place.pointer, ())
        for operation in operations:
            yield leave_out_operation(operation, reason, detail)
        if not operations:
            yield self.leave_out_part(place, reason, detail)

    def leave_out_part(self, place: Place, reason: LeftOutReason, detail: str) -> LeftOut:
        """Return the entry of a node that no operation is in."""
        return LeftOut(
            label=self._label(node_at(place)), reason=reason, detail=detail, place=place.original, is_operation=False
        )

    def _label(self, node: Node) -> str:
        pointer = node.pointer
        if len(pointer) == 3 and pointer[0] == "components":
            return f"{_COMPONENT_NOUNS.get(str(pointer[1]), 'component')} {_quote(str(pointer[2]))}"
        if pointer[0] == "tags" and len(pointer) == 2:
            return f"tag {_quote(node.text('name') or '')}"
        parameter = self._parameters.get(pointer)
        if parameter is not None:
            owner = f" of {_quote(parameter.used_by[0].label)}" if len(parameter.used_by) == 1 else ""
            return f"{truncate(parameter.label, _MAX_LENGTH)}{owner}"
        return f"{_quote('.'.join(map(str, pointer)))}"


def _quote(text: str) -> str:
    """Return `text` in backticks, cut if it's long."""
    return f"`{truncate(text, _MAX_LENGTH)}`"
