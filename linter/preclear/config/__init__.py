"""Configuration: the settings of a check, and the files that they come from.

In: `preclear.toml` or `pyproject.toml`, with the rules that they can name. Out: `Settings` for a document, each value
with its origin, or a `ConfigError` with every problem at its place.
"""

from typing import TYPE_CHECKING

from preclear._lazy import lazy_exports

if TYPE_CHECKING:
    from preclear.config.adapt_fields import (
        ADAPT_FIELDS,
        ADAPT_LEVELS,
        find_base_url_problem,
    )
    from preclear.config.connector_fields import CONNECTOR_FIELDS
    from preclear.config.errors import ConfigError, ConfigProblem
    from preclear.config.find import CONFIG_FILE_NAMES, ConfigFinder, format_path
    from preclear.config.model import (
        Config,
        ConnectorBinding,
        DocumentSettings,
        Ignore,
        Setting,
        SettingKey,
        SettingValue,
        select_ignores,
    )
    from preclear.config.patterns import ANY_FOLDERS, matches, split_pattern
    from preclear.config.reader import read_config
    from preclear.config.registry import BASES, RuleRegistry, make_hint
    from preclear.config.schema import build_config_schema
    from preclear.config.setting_specs import FAIL_ON_CHOICES, SETTING_SPECS
    from preclear.config.settings import Settings, resolve_settings
    from preclear.config.version_template import list_placeholders, render_version

__all__ = [
    "ADAPT_FIELDS",
    "ADAPT_LEVELS",
    "ANY_FOLDERS",
    "BASES",
    "CONFIG_FILE_NAMES",
    "CONNECTOR_FIELDS",
    "FAIL_ON_CHOICES",
    "SETTING_SPECS",
    "Config",
    "ConfigError",
    "ConfigFinder",
    "ConfigProblem",
    "ConnectorBinding",
    "DocumentSettings",
    "Ignore",
    "RuleRegistry",
    "Setting",
    "SettingKey",
    "SettingValue",
    "Settings",
    "build_config_schema",
    "find_base_url_problem",
    "format_path",
    "list_placeholders",
    "make_hint",
    "matches",
    "read_config",
    "render_version",
    "resolve_settings",
    "select_ignores",
    "split_pattern",
]

_exports = lazy_exports(
    __name__,
    {
        "adapt_fields": (
            "ADAPT_FIELDS",
            "ADAPT_LEVELS",
            "find_base_url_problem",
        ),
        "connector_fields": ("CONNECTOR_FIELDS",),
        "errors": (
            "ConfigError",
            "ConfigProblem",
        ),
        "find": (
            "CONFIG_FILE_NAMES",
            "ConfigFinder",
            "format_path",
        ),
        "model": (
            "Config",
            "ConnectorBinding",
            "DocumentSettings",
            "Ignore",
            "Setting",
            "SettingKey",
            "SettingValue",
            "select_ignores",
        ),
        "patterns": (
            "ANY_FOLDERS",
            "matches",
            "split_pattern",
        ),
        "reader": ("read_config",),
        "registry": (
            "BASES",
            "RuleRegistry",
            "make_hint",
        ),
        "schema": ("build_config_schema",),
        "setting_specs": ("FAIL_ON_CHOICES", "SETTING_SPECS"),
        "settings": (
            "Settings",
            "resolve_settings",
        ),
        "version_template": (
            "list_placeholders",
            "render_version",
        ),
    },
)
if not TYPE_CHECKING:  # a type checker would accept any name
    __getattr__, __dir__ = _exports
