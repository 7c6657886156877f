"""What the release workflow checks before it publishes, and the notes that it takes from the changelog."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tools.release import find_problems, main, read_notes

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "pyproject.toml": """\
[project]
name = "preclear"
version = "1.2.3"
[project.urls]
Homepage = "https://pets.test"
Documentation = "https://pets.test/docs"
""",
    "linter/preclear/__init__.py": '"""Words."""\n\n__version__ = "1.2.3"\n',
    "CHANGELOG.md": """\
# Changelog

<!-- new versions come below -->

## 1.2.3 (2030-01-02)

### Fixes

- A fix.

## 1.2.2 (2029-12-31)

- An older fix.
""",
    "changelog.d/README.md": "# Fragments\n",
    "README.md": "Run `pip install preclear`.\n",
    "docs/ci/any.md": "Run `pip install preclear`.\n",
    "examples/ci.yml": "run: pip install preclear\n",
}
DISTRIBUTIONS = (
    "preclear-1.2.3.tar.gz",
    "preclear-1.2.3-py3-none-any.whl",
    "preclear-1.2.3-cp311-cp311-manylinux2014_x86_64.manylinux_2_17_x86_64.whl",
)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository that can be released as `v1.2.3`."""
    folder = tmp_path / "repository"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def distribution(tmp_path: Path) -> Path:
    """The files to publish."""
    folder = tmp_path / "dist"
    folder.mkdir()
    for name in DISTRIBUTIONS:
        (folder / name).touch()
    return folder


def test_a_finished_version_has_no_problem_and_its_own_notes(repository: Path, distribution: Path) -> None:
    assert list(find_problems(repository, "v1.2.3", distribution)) == []
    assert read_notes(repository, "1.2.3") == "### Fixes\n\n- A fix.\n"


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("pyproject.toml", "1.2.3", "1.2.4", "the tag is `v1.2.3`; expected `v1.2.4`, the version of pyproject.toml"),
        ("linter/preclear/__init__.py", "1.2.3", "1.2.2", "`__version__` is `1.2.2`; expected `1.2.3`"),
        ("linter/preclear/__init__.py", "__version__", "_version", "`__version__` is `None`; expected `1.2.3`"),
        (
            "pyproject.toml",
            "pets.test/docs",
            "preclear.example/docs",
            "`Documentation` in [project.urls] is `https://preclear.example/docs`, a placeholder; expected",
        ),
        ("README.md", "preclear", "git+URL@COMMIT", "`README.md` installs `git+URL@COMMIT`; expected `preclear`"),
        ("docs/ci/any.md", "preclear", "git+URL@COMMIT", "`docs/ci/any.md` installs `git+URL@COMMIT`; expected"),
        ("examples/ci.yml", "preclear", "git+URL@COMMIT", "`examples/ci.yml` installs `git+URL@COMMIT`; expected"),
        ("CHANGELOG.md", "2030-01-02", "unreleased", "the date `unreleased`; expected YYYY-MM-DD"),
        ("CHANGELOG.md", "## 1.2.2 ", "## 1.2.3 ", "CHANGELOG.md has several sections for `1.2.3`; expected one"),
        ("CHANGELOG.md", "## 1.2.3 ", "## 1.3.0 ", "the first section of CHANGELOG.md is `1.3.0`; expected `1.2.3`"),
    ],
)
def test_an_unfinished_version_is_refused(repository: Path, name: str, old: str, new: str, problem: str) -> None:
    path = repository / name
    path.write_text(path.read_text().replace(old, new))

    problems = list(find_problems(repository, "v1.2.3"))

    assert any(problem in found for found in problems), problems


def test_a_fragment_that_is_left_is_refused(repository: Path) -> None:
    (repository / "changelog.d" / "+words.fix.md").write_text("A fix.\n")

    (problem,) = find_problems(repository, "v1.2.3")
    assert problem == "the fragment `changelog.d/+words.fix.md` isn't in CHANGELOG.md; run `towncrier build`"


@pytest.mark.parametrize("name", DISTRIBUTIONS[:2])
def test_a_missing_file_is_a_problem(repository: Path, distribution: Path, name: str) -> None:
    (distribution / name).unlink()

    assert [*find_problems(repository, "v1.2.3", distribution)] == [f"`{name}` is missing"]


@pytest.mark.parametrize(
    "name", ["preclear-1.2.2.tar.gz", "preclear-1.2.3.zip", "other-1.2.3-py3-none-any.whl", "notes.md"]
)
def test_another_file_is_a_problem(repository: Path, distribution: Path, name: str) -> None:
    (distribution / name).touch()

    assert [*find_problems(repository, "v1.2.3", distribution)] == [f"`{name}` isn't a file of `preclear` 1.2.3"]


def test_the_command_prints_problems_and_no_notes(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["v0.0.0"])

    output = capsys.readouterr()
    assert code == 1
    assert output.out == ""
    assert "release: the tag is `v0.0.0`; expected `v" in output.err
