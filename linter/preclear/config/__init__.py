"""What a user or a repository wants of a check: settings, and where they come from."""

from preclear.config.errors import ConfigError, ConfigProblem
from preclear.config.find import ConfigFinder
from preclear.config.model import Config, Ignore, Setting, SettingKey, SettingValue
from preclear.config.registry import RuleRegistry
from preclear.config.settings import Settings, resolve_settings

__all__ = [
    "Config",
    "ConfigError",
    "ConfigFinder",
    "ConfigProblem",
    "Ignore",
    "RuleRegistry",
    "Setting",
    "SettingKey",
    "SettingValue",
    "Settings",
    "resolve_settings",
]
