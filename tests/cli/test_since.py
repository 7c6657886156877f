"""`preclear check --since`: options, output, exit codes, and repositories of strangers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.making import GOOD, run
from tests.source.repository import commit, git, make_repository, needs_git

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_git

BAD = GOOD.replace("listPets", "LISTPETS")
WORSE = BAD + "tags: 5\n"


@pytest.fixture
def repository(folder: Path) -> Path:
    make_repository(folder)
    commit(folder, {"a.yaml": BAD, "b.yaml": BAD})
    return folder


def test_only_new_findings_count(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "a.yaml").write_text("# moved\n" + WORSE)

    outcome = run(capsys, "check", "--since", "HEAD", "--output-format", "concise")

    assert outcome.code == 1
    assert [line.rpartition("[")[2] for line in outcome.out.splitlines()[:-1]] == ["invalid-openapi]"]
    assert outcome.err == (
        "preclear: 1 finding isn't new since `HEAD`; check without `--since` to report all\n"
        "preclear: 1 unchanged file wasn't checked: only what changed since `HEAD` is\n"
    )


def test_nothing_new_passes(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "a.yaml").write_text("# moved\n" + BAD)

    outcome = run(capsys, "check", "--since", "HEAD", "--fail-on", "warning")

    assert (outcome.code, outcome.out) == (0, "No findings in 1 file.\n")


@pytest.mark.parametrize("output_format", ["full", "concise", "json"])
def test_nothing_changed_passes(repository: Path, capsys: pytest.CaptureFixture[str], output_format: str) -> None:
    outcome = run(capsys, "check", "--since", "HEAD", "--output-format", output_format)

    assert outcome.code == 0
    assert outcome.err == "preclear: no OpenAPI document changed since `HEAD`; 2 unchanged files weren't checked\n"
    assert (json.loads(outcome.out)["findings"] if output_format == "json" else outcome.out) in ([], "")


def test_there_is_nothing_to_compare(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_repository(folder)
    commit(folder, {})

    outcome = run(capsys, "check", "--since", "HEAD")

    assert (outcome.code, outcome.err) == (2, "preclear: nothing was checked: no OpenAPI document was found\n")


def test_a_variable_sets_it(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRECLEAR_SINCE", "HEAD")

    assert "no OpenAPI document changed since `HEAD`" in run(capsys, "check").err


@pytest.mark.parametrize("arguments", [(), ("--fix",), ("--diff",), ("--jobs", "2")])
def test_a_revision_that_does_not_exist(
    repository: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    outcome = run(capsys, "check", "--since", "origin/nowhere", *arguments)

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.splitlines()[-1] == (
        "preclear: Invalid value for --since: the repository has no revision `origin/nowhere`; expected a branch, a tag"
        " or a commit"
    )


def test_a_folder_without_repository(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.yaml").write_text(GOOD)

    outcome = run(capsys, "check", "--since", "HEAD", "a.yaml")

    assert outcome.code == 2
    assert outcome.err.endswith("isn't in a git repository\n")


def test_reports_leave_out_what_is_not_new(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "a.yaml").write_text(WORSE)

    run(capsys, "check", "--since", "HEAD", "--report", "json=report.json")

    report = json.loads((repository / "report.json").read_text())
    assert [finding["rule"] for finding in report["findings"]] == ["invalid-openapi"]
    assert report["summary"]["errors"] == 1
    assert report["summary"]["warnings"] == 0


def test_no_program_of_the_repository_runs(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trap = repository / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {repository}/sprung\ncat\n")
    trap.chmod(0o755)
    for name in (
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "core.gitProxy",
        "diff.external",
        "diff.x.textconv",
        "filter.x.clean",
        "filter.x.smudge",
        "filter.x.process",
        "alias.merge-base",
        "alias.ls-tree",
        "alias.cat-file",
        "uploadpack.packObjectsHook",
    ):
        git(repository, "config", name, f"!{trap}" if name.startswith("alias") else str(trap))
    git(repository, "config", "extensions.partialClone", "origin")
    git(repository, "config", "remote.origin.url", f"ext::{trap}")
    git(repository, "config", "remote.origin.promisor", "true")
    (repository / ".gitattributes").write_text("* filter=x diff=x\n")
    (repository / "a.yaml").write_text(WORSE)
    for hook in ("post-index-change", "reference-transaction", "fsmonitor-watchman"):
        (repository / ".git/hooks").mkdir(exist_ok=True)
        (repository / ".git/hooks" / hook).write_text(trap.read_text())
        (repository / ".git/hooks" / hook).chmod(0o755)
    blob = git(repository, "rev-parse", "HEAD:b.yaml")
    (repository / ".git/objects" / blob[:2] / blob[2:]).unlink()

    for name in ("HEAD", "HEAD...", "0" * 40, "nowhere"):
        run(capsys, "check", "--since", name)

    assert not (repository / "sprung").exists()


def test_an_object_is_missing(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is known of the old version, so every finding would count as new."""
    (repository / "a.yaml").write_text("# moved\n" + BAD)
    blob = git(repository, "rev-parse", "HEAD:a.yaml")
    (repository / ".git/objects" / blob[:2] / blob[2:]).unlink()

    outcome = run(capsys, "check", "--since", "HEAD", "a.yaml", "--output-format", "concise")

    assert outcome.code == 2
    assert "`a.yaml` is missing in the repository at `HEAD`; expected a clone with the files of all" in outcome.err
