"""Lists of the connectors and versions that exist, over all pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from preclear.platform.client import Deadline, HttpConnection, send_request
from preclear.platform.credentials import InvalidOptionError, is_ulid, validate_id
from preclear.platform.outcome import determine_outcome, read_json
from preclear.platform.request import build_get_request
from preclear.source import truncate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.platform.credentials import Credentials
    from preclear.source import Json

PAGE_SIZE = 100
"""Page size that is requested (parameter `first`; the server may return fewer)."""

MAX_PAGES = 500
"""Maximum number of pages of a list: more than any organisation has."""

MAX_BYTES = 100_000_000
"""Maximum size, in bytes, of all pages of a run together."""

MAX_SUGGESTIONS = 5
"""Maximum number of names or ids in a message."""

MAX_NAME_LENGTH = 80
"""Maximum length, in characters, of a server's name or id in a message."""


class LookupFailure(Exception):
    """A lookup failed; the message says why. `status` is the HTTP status; None without an answer."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class ConnectorRecord(NamedTuple):
    """A connector: its id and name as sent, and the object."""

    id: str
    name: str
    value: dict[str, Json]


class ConnectorVersion(NamedTuple):
    """A version of a connector as the server sent it; timestamps are strings, or None."""

    id: str
    name: str
    is_latest: bool
    is_default: bool
    created_at: str | None
    updated_at: str | None
    published_at: str | None


class PlatformLookup:
    """Lookups in one organisation, all within one deadline."""

    def __init__(self, credentials: Credentials, connection: HttpConnection, deadline: Deadline) -> None:
        self._credentials = credentials
        self._connection = connection
        self._deadline = deadline
        self._bytes_read = 0

    def list_connectors(self, name: str | None = None) -> list[ConnectorRecord]:
        """Return every HTTP connector, newest first; with `name`, those whose names contain it, ignoring case.

        Raises LookupFailure.
        """
        url = self._credentials.url("connectors")
        query = {"protocol": "http", **({"name": name} if name is not None else {})}
        items = [item for item in self._iter_items(url, query, "connectors") if isinstance(item, dict)]
        return [
            ConnectorRecord(_non_empty_text(item.get("id")) or "", _non_empty_text(item.get("name")) or "", item)
            for item in items
        ]

    def list_versions(self, connector_id: str) -> list[ConnectorVersion]:
        """Return every version of the connector with this id, last changed first. Raises LookupFailure."""
        url = self._credentials.url("connectors", validate_id(connector_id, "the connector"), "versions")
        return [_read_version(item) for item in self._iter_items(url, {}, "items") if isinstance(item, dict)]

    def find_connector(self, name_or_id: str) -> ConnectorRecord:
        """Find a connector by its name; an id is used as it is, and the name is then empty.

        Raises LookupFailure unless exactly one has exactly this name.
        """
        if is_ulid(name_or_id):
            return ConnectorRecord(name_or_id, "", {})
        connectors = self.list_connectors(name_or_id)
        exact_matches = [candidate for candidate in connectors if candidate.name == name_or_id]
        if len(exact_matches) == 1:
            try:
                validate_id(exact_matches[0].id, "the connector that was found")
            except InvalidOptionError as error:
                raise LookupFailure(str(error)) from None
            return exact_matches[0]
        if exact_matches:
            ids = ", ".join(_quote(candidate.id) for candidate in exact_matches[:MAX_SUGGESTIONS])
            remainder = (
                f" and {len(exact_matches) - MAX_SUGGESTIONS:,} more" if len(exact_matches) > MAX_SUGGESTIONS else ""
            )
            summary = f"{len(exact_matches):,} connectors are called `{name_or_id}`"
            raise LookupFailure(f"{summary}; expected the id of one: {ids}{remainder}")
        suggestions = _suggest_connectors(name_or_id, connectors) or _suggest_connectors(
            name_or_id, self.list_connectors()
        )
        suggestion_list = ", ".join(
            f"{_quote(candidate.name)} ({truncate(candidate.id, MAX_NAME_LENGTH)})" for candidate in suggestions
        )
        raise LookupFailure(
            f"no connector is called `{name_or_id}`; "
            + (f"similar: {suggestion_list}" if suggestions else "no similar name exists")
        )

    def _iter_items(self, url: str, query: dict[str, str], key: str) -> Iterator[Json]:
        after: str | None = None
        cursors: set[str] = set()
        for _ in range(MAX_PAGES):
            page_query = {**query, "first": str(PAGE_SIZE), **({"after": after} if after is not None else {})}
            page = self._fetch_page(f"{url}?{urlencode(page_query)}", key)
            items = page[key]
            yield from items if isinstance(items, list) else ()
            after = _non_empty_text(page.get("next"))
            if after is None:
                return
            if after in cursors:
                break
            cursors.add(after)
        raise LookupFailure(f"the list of {key} has too many pages")

    def _fetch_page(self, url: str, key: str) -> dict[str, Json]:
        """Fetch one page. The API description requires `key`; an empty list may be null."""
        exchange = send_request(build_get_request(url), self._credentials, self._connection, self._deadline)
        if exchange.failure is not None or exchange.status != 200:
            reason = determine_outcome(exchange, self._credentials).reason
            raise LookupFailure(f"the lookup failed: {reason}", exchange.status)
        self._bytes_read += len(exchange.body)
        if self._bytes_read > MAX_BYTES:
            raise LookupFailure(f"the lookup failed: the list of {key} has more than {MAX_BYTES:,} bytes")
        if (exchange.headers or {}).get("content-encoding", "identity") != "identity":
            raise LookupFailure("the lookup failed: its answer is compressed, although the request rules that out")
        value, fault = read_json(exchange.body, self._credentials)
        if fault is not None or not isinstance(value, dict) or not isinstance(value.get(key), list | None):
            problem = fault or "its answer isn't a page of a list"
            raise LookupFailure(f"the lookup failed: {problem}")
        if key not in value:
            raise LookupFailure(f"the lookup failed: its answer has no `{key}`")
        return value


def parse_connector_id(text: str) -> str:
    """Use `text` as an id, because lookups are disabled. Raises InvalidOptionError if it can't be one."""
    try:
        return validate_id(text, "the connector")
    except InvalidOptionError as error:
        raise InvalidOptionError(f"{error}; to use a name, leave out `--no-lookup`") from None


