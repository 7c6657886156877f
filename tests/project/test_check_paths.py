"""`check_paths` gives a program what the command line prints: findings, notes, and whether the run fails."""

from __future__ import annotations

import csv
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import preclear
from preclear.engine import BASELINE_FILE_NAME as FILE_NAME
from preclear.engine import BaselineError
from preclear.project import CheckResults, OptionError, Project, check_paths
from preclear.project.notes import (
    BrokenConfig,
    KnownFindings,
    NothingChecked,
    SkippedFiles,
    StaleEntries,
    UncheckedFiles,
    UnmatchedPattern,
)
from preclear.report.config_error import format_config_error
from preclear.report.json_report import format_json
from preclear.report.rendering.escape import escape
from tests.cli.making import NO_OPENAPI
from tests.project.making import BAD, GOOD, SPLIT, CommandLine, run, write_project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.project import Note

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures"
CORPUS = ROOT.parent / "shared" / "corpus"
LARGEST = 1_000_000  # bytes of a document of the corpus that is checked here

CODES = {None: 0, "findings": 1, "unchecked": 2, "nothing": 2}


def as_command_line(results: CheckResults) -> CommandLine:
    """What the command line would print of results as JSON."""
    err = "".join(f"{line}\n" for note in (*results.problems, *results.notes) for line in lines(note))
    return CommandLine(CODES[results.failure], format_json(results.results), err)


def lines(note: Note) -> Iterator[str]:
    if isinstance(note, BrokenConfig):
        yield from format_config_error(note.error)
    else:
        yield f"preclear: {escape(note.text)}"


@pytest.fixture(autouse=True)
def project(folder: Path) -> None:
    write_project(folder)


PATHS: list[tuple[str, ...]] = [
    (),
    (".",),
    ("good.yaml",),
    ("bad.yaml", "missing.yaml"),
    ("compose.yaml",),
    ("broken.yaml", "empty.yaml", "deep.yaml"),
    ("nowhere/*.yaml", "good.yaml"),
    ("apis",),
    ("apis/models/pet.yaml",),
    ("apis/models/pet.yaml", "apis/pets.yaml"),
    ("configured",),
    ("configured/models/pet.yaml", "configured/models/lone.yaml"),
    ("broken-config", "good.yaml"),
    ("roots/apis/models/pet.yaml", "roots/note.yaml"),
    ("**/*.yaml",),
    ("-", "apis"),
]
OPTIONS: list[tuple[tuple[str, ...], dict[str, Any]]] = [
    ((), {}),
    (("--openapi-only",), {"openapi_only": True}),
    (("--no-ignores", "--isolated"), {"use_ignores": False, "isolated": True}),
    (
        ("--select", "openapi,missing-base-url", "--ignore", "invalid-schema"),
        {"select": ["openapi", "missing-base-url"], "ignore": ["invalid-schema"]},
    ),
    (("--basis", "practice", "--extend-select", "all"), {"basis": ["practice"], "extend_select": ["all"]}),
    (("--fail-on", "never", "--show", "info"), {"fail_on": "never", "show": "info"}),
    (("--root", ".", "--version-name", "latest"), {"root": Path(), "version_name": "latest"}),
    (("--config", "configured/preclear.toml"), {"config": Path("configured/preclear.toml")}),
    (("--limit", "file_bytes=150", "--limit", "findings=1"), {"limits": {"file_bytes": 150, "findings": 1}}),
]


@pytest.mark.parametrize(("arguments", "options"), OPTIONS, ids=str)
@pytest.mark.parametrize("paths", PATHS, ids=" ".join)
def test_it_is_what_the_command_line_prints(
    capsys: pytest.CaptureFixture[str], paths: tuple[str, ...], arguments: tuple[str, ...], options: dict[str, Any]
) -> None:
    printed = run(capsys, "check", "--output-format", "json", *arguments, *paths, stdin=BAD.encode())

    results = check_paths(paths, stdin=BAD.encode(), **options)

    assert as_command_line(results) == printed
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("start", ["apis", "configured", "broken-config", "roots"])
def test_it_starts_in_the_current_folder(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, start: str
) -> None:
    monkeypatch.chdir(folder / start)

    printed = run(capsys, "check", "--output-format", "json")

    assert as_command_line(check_paths()) == printed


