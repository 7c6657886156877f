"""Which reports a run writes, and where."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from preclear._records import NamedTuple
from preclear.report import FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from preclear.project import CheckOptions, ReportDetail

AUTO = "auto"
"""The output format that is replaced by the one of the current CI."""

_GITLAB_FILE = Path("gl-code-quality-report.json")  # the name in GitLab's own documentation


class ReportTarget(NamedTuple):
    """A report and its file; None for standard output."""

    format: str
    file: Path | None


class ReportChoice(NamedTuple):
    """The reports of a run: the format on standard output, and those in files.

    Without `has_suppressed`, no report has suppressed findings.
    """

    output_format: str
    files: tuple[ReportTarget, ...] = ()
    has_suppressed: bool = True

    def extend_options(self, options: CheckOptions) -> CheckOptions:
        """Return the options of a check whose results have all that these reports contain."""
        formats = [FORMATS[name] for name in (self.output_format, *(target.format for target in self.files))]
        details: frozenset[ReportDetail] = frozenset(name for format in formats for name in format.details)
        if not self.has_suppressed:
            details -= {"suppressed"}
        if any(format.has_every_finding for format in formats):
            options = options.for_programs()
        return options._replace(details=details)


def choose_reports(output_format: str, reports: Sequence[ReportTarget], environ: Mapping[str, str]) -> ReportChoice:
    """Choose the reports of a run. `auto` depends on the CI that `environ` belongs to.

    In GitHub Actions, suppressed findings are left out, because code scanning opens alerts for them, too.

    Raises UsageError if two reports go to the same place.
    """
    from preclear.cli.terminal.ci import detect_ci

    ci = detect_ci(environ)
    resolved = [_resolve(target, ci) for target in reports]
    formats = [target.format for target in resolved if target.file is None]
    files = [target for target in resolved if target.file is not None]
    if len(formats) > 1:
        raise _make_usage_error(
            f"`--report {formats[0]}` and `--report {formats[1]}` both go to standard output; name a file for one of"
            f" them, such as `--report {formats[1]}=FILE`"
        )
    seen: dict[str, str] = {}
    for target in files:
        path = str(Path(str(target.file)).absolute())
        if path in seen:
            raise _make_usage_error(
                f"`{seen[path]}` and `{target.format}` are both to be written to `{target.file}`; name another file for"
                " one of them"
            )
        seen[path] = target.format
    output_format = formats[0] if formats else output_format
    if output_format == AUTO:
        output_format = ci if ci in ("github", "azure") else "full"
    return ReportChoice(output_format, tuple(files), has_suppressed=ci != "github")


def _make_usage_error(message: str) -> Exception:
    from click import UsageError

    return UsageError(message)


def _resolve(target: ReportTarget, ci: str | None) -> ReportTarget:
    """Replace `auto` by the format of the CI. GitLab reads no report from a log, but from a file."""
    if target.format != AUTO:
        return target
    if ci == "gitlab":
        return ReportTarget(ci, target.file or _GITLAB_FILE)
    return ReportTarget(ci or "full", target.file)
