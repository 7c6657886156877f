"""Messages of an import: what belongs to no action, trigger or auth scheme config (Message).

Each text names one place, as a JSON Pointer in a URI fragment or as method and path, so that it finds its way back;
what the check says of it, which may name others, is its detail.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from preclear.connector import HTTP_METHODS, Action
from preclear.source import format_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.connector import Operation
    from preclear.emulator.http.errors import JsonObject
    from preclear.engine import Finding
    from preclear.source import Json, Pointer

_PLAIN_PATH = re.compile(r"/[\w/{}~%=&+$@-]*(?:[.:][\w/{}~%=&+$@-]+)*", re.ASCII)


def make_message(text: str, severity: str) -> JsonObject:
    """A message (Message)."""
    return {"text": text, "severity": severity}


def finding_message(finding: Finding) -> JsonObject:
    """What to say of a finding about the connector, a definition, or no resource at all."""
    location = _fragment(finding.pointer)
    effect = "is not valid" if finding.severity == "error" else "was imported with a loss"
    if not finding.pointer:
        return {"text": finding.message, "severity": finding.severity}
    return {"text": f"{location} {effect}", "severity": finding.severity, "detail": [finding.message]}


def operation_message(operation: Operation, reason: str, findings: Iterable[Finding]) -> JsonObject:
    """What to say of an operation that nothing was made of; `findings` are those about it."""
    location = f"at {_fragment(operation.node.pointer)}"
    if isinstance(operation, Action) and operation.method.value in HTTP_METHODS:
        path = operation.path.value
        location = f"{operation.method.value} {path} {location}" if _PLAIN_PATH.fullmatch(path) else location
    return omission_message(f"what stands {location}" if location.startswith("at") else location, reason, findings)


def resource_message(pointer: Pointer, reason: str, findings: Iterable[Finding]) -> JsonObject:
    """What to say of an auth scheme or definition that nothing was made of."""
    return omission_message(_fragment(pointer), reason, findings)


def omission_message(label: str, reason: str, findings: Iterable[Finding]) -> JsonObject:
    """`label` was not imported, because `reason`."""
    detail: list[Json] = [finding.message for finding in findings if finding.severity != "info"]
    message: JsonObject = {"text": f"{label} was not imported: {reason}", "severity": "error"}
    return {**message, "detail": detail} if detail else message


def _fragment(pointer: Pointer) -> str:
    """The pointer in a URI (RFC 6901, 6), every sign that a sentence could swallow percent-encoded."""
    text = quote(format_pointer(pointer).encode("utf-8", "replace"), safe="/~-_")
    return "#" + (f"{text[:-1]}%2E" if text.endswith(".") else text)
