"""The settings of documents, which are found once for all documents that have the same ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.config import ConnectorBinding, DocumentSettings, Setting
from preclear.project import CheckOptions
from preclear.project.settings import SettingsResolver

if TYPE_CHECKING:
    from pathlib import Path


def test_the_settings_of_a_binding_are_never_those_of_one_that_is_gone(tmp_path: Path) -> None:
    resolver = SettingsResolver(CheckOptions(isolated=True), {})

    def resolve_version(version: str) -> object:
        settings = DocumentSettings((), tmp_path, {("version",): Setting(version, "preclear.toml:1")})
        binding = ConnectorBinding("a.yaml", "Pets", version, settings, tmp_path, "preclear.toml", 1)
        return resolver.resolve(binding.file, binding).by_key["version",].value

    versions = [f"{number}.0" for number in range(100)]
    assert [resolve_version(version) for version in versions] == versions
