"""A response's key isn't a status code.

The key of a response is a status code of three digits from 100 to 599, a range such as `4XX`, or `default` for every
other status. A response of the API never matches any other key.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from preclear import Operation, Report, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

_STATUS = re.compile(r"[1-5](?:[0-9]{2}|[xX]{2})|default")
_RANGE = re.compile(r"([1-5])(?:[xX*_]{1,2}|[0-9][xX*])")
_NUMBER = re.compile(r"[+0\s]*([1-5][0-9]{2})(?:\.0+)?\s*")


@rule(on=Operation, basis="openapi", source="OpenAPI 3.1.1, Responses Object", fix="adapt")
def invalid_status(operation: Operation) -> Iterator[Report]:
    if _are_valid(operation.statuses):
        return
    existing = set(operation.statuses)
    guesses = {status: _guess_status(status) for status in existing if not _STATUS.fullmatch(status)}
    if len(guesses) == len(existing) and not any(guesses.values()):  # an operation never loses all its responses
        guesses |= dict.fromkeys(sorted(guesses)[:1], "default")
    for response in operation.responses:
        status = response.status.value
        if status in guesses:
            from preclear_rules.bodies._response_edits import edit_status

            intended = guesses[status]
            shown = f"`{status[:60]}`" if status else "an empty key"
            message = f"{shown} isn't a status code; expected three digits from 100 to 599, or `default`"
            edit = edit_status(response, intended, is_taken=intended in existing)
            yield Report(message, response, help=_suggest_fix(status, existing), edit=edit)


@lru_cache(maxsize=256)
def _are_valid(statuses: tuple[str, ...]) -> bool:
    """Whether all statuses are valid. Most operations have the same statuses as another one."""
    return all(map(_STATUS.fullmatch, statuses))


def _suggest_fix(status: str, existing: Set[str]) -> str:
    intended = _guess_status(status)
    is_range = _RANGE.fullmatch(status) is not None
    if intended is None or (is_range and intended in existing):
        return f"write the status that is sent{'' if '200' in existing else ', such as `200`'}"
    if intended in existing:
        return f"remove it: `{intended}` already exists"
    return f"write `{intended}`{', or whatever status is sent' if is_range else ''}"


def _guess_status(status: str) -> str | None:
    number_match, range_match = _NUMBER.fullmatch(status), _RANGE.fullmatch(status)
    if number_match:
        return number_match[1]
    if range_match:
        return f"{range_match[1]}00"
    if status.strip().lower() in ("default", "*", "any", "else", "error"):
        return "default"
    return None
