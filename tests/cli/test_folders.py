"""Which files of a folder are checked: `.gitignore`, `exclude` of a config, folders that are skipped by default."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from preclear.project import PassedOver, check_paths
from preclear.project.search import SearchOptions, find_inputs
from tests import pace
from tests.cli.making import BAD, GOOD, NO_OPENAPI, run
from tests.cli.test_process import loaded_by
from tests.source.repository import ENVIRONMENT, make_repository, needs_git

if TYPE_CHECKING:
    from collections.abc import Mapping

IN_C = ("c/a.yaml", "c/b.yaml", "c/d/a.yaml", "c/d/b.yaml")
NOTHING = "nothing was checked: no OpenAPI document was found outside of what was passed over; name a path to check it"
SHOUTING = GOOD.replace("listPets", "LIST")
"""A document with one finding."""


def write(folder: Path, *names: str, **texts: str) -> None:
    """Write a document with a finding for each name, and other files."""
    for name in names:
        write_text(folder / name, SHOUTING)
    for name, text in texts.items():
        write_text(folder / name, text)


def write_text(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def check(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[set[str], str]:
    """Return the paths of the checked documents, and the notes without their prefix."""
    outcome = run(capsys, "check", "--output-format", "json", *arguments)
    paths = {finding["path"] for finding in json.loads(outcome.out)["findings"]} if outcome.out else set[str]()
    return paths, outcome.err.removeprefix("preclear: ").removesuffix("\n")


@pytest.mark.parametrize(
    ("ignores", "expected"),
    [
        ({".gitignore": "b.yaml"}, {"a.yaml", "c/a.yaml", "c/d/a.yaml"}),
        ({".gitignore": "/b.yaml"}, {"a.yaml", *IN_C}),
        ({".gitignore": "c/"}, {"a.yaml", "b.yaml"}),
        ({".gitignore": "c/\n!c/a.yaml"}, {"a.yaml", "b.yaml"}),
        ({".gitignore": "c/*\n!c/d"}, {"a.yaml", "b.yaml", "c/d/a.yaml", "c/d/b.yaml"}),
        (
            {".gitignore": "b.yaml", "c/.gitignore": "!b.yaml"},
            {"a.yaml", "c/a.yaml", "c/b.yaml", "c/d/a.yaml", "c/d/b.yaml"},
        ),
        ({".gitignore": "*.yaml\n!a.yaml", "c/d/.gitignore": "a.yaml"}, {"a.yaml", "c/a.yaml"}),
        ({"c/.gitignore": "d/b.yaml"}, {"a.yaml", "b.yaml", "c/a.yaml", "c/b.yaml", "c/d/a.yaml"}),
        ({".git/info/exclude": "b.yaml"}, {"a.yaml", "c/a.yaml", "c/d/a.yaml"}),
        ({".git/info/exclude": "b.yaml", ".gitignore": "!/b.yaml"}, {"a.yaml", "b.yaml", "c/a.yaml", "c/d/a.yaml"}),
    ],
)
def test_gitignore_is_obeyed_from_every_folder(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    ignores: Mapping[str, str],
    expected: set[str],
) -> None:
    write(folder, "a.yaml", "b.yaml", "c/a.yaml", "c/b.yaml", "c/d/a.yaml", "c/d/b.yaml")
    write(folder, **{".git/HEAD": "", **ignores})

    assert check(capsys)[0] == expected
    assert check(capsys, ".")[0] == expected
    assert check(capsys, "**/*.yaml")[0] == expected
    assert check(capsys, "*", "*/*", "*/*/*")[0] == expected
    if "c/" not in ignores.get(".gitignore", ""):
        monkeypatch.chdir(folder / "c")
        assert check(capsys)[0] == {path.removeprefix("c/") for path in expected if path.startswith("c/")}
        assert check(capsys, "**/*.yaml")[0] == check(capsys)[0]


def test_gitignore_is_obeyed_without_a_repository(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "a.yaml", "b.yaml", **{".gitignore": "b.yaml"})

    assert check(capsys) == ({"a.yaml"}, "passed over 1 file ignored by `.gitignore`")


def test_a_repository_in_a_repository_has_its_own_gitignore(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "a.yaml", "sub/a.yaml", "sub/b.yaml")
    write(folder, **{".git/HEAD": "", ".gitignore": "a.yaml", "sub/.git": "gitdir: x", "sub/.gitignore": "b.yaml"})

    assert check(capsys)[0] == check(capsys, "sub")[0] == {"sub/a.yaml"}


@pytest.mark.parametrize(
    ("ignored", "arguments", "expected"),
    [
        ("", ("build",), {"build/a.yaml", "build/b/a.yaml"}),
        ("", ("build/a.yaml",), {"build/a.yaml"}),
        ("", ("build/**/*.yaml",), {"build/a.yaml", "build/b/a.yaml"}),
        ("", ("build/*.yaml",), {"build/a.yaml"}),
        ("", (".", "build"), {"a.yaml", "build/a.yaml", "build/b/a.yaml"}),
        ("", ("**/build/a.yaml",), {"build/a.yaml"}),
        ("", ("*/a.yaml", "a.yaml"), {"a.yaml"}),
        ("build/", ("build",), {"build/a.yaml", "build/b/a.yaml"}),
        ("build/", ("build/b",), {"build/b/a.yaml"}),
        ("build/", ("build/a.yaml",), {"build/a.yaml"}),
        ("build/", ("build/**",), {"build/a.yaml", "build/b/a.yaml"}),
        ("build/*", ("build",), {"build/a.yaml", "build/b/a.yaml"}),
        ("/build/**", ("build/b",), {"build/b/a.yaml"}),
        ("build/b/", ("build",), {"build/a.yaml"}),
        ("a.yaml", ("a.yaml", "build/b/a.yaml"), {"a.yaml", "build/b/a.yaml"}),
        ("a.yaml", ("build",), set[str]()),
    ],
)
def test_what_is_named_is_checked(
    folder: Path, capsys: pytest.CaptureFixture[str], ignored: str, arguments: tuple[str, ...], expected: set[str]
) -> None:
    write(folder, "a.yaml", "build/a.yaml", "build/b/a.yaml", **{".git/HEAD": "", ".gitignore": ignored})

    assert check(capsys, *arguments)[0] == expected


def test_a_named_folder_that_ignores_itself_is_checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "out/a.yaml", **{".git/HEAD": "", "out/.gitignore": "*"})

    assert check(capsys)[0] == set()
    assert check(capsys, "out") == ({"out/a.yaml"}, "")


@pytest.mark.parametrize("name", ["build", "dist", "site-packages", "target", "vendor", "venv"])
def test_folders_of_built_or_installed_files_are_skipped(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    write(folder, "a.yaml", f"{name}/a.yaml", f"b/{name}/a.yaml", f"c/{name}.yaml")

    assert check(capsys) == ({"a.yaml", f"c/{name}.yaml"}, f"passed over 2 folders skipped by default (`{name}`)")


def test_node_modules_and_dot_folders_are_skipped_silently(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "a.yaml", ".a/a.yaml", "node_modules/a.yaml", **{".gitignore": ".a\nnode_modules"})

    assert check(capsys) == ({"a.yaml"}, "")


def test_all_that_is_passed_over_is_counted_in_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "a.yaml", "b1.yaml", "b2.yaml", "c/a.yaml", "x.yaml", "y/a.yaml", "dist/a.yaml", "z/venv/a.yaml")
    write(folder, **{".gitignore": "b?.yaml\nb.txt\nc", "b.txt": "", "preclear.toml": 'exclude = ["x.yaml", "y"]'})

    expected = (
        "passed over 2 files and 1 folder ignored by `.gitignore`, 1 file and 1 folder excluded by the config, "
        "2 folders skipped by default (`dist`, `venv`)"
    )
    assert check(capsys) == ({"a.yaml"}, expected)
    assert check(capsys, ".", "./z/..", "**/*.yaml") == ({"a.yaml"}, expected)
    assert check(capsys, "a.yaml") == ({"a.yaml"}, "")


def test_what_is_passed_over_and_named_is_not_counted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "a.yaml", "b.yaml", "build/a.yaml", **{".gitignore": "b.yaml"})

    assert check(capsys, ".", "./build", "b.yaml") == ({"a.yaml", "b.yaml", "build/a.yaml"}, "")


def test_nothing_checked_names_what_was_passed_over(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "build/a.yaml")

    outcome = run(capsys, "check")

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.splitlines() == [
        "preclear: passed over 1 folder skipped by default (`build`)",
        f"preclear: {NOTHING}",
    ]


def test_a_name_that_looks_like_a_command_is_escaped(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "a.yaml", **{"##[error]\x1b[31m/.gitignore": "*a" * 30_000})

    assert "\x1b" not in check(capsys)[1]


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        ('["b"]', {"a.yaml", "b.yaml", "c/b/a.yaml"}),
        ('["b/"]', {"a.yaml", "b.yaml", "c/b/a.yaml"}),
        ('["b/**"]', {"a.yaml", "b.yaml", "c/b/a.yaml"}),
        ('["**/b"]', {"a.yaml", "b.yaml"}),
        ('["*.yaml"]', {"b/a.yaml", "c/b/a.yaml"}),
        ('["**/a.yaml"]', {"b.yaml"}),
        ('["c/b/a.yaml"]', {"a.yaml", "b.yaml", "b/a.yaml"}),
    ],
)
def test_exclude_has_the_patterns_of_a_config(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    patterns: str,
    expected: set[str],
) -> None:
    write(folder, "a.yaml", "b.yaml", "b/a.yaml", "c/b/a.yaml", **{"preclear.toml": f"exclude = {patterns}"})

    assert check(capsys)[0] == expected
    assert check(capsys, "**/*.yaml")[0] == expected
    assert check(capsys, "--isolated")[0] == {"a.yaml", "b.yaml", "b/a.yaml", "c/b/a.yaml"}
    monkeypatch.chdir(folder / "c")
    assert check(capsys)[0] == {path.removeprefix("c/") for path in expected if path.startswith("c/")}


def test_the_nearest_config_excludes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "a/x.yaml", "a/y.yaml", "b/x.yaml", "b/y.yaml", "c/x.yaml")
    write(folder, **{"preclear.toml": 'exclude = ["**/x.yaml"]', "b/preclear.toml": 'exclude = ["y.yaml"]'})
    write(folder, **{"c/.git": ""})

    expected = {"a/y.yaml", "b/x.yaml", "c/x.yaml"}
    assert check(capsys)[0] == check(capsys, "a", "b", "c")[0] == check(capsys, "*/*.yaml")[0] == expected


def test_exclude_is_not_inherited(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "a/x.yaml", **{"base.toml": 'exclude = ["x.yaml"]', "a/preclear.toml": 'extends = "../base.toml"'})
    write(folder, **{".git/HEAD": ""})

    assert check(capsys)[0] == {"a/x.yaml"}


def test_a_named_config_excludes_below_its_own_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "x.yaml", "a/x.yaml", "a/b/x.yaml", **{"a/my.toml": 'exclude = ["x.yaml", "b/*"]'})

    assert check(capsys, "--config", "a/my.toml", ".")[0] == {"x.yaml"}
    assert check(capsys, "--config", "a/my.toml", "a")[0] == set()
    assert check(capsys, "--config", "a/my.toml", "a/b")[0] == {"a/b/x.yaml"}


def test_documents_that_a_config_names_are_checked_and_others_excluded(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "a.yaml", "b/a.yaml", "b/b.yaml", "c/a.yaml")
    config = 'documents = ["a.yaml", "b/a.yaml", "*/*.yaml"]\nexclude = ["a.yaml", "b"]'
    write(folder, **{"preclear.toml": config, ".gitignore": "/a.yaml"})

    assert check(capsys) == ({"a.yaml", "b/a.yaml", "c/a.yaml"}, "passed over 1 folder excluded by the config")


def test_a_named_path_is_only_excluded_by_force(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "a.yaml", "b/a.yaml", "b/c/a.yaml", "build/a.yaml", **{"preclear.toml": 'exclude = ["b"]'})
    write(folder, **{".git/HEAD": "", ".gitignore": "a.yaml"})
    paths = ("a.yaml", "b/a.yaml", "build/a.yaml", "b", "b/c/*.yaml")

    assert check(capsys, *paths)[0] == {"a.yaml", "b/a.yaml", "build/a.yaml"}
    (folder / ".gitignore").unlink()
    assert check(capsys, *paths)[0] == {"a.yaml", "b/a.yaml", "b/c/a.yaml", "build/a.yaml"}
    assert check(capsys, "--force-exclude", *paths)[0] == {"a.yaml", "build/a.yaml"}
    monkeypatch.setenv("PRECLEAR_FORCE_EXCLUDE", "1")
    assert (
        check(capsys, "b/a.yaml")[1]
        == f"passed over 1 file excluded by the config\npreclear: {NOTHING.partition(';')[0]}"
    )
    assert run(capsys, "check", "--openapi-only", "b/a.yaml").code == 0


def test_programs_get_the_same(folder: Path) -> None:
    write(folder, "a.yaml", "b/a.yaml", "build/a.yaml", **{"preclear.toml": 'exclude = ["b"]'})

    results = check_paths()

    assert results.total == 1
    assert [note for note in results.notes if isinstance(note, PassedOver)] == [*results.notes]
    assert check_paths(["b/a.yaml"]).total == 1
    assert check_paths(["b/a.yaml"], force_exclude=True).total == 0


def test_other_commands_search_in_the_same_way(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.yaml", "b.yaml", "build/a.yaml"):
        write_text(folder / name, BAD)
    write(folder, **{".gitignore": "b.yaml"})

    run(capsys, "baseline")

    entries = json.loads((folder / ".preclear-baseline.json").read_text())["findings"]
    assert {entry["path"] for entry in entries} == {"a.yaml"}


def test_a_broken_config_excludes_nothing_and_is_reported(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "a.yaml", "b/a.yaml", **{"b/preclear.toml": "exclude = 5"})

    outcome = run(capsys, "check", "--output-format", "json")

    assert outcome.code == 2
    assert "`exclude` is an integer; expected an array of strings" in outcome.err


@pytest.mark.parametrize("pattern", ["/b", "../b", "C:b"])
def test_exclude_stays_in_the_folder_of_the_config(
    folder: Path, capsys: pytest.CaptureFixture[str], pattern: str
) -> None:
    write(folder, "a.yaml", **{"preclear.toml": f'exclude = ["{pattern}"]'})

    assert f"path `{pattern}` is not in the folder of the config" in run(capsys, "check").err


def test_a_link_is_passed_over_by_its_name_and_never_followed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "a.yaml", "b/a.yaml", **{".git/HEAD": "", ".gitignore": "l.yaml\nk"})
    (folder / "l.yaml").symlink_to("a.yaml")
    (folder / "k").symlink_to("b", target_is_directory=True)

    assert check(capsys)[0] == check(capsys, "*", "*/*.yaml")[0] == {"a.yaml", "b/a.yaml"}


def fifo(path: Path) -> None:
    os.mkfifo(path)


def link(path: Path) -> None:
    write_text(path.parent / "rules", "*.yaml")
    path.symlink_to("rules")


def huge(path: Path) -> None:
    path.write_bytes(b"*.yaml\n" * 150_000)


def wild(path: Path) -> None:
    path.write_bytes(b"b.yaml\n" + b"*a" * 20_000 + b"\n" + b"*b" * 20_000 + b"\n*.yaml")


@pytest.mark.parametrize(
    ("make", "reason", "expected"),
    [
        (fifo, "the file can't be read: it is a pipe, expected a regular file", {"a.yaml", "b.yaml"}),
        (link, "it is a symbolic link, which git doesn't follow", {"a.yaml", "b.yaml"}),
        (huge, "it has more than 1,000,000 bytes", {"a.yaml", "b.yaml"}),
        (wild, "from line 3 on, it has too many patterns with wildcards", {"a.yaml"}),
    ],
)
def test_a_gitignore_that_cannot_be_used_is_reported(
    folder: Path, capsys: pytest.CaptureFixture[str], make: object, reason: str, expected: set[str]
) -> None:
    write(folder, "a.yaml", "b.yaml")
    assert callable(make)
    make(folder / ".gitignore")

    paths, notes = check(capsys)

    assert paths == expected
    assert notes.splitlines()[0] == f"`.gitignore` isn't fully obeyed: {reason}"


def test_a_gitignore_that_is_no_text_is_read_as_bytes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "a.yaml", "b.yaml")
    (folder / ".gitignore").write_bytes(b"\xff\xfe\0\n\xc3(\n[\x80-\n\nb.yaml")

    assert check(capsys)[0] == {"a.yaml"}


@pytest.mark.once
def test_hostile_patterns_take_no_time(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = "a" * 200
    write(folder, "x.yaml")
    for number in range(100):
        write_text(folder / name / f"{name}{number}.yaml", NO_OPENAPI)
    patterns = ["*a" * 100 + "b", "**/" * 300 + "b", "**/a*/" * 100 + "b", *(f"n{number}" for number in range(100_000))]
    write(folder, **{".gitignore": "\n".join(patterns)})
    start = process_time()

    assert check(capsys)[0] == {"x.yaml"}

    assert process_time() - start < pace.seconds(3)


def test_no_pattern_is_compiled_where_there_is_no_gitignore(folder: Path) -> None:
    write(folder, "a/b/x.yaml")

    assert "preclear.source.git.ignore_patterns" not in loaded_by("check", ".", "--fail-on", "never", cwd=folder)
    write(folder, **{"a/.gitignore": "y"})
    assert "preclear.source.git.ignore_patterns" in loaded_by("check", ".", "--fail-on", "never", cwd=folder)


PATTERNS = (  # of the files below
    "*",
    "a",
    "b/",
    "/a",
    "a/b",
    "**/b",
    "a/**",
    "!a",
    "!b/",
    "!*.yaml",
    "*.yaml",
    "/*/a",
    "!/a/b",
    "c*",
    "!**/c.yaml",
)


@needs_git
@pytest.mark.once
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    files=st.dictionaries(
        st.sampled_from(("", "a/", "b/", "a/b/", "a/b/c/")),
        st.lists(st.sampled_from(PATTERNS), max_size=4),
        min_size=1,
        max_size=4,
    )
)
def test_a_search_finds_what_git_lists(folder: Path, files: dict[str, list[str]]) -> None:
    if not (folder / ".git").exists():
        make_repository(folder)
        for path in ("", "a/", "b/", "a/b/", "b/a/", "a/b/c/", "c/a/b/", "a/c/"):
            write(folder, *(f"{path}{name}.yaml" for name in ("c", "d", "ca")))
    for path in ("", "a/", "b/", "a/b/", "a/b/c/"):
        write_text(folder / f"{path}.gitignore", "\n".join(files.get(path, ())))
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--others", "--exclude-standard", "*.yaml"],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        check=True,
    )

    found = {Path(path).relative_to(folder).as_posix() for path in check_paths([str(folder)]).real_files}

    assert found == {*os.fsdecode(listed.stdout).split("\0")} - {""}


def find_no_config(folder: Path) -> None:
    """Find no config for any folder."""


@pytest.mark.once
def test_a_search_takes_linear_time(tmp_path: Path) -> None:
    def measure(count: int) -> float:
        root = tmp_path / str(count)
        for number in range(count):
            text = "*.log\n/gen/\nf1?.yaml\n!f12.yaml\ntmp/**/x\n*.py[co]\n"
            write(
                root / str(number % 10) / str(number), *(f"f{file}.yaml" for file in range(20)), **{".gitignore": text}
            )
        write(root, **{".git/HEAD": "", ".gitignore": "\n".join(f"*.x{number}" for number in range(50))})
        options = SearchOptions(find_no_config)
        seconds: list[float] = []
        for _ in range(3):
            start = process_time()
            assert len(find_inputs([str(root)], options).files) == 11 * count
            seconds.append(process_time() - start)
        return min(seconds)

    measure(10)
    small, large = measure(150), measure(300)

    assert large < 2.6 * small
    assert large < pace.seconds(0.6)
