"""Messages of an import: what belongs to no action, trigger or auth scheme config (Message).

Each text names one place, as a JSON Pointer in a URI fragment or as method and path, so that it finds its way back;
what the check says of it, which may name others, is its detail.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from preclear.connector import HTTP_METHODS, Action
from preclear.source import pointer_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.connector import Operation
    from preclear.emulator.problem import Object
    from preclear.engine import Finding
    from preclear.source import Json, Pointer

_PLAIN_PATH = re.compile(r"/[\w/{}~%=&+$@-]*(?:[.:][\w/{}~%=&+$@-]+)*", re.ASCII)


def of_finding(finding: Finding) -> Object:
    """What to say of a finding about the connector, a definition, or no resource at all."""
    where = _fragment(finding.pointer)
    fate = "is not valid" if finding.severity == "error" else "was imported with a loss"
    if not finding.pointer:
        return {"text": finding.message, "severity": finding.severity}
    return {"text": f"{where} {fate}", "severity": finding.severity, "detail": [finding.message]}


def of_left_out(operation: Operation, reason: str, findings: Iterable[Finding]) -> Object:
    """What to say of an operation that nothing was made of; `findings` are those about it."""
    where = f"at {_fragment(operation.node.pointer)}"
    if isinstance(operation, Action) and operation.method.value in HTTP_METHODS:
        path = operation.path.value
        where = f"{operation.method.value} {path} {where}" if _PLAIN_PATH.fullmatch(path) else where
    return left_out(f"what stands {where}" if where.startswith("at") else where, reason, findings)


def of_resource(pointer: Pointer, reason: str, findings: Iterable[Finding]) -> Object:
    """What to say of an auth scheme or definition that nothing was made of."""
    return left_out(_fragment(pointer), reason, findings)


def left_out(what: str, reason: str, findings: Iterable[Finding]) -> Object:
    """`what` was not imported, because `reason`."""
    detail: list[Json] = [finding.message for finding in findings if finding.severity != "info"]
    made: Object = {"text": f"{what} was not imported: {reason}", "severity": "error"}
    return {**made, "detail": detail} if detail else made


def _fragment(pointer: Pointer) -> str:
    """The pointer in a URI (RFC 6901, 6), every sign that a sentence could swallow percent-encoded."""
    text = quote(pointer_text(pointer).encode("utf-8", "replace"), safe="/~-_")
    return "#" + (f"{text[:-1]}%2E" if text.endswith(".") else text)
