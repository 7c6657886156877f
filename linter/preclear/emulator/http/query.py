"""Query parameters: flags, filters, and pages of a list (PageInfo)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from preclear.emulator.http.errors import JsonObject, invalid_request_error

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.datastructures import QueryParams
    from starlette.requests import Request

    from preclear.source import Json

T = TypeVar("T")
_SORT = re.compile(r"(?:[^:,]+:[^:,]+)(?:,[^:,]+:[^:,]+)*")
_DEFAULT_PAGE_SIZE = 20
_MAX_PAGE_SIZE = 1_000


def read_force(request: Request) -> bool:
    """Return the query parameter `force`, which is false by default. Raises ApiError if it isn't a boolean."""
    value = request.query_params.get("force", "false")
    if value not in ("true", "false"):
        raise invalid_request_error(("force", "expected `true` or `false`"))
    return value == "true"


def check_sort(query: QueryParams) -> None:
    """Check `sort`, which has a syntax but no effect (ListConnectors). Raises ApiError."""
    value = query.get("sort")
    if value is not None and _SORT.fullmatch(value) is None:
        raise invalid_request_error(("sort", "expected `<field>:<order>`, such as `name:asc`"))


def make_page(
    items: Sequence[T], get_id: Callable[[T], Json], query: QueryParams, key: str, render: Callable[[T], Json]
) -> JsonObject:
    """Return a page of `items` under `key` (PageInfo) for the query parameters `first`, `after` and `before`.

    A cursor is the id of an item: `next` is the id of the page's last item, `prev` that of its first. Raises ApiError.
    """
    page_size = _parse_page_size(query.get("first"))
    ids = [get_id(item) for item in items]
    start, end = 0, len(items)
    for name in ("after", "before"):
        cursor = query.get(name)
        if cursor is not None and cursor not in ids:
            raise invalid_request_error((name, "isn't a cursor of this list"))
    if (after := query.get("after")) is not None:
        start = ids.index(after) + 1
    if (before := query.get("before")) is not None:
        end = ids.index(before)
        start = max(start, end - page_size)
    end = min(end, start + page_size)
    page_info: JsonObject = {"totalCount": len(items)}
    if start < end < len(items):
        page_info["next"] = ids[end - 1]
    if 0 < start < end:
        page_info["prev"] = ids[start]
    return {**page_info, key: [render(item) for item in items[start:end]]}


def _parse_page_size(value: str | None) -> int:
    if value is None:
        return _DEFAULT_PAGE_SIZE
    is_number = value.isascii() and value.isdecimal() and len(value) < 5
    if not is_number or not 1 <= int(value) <= _MAX_PAGE_SIZE:
        raise invalid_request_error(("first", f"expected a whole number from 1 to {_MAX_PAGE_SIZE}"))
    return int(value)
