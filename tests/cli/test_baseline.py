"""`preclear baseline`: what it writes, where, and what it leaves alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from preclear import cli
from preclear.engine import BASELINE_FILE_NAME as FILE_NAME
from preclear.engine import read_baseline
from preclear.project import CheckOptions, CheckResults, Project
from preclear.project.notes import KnownFindings, StaleEntries
from preclear.project.run import ProjectRun
from tests.cli.making import GOOD, NO_OPENAPI, run

SHOUTED = GOOD.replace("listPets", "PETS")
"""With one warning, of the rule that the tests of the command line have."""

DOGS = SHOUTED.replace("/pets", "/dogs").replace("PETS", "DOGS")


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(cli.COMMANDS, "baseline", "Enter what is found as known.")


def entries(file: Path) -> list[tuple[str, str]]:
    return [(entry.path, entry.rule) for entry in read_baseline(file).entries.values()]


def check_again(file: Path, *paths: str) -> tuple[list[str], CheckResults]:
    """Check with a baseline, as `preclear check` does: the paths of what is new, and the results."""
    results = Project(CheckOptions(isolated=True, baseline=file)).check(paths or ["."])
    return [finding.path for finding in results.findings], results


def test_what_is_entered_is_known(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "pets.yaml").write_text(SHOUTED, encoding="utf-8")

    result = run(capsys, "baseline")

    assert (result.code, result.out, result.err) == (0, f"Wrote {FILE_NAME}: 1 known finding.\n", "")
    (folder / "dogs.yaml").write_text(DOGS, encoding="utf-8")
    new, results = check_again(folder / FILE_NAME)
    assert new == ["dogs.yaml"]
    assert results.notes == (KnownFindings(1, FILE_NAME),)


def test_one_entry_a_line_sorted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("b.yaml", "a.yaml"):
        (folder / name).write_text(SHOUTED, encoding="utf-8")
    run(capsys, "baseline")

    lines = (folder / FILE_NAME).read_text(encoding="utf-8").splitlines()

    assert lines[0] == '{"version": 1, "findings": ['
    content = [json.loads(line.removesuffix(",")) for line in lines[1:-1]]
    assert [item["path"] for item in content] == ["a.yaml", "b.yaml"]
    assert list(content[0]) == ["fingerprint", "rule", "path", "pointer", "nth"]
    assert content[0]["pointer"] == "/paths/~1pets/get/operationId"


def test_where_the_command_runs_does_not_matter(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".git").mkdir()
    (folder / "apis").mkdir()
    (folder / "apis" / "pets.yaml").write_text(SHOUTED, encoding="utf-8")
    run(capsys, "baseline")
    above = (folder / FILE_NAME).read_bytes()
    monkeypatch.chdir(folder / "apis")

    result = run(capsys, "baseline", "pets.yaml")

    assert result.code == 0
    assert (folder / FILE_NAME).read_bytes() == above
    assert not (folder / "apis" / FILE_NAME).exists()
    new, _ = check_again(folder / FILE_NAME, "pets.yaml")
    assert new == []


def test_a_config_has_it_beside_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".git").mkdir()
    (folder / "apis").mkdir()
    (folder / "apis" / "preclear.toml").write_text("", encoding="utf-8")
    monkeypatch.chdir(folder / "apis")

    assert ProjectRun(CheckOptions()).baseline_file() == folder / "apis" / FILE_NAME
    assert ProjectRun(CheckOptions(isolated=True)).baseline_file() == folder / FILE_NAME
    assert ProjectRun(CheckOptions(baseline=Path("other.json"))).baseline_file() == Path("other.json")


def test_update_only_removes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pets, dogs = folder / "pets.yaml", folder / "dogs.yaml"
    pets.write_text(SHOUTED, encoding="utf-8")
    dogs.write_text(DOGS, encoding="utf-8")
    run(capsys, "baseline")
    pets.write_text(GOOD, encoding="utf-8")
    (folder / "cats.yaml").write_text(DOGS, encoding="utf-8")

    new, results = check_again(folder / FILE_NAME)
    reported = " ".join(note.text for note in results.notes if isinstance(note, StaleEntries))
    result = run(capsys, "baseline", "--update")

    assert new == ["cats.yaml"]
    assert "1 entry of" in reported
    assert "`shouting-name` in pets.yaml at `/paths/~1pets/get/operationId`" in reported
    assert "`preclear baseline --update`" in reported
    assert result.out == f"Updated {FILE_NAME}: 1 known finding, 1 removed; 1 finding not in it.\n"
    assert entries(folder / FILE_NAME) == [("dogs.yaml", "shouting-name")]


def test_update_leaves_alone_what_was_not_looked_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.yaml", "b.yaml", "gone.yaml"):
        (folder / name).write_text(SHOUTED, encoding="utf-8")
    run(capsys, "baseline")
    for name in ("a.yaml", "b.yaml"):
        (folder / name).write_text(GOOD, encoding="utf-8")
    (folder / "gone.yaml").unlink()

    run(capsys, "baseline", "--update", "--ignore", "shouting-name")
    without_the_rule = entries(folder / FILE_NAME)
    run(capsys, "baseline", "--update", "a.yaml")

    assert [path for path, _ in without_the_rule] == ["a.yaml", "b.yaml"]
    assert [path for path, _ in entries(folder / FILE_NAME)] == ["b.yaml"]


def test_more_than_a_limit_of_one_rule_are_entered(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    more = "".join(
        f'  /pets/{n}:\n    get: {{operationId: P{n}, responses: {{"200": {{description: a}}}}}}\n' for n in range(250)
    )
    (folder / "pets.yaml").write_text(SHOUTED + more, encoding="utf-8")

    result = run(capsys, "baseline")

    assert result.out == f"Wrote {FILE_NAME}: 251 known findings.\n"
    assert check_again(folder / FILE_NAME)[0] == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[", "isn't JSON"),
        ("[]", "isn't a baseline"),
        ('{"version": 2, "findings": []}', "has version 2; expected 1"),
        ('{"version": 1, "findings": [5]}', "finding 1 isn't an entry"),
        (
            '{"version": 1, "findings": [{"fingerprint": "0", "rule": "a", "path": "b", "pointer": "", "nth": 0}]}',
            "the fingerprint of finding 1 doesn't match it",
        ),
        ("[" * 100_000, "isn't JSON"),
    ],
)
def test_a_broken_baseline_is_left_as_it_is(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str, says: str
) -> None:
    (folder / "pets.yaml").write_text(SHOUTED, encoding="utf-8")
    (folder / FILE_NAME).write_text(text, encoding="utf-8")

    result = run(capsys, "baseline", "--update")

    assert result.code == 2
    assert says in result.err
    assert (folder / FILE_NAME).read_text(encoding="utf-8") == text


@pytest.mark.parametrize("update", [[], ["--update"]])
def test_without_a_full_check_nothing_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str], update: list[str]
) -> None:
    (folder / "pets.yaml").write_text(SHOUTED, encoding="utf-8")
    run(capsys, "baseline")
    before = (folder / FILE_NAME).read_bytes()
    (folder / "pets.yaml").write_text(NO_OPENAPI, encoding="utf-8")

    nothing = run(capsys, "baseline", *update)
    missing = run(capsys, "baseline", *update, "missing.yaml")

    assert (nothing.code, missing.code) == (2, 2)
    assert "no baseline was written" in nothing.err
    assert "no baseline was written" in missing.err
    assert (folder / FILE_NAME).read_bytes() == before


def test_update_needs_a_baseline(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "pets.yaml").write_text(SHOUTED, encoding="utf-8")

    result = run(capsys, "baseline", "--update")

    assert result.code == 2
    assert FILE_NAME in result.err
    assert not (folder / FILE_NAME).exists()


@pytest.mark.parametrize("name", ["openapi.yaml", "./openapi.yaml", "link.json"])
def test_no_document_is_overwritten(folder: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    (folder / "openapi.yaml").write_text(SHOUTED)
    (folder / "link.json").symlink_to("openapi.yaml")

    outcome = run(capsys, "baseline", "--baseline", name, "openapi.yaml")

    assert outcome.code == 2
    assert f"`{name.removeprefix('./')}` is one of the checked documents" in outcome.err
    assert (folder / "openapi.yaml").read_text() == SHOUTED


def test_infos_are_entered_where_they_are_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "pets.yaml").write_text(SHOUTED, encoding="utf-8")
    (folder / "preclear.toml").write_text('[severity]\nshouting-name = "info"\n', encoding="utf-8")

    assert run(capsys, "baseline").out == f"Wrote {FILE_NAME}: 0 known findings.\n"
    assert run(capsys, "baseline", "--show", "info").out == f"Wrote {FILE_NAME}: 1 known finding.\n"


def test_another_file_can_be_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "pets.yaml").write_text(SHOUTED, encoding="utf-8")
    (folder / "notes").mkdir()

    result = run(capsys, "baseline", "--baseline", "notes/known.json")

    assert result.code == 0
    assert entries(folder / "notes" / "known.json") == [("../pets.yaml", "shouting-name")]
    assert sorted(path.name for path in (folder / "notes").iterdir()) == ["known.json"]


@pytest.mark.parametrize("command", ["baseline", "check"])
def test_a_broken_config_is_printed_once(folder: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    (folder / "pets.yaml").write_text(SHOUTED, encoding="utf-8")
    assert run(capsys, "baseline").code == 0
    (folder / "preclear.toml").write_text("select = 5\n", encoding="utf-8")

    outcome = run(capsys, command)

    assert outcome.code == 2
    assert outcome.err.count("`select` is an integer") == 1


def test_the_name_of_a_broken_baseline_does_not_act(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a\x1b[2J.json").write_text("{", encoding="utf-8")

    outcome = run(capsys, "check", "--baseline", "a\x1b[2J.json")

    assert outcome.code == 2
    assert "a\\x1b[2J.json` isn't JSON" in outcome.err
