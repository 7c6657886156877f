"""Ignores of configs that ignore nothing in a run: told at their lines in the configs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from preclear.cli.roots import configured_inputs
from preclear.engine.suppression.unused_ignores import IgnoreUsage
from preclear.source.files.repository import resolve_links

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear.cli.checking import Checker, Outcome, Run
    from preclear.cli.inputs import Input, Inputs
    from preclear.config import Settings
    from preclear.engine import Finding


def add_unused(run: Run, checker: Checker, paths: Sequence[str], inputs: Inputs) -> None:
    """Add what is to be said of the ignores of all configs to a run that `inputs` were checked in, found by `paths`.

    Nothing is said where something could not be checked: an ignore may be needed there.
    """
    if run.unchecked:
        return
    by_config: dict[str, list[Outcome]] = {}
    for outcome in run.ignoring:
        if outcome.settings.config is not None:
            by_config.setdefault(outcome.settings.config.display_path, []).append(outcome)
    for outcomes in by_config.values():
        own = outcomes[0].settings
        selection = checker.configuring.selection(own)
        for found in _unused(outcomes, checker, paths, inputs):
            if selection.includes(found.rule):
                finding = replace(found, severity=selection.effective_severity(found.rule, found.severity))
                run.take_finding(finding, own)


def _unused(outcomes: Sequence[Outcome], checker: Checker, paths: Sequence[str], inputs: Inputs) -> Iterator[Finding]:
    """The findings about the one config that `outcomes` have."""
    use = IgnoreUsage()
    for checked, settings in outcomes:
        use.add_result(checked, settings.ignores, checker.configuring.selection(settings))
    kinds = checker.configuring.known.kinds
    found = use.find_unused(kinds, is_whole_tree=True)
    if found:  # only then is it worth while to look for other documents
        checked_ones = _real(inputs.files) | {
            resolve_links(checked.document.file) for checked, _ in outcomes if checked.document.file is not None
        }
        whole = _is_whole(outcomes[0].settings, paths, checked_ones)
        yield from found if whole else use.find_unused(kinds, is_whole_tree=False)


def _is_whole(settings: Settings, paths: Sequence[str], checked: set[str]) -> bool:
    """Whether all that the config is for was checked: its documents or, where it names none, all that is in its folder.

    `checked` are real paths.
    """
    config = settings.config
    if config is None:
        return False
    inputs = configured_inputs(settings)
    if inputs is not None:
        return _real(inputs.files) <= checked
    return any(_covers(path, config.folder) for path in paths)


def _covers(path: str, folder: Path) -> bool:
    """Whether `path` is `folder`, or a folder around it."""
    around = Path(resolve_links(Path(path)))
    return around.is_dir() and Path(resolve_links(folder)).is_relative_to(around)


def _real(inputs: Sequence[Input]) -> set[str]:
    return {resolve_links(each.file) for each in inputs if each.file is not None}
