"""What an answer says about a connection (Connection), and where a refusal's fields are in the connection file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear.mapping import read_message
from preclear.platform.connection_files.model import SIDES
from preclear.report import CredentialStatus, SchemeMessage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.platform.connection_files.model import ConnectionFile
    from preclear.source import Json, Node

_PATH_PART = re.compile(r"[^.\[\]/]+")


def read_credential_statuses(connection: Json) -> tuple[CredentialStatus, ...]:
    """Return what the platform says about each credential of a connection, whatever is missing in it."""
    credentials = _object(connection).get("credentials")
    return tuple(
        _read_status(_object(use), side, index + 1)
        for side in SIDES
        for index, use in enumerate(_list(_object(credentials).get(side)))
    )


def _read_status(use: dict[str, Json], side: str, number: int) -> CredentialStatus:
    config, credential = _object(use.get("authSchemeConfig")), _object(use.get("credential"))
    errors = credential.get("errors")
    messages = (read_message(item, (), "auth scheme") for item in _list(config.get("validationMessages")))
    return CredentialStatus(
        side=side,
        number=number,
        scheme=_text(config.get("description")) or _text(config.get("id")),
        scheme_type=_text(config.get("schemeType")),
        name=_text(credential.get("name")),
        credential_type=_text(credential.get("type")),
        errors=tuple(read_message(item, (), "credential").text for item in _list(errors)) if errors is not None else None,
        messages=tuple(SchemeMessage(message.severity, _join(message.text, message.details)) for message in messages),
    )


def iter_field_problems(file: ConnectionFile, answer: Json) -> Iterator[tuple[Node, str]]:
    """Yield the fields of a refusal (Error) with the node of the file that each is about; at worst the whole file."""
    for item in _list(_object(answer).get("fields")):
        problem = _object(item)
        field, message = _text(problem.get("field")), _text(problem.get("message"))
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


def _join(text: str, details: tuple[str, ...]) -> str:
    return "; ".join((text, *details))


def _object(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""
