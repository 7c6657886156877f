"""Everything about one connector, as text and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.credential_data import hide_credential_data
from preclear.report.rendering.escape import escape
from preclear.report.rendering.style import BOLD, PLAIN, Style
from preclear.source import object_items

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear.source import Json

_FIELDS = (
    ("id", "id"),
    ("name", "name"),
    ("protocol", "protocol"),
    ("baseUrl", "base URL"),
    ("datasetId", "dataset"),
    ("documentationURL", "documentation"),
    ("imageURL", "image"),
    ("public", "public"),
    ("createdAt", "created"),
    ("updatedAt", "updated"),
)
_LABEL_WIDTH = 14
_TABLE_WIDTH = 120


def format_connector_json(connector: dict[str, Json]) -> str:
    """Return the connector as JSON, ending with a newline. Data of credentials is `***`."""
    from preclear.report.json_report import FORMAT_VERSION, dump_json

    return dump_json({"version": FORMAT_VERSION, "connector": hide_credential_data(connector)})


def format_connector(connector: dict[str, Json], style: Style = PLAIN) -> Iterator[str]:
    """Yield the lines: the fields, then a table for each kind of resource that the connector has."""
    yield style("Connector", BOLD)
    for key, label in _FIELDS:
        text = _text(connector.get(key))
        if text:
            yield _field(label, text)
    tags = connector.get("tags")
    for name, values in tags.items() if isinstance(tags, dict) else ():
        yield _field("tag", f"{name}: {', '.join(map(_text, values))}" if isinstance(values, list) else name)
    for variable in object_items(connector.get("connectionVariables")):
        yield _field("variable", _variable(variable))
    yield from _section("Auth scheme configs", ("TYPE", "ID", "DESCRIPTION", "DETAILS"), _config_rows(connector), style)
    yield from _section("Versions", ("NAME", "STATE", "CREATED", "DESCRIPTION"), _version_rows(connector), style)
    yield from _section("Connections", ("NAME", "ID", "VARIABLES", "CREDENTIALS"), _connection_rows(connector), style)


def format_version_state(version: dict[str, Json]) -> str:
    """Return the state of a version: `draft`, or when it was published; and whether it's the latest or the default."""
    published = _text(version.get("publishedAt"))
    marks = [word for key, word in (("isLatest", "latest"), ("isDefault", "default")) if version.get(key) is True]
    return ", ".join([f"published {published}" if published else "draft", *marks])


def _section(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]], style: Style) -> Iterator[str]:
    from preclear.report.rendering.table import Folding, format_table

    yield ""
    yield style(title, BOLD)
    if not rows:
        yield "  none"
    else:
        yield from format_table(headings, rows, _TABLE_WIDTH, style, indent=2, folding=Folding(is_last_plain=False))


def _field(label: str, text: str) -> str:
    return f"  {label:<{_LABEL_WIDTH}} {escape(text)}"


def _config_rows(connector: dict[str, Json]) -> list[tuple[str, ...]]:
    return [
        (
            _text(config.get("schemeType")),
            _text(config.get("id")),
            _text(config.get("description")),
            " ".join(_text(config.get(key)) for key in ("in", "name", "algorithm") if config.get(key))
            or _grant(config.get("grant")),
        )
        for config in object_items(connector.get("authSchemeConfigs"))
    ]


def _version_rows(connector: dict[str, Json]) -> list[tuple[str, ...]]:
    return [
        (
            _text(version.get("name")),
            format_version_state(version),
            _text(version.get("createdAt")),
            _text(version.get("description")),
        )
        for version in object_items(connector.get("versions"))
    ]


def _connection_rows(connector: dict[str, Json]) -> list[tuple[str, ...]]:
    return [
        (
            _text(connection.get("name")),
            _text(connection.get("id")),
            ", ".join(map(_variable, object_items(connection.get("variables")))),
            _credential_types(connection.get("credentials")),
        )
        for connection in object_items(connector.get("connections"))
    ]


def _credential_types(credentials: Json) -> str:
    """Return the auth scheme of each credential: `action api-key, basic-auth; trigger hmac`."""
    parts: list[str] = []
    for kind in ("action", "trigger"):
        items = object_items(credentials.get(kind)) if isinstance(credentials, dict) else []
        configs = [config for item in items if isinstance(config := item.get("authSchemeConfig"), dict)]
        types = [_text(config.get("schemeType")) for config in configs]
        if types:
            parts.append(f"{kind} {', '.join(types)}")
    return "; ".join(parts)


def _grant(grant: Json) -> str:
    return _text(grant.get("grantType")) if isinstance(grant, dict) else ""


def _variable(variable: dict[str, Json]) -> str:
    return f"{_text(variable.get('name'))} = {_text(variable.get('value'))}"


def _text(value: Json) -> str:
    """Return a text as it is, a boolean as a word, and nothing for anything else."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else ""
