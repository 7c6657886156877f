"""Links that a repository brings along, and files that its config names: nothing outside of it is read or quoted."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.making import GOOD, NO_OPENAPI, run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")

HIDDEN = "hunter2hunter2"
SECRETS = {
    "credentials": f"[default]\naws_secret_access_key = {HIDDEN}\n",
    "credentials.json": f'{{"password": "{HIDDEN}", "{HIDDEN}": ',
    "environment.yaml": f"TOKEN: {HIDDEN}\n  {HIDDEN}: [\n",
    "list.yaml": f"- {HIDDEN}\n- *{HIDDEN}\n",
}


@pytest.fixture
def repo(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository, which is the current folder, and files with a secret beside it."""
    (folder / "repo" / ".git").mkdir(parents=True)
    for name, text in SECRETS.items():
        (folder / name).write_text(text)
    monkeypatch.chdir(folder / "repo")
    return folder / "repo"


def checked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[tuple[str, str]]]:
    """The exit code, and the paths and rules that are reported; that the secret is in no output is asserted."""
    for output_format in ("full", "concise"):
        outcome = run(capsys, "check", "--output-format", output_format, *arguments)
        assert HIDDEN not in outcome.out + outcome.err
    outcome = run(capsys, "check", "--output-format", "json", *arguments)
    assert HIDDEN not in outcome.out + outcome.err
    found: list[dict[str, str]] = json.loads(outcome.out)["findings"] if outcome.out else []
    return outcome.code, [(finding["path"], finding["rule"]) for finding in found]


@pytest.mark.parametrize("secret", [*SECRETS, "/proc/self/environ"])
@pytest.mark.parametrize("how", ["folder", "pattern", "document", "documents", "named"])
def test_a_link_out_of_the_repository_is_not_quoted(
    repo: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, secret: str, how: str
) -> None:
    monkeypatch.setenv("HIDDEN", HIDDEN)
    (repo / "apis").mkdir()
    (repo / "apis" / "link.yaml").symlink_to(secret if secret.startswith("/") else repo.parent / secret)
    documents = {"document": "apis/link.yaml", "documents": "apis/*"}.get(how)
    if documents is not None:
        (repo / "preclear.toml").write_text(f"documents = ['{documents}']")
    arguments = {"folder": ["."], "pattern": ["apis/*.yaml"], "named": ["apis/link.yaml"]}.get(how, [])

    code, found = checked(capsys, *arguments)

    if how == "named":
        assert (code, found) in [(1, [("apis/link.yaml", "not-openapi")]), (2, [("apis/link.yaml", "unreadable-file")])]
    else:
        assert (code, found) == (2, [("apis/link.yaml", "unreadable-file")])


def test_it_is_refused_even_where_it_leads_to_a_document(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repo.parent / "outside.yaml").write_text(GOOD)
    (repo / "link.yaml").symlink_to(repo.parent / "outside.yaml")

    outcome = run(capsys, "check", ".")

    assert outcome.code == 2
    assert "error[unreadable-file]: the file may not be read: it is outside of `repo/`" in outcome.out
    assert run(capsys, "check", ".", "--root", "..").code == 0
    assert run(capsys, "check", "link.yaml").code == 0


def test_a_folder_that_a_config_names_may_be_no_way_out(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repo.parent / "other").mkdir()
    (repo.parent / "other" / "secret.yaml").write_text(SECRETS["environment.yaml"])
    (repo / "apis").symlink_to(repo.parent / "other", target_is_directory=True)
    (repo / "preclear.toml").write_text("documents = ['apis']")

    assert checked(capsys) == (2, [("apis/secret.yaml", "unreadable-file")])


def test_a_folder_that_is_typed_may_be_a_link(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repo.parent / "other").mkdir()
    (repo.parent / "other" / "pets.yaml").write_text(GOOD)
    (repo / "apis").symlink_to(repo.parent / "other", target_is_directory=True)

    assert checked(capsys, "apis") == (0, [])


def test_a_link_that_stays_is_followed(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repo / "v2").mkdir()
    (repo / "v2" / "pets.yaml").write_text(GOOD.replace("listPets", "PETS"))
    (repo / "apis").mkdir()
    (repo / "apis" / "current.yaml").symlink_to("../v2/pets.yaml")

    assert checked(capsys, "apis")[1] == [("apis/current.yaml", "shouting-name")]


