"""A response is for a range of statuses, but the import holds only single ones.

The status of an imported response is an integer, or absent for the default response. OpenAPI allows `4XX` for all
statuses from 400 to 499. That isn't an integer, so the response can't be imported.

List the statuses that the API sends, each with the same response (a `$ref` keeps that short), or use `default`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from preclear import Operation, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Response

_RANGE = re.compile(r"[1-5][xX]{2}")
_COMMON_STATUSES = {
    "1": ("100", "101"),
    "2": ("200", "201", "202", "204"),
    "3": ("301", "302", "304"),
    "4": ("400", "401", "403", "404", "422"),
    "5": ("500", "502", "503"),
}


@rule(on=Operation, basis="contract", source="ActionHTTPResponse.status", fix="adapt")
def status_range(operation: Operation) -> Iterator[Report]:
    if not _have_range(operation.statuses):
        return
    for response in operation.responses:
        if _RANGE.fullmatch(response.status.value):
            yield _report(response)


@lru_cache(maxsize=256)
def _have_range(statuses: tuple[str, ...]) -> bool:
    """Whether one of the statuses is a range. Most operations have the same statuses as another one."""
    return any(map(_RANGE.fullmatch, statuses))


def _report(response: Response) -> Report:
    from preclear_rules.bodies._response_edits import edit_range

    status, existing = response.status.value, set(response.operation.statuses)
    candidates = [candidate for candidate in _COMMON_STATUSES[status[0]] if candidate not in existing]
    examples = [f"`{candidate}`" for candidate in candidates] or [f"`{status[0]}…`"]
    message = f"status `{status}` is a range; expected a single status, or `default`"
    last = "" if "default" in existing else ", or `default` for all others"
    help = f"list the statuses that the API sends, such as {', '.join(examples)}{last}"
    return Report(message, response, help=help, edit=edit_range(response, _COMMON_STATUSES[status[0]]))