def _suggest_connectors(name: str, connectors: list[ConnectorRecord]) -> list[ConnectorRecord]:
    """Return connectors with similar names: first the same name in another case, then by common letters."""
    from difflib import get_close_matches

    lower = name.lower()
    names = {connector.name.lower() for connector in connectors if connector.name}
    containing = sorted(known_name for known_name in names if lower in known_name or known_name in lower)
    similar = dict.fromkeys([*get_close_matches(lower, sorted(names), MAX_SUGGESTIONS, 0.6), *containing])
    order = {known_name: rank for rank, known_name in enumerate(similar)}
    candidates = [connector for connector in connectors if connector.name.lower() in order]
    return sorted(candidates, key=lambda connector: order[connector.name.lower()])[:MAX_SUGGESTIONS]


def _read_version(value: dict[str, Json]) -> ConnectorVersion:
    return ConnectorVersion(
        _non_empty_text(value.get("id")) or "",
        _non_empty_text(value.get("name")) or "",
        value.get("isLatest") is True,
        value.get("isDefault") is True,
        _non_empty_text(value.get("createdAt")),
        _non_empty_text(value.get("updatedAt")),
        _non_empty_text(value.get("publishedAt")),
    )


def _non_empty_text(value: Json) -> str | None:
    return value if isinstance(value, str) and value else None


def _quote(text: str) -> str:
    """Return `text` in backticks, cut if it's long."""
    return f"`{truncate(text, MAX_NAME_LENGTH)}`"
