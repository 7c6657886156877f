"""A response's key is no status.

Responses are kept under the status that they come with: three digits from 100 to 599, a range such as `4XX`, or
`default` for whatever has no response of its own. Anything else is none of them, and no answer of the API will ever
match it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear import Report, Response, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_STATUS = re.compile(r"[1-5](?:[0-9]{2}|[xX]{2})|default")
_RANGE = re.compile(r"([1-5])(?:[xX*_]{1,2}|[0-9][xX*])")
_NUMBER = re.compile(r"[+0\s]*([1-5][0-9]{2})(?:\.0+)?\s*")


@rule(on=Response, basis="openapi", source="OpenAPI 3.1.1, Responses Object")
def invalid_status(response: Response) -> Iterator[Report]:
    status = response.status.value
    if not _STATUS.fullmatch(status):
        shown = f"`{status[:60]}`" if status else "an empty key"
        message = f"{shown} is no status; expected three digits from 100 to 599, or `default`"
        yield Report(message, response, help=_help(status))


def _help(status: str) -> str:
    number, of_range = _NUMBER.fullmatch(status), _RANGE.fullmatch(status)
    if number:
        return f"write `{number[1]}`"
    if of_range:
        return f"write `{of_range[1]}00`, or whatever status is sent"
    if status.strip().lower() in ("default", "*", "any", "else", "error"):
        return "write `default`"
    return "write the status that is sent, such as `200`"
