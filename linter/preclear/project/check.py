"""The check of paths for programs, with the options of the command line."""

from __future__ import annotations

from io import BytesIO
from os import fspath
from typing import TYPE_CHECKING, BinaryIO, Literal

from preclear.project.project import Project
from preclear.project.settings import CheckOptions, OptionError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike
    from pathlib import Path

    from preclear.config import Setting, SettingKey, SettingValue
    from preclear.edit import AdaptOptions
    from preclear.project.results import CheckResults
    from preclear.source import Severity


def check_paths(
    paths: Sequence[str | PathLike[str]] = (),
    *,
    select: Sequence[str] | None = None,
    ignore: Sequence[str] | None = None,
    extend_select: Sequence[str] | None = None,
    basis: Sequence[str] | None = None,
    fail_on: Severity | Literal["never"] | None = None,
    show: Severity | None = None,
    version_name: str | None = None,
    limits: Mapping[str, int] | None = None,
    config: Path | None = None,
    isolated: bool = False,
    root: Path | None = None,
    use_ignores: bool = True,
    baseline: Path | None = None,
    openapi_only: bool = False,
    force_exclude: bool = False,
    stdin: bytes | BinaryIO | None = None,
    stdin_filename: str | None = None,
    jobs: int = 1,
    adapt: AdaptOptions | None = None,
    fix: Literal["safe", "rename"] | None = None,
    dry_run: bool = False,
    since: str | None = None,
) -> CheckResults:
    """Check `paths` as `preclear check --output-format json` does: files, folders, patterns, `-` for standard input.

    The arguments are the options of that command and override configs in the same way. The environment isn't read.
    `stdin` is the content of `-`. `jobs` is the maximum number of worker processes; 1 starts none. Worker processes
    don't change the results, but the documents of their findings have only a text and no value. Nothing is printed.
    Lines and columns of findings are 1-based and count characters; the end is exclusive.

    With `adapt`, documents are adapted first, and what configs say of adaptations doesn't apply. Findings are at their
    places in the files.

    With `fix`, findings are fixed in the files as `--fix` does, up to that level of edits; with `dry_run`, no file is
    written. The results then report what is left, and their `fixes` what was fixed, with the new texts.

    With `since`, a git revision, only documents that differ from it are checked, and only findings that they don't have
    there are reported.

    Raises ConfigError, PackError, BaselineError and OptionError as `Project.check` does, OptionError for a URL among
    `paths`, and FixError, having changed no file, if a fixed file can't be written.
    """
    level = _make_level(
        {
            "select": select,
            "ignore": ignore,
            "extend-select": extend_select,
            "basis": basis,
            "fail-on": fail_on,
            "show": show,
            "version": version_name,
        },
        limits or {},
    )
    options = CheckOptions(
        settings=(level,),
        root=root,
        config=config,
        isolated=isolated,
        use_ignores=use_ignores,
        findings="bounded",
        stdin_filename=stdin_filename,
        openapi_only=openapi_only,
        force_exclude=force_exclude,
        baseline=baseline,
        jobs=jobs,
        adapt=adapt or False,
        since=since,
    )
    stream = BytesIO(stdin) if isinstance(stdin, bytes) else stdin
    path_texts = [_make_path(path) for path in paths]
    if fix is None:
        return Project(options, stdin=stream).check(path_texts)
    if fix not in ("safe", "rename"):
        raise OptionError(f"`{fix}` is not a level of fixes; expected `safe` or `rename`", "fix")
    from preclear.project.fix import fix_paths

    return fix_paths(path_texts, options, fix, is_dry_run=dry_run, stdin=stream)


def _make_path(path: str | PathLike[str]) -> str:
    """Return a path as text. Raises OptionError for a URL, which is never fetched."""
    from preclear.source import describe_url, is_url

    text = fspath(path)
    if is_url(text):
        raise OptionError(describe_url(text), "paths")
    return text


def _make_level(
    values: Mapping[str, str | Sequence[str] | None], limits: Mapping[str, int]
) -> dict[SettingKey, Setting]:
    """Make a level of settings from a program's arguments; None sets nothing.

    Raises OptionError for values and limits that don't exist. The check validates selectors.
    """
    from preclear.config import BASES, SETTING_SPECS, Setting, make_hint
    from preclear.source import LIMIT_CAPS, LIMIT_NAMES

    choices = {"basis": BASES, **{setting.name: setting.choices for setting in SETTING_SPECS if setting.choices}}
    level: dict[SettingKey, Setting] = {}
    for name, value in values.items():
        if value is None or not value:
            continue
        texts = (value,) if isinstance(value, str) else tuple(value)
        for text in texts if name in choices else ():
            if text not in choices[name]:
                raise OptionError(f"`{text}` is not a value of `{name}`; {make_hint(text, choices[name])}", name)
        is_text = name in ("fail-on", "show", "version")
        setting: SettingValue = texts[0] if is_text else texts
        level[name,] = Setting(setting, name)
    for name, number in limits.items():
        if name not in LIMIT_NAMES:
            raise OptionError(f"there is no limit `{name}`; {make_hint(name, LIMIT_NAMES)}", "limits")
        if not 1 <= number <= LIMIT_CAPS.get(name, number):
            upper_bound = f" to {LIMIT_CAPS[name]:,}" if name in LIMIT_CAPS else ""
            raise OptionError(f"limit `{name}` is {number:,}; expected a number from 1{upper_bound}", "limits")
        level["limits", name] = Setting(number, "limits")
    return level
