"""What a binding says of its connector, compared with what the platform has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.platform.credentials import is_ulid

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from preclear.config import ConnectorBinding
    from preclear.source import Json

TAGS = "tags"
CATEGORIES = "categories"
CONNECTIONS = "connections"
PUBLISH = "publish"
RECORD = "record the digest"


def list_differences(binding: ConnectorBinding, connector: Mapping[str, Json]) -> Iterator[str]:
    """Yield what differs: name, base URL, documentation, image, tags. A binding to an id says nothing of the name."""
    if not is_ulid(binding.connector) and connector.get("name") != binding.connector:
        yield "name"
    if binding.base_url is not None and _strip(connector.get("baseUrl")) != _strip(binding.base_url):
        yield "base URL"
    for label, key, url in (
        ("documentation", "documentationURL", binding.documentation_url),
        ("image", "imageURL", binding.image_url),
    ):
        if url is not None and connector.get(key) != url:
            yield label
    if binding.tags is not None and _sort_tags(connector.get("tags")) != _sort_tags(
        {key: list(values) for key, values in binding.tags.items()}
    ):
        yield TAGS


def has_categories(binding: ConnectorBinding, categories: Collection[str]) -> bool:
    """Whether a connector's `categories` are those of the binding."""
    return binding.categories is None or {*binding.categories} == {*categories}


def _strip(url: Json) -> str:
    return url.rstrip("/") if isinstance(url, str) else ""


def _sort_tags(tags: Json) -> dict[str, list[str]]:
    if not isinstance(tags, dict):
        return {}
    return {
        key: sorted(value for value in values if isinstance(value, str))
        for key, values in tags.items()
        if isinstance(values, list) and values
    }
