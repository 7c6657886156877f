"""Which config a document has."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from preclear.config import ConfigError, ConfigFinder, RuleRegistry
from preclear.config.find import format_path
from tests.config.reading import KNOWN

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a folder in it, which is the current one."""
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    (tmp_path / "repo" / "apis" / "pets").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "repo" / "apis")
    return tmp_path / "repo"


def nearest(folder: Path) -> str | None:
    config = ConfigFinder(lambda: KNOWN).find(folder)
    return config.display_path if config is not None else None


def test_the_nearest_one_upwards_is_it(folder: Path) -> None:
    (folder / "preclear.toml").write_text("show = 'info'")
    assert nearest(folder / "apis" / "pets") == "../preclear.toml"

    (folder / "apis" / "pets" / "preclear.toml").write_text("show = 'info'")
    assert nearest(folder / "apis" / "pets") == "pets/preclear.toml"
    assert nearest(folder / "apis") == "../preclear.toml"


def test_nothing_is_looked_for_above_the_repository(folder: Path) -> None:
    (folder.parent / "preclear.toml").write_text("show = 'info'")

    assert nearest(folder / "apis") is None
    assert nearest(folder.parent) == (folder.parent / "preclear.toml").as_posix().replace(
        folder.parent.as_posix(), "../.."
    )


def test_a_worktree_has_a_file_for_its_git_folder(folder: Path) -> None:
    (folder / "apis" / ".git").write_text("gitdir: elsewhere")
    (folder / "preclear.toml").write_text("show = 'info'")

    assert nearest(folder / "apis" / "pets") is None


NO_CONFIGS: dict[str, Callable[[Path], object]] = {
    "a pipe": os.mkfifo,
    "a folder": Path.mkdir,
    "a dead link": lambda path: path.symlink_to("nowhere"),
    "a circle of links": lambda path: path.symlink_to(path.name),
}


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links of POSIX")
@pytest.mark.parametrize("sort", NO_CONFIGS)
def test_a_config_that_is_no_regular_file_is_an_error(folder: Path, sort: str) -> None:
    NO_CONFIGS[sort](folder / "apis" / "preclear.toml")

    with pytest.raises(ConfigError, match="it can't be read; expected a regular file"):
        nearest(folder / "apis" / "pets")


def test_a_pyproject_counts_if_it_has_the_table_and_comes_second(folder: Path) -> None:
    (folder / "preclear.toml").write_text("show = 'info'")
    (folder / "apis" / "pyproject.toml").write_text("[project]\ndependencies = ['preclear']\n")
    assert nearest(folder / "apis") == "../preclear.toml"

    (folder / "apis" / "pyproject.toml").write_text("[tool.preclear]\nshow = 'info'\n")
    assert nearest(folder / "apis") == "pyproject.toml"

    (folder / "apis" / "preclear.toml").write_text("show = 'info'")
    assert nearest(folder / "apis") == "preclear.toml"


def test_a_pyproject_of_another_tool_is_not_even_read_as_toml(folder: Path) -> None:
    (folder / "apis" / "pyproject.toml").write_text("[[[ broken")

    assert nearest(folder / "apis") is None


def test_the_rules_are_not_asked_for_where_there_is_no_config(folder: Path) -> None:
    def known() -> RuleRegistry:
        raise AssertionError

    assert ConfigFinder(known).find(folder / "apis") is None


def test_a_broken_config_is_an_error_every_time(folder: Path) -> None:
    (folder / "preclear.toml").write_text("shwo = 1")
    configs = ConfigFinder(lambda: KNOWN)

    for place in (folder, folder / "apis", folder / "apis" / "pets"):
        with pytest.raises(ConfigError, match="did you mean `show`"):
            configs.find(place)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"x = '\xff'", "it isn't UTF-8: invalid byte at offset 5"),
        (b"#" * 1_000_001, "it has more than 1,000,000 bytes"),
    ],
)
def test_what_is_no_text_is_an_error(folder: Path, data: bytes, message: str) -> None:
    (folder / "preclear.toml").write_bytes(data)

    with pytest.raises(ConfigError, match=f"^../preclear.toml: {message}$"):
        nearest(folder)


def test_a_byte_order_mark_is_nothing(folder: Path) -> None:
    (folder / "preclear.toml").write_bytes(b"\xef\xbb\xbfshow = 'info'")

    assert nearest(folder) == "../preclear.toml"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_of_a_link_that_was_found_nothing_is_quoted(folder: Path) -> None:
    (folder.parent / "secret").write_text("password = 'x'\n[")
    (folder / "preclear.toml").symlink_to(folder.parent / "secret")

    with pytest.raises(ConfigError) as raised:
        nearest(folder)

    assert raised.value.text == ""


def test_a_named_file_is_read_whatever_it_is_called(folder: Path) -> None:
    (folder / "other.toml").write_text("show = 'info'")
    (folder / "pyproject.toml").write_text("[project]\n")
    configs = ConfigFinder(lambda: KNOWN)

    assert configs.read(folder / "other.toml").display_path == "../other.toml"
    with pytest.raises(ConfigError, match=r"it has no table `tool\.preclear`"):
        configs.read(folder / "pyproject.toml")
    with pytest.raises(ConfigError, match="it can't be read: No such file or directory"):
        configs.read(folder / "missing.toml")


def test_a_path_is_shown_from_here_where_it_is_above_or_below(folder: Path) -> None:
    assert format_path(str(folder / "apis" / "x.toml")) == "x.toml"
    assert format_path(str(folder / "x.toml")) == "../x.toml"
    assert format_path(str(folder / "other" / "x.toml")) == (folder / "other" / "x.toml").as_posix()