@pytest.mark.parametrize("paths", [("rules",), ("projects",)], ids=" ".join)
def test_it_is_the_same_for_all_fixtures(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, paths: tuple[str, ...]
) -> None:
    monkeypatch.chdir(FIXTURES)

    printed = run(capsys, "check", "--output-format", "json", *paths)

    assert as_command_line(check_paths(paths)) == printed


@pytest.mark.skipif(not CORPUS.exists(), reason="needs the corpus of real documents, ../shared/corpus")
def test_it_is_the_same_for_real_documents(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CORPUS)
    with (CORPUS / "INDEX.tsv").open(encoding="utf-8") as index:
        named = [row["path"] for row in csv.DictReader(index, delimiter="\t")]
    paths = [path for path in named if Path(path).stat().st_size <= LARGEST]

    printed = run(capsys, "check", "--output-format", "json", *paths)

    assert as_command_line(check_paths(paths)) == printed
    assert len(paths) > 30


@pytest.mark.parametrize("options", [(), ("--no-ignores",), ("--baseline", "known.json")], ids=" ".join)
def test_it_is_the_same_with_a_baseline(
    folder: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    named = ("--baseline", "known.json") if "--baseline" in options else ()
    assert run(capsys, "baseline", "apis", "bad.yaml", *named).code == 0
    (folder / "bad.yaml").write_text(GOOD)

    printed = run(capsys, "check", "--output-format", "json", "apis", "bad.yaml", *options)
    results = check_paths(
        ["apis", "bad.yaml"], use_ignores="--no-ignores" not in options, baseline=Path("known.json") if named else None
    )

    assert as_command_line(results) == printed
    notes = {type(note) for note in results.notes}
    assert notes == ({StaleEntries} if "--no-ignores" in options else {StaleEntries, KnownFindings})


@pytest.mark.parametrize(
    "url",
    ["https://me:secret@api.example/pets.yaml", Path("https://me:secret@api.example/pets.yaml")],
    ids=["text", "Path"],
)
def test_a_url_raises_an_error_that_says_how_to_download_it(url: str | Path) -> None:
    with pytest.raises(OptionError) as caught:
        check_paths(["bad.yaml", url])

    assert str(caught.value) == (
        "`https://***@api.example/pets.yaml` is a URL, and URLs are never fetched; download it first: "
        "`curl -Lo pets.yaml https://api.example/pets.yaml`"
    )


def test_a_check_of_a_url_says_how_to_download_it() -> None:
    (finding,) = preclear.check(Path("https://api.example/pets.yaml")).findings

    assert finding.message == "the file can't be read: URLs are never fetched"
    assert finding.help == "download it first: `curl -Lo pets.yaml https://api.example/pets.yaml`"


def test_the_results_say_what_was_passed_over_and_what_was_not_checked() -> None:
    results = check_paths(
        ["compose.yaml", "apis", "missing.yaml", "nowhere/*.yaml", "broken-config"], openapi_only=True
    )

    assert results.failure == "unchecked"
    assert results.is_failed
    assert results.skipped == ("compose.yaml",)
    assert (results.total, results.checked, results.unchecked) == (8, 2, 3)
    assert [type(problem) for problem in results.problems] == [UnmatchedPattern, BrokenConfig]
    assert results.notes == (SkippedFiles(("compose.yaml",)), UncheckedFiles(3, 8))
    assert {finding.rule.name for finding in results.findings} >= {"unreadable-file", "invalid-schema"}


@pytest.mark.parametrize(
    ("paths", "options", "failure"),
    [
        (["good.yaml"], {}, None),
        (["bad.yaml"], {}, "findings"),
        (["bad.yaml"], {"fail_on": "never"}, None),
        (["missing.yaml"], {"fail_on": "never"}, "unchecked"),
        (["compose.yaml"], {"fail_on": "never"}, "nothing"),
        (["compose.yaml"], {"openapi_only": True}, None),
    ],
)
def test_why_a_run_fails(paths: list[str], options: dict[str, Any], failure: str | None) -> None:
    results = check_paths(paths, **options)

    assert results.failure == failure
    assert (NothingChecked() in results.notes) is (failure == "nothing")


def test_paths_may_be_paths() -> None:
    by_path, by_text = check_paths([Path("apis") / "pets.yaml"]), check_paths(["apis/pets.yaml"])

    assert format_json(by_path.results) == format_json(by_text.results)


def test_standard_input_is_bytes_or_a_stream_and_has_a_name(folder: Path) -> None:
    options = check_paths(["-"], stdin=SPLIT.encode(), stdin_filename="apis/new.yaml")
    streamed = check_paths(["-"], stdin=BytesIO(SPLIT.encode()), stdin_filename="apis/new.yaml")

    assert {finding.path for finding in options.findings} >= {"apis/models/pet.yaml"}
    assert format_json(options.results) == format_json(streamed.results)
    assert check_paths(["-"]).findings[0].message == "standard input is closed"


def test_every_run_reads_the_files_anew(folder: Path) -> None:
    project = Project()
    before = project.check(["bad.yaml"])
    (folder / "bad.yaml").write_text(GOOD)

    assert before.failure == "findings"
    assert project.check(["bad.yaml"]).failure is None


@pytest.mark.parametrize(
    ("options", "origin", "message"),
    [
        ({"select": ["nosuch"]}, "select", "there is no rule, category or basis `nosuch`"),
        ({"ignore": ["syntax-error"]}, "ignore", "`syntax-error` can't be ignored"),
        ({"basis": ["contrakt"]}, "basis", "`contrakt` is not a value of `basis`; did you mean `contract`?"),
        ({"fail_on": "warn"}, "fail-on", "`warn` is not a value of `fail-on`"),
        ({"limits": {"depht": 5}}, "limits", "there is no limit `depht`; did you mean `depth`?"),
        ({"limits": {"depth": 0}}, "limits", "limit `depth` is 0; expected a number from 1 to 500"),
        ({"limits": {"depth": 501}}, "limits", "limit `depth` is 501; expected a number from 1 to 500"),
    ],
)
def test_an_option_that_can_not_be_used_is_an_error(options: dict[str, Any], origin: str, message: str) -> None:
    with pytest.raises(OptionError) as error:
        check_paths(["good.yaml"], **options)

    assert error.value.origin == origin
    assert message in str(error.value)


def test_a_baseline_that_can_not_be_read_is_an_error(folder: Path) -> None:
    (folder / FILE_NAME).write_text("{")

    with pytest.raises(BaselineError, match="isn't JSON"):
        check_paths(["good.yaml"])


def test_it_is_part_of_the_public_api() -> None:
    assert preclear.check_paths is check_paths
    assert {"check_paths", "CheckResults", "OptionError"} <= set(preclear.__all__)


def test_a_file_that_is_no_openapi_is_a_finding_where_it_is_named(folder: Path) -> None:
    (folder / "postman.json").write_text('{"item": []}')

    assert [finding.rule.name for finding in check_paths(["postman.json"]).findings] == ["not-openapi"]
    assert NO_OPENAPI not in format_json(check_paths(["compose.yaml"]).results)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"config": Path("broken-config/preclear.toml")}, preclear.ConfigError),
        ({"baseline": Path("missing.json")}, preclear.BaselineError),
        ({"select": ["no-such-rule"]}, preclear.OptionError),
    ],
)
def test_what_cannot_be_used_raises_an_error_that_is_exported(options: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        check_paths(["good.yaml"], **options)
