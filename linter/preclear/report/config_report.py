"""The effective settings and their origins, as a table and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.config import ADAPT_FIELDS, SETTING_SPECS
from preclear.report.json_report import dump_json
from preclear.report.rendering.table import Folding, format_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.config import ConnectorBinding, Ignore, RuleRegistry, Setting, Settings
    from preclear.report.rendering.style import Style
    from preclear.source import Json

_MAX_WIDTH = 1000  # cells; wide enough that values aren't cut


class Row(NamedTuple):
    """A setting, its value and its origin: `default`, `preclear.toml:3`, `PRECLEAR_FAIL_ON`, `--fail-on`."""

    name: str
    value: Json
    origin: str


def format_config_table(settings: Settings, registry: RuleRegistry, style: Style) -> Iterator[str]:
    """Yield the lines of the table, without newlines."""
    rows = [(row.name, _format_value(row.value), row.origin) for row in _make_rows(settings, registry)]
    lists = (*_binding_rows(settings), *_ignore_rows(settings))
    yield from format_table(
        ("SETTING", "VALUE", "FROM"), [*rows, *lists], _MAX_WIDTH, style, folding=Folding(is_last_plain=False)
    )


def _make_rows(settings: Settings, registry: RuleRegistry) -> Iterator[Row]:
    """Yield all settings except the connectors and ignores, in the order of SETTING_SPECS."""
    for setting in SETTING_SPECS:
        if setting.type == "options":
            for rule, option, value in settings.rule_options(registry):
                yield _make_row(f"{setting.name}.{rule}.{option}", value)
        elif setting.type in ("severities", "limits"):
            for key in sorted(key for key in settings.by_key if key[0] == setting.name):
                yield _make_row(".".join(key), settings.by_key[key])
        elif setting.type == "adapt":
            for field in ADAPT_FIELDS:
                if field.type != "names":
                    yield _make_row(".".join(field.key), settings.by_key.get(field.key))
            for name, value in sorted(settings.adapt_names.items()):
                yield _make_row(f"adapt.names.{name}", value)
        elif setting.type not in ("connectors", "ignores"):
            yield _make_row(setting.name, settings.by_key.get((setting.name,)))
    for name in ("basis", "root"):
        yield _make_row(name, settings.by_key.get((name,)))


def _make_row(name: str, setting: Setting | None) -> Row:
    if setting is None:
        return Row(name, None, "default")
    value = setting.value
    return Row(name, list(value) if isinstance(value, tuple) else value, setting.origin)


def _format_value(value: Json) -> str:
    if value is None:
        return "-"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "-"
    return str(value).lower() if isinstance(value, bool) else str(value) or "-"


def _binding_rows(settings: Settings) -> Iterator[tuple[str, str, str]]:
    for binding in settings.bindings:
        steps = f"{', adapted' if binding.is_adapted else ''}{', published' if binding.publishes else ''}"
        target = f"version {binding.version} of {binding.connector}"
        yield "connectors", f"{binding.document}: {target}{steps}", binding.origin


def _binding_to_json(binding: ConnectorBinding) -> Json:
    tags = binding.tags
    return {
        "document": binding.document,
        "connector": binding.connector,
        "version": binding.version,
        "adapt": binding.is_adapted,
        "baseUrl": binding.base_url,
        "documentationUrl": binding.documentation_url,
        "imageUrl": binding.image_url,
        "tags": None if tags is None else {key: list(values) for key, values in tags.items()},
        "categories": None if binding.categories is None else list(binding.categories),
        "connections": list(binding.connections),
        "publish": binding.publishes,
        "from": binding.origin,
    }


def _ignore_rows(settings: Settings) -> Iterator[tuple[str, str, str]]:
    for ignore in settings.ignores:
        paths = f" in {', '.join(ignore.paths)}" if ignore.paths else ""
        pointer = f" at {ignore.pointer}" if ignore.pointer is not None else ""
        yield "ignores", f"{', '.join(ignore.rules)}{paths}{pointer}: {ignore.reason}", _origin(ignore)


def _origin(ignore: Ignore) -> str:
    return f"{ignore.config_path}:{ignore.line}"


def format_config_json(settings: Settings, registry: RuleRegistry) -> str:
    """Return the settings as JSON, ending with a newline."""
    return dump_json(
        {
            "version": 1,
            "config": settings.config.display_path if settings.config is not None else None,
            "settings": [
                {"name": row.name, "value": row.value, "from": row.origin} for row in _make_rows(settings, registry)
            ],
            "connectors": [_binding_to_json(binding) for binding in settings.bindings],
            "ignores": [
                {
                    "paths": list(ignore.paths),
                    "pointer": ignore.pointer,
                    "rules": list(ignore.rules),
                    "reason": ignore.reason,
                    "from": _origin(ignore),
                }
                for ignore in settings.ignores
            ],
        }
    )
