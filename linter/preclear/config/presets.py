"""Presets: settings with a name, which a config extends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.config.model import Setting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.config.model import SettingKey

PRESETS: dict[str, Mapping[SettingKey, Setting]] = {
    "strict": {
        ("fail-on",): Setting("warning", "strict"),
        ("show",): Setting("info", "strict"),
    },
}
"""The settings of each preset. `strict` fails on warnings, too, and shows everything."""
