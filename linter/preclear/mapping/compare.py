"""The plan beside what was created: what is missing, what is there that nobody planned, what is called otherwise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from preclear.connector import Action
from preclear.engine.import_kinds import IMPORT_MISSING_RESOURCE, IMPORT_UNEXPECTED_RESOURCE
from preclear.mapping.index import as_written
from preclear.mapping.walk import Spot, at_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.connector import Connector, Definition, MediaType, Operation
    from preclear.mapping.answer.answer import Answer, Sent
    from preclear.mapping.index import Index
    from preclear.source import Json, Kind, Pointer


_OUTSIDE = re.compile(r"[^a-zA-Z0-9_\-]")


class Difference(NamedTuple):
    """A resource in which the plan and the answer differ. `at` is its place in the answer."""

    kind: Kind
    message: str
    spot: Spot
    help: str
    at: Pointer = ()


def compare(index: Index, answer: Answer) -> Iterator[Difference]:
    """Every difference. Nothing is compared with a list that the answer has not, or that may be a part of all."""
    if not answer.complete:
        return
    matched: dict[int, tuple[Operation, Sent]] = {}
    for kind, listed, planned in (
        ("action", answer.actions, index.connector.actions),
        ("trigger", answer.triggers, index.connector.triggers),
    ):
        if listed is None:
            continue
        for sent in listed:
            operation = index.operation(sent)
            if operation is None or id(operation) in matched:
                yield _unexpected(index.connector, sent, twice=operation is not None)
                continue
            matched[id(operation)] = (operation, sent)
            yield from _renamed(operation, sent)
        for each in planned:
            if id(each) not in matched:
                yield _missing(f"{kind} `{each.name.value or each.label}`", at_place(each.place), kind)
    if answer.definitions is not None:
        yield from _definitions(index, answer.definitions, matched)


def _definitions(
    index: Index, listed: tuple[Sent, ...], matched: dict[int, tuple[Operation, Sent]]
) -> Iterator[Difference]:
    """Definitions by name; those without a name of their own by the bodies that use them, or by their number."""
    used = dict(_used(matched))
    met: set[int] = set()
    unplanned: list[Sent] = []
    for sent in listed:
        definition = index.definition(sent.text("name")) or used.get(sent.text("name") or "")
        if definition is None:
            unplanned.append(sent)
        else:
            met.add(id(definition))
    by_name = {sent.text("name"): sent for sent in reversed(unplanned)}
    left = [each for each in index.connector.definitions if id(each) not in met]
    for each in left:
        mended = _OUTSIDE.sub("_", each.name.value)
        renamed = by_name.pop(mended, None)
        if renamed is not None:
            yield _other(renamed, "name", mended, each.name.value, at_place(each.name.place))
        elif each.name.given:
            yield _missing(f"definition `{each.name.value}`", at_place(each.place), "definition")
    unnamed = sum(not each.name.given for each in left)
    unplanned = [sent for sent in unplanned if by_name.get(sent.text("name"))]
    for sent in unplanned if len(unplanned) > unnamed else ():  # else they are those that are left, under made-up names
        yield _unexpected(index.connector, sent)


def _used(matched: dict[int, tuple[Operation, Sent]]) -> Iterator[tuple[str, Definition]]:
    """What the answer calls each definition that a body or response of an action or trigger uses."""
    for operation, sent in matched.values():
        body = operation.request_body
        if body is not None:
            yield from _paired(body.media_types, sent.value.get("requestBody"))
        responses = sent.value.get("responses")
        for held in responses if isinstance(responses, list) else ():
            status = held.get("status") if isinstance(held, dict) else None
            for each in operation.responses:
                if each.number == status and (status is not None or each.status.value == "default"):
                    yield from _paired(each.media_types, held)


def _paired(media_types: tuple[MediaType, ...], held: Json) -> Iterator[tuple[str, Definition]]:
    listed = held.get("definitions") if isinstance(held, dict) else None
    if not isinstance(listed, list) or len(listed) != len(media_types):
        return
    for media_type, item in zip(media_types, listed, strict=True):
        definition = item.get("definition") if isinstance(item, dict) else None
        name = definition.get("name") if isinstance(definition, dict) else None
        if media_type.definition is not None and isinstance(name, str):
            yield name, media_type.definition


def _renamed(operation: Operation, sent: Sent) -> Iterator[Difference]:
    """An operation that was created with another name, method or path than it was planned with."""
    name, method, path = sent.text("name"), sent.text("method"), sent.text("path")
    if name and operation.name.given and name != operation.name.value:
        yield _other(sent, "name", name, operation.name.value, at_place(operation.name.place))
    if method and method.upper() != operation.method.value.upper():
        yield _other(sent, "method", method, operation.method.value, at_place(operation.method.place))
    if isinstance(operation, Action) and path and as_written(path) != operation.path.value:
        expected = operation.template.as_imported
        spot = at_place(operation.path.place)._replace(method=operation.method.value.lower())
        yield _other(sent, "path", path, expected, spot)


def _other(sent: Sent, what: str, found: str, expected: str, spot: Spot) -> Difference:
    message = f"{sent.label} has the {what} `{found}`; expected `{expected}`"
    help = f"use the answer's {what} where the {sent.kind} is called"
    return Difference(IMPORT_UNEXPECTED_RESOURCE, message, spot, help, (*sent.at, what))


def _missing(what: str, spot: Spot, kind: str) -> Difference:
    message = f"{what} was not created; expected it among the {kind}s of the answer"
    return Difference(IMPORT_MISSING_RESOURCE, message, spot, "look for a message that says why")


def _unexpected(connector: Connector, sent: Sent, *, twice: bool = False) -> Difference:
    message = f"{sent.label} was created, and nothing in the document is it; expected what the plan has"
    if twice:
        message = f"{sent.label} was created twice; expected one {sent.kind} of an operation"
    spot = at_place(connector.place, "document")
    help = "check that the document is the one that was sent"
    return Difference(IMPORT_UNEXPECTED_RESOURCE, message, spot, help, sent.at)
