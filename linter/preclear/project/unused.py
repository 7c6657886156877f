"""Ignores of configs that ignore nothing in a run: findings at their lines in the configs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from preclear.engine.suppression.unused_ignores import IgnoreUsage
from preclear.project.inputs import configured_inputs
from preclear.source.files.repository import resolve_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from preclear.config import Settings
    from preclear.engine import Finding
    from preclear.engine.suppression.unused_ignores import IgnoreObservation
    from preclear.project.checker import FileResult
    from preclear.project.inputs import Input, SelectedInputs
    from preclear.project.settings import SettingsResolver


@dataclass(slots=True)
class _ConfigUse:
    """What the ignores of one config did: the observations, the documents' real paths, the settings of the first."""

    settings: Settings
    observations: list[tuple[IgnoreObservation, Settings]]
    real_files: set[str]


class IgnoreUses:
    """What the ignores of all configs did in a run."""

    def __init__(self) -> None:
        self._by_config: dict[str, _ConfigUse] = {}

    def add(self, file: FileResult) -> None:
        """Add what the ignores of a file's config did for it."""
        config = file.settings.config
        if config is None or file.ignore_use is None:
            return
        use = self._by_config.setdefault(config.display_path, _ConfigUse(file.settings, [], set()))
        use.observations.append((file.ignore_use, file.settings))
        if file.real_file is not None:
            use.real_files.add(file.real_file)

    def findings(self, resolver: SettingsResolver, selected: SelectedInputs) -> Iterator[tuple[Finding, Settings]]:
        """The findings about all configs, each with the settings that hold for it; `selected` was checked."""
        for use in self._by_config.values():
            selection = resolver.selection(use.settings)
            for finding in _find_unused(use, resolver, selected):
                if selection.includes(finding.rule):
                    severity = selection.effective_severity(finding.rule, finding.severity)
                    yield replace(finding, severity=severity), use.settings


def _find_unused(use: _ConfigUse, resolver: SettingsResolver, selected: SelectedInputs) -> Iterator[Finding]:
    """The findings about one config."""
    ignore_use = IgnoreUsage()
    for observation, settings in use.observations:
        ignore_use.add(observation, resolver.selection(settings))
    kinds = resolver.registry.kinds
    findings = ignore_use.find_unused(kinds, is_whole_tree=True)
    if findings:  # only now is it worth looking for other documents
        checked_paths = _real_paths(selected.inputs.files) | use.real_files
        is_whole_tree = _is_fully_checked(use.settings, selected.paths, checked_paths)
        yield from findings if is_whole_tree else ignore_use.find_unused(kinds, is_whole_tree=False)


def _is_fully_checked(settings: Settings, paths: Sequence[str], checked_paths: set[str]) -> bool:
    """Whether everything that the config is for was checked: its documents, or all of its folder if it names none.

    `checked_paths` are real paths.
    """
    config = settings.config
    if config is None:
        return False
    inputs = configured_inputs(settings)
    if inputs is not None:
        return _real_paths(inputs.files) <= checked_paths
    return any(_is_folder_around(path, config.folder) for path in paths)


def _is_folder_around(path: str, folder: Path) -> bool:
    """Whether `path` is `folder`, or a folder around it."""
    outer = Path(resolve_links(Path(path)))
    return outer.is_dir() and Path(resolve_links(folder)).is_relative_to(outer)


def _real_paths(inputs: Iterable[Input]) -> set[str]:
    return {resolve_links(input.file) for input in inputs if input.file is not None}