@pytest.mark.parametrize("target", [".env", ".git/config", ".secrets/a.yaml", "secret.txt"])
def test_a_link_leads_to_no_dotfile_and_no_other_sort_of_file(
    repo: Path, capsys: pytest.CaptureFixture[str], target: str
) -> None:
    (repo / target).parent.mkdir(exist_ok=True)
    (repo / target).write_text(SECRETS["environment.yaml"])
    (repo / "link.yaml").symlink_to(target)

    assert checked(capsys, ".") == (2, [("link.yaml", "unreadable-file")])
    assert checked(capsys, "link.yaml") == (1, [("link.yaml", "not-openapi")])


@pytest.mark.parametrize("text", SECRETS.values())
@pytest.mark.parametrize("name", ["secret.yaml", ".env", "keys.json"])
def test_what_a_config_names_and_is_not_openapi_is_not_quoted(
    repo: Path, capsys: pytest.CaptureFixture[str], text: str, name: str
) -> None:
    (repo / name).write_text(text)
    (repo / "preclear.toml").write_text(f"documents = ['{name}']")

    assert checked(capsys) == (1, [(name, "not-openapi")])

    (repo / "part.yaml").write_text(NO_OPENAPI)  # whose documents are looked at
    assert ("part.yaml", "not-openapi") in checked(capsys, "part.yaml")[1]


def test_what_somebody_typed_is_quoted(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repo / "pets.yaml").write_text("opneapi: 3.1.0\ninfo: [\n")

    assert "info: [" in run(capsys, "check", "pets.yaml").out


def test_a_config_cannot_ask_for_standard_input(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repo / "preclear.toml").write_text("documents = ['-']")

    outcome = run(capsys, "check")

    assert outcome.code == 2
    assert "there is no such file" in outcome.out


@pytest.mark.parametrize("name", ["preclear.toml", "pyproject.toml"])
@pytest.mark.parametrize(
    "text", [f"{HIDDEN} = 1", f"[tool.preclear]\n{HIDDEN} = 1", f"show = '{HIDDEN}'", f"a = 1\n[preclear.{HIDDEN}\n"]
)
@pytest.mark.parametrize("target", ["../outside.toml", "inside.toml", ".secret.toml", "inside.txt"])
def test_nothing_of_a_config_that_is_a_link_is_quoted(
    repo: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, target: str
) -> None:
    (repo / target).write_text(text)
    (repo / name).symlink_to(target)
    (repo / "pets.yaml").write_text(GOOD)

    outcome = run(capsys, "check", "pets.yaml")

    assert HIDDEN not in outcome.out + outcome.err
    if target != "inside.toml":
        assert outcome.code == 2
        assert outcome.err.startswith(f"{name}: it is a symbolic link")


def test_a_config_that_is_a_link_to_one_in_the_repository_counts(
    repo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repo / "shared.toml").write_text("show = 'error'")
    (repo / "apis").mkdir()
    (repo / "apis" / "preclear.toml").symlink_to("../shared.toml")

    assert "apis/preclear.toml" in run(capsys, "config", "apis").out


@pytest.mark.parametrize("options", [(), ("--baseline", ".preclear-baseline.json")])
def test_a_baseline_is_not_read_or_written_through_a_link_that_leaves(
    repo: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    (repo / "pets.yaml").write_text(GOOD.replace("listPets", "PETS"))
    outside = repo.parent / "credentials.json"
    (repo / ".preclear-baseline.json").symlink_to(outside)

    for command in (("check",), ("baseline",), ("baseline", "--update")):
        outcome = run(capsys, *command, *options, "pets.yaml")

        assert outcome.code == 2
        assert ".preclear-baseline.json` is a symbolic link that leads outside of `repo/`" in outcome.err
        assert HIDDEN not in outcome.out + outcome.err
    assert outside.read_text() == SECRETS["credentials.json"]


def test_a_baseline_may_be_a_link_that_stays(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repo / "pets.yaml").write_text(GOOD.replace("listPets", "PETS"))
    (repo / "known").mkdir()
    (repo / ".preclear-baseline.json").symlink_to("known/all.json")

    assert run(capsys, "baseline", "pets.yaml").code == 0
    assert (repo / ".preclear-baseline.json").is_symlink()
    assert "1 known finding in" in run(capsys, "check", "pets.yaml").err
