"""What a user or a repository wants of a check: settings, and where they come from."""

from preclear.config.find import Configs
from preclear.config.known import Known
from preclear.config.model import Config, Ignore, Key, Said, Value
from preclear.config.settings import Settings, settle
from preclear.config.trouble import ConfigError, Trouble

__all__ = [
    "Config",
    "ConfigError",
    "Configs",
    "Ignore",
    "Key",
    "Known",
    "Said",
    "Settings",
    "Trouble",
    "Value",
    "settle",
]
