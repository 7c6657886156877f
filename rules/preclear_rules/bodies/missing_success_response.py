"""An operation has no success response.

Whether an action or trigger succeeded is determined from its responses. If these are only failures, such as `401` and
`404`, nothing says which status means success, and nothing describes what the API returns then.

A success response has a status from 200 to 399, or `default`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from preclear import Action, Operation, Report, rule
from preclear_rules._grouping import join_words

if TYPE_CHECKING:
    from collections.abc import Iterator

_FAILURE = re.compile(r"[145](?:[0-9]{2}|XX)")


@rule(on=Operation, basis="contract", source="ActionHTTPCommon.responses", severity="warning", fix="adapt")
def missing_success_response(operation: Operation) -> Iterator[Report]:
    statuses = operation.statuses
    responses = operation.node.get("responses") if statuses and _are_failures(statuses) else None
    if responses is None:
        return
    from preclear_rules.bodies._response_edits import add_default_response

    noun = "action" if isinstance(operation, Action) else "trigger"
    shown = join_words([f"`{status}`" for status in statuses])
    message = f"{noun} `{operation.label}` has no success response, only {shown}; expected a status from 200 to 399"
    help = "add the response that is sent on success, such as `200`"
    yield Report(message, responses.missing_key("200"), help=help, edit=add_default_response(operation))


@lru_cache(maxsize=256)
def _are_failures(statuses: tuple[str, ...]) -> bool:
    """Whether all statuses are failures. Most operations have the same statuses as another one."""
    return all(_FAILURE.fullmatch(status.upper()) for status in statuses)
