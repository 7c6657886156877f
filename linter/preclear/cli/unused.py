"""Ignores of configs that ignore nothing in a run: told at their lines in the configs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from preclear.engine.suppress_ignores import IgnoreUse

if TYPE_CHECKING:
    from preclear.cli.checking import Checker, Run
    from preclear.config import Settings


def add_unused(run: Run, checker: Checker, *, whole: bool) -> None:
    """Add what is to be said of the ignores of all configs; `whole` where everything was checked, not some files."""
    use = IgnoreUse()
    settings: dict[str, Settings] = {}
    for checked, each in run.ignoring:
        use.take(checked, each.ignores, checker.configuring.selection(each))
        if each.config is not None:
            settings[each.config.shown] = each
    for found in use.unused(checker.configuring.known.kinds, whole=whole):
        own = settings[found.path]
        selection = checker.configuring.selection(own)
        if selection.wants(found.rule):
            finding = replace(found, severity=selection.severity(found.rule, found.severity))
            run.take_finding(finding, own)
