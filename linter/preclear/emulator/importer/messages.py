"""Messages of an import that belong to no action, trigger or auth scheme config (Message).

Each text names exactly one place, as a URI fragment with a JSON Pointer or as method and path, so that it can be mapped
back. The message of the check, which may name other places, is its detail.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from preclear.connector import HTTP_METHODS, Action
from preclear.source import format_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from preclear.connector import Operation
    from preclear.emulator.http.errors import JsonObject
    from preclear.engine import Finding
    from preclear.source import Json, Pointer

_PLAIN_PATH = re.compile(r"/[\w/{}~%=&+$@-]*(?:[.:][\w/{}~%=&+$@-]+)*", re.ASCII)


def make_message(text: str, severity: str) -> JsonObject:
    """Return a message (Message)."""
    return {"text": text, "severity": severity}


def finding_message(finding: Finding) -> JsonObject:
    """Return the message for a finding about the connector, a definition, or no resource."""
    location = _fragment(finding.pointer)
    effect = "isn't valid" if finding.severity == "error" else "was imported incompletely"
    if not finding.pointer:
        return {"text": finding.message, "severity": finding.severity}
    return {"text": f"{location} {effect}", "severity": finding.severity, "detail": [finding.message]}


def operation_message(operation: Operation, reason: str, findings: Iterable[Finding]) -> JsonObject:
    """Return the message for an operation that wasn't imported; `findings` are about the operation."""
    fragment = _fragment(operation.node.pointer)
    label = f"the operation at {fragment}"
    if isinstance(operation, Action) and operation.method.value in HTTP_METHODS:
        path = operation.path.value
        label = f"{operation.method.value} {path} at {fragment}" if _PLAIN_PATH.fullmatch(path) else label
    return omission_message(label, reason, findings)


def resource_message(pointer: Pointer, reason: str, findings: Sequence[Finding]) -> JsonObject:
    """Return the message for an auth scheme or definition that wasn't imported.

    It's no more severe than the findings about it: a scheme without a config is a warning if the check says so.
    """
    severities = {finding.severity for finding in findings if finding.severity != "info"}
    message = omission_message(_fragment(pointer), reason, findings)
    return {**message, "severity": "warning"} if severities == {"warning"} else message


def omission_message(label: str, reason: str, findings: Iterable[Finding]) -> JsonObject:
    """Return the message that `label` wasn't imported because of `reason`."""
    detail: list[Json] = [finding.message for finding in findings if finding.severity != "info"]
    message: JsonObject = {"text": f"{label} wasn't imported: {reason}", "severity": "error"}
    return {**message, "detail": detail} if detail else message


def _fragment(pointer: Pointer) -> str:
    """Return the pointer as a URI fragment (RFC 6901, section 6), with punctuation percent-encoded."""
    text = quote(format_pointer(pointer).encode("utf-8", "replace"), safe="/~-_")
    return "#" + (f"{text[:-1]}%2E" if text.endswith(".") else text)
