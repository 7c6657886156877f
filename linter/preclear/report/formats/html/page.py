"""The report as one self-contained page.

The page fetches nothing and stores only the choice of its theme. Its policy (CSP) lets exactly one style sheet and one
script act, named by their hashes. All texts are escaped twice: as in the formats for terminals, so that nothing is
invisible or reorders text, and as HTML.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from preclear import __version__
from preclear.report.adapt_hint import format_adapt_hint
from preclear.report.artifact_path import artifact_path_of_file
from preclear.report.exit_code import ExitCode
from preclear.report.fixes.text import format_fixes
from preclear.report.formats.html.finding_views import FindingIndex, FindingViews
from preclear.report.formats.html.markup import escape_text, format_code, split_paragraphs, web_address
from preclear.report.formats.html.plan_views import STATUSES, PlanViews, list_statuses
from preclear.report.rendering.fix_mark import FIX_MARK
from preclear.report.rule_pages import FIXES, page_url
from preclear.report.rules.basis import BASIS_MEANINGS
from preclear.report.summary import format_fixable, format_omitted, format_summary, show_all
from preclear.source import format_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Template

    from preclear.report.finding_report import FindingReport
    from preclear.source import EditLevel

_FOLDER = Path(__file__).parent
_TEMPLATE = "page.html.jinja"
_PIECE_COUNT = 200  # pieces of the template that are yielded at once

_SUPPRESSION_SOURCES = {
    "document": "suppressed in the document",
    "config": "ignored by the config",
    "baseline": "known from the baseline",
}

_FIX_FILTERS: dict[str, tuple[EditLevel, ...]] = {
    "fixable": ("safe", "rename"),
    "adaptable": ("safe", "rename", "adapt"),
}
"""The filters by the level of a fix. A finding that `check --fix` fixes is fixable, as in the summary."""


class Verdict(NamedTuple):
    """What the run means in a word, and the icon that says it."""

    word: str
    icon: str


_VERDICTS = {
    ExitCode.OK: Verdict("Passed", "ok"),
    ExitCode.FINDINGS: Verdict("Failed", "error"),
    ExitCode.UNCHECKED: Verdict("Incomplete", "error"),
    ExitCode.NOT_SENT: Verdict("Not sent", "error"),
    ExitCode.UNKNOWN: Verdict("Outcome unknown", "warning"),
    ExitCode.INTERRUPTED: Verdict("Interrupted", "error"),
}


_FILTERS = {"code": format_code, "paragraphs": split_paragraphs, "web_address": web_address}
_GLOBALS = {
    "basis_meanings": BASIS_MEANINGS,
    "count": format_count,
    "fix_meanings": FIXES,
    "list_statuses": list_statuses,
    "page_url": page_url,
    "severities": ("error", "warning", "info"),
    "sources": _SUPPRESSION_SOURCES,
    "status_meanings": STATUSES,
}
"""What all templates can use."""


def stream_html(report: FindingReport) -> Iterator[str]:
    """Yield the page in pieces. It has all findings, whatever their severity, and all resources of the plans."""
    results = report.results
    index = FindingIndex(results)
    plans = PlanViews(report.plans, index.by_fingerprint, report.root)
    views = FindingViews(report.root, plans.links)
    all_shown = show_all(results)
    style, script = _read("page.css"), _read("page.js")
    stream = _load_template().stream(
        policy=_make_policy(style, script),
        style=style,
        script=script,
        version=__version__,
        report=report,
        results=results,
        verdict=_VERDICTS[report.exit_code],
        summary=format_summary(all_shown) if results.files else "Nothing was checked.",
        omitted=list(format_omitted(all_shown)),
        hints=list(_list_hints(report)),
        plans=plans,
        files=sorted(artifact_path_of_file(path, report.root) for path in results.files),
        fix_filters=[
            (text, " ".join(levels), sum(results.fixable[level] for level in levels))
            for text, levels in _FIX_FILTERS.items()
        ],
        rule_groups=index.groups,
        views=views,
    )
    stream.enable_buffering(_PIECE_COUNT)
    yield from stream
    yield "\n"


def _list_hints(report: FindingReport) -> Iterator[str]:
    """Yield what was fixed, and what can be done next."""
    if report.fixes is not None:
        yield from format_fixes(report.fixes)
    for line in format_fixable(report.results):
        yield line.removeprefix(f"{FIX_MARK} ")
    yield from format_adapt_hint(report.results)


def _load_template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        finalize=escape_text,
        loader=FileSystemLoader(_FOLDER),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    # the types of these mappings are those of the values that Jinja puts into them
    cast("dict[str, object]", environment.filters).update(_FILTERS)
    cast("dict[str, Any]", environment.globals).update(_GLOBALS)
    return environment.get_template(_TEMPLATE)


def _make_policy(style: str, script: str) -> str:
    """Return the policy of the page: nothing but its own style sheet, script and icon, no requests, no forms."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; base-uri 'none';"
        " form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")
