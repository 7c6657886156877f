"""`preclear baseline`: findings that are known, and don't fail a check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from preclear.cli.asking import EPILOG, SEVERITIES, checking
from preclear.cli.checking import Checker, Outcome, run
from preclear.cli.collector import without_collector
from preclear.cli.exit_code import ExitCode
from preclear.cli.options import option

if TYPE_CHECKING:
    from preclear.cli.asking import Asked
    from preclear.cli.inputs import Input
    from preclear.engine.baseline import Baseline

HINT = "preclear baseline --update"


@click.command("baseline", epilog=EPILOG)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@option(
    "--baseline",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The baseline.  [default: .preclear-baseline.json beside the config, else beside .git, else here]",
)
@click.option("--update", is_flag=True, help="Only remove what is no longer found; add nothing.")
@option("--show", type=click.Choice(SEVERITIES), help="The least severity that is recorded.  [default: warning]")
@checking
def command(paths: tuple[str, ...], file: Path | None, asked: Asked, *, update: bool) -> int:
    """Record today's findings, so that `preclear check` reports only new ones.

    A finding is recognised when lines move, keys change their order or operations are added elsewhere. PATH is as for
    `preclear check`. Adds what is new and removes what is no longer found; with `--update`, it only removes.
    """
    from preclear.cli.configuring import tell_stop
    from preclear.config import ConfigError
    from preclear.engine.baseline import BaselineError
    from preclear.rule import PackError

    with without_collector():
        try:
            return _write(paths, file, asked._replace(every=True), update=update)
        except (PackError, BaselineError, ConfigError) as error:
            tell_stop(error)
    return ExitCode.UNCHECKED


class KnowingChecker(Checker):
    """A checker whose findings a baseline takes note of, and whose known findings it keeps back."""

    def __init__(self, asked: Asked, baseline: Baseline, stdin_filename: str | None = None) -> None:
        """As `Checker`, and raises the same."""
        super().__init__(asked, stdin_filename, baseline.contains)
        self._baseline = baseline

    def check(self, given: Input) -> Outcome | None:
        """Check one file, as `Checker.check` does."""
        outcome = super().check(given)
        if outcome is not None and outcome.checked.is_openapi:
            checked, settings = outcome
            self._baseline.add_result(checked, self.configuring.selection(settings), settings.show)
        return outcome


def find_baseline(asked: Asked, file: Path | None) -> Path:
    """Where the baseline is: `file` if it is given, else beside what is in force in the current folder.

    Raises as `Checker` does.
    """
    from preclear.engine.baseline import default_baseline_path

    if file is not None:
        return file
    settings = Checker(asked).settings()
    config = settings.config if settings is not None else None
    return default_baseline_path(config.folder if config is not None else None, Path.cwd())


def tell_stale(baseline: Baseline) -> None:
    """Tell on standard error of entries that are no longer found."""
    from preclear.cli.output import tell
    from preclear.engine import all_kinds
    from preclear.report.escape import escape
    from preclear.rule import discover_rules

    stale = baseline.stale_entries(all_kinds(discover_rules()))
    if not stale:
        return
    first = f"`{stale[0].rule}` in {stale[0].path} at `{stale[0].pointer}`"
    entries = "1 entry" if len(stale) == 1 else f"{len(stale):,} entries"
    no_longer = "is no longer found" if len(stale) == 1 else "are no longer found, the first"
    tell(escape(f"{entries} of {shown(baseline.file)} {no_longer}: {first}; `{HINT}` removes what is stale"))


def shown(file: Path) -> str:
    """A path as people are shown it."""
    from preclear.config.find import format_path

    return format_path(str(file))


def _write(paths: tuple[str, ...], file: Path | None, asked: Asked, *, update: bool) -> ExitCode:
    from preclear.cli.output import tell, write_lines
    from preclear.cli.roots import asked_for
    from preclear.engine import all_kinds
    from preclear.engine.baseline import Baseline, read_baseline, write_baseline
    from preclear.report.escape import escape
    from preclear.rule import discover_rules
    from preclear.source.counts import format_count
    from preclear.source.files.repository import resolve_links

    where = find_baseline(asked, file)
    baseline = read_baseline(where) if update else Baseline(where)
    checker = KnowingChecker(asked, baseline)
    outcome = run(asked_for(paths, checker).inputs, checker, openapi_only=False)
    if outcome.unchecked or not outcome.checked:
        unchecked = f"{outcome.unchecked:,} of {format_count(outcome.asked, 'file')} could not be checked"
        tell(f"{unchecked if outcome.unchecked else 'no OpenAPI document was found'}; no baseline was written")
        return ExitCode.UNCHECKED
    if resolve_links(where) in outcome.read:
        tell(escape(f"`{shown(where)}` is a document that is checked; expected another file for the baseline"))
        return ExitCode.UNCHECKED
    if update:
        entries = set(baseline.entries.values()) - set(baseline.stale_entries(all_kinds(discover_rules())))
    else:
        entries = set(baseline.found_entries)
    write_baseline(where, entries)
    write_lines([_said(baseline, len(entries), update=update)])
    return ExitCode.OK


def _said(baseline: Baseline, entries: int, *, update: bool) -> str:
    from preclear.report.escape import escape
    from preclear.source.counts import format_count

    what = f"{escape(shown(baseline.file))}: {format_count(entries, 'known finding')}"
    if not update:
        return f"Wrote {what}."
    removed = len(baseline.entries) - entries
    added = len({entry.fingerprint for entry in baseline.found_entries} - baseline.entries.keys())
    more = f"; {format_count(added, 'finding')} not in it" if added else ""
    return f"Updated {what}, {removed:,} removed{more}."
