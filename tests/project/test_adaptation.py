"""How documents are adapted: what settings and programs say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import preclear
from preclear.config import Setting, resolve_settings
from preclear.edit import AdaptOptions
from preclear.project.adaptation import make_adapt_options
from tests.cli.making import GOOD

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.config import SettingKey

BAD = GOOD.replace("operationId: listPets", "operationId: pets/list\n      tags: [Read]")


def settings_of(**values: str | bool | tuple[str, ...]) -> dict[SettingKey, Setting]:
    return {("adapt", name.replace("_", "-")): Setting(value, "a test") for name, value in values.items()}


def test_without_settings_a_document_is_checked_as_it_is() -> None:
    assert make_adapt_options(resolve_settings([], None), adapt=False) is None
    assert make_adapt_options(resolve_settings([], None), adapt=True) == AdaptOptions()


def test_without_an_adaptation_only_selection_and_overlays_apply() -> None:
    level = settings_of(level="safe", base_url="https://x.example", leave_out_blocked=True, exclude=("deprecated",))

    assert make_adapt_options(resolve_settings([level], None), adapt=False) == AdaptOptions(
        level=None, exclude=("deprecated",)
    )
    assert make_adapt_options(resolve_settings([settings_of(level="safe")], None), adapt=False) is None


def test_all_settings_become_options() -> None:
    names: dict[SettingKey, Setting] = {("adapt", "names", "a/b"): Setting("c", "a test")}
    level = settings_of(
        level="rename",
        base_url="https://x.example",
        leave_out_blocked=True,
        array_parameters="items",
        status_ranges="leave-out",
        include=("tag:a",),
    )

    assert make_adapt_options(resolve_settings([{**level, **names}], None), adapt=True) == AdaptOptions(
        level="rename",
        base_url="https://x.example",
        leave_out_blocked=True,
        array_parameters="items",
        status_ranges="leave-out",
        names={"a/b": "c"},
        include=("tag:a",),
    )


def test_the_options_of_a_program_replace_settings() -> None:
    options = AdaptOptions(level="safe")
    settings = resolve_settings([settings_of(level="rename", include=("tag:a",))], None)

    assert make_adapt_options(settings, adapt=options) is options


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_program_checks_adapted_documents(tmp_path: Path, jobs: int) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(BAD)
    (tmp_path / "preclear.toml").write_text("[adapt]\nexclude = ['tag:Read']\n")
    paths = [tmp_path / "a.yaml", tmp_path / "b.yaml"]

    as_configured = preclear.check_paths(paths, jobs=jobs)
    isolated = preclear.check_paths(paths, isolated=True, jobs=jobs)
    adapted = preclear.check_paths(paths, adapt=AdaptOptions(), jobs=jobs)
    left = preclear.check_paths(paths, adapt=AdaptOptions(level="safe"), jobs=jobs)

    assert as_configured.counts["error"] == 0
    assert "nothing-to-import" in {finding.rule.name for finding in as_configured.findings}
    assert isolated.counts["error"] == left.counts["error"] == 2
    assert isolated.results.adaptable is not None
    assert isolated.results.adaptable.number == 2
    assert adapted.counts["error"] == 0
    assert adapted.failure is None
    assert [finding.span.start.line for finding in left.findings if finding.severity == "error"] == [7, 7]


def test_the_files_of_an_adapted_document_are_those_of_the_user(tmp_path: Path) -> None:
    (tmp_path / "pet.yaml").write_text("type: object\n")
    (tmp_path / "a.yaml").write_text(f"{BAD}components: {{schemas: {{Pet: {{$ref: pet.yaml}}}}}}\n")
    overlay = tmp_path / "overlay.yaml"
    overlay.write_text(
        "overlay: 1.1.0\ninfo: {title: x, version: '1'}\nactions: [{target: $.info, update: {x-a: 1}}]\n"
    )

    results = preclear.check_paths([tmp_path / "a.yaml"], adapt=AdaptOptions(overlays=(overlay,)))

    names = {path.rpartition("/")[2] for path in results.results.files}
    assert names == {"a.yaml", "pet.yaml", "overlay.yaml"}
    assert {path.rpartition("/")[2] for path in results.real_files} == names


def test_a_document_that_cannot_be_adapted_is_a_problem_of_the_run(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(BAD)
    (tmp_path / "b.yaml").write_text(GOOD)

    results = preclear.check_paths([tmp_path], adapt=AdaptOptions(include=("tag:Read",)))

    (problem,) = results.problems
    assert "b.yaml can't be used: `tag:Read` " in problem.text
    assert (results.failure, results.checked, results.unchecked) == ("unchecked", 1, 1)
