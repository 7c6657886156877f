"""Patterns for paths."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from preclear.config import Ignore
from preclear.config.patterns import matches, split_pattern


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("a.yaml", "a.yaml", True),
        ("a.yaml", "b/a.yaml", False),
        ("apis", "apis/pets/a.yaml", True),
        ("apis/", "apis/a.yaml", True),
        ("./apis", "apis/a.yaml", True),
        ("api", "apis/a.yaml", False),
        ("*.yaml", "a.yaml", True),
        ("*.yaml", "b/a.yaml", False),
        ("**/*.yaml", "a.yaml", True),
        ("**/*.yaml", "b/c/a.yaml", True),
        ("apis/**", "apis/b/c.yaml", True),
        ("apis/**/c.yaml", "apis/c.yaml", True),
        ("apis/**/c.yaml", "apis/x/y/c.yaml", True),
        ("apis/**/c.yaml", "apis/xc.yaml", False),
        ("?.yaml", "a.yaml", True),
        ("?.yaml", "/.yaml", False),
        ("[ab].yaml", "b.yaml", True),
        ("[!ab].yaml", "b.yaml", False),
        ("[!ab].yaml", "c.yaml", True),
        ("[a-c].yaml", "b.yaml", True),
        ("[c-a].yaml", "b.yaml", False),
        ("[]a].yaml", "].yaml", True),
        ("[a.yaml", "[a.yaml", True),
        ("a+(b).yaml", "a+(b).yaml", True),
        ("a*b*c", "a/b/c", False),
    ],
)
def test_fits(pattern: str, path: str, expected: bool) -> None:
    assert matches(pattern, path) is expected


@given(st.text("ab/*?[]!-.^\\", max_size=8), st.text("ab/.-", max_size=8))
def test_every_pattern_can_be_asked(pattern: str, path: str) -> None:
    assert matches(pattern, path) in (True, False)


@given(st.text("ab./-", min_size=1, max_size=8).filter(lambda path: not {"", ".", ".."} & set(path.split("/"))))
def test_a_path_fits_itself(path: str) -> None:
    assert matches(path, path)


def ignore(folder: Path, *paths: str) -> Ignore:
    return Ignore(
        paths=paths, pointer=None, rules=("all",), reason="x", line=1, config_path="preclear.toml", folder=folder
    )


def test_an_ignore_covers_the_files_below_its_own_folder(tmp_path: Path) -> None:
    content = ignore(tmp_path / "a", "old/**")

    assert content.applies_to(tmp_path / "a" / "old" / "x.yaml")
    assert not content.applies_to(tmp_path / "old" / "x.yaml")
    assert not content.applies_to(None)


def test_an_ignore_without_paths_covers_everything(tmp_path: Path) -> None:
    assert ignore(tmp_path).applies_to(None)
    assert ignore(tmp_path).applies_to(Path("/elsewhere/x.yaml"))


def test_an_ignore_covers_a_file_by_whatever_way_it_is_reached(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").symlink_to(tmp_path / "a", target_is_directory=True)

    assert ignore(tmp_path / "a", "x.yaml").applies_to(tmp_path / "b" / "x.yaml")
    assert ignore(tmp_path / "b", "x.yaml").applies_to(tmp_path / "a" / "x.yaml")


def reference(pattern: list[str], path: list[str]) -> bool:
    """The same as `fits`, written so that it is plainly right: every way is tried."""
    if not pattern:
        return True
    if pattern[0] == "**":
        if len(pattern) == 1:
            return bool(path)  # `a/**` is what is in `a`, not `a` itself
        return any(reference(pattern[1:], path[start:]) for start in range(len(path)))
    return bool(path) and name_fits(pattern[0], path[0]) and reference(pattern[1:], path[1:])


def name_fits(pattern: str, name: str) -> bool:
    if not pattern:
        return not name
    if pattern[0] == "*":
        return any(name_fits(pattern[1:], name[start:]) for start in range(len(name) + 1))
    return bool(name) and pattern[0] in ("?", name[0]) and name_fits(pattern[1:], name[1:])


PARTS = st.lists(st.one_of(st.just("**"), st.text("ab*?", min_size=1, max_size=5)), min_size=1, max_size=6)


@given(PARTS, st.lists(st.text("ab", min_size=1, max_size=4), min_size=1, max_size=6))
@example(["?", "**"], ["a"])
@example(["?", "**"], ["a", "b"])
def test_what_is_sought_once_is_found_as_if_every_way_were_tried(pattern: list[str], path: list[str]) -> None:
    parts = split_pattern("/".join(pattern))

    assert matches("/".join(pattern), "/".join(path)) is reference(parts, path)
