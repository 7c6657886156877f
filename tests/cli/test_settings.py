"""What is checked and reported, and what fails: by the command line, the environment, a config."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from preclear.cli import connectors
from tests.cli.making import BAD, GOOD, run

if TYPE_CHECKING:
    from pathlib import Path

SHOUTING = GOOD.replace("listPets", "PETS")
BOTH = BAD.replace("listPets", "PETS")
"""A warning of the rule `shouting-name`, and errors of the structure check."""


def rules_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> set[str]:
    report = json.loads(run(capsys, "check", "--output-format", "json", *arguments).out)
    return {finding["rule"] for finding in report["findings"]}


@pytest.fixture(autouse=True)
def document(folder: Path) -> None:
    (folder / "a.yaml").write_text(BOTH)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--select", "shouting-name"), {"shouting-name"}),
        (("--select", "cli,syntax-error"), {"shouting-name"}),
        (("--basis", "practice"), {"shouting-name"}),
        (("--basis", "openapi", "--basis", "practice"), {"shouting-name", "invalid-openapi"}),
        (("--basis", "openapi,practice"), {"shouting-name", "invalid-openapi"}),
        (("--basis", "openapi", "--select", "cli"), set[str]()),
        (("--select", "shouting-name,openapi", "--basis", "practice"), {"shouting-name"}),
        (("--basis", "openapi", "--extend-select", "shouting-name"), {"invalid-openapi"}),
        (("--ignore", "cli"), {"invalid-openapi"}),
        (("--select", "cli", "--ignore", "shouting-name"), set[str]()),
        (("--ignore", "cli", "--extend-select", "shouting-name"), {"shouting-name", "invalid-openapi"}),
        (("--select", "cli", "--extend-select", "openapi"), {"shouting-name", "invalid-openapi"}),
    ],
)
def test_the_command_line_selects(
    capsys: pytest.CaptureFixture[str], options: tuple[str, ...], expected: set[str]
) -> None:
    assert rules_of(capsys, *options, "a.yaml") & {"shouting-name", "invalid-openapi"} == expected


def test_a_basis_narrows_what_the_config_selects_and_the_environments_basis_gives_way(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "preclear.toml").write_text("select = ['cli']")
    monkeypatch.setenv("PRECLEAR_BASIS", "openapi")

    assert rules_of(capsys, "a.yaml") == set()
    assert rules_of(capsys, "--basis", "practice", "a.yaml") == {"shouting-name"}
    assert rules_of(capsys, "--select", "all", "a.yaml") & {"shouting-name", "invalid-openapi"} == {"invalid-openapi"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ("--select", "shouting-nam"),
            "--select: there is no rule, category or basis `shouting-nam`; did you mean `shouting-name`?",
        ),
        (("--ignore", "all,syntax-error"), "--ignore: `syntax-error` can't be ignored"),
        (("--extend-select", "clii"), "--extend-select: there is no rule, category or basis `clii`"),
        (("--basis", "contrakt"), "there is no basis `contrakt`; did you mean `contract`?"),
        (("--config", "missing.toml"), "'missing.toml' does not exist"),
        (("--config", "a.yaml", "--isolated"), "`--config` and `--isolated` exclude each other"),
        (("--show", "never"), "there is no value `never`; expected one of error, warning, info"),
    ],
)
def test_wrong_usage_is_exit_2_with_what_was_meant(
    capsys: pytest.CaptureFixture[str], options: tuple[str, ...], message: str
) -> None:
    outcome = run(capsys, "check", *options, "a.yaml")

    assert (outcome.code, outcome.out) == (2, "")
    assert message in outcome.err


def test_a_selector_of_the_environment_is_named_after_its_variable(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRECLEAR_SELECT", "cli, shouting-nam")

    assert "PRECLEAR_SELECT: there is no rule, category or basis `shouting-nam`" in run(capsys, "check").err


def test_one_variable_is_for_all_commands(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.yaml").write_text(SHOUTING)
    monkeypatch.setenv("PRECLEAR_FAIL_ON", "warning")
    monkeypatch.setenv("PRECLEAR_SELECT", "shouting-name")

    assert run(capsys, "check", "a.yaml").code == 1
    assert run(capsys, "plan", "a.yaml").code == 1
    assert run(capsys, "check", "--fail-on", "error", "a.yaml").code == 0
    assert "PRECLEAR_FAIL_ON" in run(capsys, "config").out


def test_a_format_of_other_commands_in_the_environment_is_none_of_ours(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRECLEAR_OUTPUT_FORMAT", "concise")
    assert run(capsys, "rules").code == 0
    assert run(capsys, "check", "a.yaml").out.startswith("a.yaml:")

    monkeypatch.setenv("PRECLEAR_OUTPUT_FORMAT", "consice")
    assert run(capsys, "rules").code == 2


def test_infos_are_hidden_and_counted_unless_they_are_asked_for(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.yaml").write_text(SHOUTING)
    (folder / "preclear.toml").write_text("severity.shouting-name = 'info'\nselect = ['cli']\n")

    for output_format in ("full", "concise"):
        hidden = run(capsys, "check", "--output-format", output_format, "a.yaml").out
        shown = run(capsys, "check", "--output-format", output_format, "--show", "info", "a.yaml").out
        assert hidden == "Found 1 info in 1 file. Not shown: 1 info (--show info).\n"
        assert "shouting-name" in shown
        assert shown.endswith("Found 1 info in 1 file.\n")
    assert rules_of(capsys, "a.yaml") == {"shouting-name"}


def test_a_hidden_finding_fails_a_run_that_fails_on_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.yaml").write_text(SHOUTING)

    assert run(capsys, "check", "--show", "error", "--fail-on", "warning", "a.yaml").code == 1


def test_a_crowd_of_findings_is_folded_and_all_shows_all(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = "".join(f"  /p{number}: {{get: {{operationId: P{number}}}}}\n" for number in range(300))
    (folder / "a.yaml").write_text(GOOD.partition("paths:")[0] + "paths:\n" + names)
    select = ("check", "--select", "shouting-name", "a.yaml")

    folded, every = run(capsys, *select).out, run(capsys, *select, "--all").out

    assert folded.count("is in capital letters") == 5
    assert "warning[shouting-name]: and 295 more like this: --all\n" in folded
    assert every.count("is in capital letters") == 300
    assert folded.splitlines()[-1] == every.splitlines()[-1] == "Found 300 warnings in 1 file."


def test_a_config_is_in_force_for_the_documents_below_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "b").mkdir()
    (folder / "b" / "b.yaml").write_text(SHOUTING)
    (folder / "c").mkdir()
    (folder / "c" / "c.yaml").write_text(SHOUTING)
    (folder / "a.yaml").unlink()
    (folder / "b" / "preclear.toml").write_text("ignore = ['shouting-name']")
    (folder / "c" / "pyproject.toml").write_text("[tool.preclear]\nfail-on = 'warning'")

    assert run(capsys, "check", "b").code == 0
    assert rules_of(capsys, "b", "--no-ignores") == set()
    assert run(capsys, "check", ".").code == 1
    assert run(capsys, "check", ".", "--isolated").code == 0
    assert rules_of(capsys, ".") == {"shouting-name"}
    assert rules_of(capsys, ".", "--config", "b/preclear.toml") == set()


def test_an_ignore_of_a_config_keeps_a_finding_back_until_all_are_asked_for(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.yaml").write_text(SHOUTING)
    (folder / "preclear.toml").write_text(
        "[[ignores]]\npaths = ['*.yaml']\npointer = '/paths/~1pets'\nrules = ['cli']\nreason = 'old'\n"
    )

    assert rules_of(capsys, "a.yaml") == set()
    assert rules_of(capsys, "--no-ignores", "a.yaml") == {"shouting-name"}


def test_limits_of_a_config_hold(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "preclear.toml").write_text("limits.depth = 2")

    assert rules_of(capsys, "a.yaml") == {"exceeded-limit"}
    assert "exceeded-limit" not in rules_of(capsys, "a.yaml", "--limit", "depth=50")


def test_standard_input_has_the_config_of_the_current_folder_or_of_its_name(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import io
    import sys

    (folder / "b").mkdir()
    (folder / "b" / "preclear.toml").write_text("ignore = ['cli']")
    found: list[set[str]] = []
    for options in ((), ("--stdin-filename", "b/x.yaml")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SHOUTING.encode())))
        found.append(rules_of(capsys, *options, "-"))

    assert found == [{"shouting-name"}, set()]


def test_a_broken_config_is_told_once_at_its_line_and_hides_no_other_document(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("b/x.yaml", "b/y.yaml", "c/z.yaml"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(SHOUTING)
    (folder / "b" / "preclear.toml").write_text('# ours\nslect = ["all"]\n[limits]\ndept = 3\n')

    outcome = run(capsys, "check", "--output-format", "concise", "b", "c")

    assert outcome.code == 2
    assert outcome.out.splitlines()[0].startswith("c/z.yaml:7:20: warning:")
    assert outcome.err.splitlines() == [
        "b/preclear.toml:2:1: unknown key `slect`; did you mean `select`?",
        "  |",
        '2 | slect = ["all"]',
        "  | ^^^^^",
        "b/preclear.toml:4:1: there is no limit `dept`; did you mean `depth`?",
        "  |",
        "4 | dept = 3",
        "  | ^^^^",
        "preclear: 2 of 3 files could not be checked",
    ]


@pytest.mark.parametrize("command", [("check", "a.yaml"), ("plan", "a.yaml"), ("config",)])
def test_a_broken_config_that_is_named_is_exit_2(
    folder: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    (folder / "x.toml").write_text("show = 'al'")

    for options in (("--config", "x.toml"), ()):
        outcome = run(capsys, *command, *options)
        assert (outcome.code, outcome.out) == (2, "")
        assert ".toml:1:8: `al` is no value of `show`" in outcome.err
        (folder / "preclear.toml").write_text("show = 'al'")


def test_the_text_of_a_config_does_not_act(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "preclear.toml").write_text('"::error::\\u001b[2J##[x]" = "\u202e##[y]"')

    outcome = run(capsys, "check", "a.yaml")

    assert outcome.code == 2
    assert not {"\x1b", "\u202e"} & set(outcome.err)
    assert "##[" not in outcome.err
    assert not any(line.startswith("::") for line in outcome.err.splitlines())


def test_the_command_line_decides_between_a_config_and_none(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.yaml").write_text(SHOUTING)
    (folder / "x.toml").write_text("ignore = ['cli']")
    monkeypatch.setenv("PRECLEAR_CONFIG", "x.toml")

    assert rules_of(capsys, "a.yaml") == set()
    assert rules_of(capsys, "--isolated", "a.yaml") == {"shouting-name"}


UNUSED = "[[ignores]]\npaths = ['old/**']\nrules = ['cli']\nreason = 'old'\n"


def test_an_ignore_that_ignores_nothing_is_told_of_at_its_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.yaml").write_text(SHOUTING)
    (folder / "preclear.toml").write_text(f"# ours\n{UNUSED}")

    report = json.loads(run(capsys, "check", "--output-format", "json").out)
    reported = [finding for finding in report["findings"] if finding["rule"] == "unused-suppression"]

    assert [(item["path"], item["start"]["line"]) for item in reported] == [("preclear.toml", 2)]
    assert "unused-suppression" not in rules_of(capsys, "a.yaml")
    assert "unused-suppression" not in rules_of(capsys, "--no-ignores")
    assert "unused-suppression" not in rules_of(capsys, "--ignore", "unused-suppression")


EVERYWHERE = "[[ignores]]\nrules = ['cli']\nreason = 'left over'\n"


def test_an_ignore_is_unused_only_if_all_that_its_config_is_for_was_checked(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "preclear.toml").write_text(EVERYWHERE)
    (folder / "apis").mkdir()
    (folder / "apis" / "b.yaml").write_text(GOOD)
    (folder / "a.yaml").write_text(GOOD)

    def is_reported(*paths: str) -> bool:
        return "unused-suppression" in rules_of(capsys, *paths)

    assert is_reported()
    assert is_reported(".")
    assert is_reported(str(folder))
    assert not is_reported("a.yaml")
    assert not is_reported("apis")
    monkeypatch.chdir(folder / "apis")
    assert not is_reported()
    assert is_reported("..")


def test_where_a_config_names_its_documents_they_are_all_that_it_is_for(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "preclear.toml").write_text(f"documents = ['a.yaml', 'apis/*.yaml']\n{EVERYWHERE}")
    (folder / "apis").mkdir()
    (folder / "apis" / "b.yaml").write_text(GOOD)
    (folder / "a.yaml").write_text(GOOD)

    assert "unused-suppression" in rules_of(capsys)
    assert "unused-suppression" in rules_of(capsys, ".")
    assert "unused-suppression" in rules_of(capsys, "a.yaml", "apis/b.yaml")
    assert "unused-suppression" not in rules_of(capsys, "a.yaml")
    assert "unused-suppression" not in rules_of(capsys, "apis")


def test_no_ignore_is_unused_where_a_document_can_not_be_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "preclear.toml").write_text(EVERYWHERE)
    (folder / "a.yaml").write_text(GOOD)
    assert "unused-suppression" in rules_of(capsys)

    (folder / "b.yaml").write_text(f"{GOOD}x: [\n")

    assert rules_of(capsys) >= {"syntax-error"}
    assert "unused-suppression" not in rules_of(capsys)


def test_an_ignore_that_ignores_nothing_is_as_grave_as_its_config_says(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.yaml").write_text(SHOUTING)
    for severity, expected in (("error", 1), ("info", 0)):
        (folder / "preclear.toml").write_text(f"severity.unused-suppression = '{severity}'\n{UNUSED}")
        assert run(capsys, "check").code == expected


def test_filters_of_connectors_have_variables_with_a_value_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRECLEAR_TAG", "team:pet shop\nstate\n")
    monkeypatch.setenv("PRECLEAR_CATEGORY", "Pet food\n")
    monkeypatch.setenv("PRECLEAR_PROTOCOL", "bigquery")

    with connectors.command.make_context("connectors", []) as context:
        values = context.params

    assert values["tags"] == ("team:pet shop", "state")
    assert values["categories"] == ("Pet food",)
    assert values["protocol"] == "bigquery"
