"""Reading objects and lists of the platform, page by page, within one deadline."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from preclear.platform.http import (
    Deadline,
    HttpConnection,
    build_get_request,
    determine_outcome,
    read_json,
    send_request,
)
from preclear.platform.lookups.records import LookupFailure
from preclear.source import non_empty_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear.platform.credentials import Credentials
    from preclear.platform.http import Exchange
    from preclear.source import Json

PAGE_SIZE = 100
"""Page size that is requested (parameter `first`; the server may return fewer)."""

MAX_PAGES = 500
"""Maximum number of pages of a list: more than any organisation has."""

MAX_BYTES = 100_000_000
"""Maximum size, in bytes, of all answers of a run together."""


class PlatformReader:
    """Reads answers to GET requests. Everything that it raises is a LookupFailure, or a ConnectionSetupError."""

    def __init__(self, credentials: Credentials, connection: HttpConnection, deadline: Deadline) -> None:
        self._credentials = credentials
        self._connection = connection
        self._deadline = deadline
        self._bytes_read = 0

    def read(self, url: str, accept: str = "application/json") -> Json:
        """Return the JSON of an answer with status 200."""
        exchange = send_request(build_get_request(url, accept), self._credentials, self._connection, self._deadline)
        return self._read_answer(exchange)

    def read_object(self, url: str, name: str, keys: Sequence[str] = ()) -> dict[str, Json]:
        """Return an object that has `keys`; `name` (`a version`) names it in messages."""
        value = self.read(url)
        if not isinstance(value, dict) or not all(key in value for key in keys):
            raise LookupFailure(f"the lookup failed: its answer is not {name}")
        return value

    def list_objects(self, url: str, query: Sequence[tuple[str, str]], key: str) -> list[dict[str, Json]]:
        """Return the objects of all pages of a list that each page has under `key`."""
        return [item for item in self._iter_items(url, query, key) if isinstance(item, dict)]

    def _iter_items(self, url: str, query: Sequence[tuple[str, str]], key: str) -> Iterator[Json]:
        after: str | None = None
        cursors: set[str] = set()
        for _ in range(MAX_PAGES):
            page_query = [*query, ("first", str(PAGE_SIZE)), *([("after", after)] if after is not None else [])]
            page = self._read_page(f"{url}?{urlencode(page_query)}", key)
            items = page[key]
            yield from items if isinstance(items, list) else ()
            after = non_empty_text(page.get("next"))
            if after is None:
                return
            if after in cursors:
                break
            cursors.add(after)
        raise LookupFailure(f"the list of {key} has too many pages")

    def _read_page(self, url: str, key: str) -> dict[str, Json]:
        """Return one page. The API description requires `key`; an empty list may be null."""
        value = self.read(url)
        if not isinstance(value, dict) or not isinstance(value.get(key), list | None):
            raise LookupFailure("the lookup failed: its answer isn't a page of a list")
        if key not in value:
            raise LookupFailure(f"the lookup failed: its answer has no `{key}`")
        return value

    def _read_answer(self, exchange: Exchange) -> Json:
        if exchange.failure is not None or exchange.status != 200:
            reason = determine_outcome(exchange, self._credentials).reason
            raise LookupFailure(f"the lookup failed: {reason}", exchange.status)
        self._bytes_read += len(exchange.body)
        if self._bytes_read > MAX_BYTES:
            raise LookupFailure(f"the lookup failed: its answers have more than {MAX_BYTES:,} bytes")
        if (exchange.headers or {}).get("content-encoding", "identity") != "identity":
            raise LookupFailure("the lookup failed: its answer is compressed, although the request rules that out")
        value, fault = read_json(exchange.body, self._credentials)
        if fault is not None:
            raise LookupFailure(f"the lookup failed: {fault}")
        return value
