"""Ignores in configs that suppress nothing in a run. They are reported at their lines in the configs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from preclear.engine import IgnoreUsage
from preclear.project.search import configured_inputs
from preclear.source import resolve_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from preclear.config import Settings
    from preclear.engine import Finding, IgnoreObservation
    from preclear.project.search import Input, SelectedInputs
    from preclear.project.settings import SettingsResolver


@dataclass(slots=True)
class _ConfigUse:
    """The use of one config's ignores: observations, resolved paths of documents, settings of the first document."""

    settings: Settings
    observations: list[tuple[IgnoreObservation, Settings]]
    real_files: set[str]


class IgnoreUses:
    """The use of all configs' ignores in a run."""

    def __init__(self) -> None:
        self._by_config: dict[str, _ConfigUse] = {}

    def add(self, observation: IgnoreObservation, settings: Settings, real_file: str | None) -> None:
        """Add the use of a config's ignores in one document. `real_file` is its resolved path, if it has one."""
        config = settings.config
        if config is None:
            return
        use = self._by_config.setdefault(config.display_path, _ConfigUse(settings, [], set()))
        use.observations.append((observation, settings))
        if real_file is not None:
            use.real_files.add(real_file)

    def findings(self, resolver: SettingsResolver, selected: SelectedInputs) -> Iterator[tuple[Finding, Settings]]:
        """Yield the findings for all configs, each with its settings. `selected` are the checked inputs."""
        for use in self._by_config.values():
            selection = resolver.selection(use.settings)
            for finding in _find_unused(use, resolver, selected):
                if selection.includes(finding.rule):
                    severity = selection.effective_severity(finding.rule, finding.severity)
                    yield replace(finding, severity=severity), use.settings


def _find_unused(use: _ConfigUse, resolver: SettingsResolver, selected: SelectedInputs) -> Iterator[Finding]:
    """Yield the findings for one config."""
    ignore_use = IgnoreUsage()
    for observation, settings in use.observations:
        ignore_use.add(observation, resolver.selection(settings))
    kinds = resolver.registry.kinds
    findings = ignore_use.find_unused(kinds, is_whole_tree=True)
    if findings:  # the search for other documents is expensive
        checked_paths = _real_paths(selected.inputs.files) | use.real_files
        is_whole_tree = _is_fully_checked(use.settings, selected.paths, checked_paths)
        yield from findings if is_whole_tree else ignore_use.find_unused(kinds, is_whole_tree=False)


def _is_fully_checked(settings: Settings, paths: Sequence[str], checked_paths: set[str]) -> bool:
    """Whether everything was checked that the config applies to: its documents, or its folder if it lists none.

    `checked_paths` are resolved paths.
    """
    config = settings.config
    if config is None:
        return False
    inputs = configured_inputs(settings)
    if inputs is not None:
        return _real_paths(inputs.files) <= checked_paths
    return any(_is_folder_around(path, config.folder) for path in paths)


def _is_folder_around(path: str, folder: Path) -> bool:
    """Whether `path` is `folder` or one of its parents."""
    outer = Path(resolve_links(Path(path)))
    return outer.is_dir() and Path(resolve_links(folder)).is_relative_to(outer)


def _real_paths(inputs: Iterable[Input]) -> set[str]:
    return {resolve_links(input.file) for input in inputs if input.file is not None}
