"""What an answer says about a connection (Connection), and where a refusal's fields are in the connection file."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from preclear.mapping import read_answer
from preclear.platform.connection_files.model import SIDES
from preclear.report import CredentialStatus, SchemeMessage
from preclear.source import text_or_empty

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from preclear.mapping import Message
    from preclear.platform.connection_files.model import ConnectionFile, Side
    from preclear.source import Json, Node, Pointer

_PATH_PART = re.compile(r"[^.\[\]/]+")


def read_credential_statuses(connection: Json) -> tuple[CredentialStatus, ...]:
    """Return what the platform says about each credential of a connection, whatever is missing in it."""
    credentials = _object(connection).get("credentials")
    messages: defaultdict[tuple[Pointer, str], list[Message]] = defaultdict(list)
    for message in read_answer({"credentials": credentials}, 200).messages:
        messages[message.pointer[:3], message.source].append(message)
    return tuple(
        _read_status(_object(use), side, index + 1, messages)
        for side in SIDES
        for index, use in enumerate(_list(_object(credentials).get(side)))
    )


def _read_status(
    use: dict[str, Json], side: Side, number: int, messages: Mapping[tuple[Pointer, str], list[Message]]
) -> CredentialStatus:
    config, credential = _object(use.get("authSchemeConfig")), _object(use.get("credential"))
    pointer = ("credentials", side, number - 1)
    errors = [message.text for message in messages.get((pointer, "credential"), ())]
    return CredentialStatus(
        side=side,
        number=number,
        scheme=text_or_empty(config.get("description")) or text_or_empty(config.get("id")),
        scheme_type=text_or_empty(config.get("schemeType")),
        name=text_or_empty(credential.get("name")),
        credential_type=text_or_empty(credential.get("type")),
        errors=None if credential.get("errors") is None else tuple(errors),
        messages=tuple(
            SchemeMessage(message.severity, "; ".join((message.text, *message.details)))
            for message in messages.get((pointer, "auth scheme"), ())
        ),
    )


def iter_field_problems(file: ConnectionFile, answer: Json) -> Iterator[tuple[Node, str]]:
    """Yield the fields of a refusal (Error) with the node of the file that each is about; at worst the whole file."""
    for item in _list(_object(answer).get("fields")):
        problem = _object(item)
        field, message = text_or_empty(problem.get("field")), text_or_empty(problem.get("message"))
        if message:
            yield _find_node(file, field), f"`{field}`: {message}" if field else message


def _find_node(file: ConnectionFile, field: str) -> Node:
    """Find the node of a field such as `credentials.action[0].credential.data.value`, or as a JSON Pointer."""
    parts: list[str] = _PATH_PART.findall(field)
    node = file.root
    match parts:
        case ["credentials", ("action" | "trigger") as side, index, *rest] if index.isdecimal() and len(index) < 4:
            entries = (file.credentials or {}).get(side, ())
            if int(index) < len(entries):
                entry = entries[int(index)].node
                name = rest[-1] if rest else ""
                return (entry.get("scheme") if "authSchemeConfig" in rest else entry.get(name)) or entry
        case ["variables", index, *_] if index.isdecimal() and len(index) < 6:
            variables = node.get("variables")
            names = [*variables.mapping] if variables is not None else []
            if variables is not None and int(index) < len(names):
                return variables.get(names[int(index)]) or variables
        case _:
            pass
    return (node.get(parts[0]) if parts else None) or node


def _object(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []
