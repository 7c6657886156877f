"""What is there already: connectors and versions, over all pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from preclear.platform.client import Deadline, Line, fetch
from preclear.platform.credentials import Unusable, id_of, is_ulid
from preclear.platform.outcome import outcome_of, read_json
from preclear.platform.request import get_request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.platform.credentials import Access
    from preclear.source import Json

PAGE = 100
"""How many are asked for at once (parameter `first`; the server may give fewer)."""

PAGES = 500
"""Pages after which a list is given up: more than any organisation has, fewer than for ever."""

MOST = 100_000_000
"""Bytes of all pages of a run, as many as a document may have with all its files."""

NEAR = 5
"""How many names or ids a message lists."""

LONGEST = 80
"""Characters of a server's name or id that a message shows."""


class LookupFailed(Exception):
    """What was looked for can't be had: why, for a person. `status` is the server's, None where none came."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class Listed(NamedTuple):
    """A connector: its id and name as sent, and the object."""

    id: str
    name: str
    value: dict[str, Json]


class Version(NamedTuple):
    """A version of a connector, as sent; moments are texts, None where there are none."""

    id: str
    name: str
    latest: bool
    default: bool
    created: str | None
    updated: str | None
    published: str | None


class Lookups:
    """The lists of one organisation, all within one deadline."""

    def __init__(self, access: Access, line: Line, deadline: Deadline) -> None:
        self._access = access
        self._line = line
        self._deadline = deadline
        self._bytes = 0

    def connectors(self, name: str | None = None) -> list[Listed]:
        """Every HTTP connector, newest first; of `name` those that have it in theirs, whatever the case.

        Raises LookupFailed.
        """
        url = self._access.url("connectors")
        query = {"protocol": "http", **({"name": name} if name is not None else {})}
        listed = [each for each in self._pages(url, query, "connectors") if isinstance(each, dict)]
        return [Listed(_text(each.get("id")) or "", _text(each.get("name")) or "", each) for each in listed]

    def versions(self, connector: str) -> list[Version]:
        """Every version of the connector with this id, the last changed first. Raises LookupFailed."""
        url = self._access.url("connectors", id_of(connector, "the connector"), "versions")
        return [_version(each) for each in self._pages(url, {}, "items") if isinstance(each, dict)]

    def find(self, connector: str) -> Listed:
        """Find a connector by its name; an id is taken at its word, and has no name then.

        Raises LookupFailed unless exactly one has exactly this name.
        """
        if is_ulid(connector):
            return Listed(connector, "", {})
        listed = self.connectors(connector)
        exact = [each for each in listed if each.name == connector]
        if len(exact) == 1:
            try:
                id_of(exact[0].id, "the connector that was found")
            except Unusable as error:
                raise LookupFailed(str(error)) from None
            return exact[0]
        if exact:
            ids = ", ".join(f"`{_short(each.id)}`" for each in exact[:NEAR])
            more = f" and {len(exact) - NEAR:,} more" if len(exact) > NEAR else ""
            called = f"{len(exact):,} connectors are called `{connector}`"
            raise LookupFailed(f"{called}; expected the id of one: {ids}{more}")
        near = _near(connector, listed) or _near(connector, self.connectors())
        told = ", ".join(f"`{_short(each.name)}` ({_short(each.id)})" for each in near)
        raise LookupFailed(f"no connector is called `{connector}`; " + (f"near is {told}" if near else "none is near"))

    def _pages(self, url: str, query: dict[str, str], key: str) -> Iterator[Json]:
        after: str | None = None
        seen: set[str] = set()
        for _ in range(PAGES):
            asked = {**query, "first": str(PAGE), **({"after": after} if after is not None else {})}
            page = self._page(f"{url}?{urlencode(asked)}", key)
            listed = page[key]
            yield from listed if isinstance(listed, list) else ()
            after = _text(page.get("next"))
            if after is None:
                return
            if after in seen:
                break
            seen.add(after)
        raise LookupFailed(f"the list of {key} does not end")

    def _page(self, url: str, key: str) -> dict[str, Json]:
        """One page. `key` is required by the API description; an empty list may be null."""
        exchange = fetch(get_request(url), self._access, self._line, self._deadline)
        if exchange.trouble is not None or exchange.status != 200:
            reason = outcome_of(exchange, self._access).reason
            raise LookupFailed(f"the look-up failed: {reason}", exchange.status)
        self._bytes += len(exchange.body)
        if self._bytes > MOST:
            raise LookupFailed(f"the look-up failed: the list of {key} has more than {MOST:,} bytes")
        if (exchange.headers or {}).get("content-encoding", "identity") != "identity":
            raise LookupFailed("the look-up failed: its answer is compressed, which was not asked for")
        value, fault = read_json(exchange.body, self._access)
        if fault is not None or not isinstance(value, dict) or not isinstance(value.get(key), list | None):
            raise LookupFailed(f"the look-up failed: {fault or 'its answer is no page of a list'}")
        if key not in value:
            raise LookupFailed(f"the look-up failed: its answer has no `{key}`")
        return value


def connector_id(text: str) -> str:
    """Take `text` for an id, where nothing may be looked up. Raises Unusable for what can be none."""
    try:
        return id_of(text, "the connector")
    except Unusable as error:
        raise Unusable(f"{error}; a name is only found without `--no-lookup`") from None


def _near(name: str, listed: list[Listed]) -> list[Listed]:
    """Those whose names are like it: the same in another case first, then by the letters that they share."""
    from difflib import get_close_matches

    lower = name.lower()
    names = {each.name.lower() for each in listed if each.name}
    holding = sorted(each for each in names if lower in each or each in lower)
    close = dict.fromkeys([*get_close_matches(lower, sorted(names), NEAR, 0.6), *holding])
    order = {each: number for number, each in enumerate(close)}
    found = [each for each in listed if each.name.lower() in order]
    return sorted(found, key=lambda each: order[each.name.lower()])[:NEAR]


def _version(value: dict[str, Json]) -> Version:
    return Version(
        _text(value.get("id")) or "",
        _text(value.get("name")) or "",
        value.get("isLatest") is True,
        value.get("isDefault") is True,
        _text(value.get("createdAt")),
        _text(value.get("updatedAt")),
        _text(value.get("publishedAt")),
    )


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) and value else None


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
