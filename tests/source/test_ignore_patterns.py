"""Patterns of `.gitignore` files match what git matches, in linear time."""

from __future__ import annotations

import os
import subprocess
from time import process_time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preclear.source import MAX_WILDCARD_CHARACTERS, IgnorePatterns
from tests import pace
from tests.source.repository import ENVIRONMENT, make_repository, needs_git

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = ("a", "b", "ab", "a.b", "*", "[a]", "!a", "#a", "a b", "a ", "\\", "é", "A", "-", "]", "1")
PIECES = (*"ab*?[]!-\\ ^.#1é//", "**", "**/", "/**", "[:alpha:]", "[:digit:]", "[!a]", "[a-b]", "[^b]", "\r")

patterns = st.builds(
    "{}{}".format,
    st.sampled_from(("", "", "", "!")),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join),
)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a repository with files of many names in many folders."""
    root = make_repository(tmp_path_factory.mktemp("repository"))
    for number, name in enumerate(NAMES):
        for depth in range(3):
            folders = [NAMES[(number * 5 + level * 7 + depth) % len(NAMES)] for level in range(depth)]
            folder = root.joinpath(*[f"{part}d" if level % 2 else part for level, part in enumerate(folders)])
            if not any(parent.is_file() for parent in (folder, *folder.parents)):
                folder.mkdir(parents=True, exist_ok=True)
                if not (folder / name).exists():
                    (folder / name).touch()
    return root


def list_files(patterns: IgnorePatterns, root: Path, folder: str = "") -> Iterator[str]:
    """Yield the paths of files that `patterns`, in `root`, don't ignore."""
    for entry in os.scandir(root / folder):
        is_folder = entry.is_dir()
        if entry.name in (".git", ".gitignore") or patterns.match(folder, entry.name, is_folder=is_folder):
            continue
        if is_folder:
            yield from list_files(patterns, root, f"{folder}{entry.name}/")
        else:
            yield folder + entry.name


def list_files_by_git(root: Path) -> set[str]:
    done = subprocess.run(
        ["git", "ls-files", "-z", "--others", "--exclude-standard"],
        cwd=root,
        env=ENVIRONMENT,
        capture_output=True,
        check=True,
    )
    return set(map(os.fsdecode, done.stdout.split(b"\0"))) - {"", ".gitignore"}


def is_quirk(line: str) -> bool:
    """Whether git contradicts its own manual: `a**/` matches folders, and `**` doesn't before `\\/`."""
    literal, stars, _ = line.removeprefix("!").partition("**")
    return bool(stars and literal.strip("/") and literal[-1] != "/") or "**\\/" in line


@needs_git
@pytest.mark.once
@given(lines=st.lists(patterns.filter(lambda line: not is_quirk(line)), min_size=1, max_size=4))
def test_what_git_ignores_is_ignored(repository: Path, lines: list[str]) -> None:
    data = "\n".join(lines).encode()
    (repository / ".gitignore").write_bytes(data)

    assert {*list_files(IgnorePatterns(data), repository)} == list_files_by_git(repository)


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("a.yaml", "b/a.yaml", True),
        ("/a.yaml", "b/a.yaml", None),
        ("/a.yaml", "a.yaml", True),
        ("b/a.yaml", "b/a.yaml", True),
        ("b/a.yaml", "c/b/a.yaml", None),
        ("*.yaml\n!a.yaml", "a.yaml", False),
        ("!a.yaml\n*.yaml", "a.yaml", True),
        ("a/", "a", None),
        ("a/", "a/", True),
        ("a/**", "a/", None),
        ("a/**", "a/b", True),
        ("a/**/b", "a/b", True),
        ("a/**/b", "a/x/y/b", True),
        ("a/**/b", "a/x/yb", None),
        ("**/a/b", "x/a/b", True),
        ("a/*/b", "a/x/y/b", None),
        ("**", "a/b", True),
        ("/**", "a", True),
        ("**/", "a", None),
        ("# a", "# a", None),
        ("\\# a", "# a", True),
        ("\\!a", "!a", True),
        ("a  ", "a", True),
        ("a\\ ", "a ", True),
        ("a\r\nb\r\n", "b", True),
        ("[[:digit:]]", "1", True),
        ("[[:word:]]", "a", None),
        ("[a", "[a", None),
        ("[c-a]", "b", None),
        ("[!c-a]", "b", True),
        ("[]-]", "]", True),
        ("a\\", "a\\", None),
        ("é?", "éa", True),
        ("a?", "aé", None),
        ("\ufeffa", "a", True),
        ("", "a", None),
        ("/", "a/", None),
        ("//", "a/", None),
    ],
)
def test_patterns(text: str, path: str, expected: bool | None) -> None:
    folder, separator, name = path.removesuffix("/").rpartition("/")

    assert IgnorePatterns(text.encode()).match(folder + separator, name, is_folder=path.endswith("/")) is expected


def test_a_name_that_is_no_unicode_is_matched_by_its_bytes() -> None:
    patterns = IgnorePatterns(b"\xff*.yaml\n")

    assert patterns.match("", os.fsdecode(b"\xffa.yaml"), is_folder=False) is True
    assert patterns.match("", "ya.yaml", is_folder=False) is None


@pytest.mark.once
@pytest.mark.parametrize(
    "pattern", ["*a" * 100 + "b", "**/" + "a*/" * 50 + "**/b", "**/a/" * 100 + "b", "[a*" * 50, "**/**/**/a"]
)
def test_no_pattern_takes_more_than_linear_time(pattern: str) -> None:
    patterns = IgnorePatterns(f"{pattern}\n".encode())
    start = process_time()

    patterns.match("a/" * 1_000, "a" * 250, is_folder=False)

    assert process_time() - start < pace.seconds(0.5)


@pytest.mark.once
def test_many_patterns_with_names_cost_no_more_than_few() -> None:
    names = b"".join(b"name-%d.yaml\n/folder/path-%d\n" % (number, number) for number in range(50_000))
    patterns = IgnorePatterns(names)

    start = process_time()

    matches = [patterns.match("folder/", f"other-{number}", is_folder=False) for number in range(10_000)]

    assert process_time() - start < pace.seconds(0.2)
    assert matches == [None] * 10_000
    assert patterns.match("x/", "name-49999.yaml", is_folder=False) is True
    assert patterns.match("folder/", "path-0", is_folder=True) is True


def test_too_many_wildcards_end_the_file() -> None:
    count = MAX_WILDCARD_CHARACTERS // 10
    lines = [f"*.{number:08}" for number in range(count + 5)]
    patterns = IgnorePatterns("\n".join(["a", *lines, "b"]).encode())

    assert patterns.first_unused_line == count + 2
    assert patterns.match("", "a", is_folder=False) is True
    assert patterns.match("", f"x.{count - 1:08}", is_folder=False) is True
    assert patterns.match("", f"x.{count:08}", is_folder=False) is None
    assert patterns.match("", "b", is_folder=False) is None
