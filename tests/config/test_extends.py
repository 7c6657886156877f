"""`extends`: which settings a config inherits, and from which files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from preclear.config import Config, ConfigError, ConfigFinder, resolve_settings
from tests.config.reading import KNOWN

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a folder in it, which is the current one."""
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    (tmp_path / "repo" / "apis").mkdir()
    monkeypatch.chdir(tmp_path / "repo" / "apis")
    return tmp_path / "repo"


def read(folder: Path) -> Config:
    config = ConfigFinder(lambda: KNOWN).find(folder / "apis")
    assert config is not None
    return config


def problem_of(folder: Path) -> tuple[str, int, int, str]:
    with pytest.raises(ConfigError) as raised:
        read(folder)
    (problem,) = raised.value.problems
    assert problem.span is not None
    line, column = problem.span.start
    return raised.value.display_path, line, column, problem.message


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / "apis" / "preclear.toml" if name == "config" else folder / f"{name}.toml").write_text(text)


def test_settings_of_the_base_apply_where_the_config_has_none(folder: Path) -> None:
    write(
        folder,
        config="extends = '../base.toml'\nshow = 'info'\n[severity]\nlong-name = 'error'\n",
        base="extends = 'root.toml'\nshow = 'error'\nfail-on = 'warning'\n[severity]\nlong-name = 'info'\n"
        "status-range = 'info'\n",
        root="fail-on = 'never'\nignore = ['long-name']\n[rules.long-name]\nmax-length = 5\n",
    )

    settings = resolve_settings((), read(folder))

    assert (settings.show, settings.fail_on, settings.ignore) == ("info", "warning", ("long-name",))
    assert settings.severities == {"long-name": "error", "status-range": "info"}
    assert settings.options(KNOWN) == {"long-name": {"max_length": 5}}
    assert settings.by_key["fail-on",].origin == "../base.toml:3"
    assert settings.by_key["rules", "long-name", "max-length"].origin == "../root.toml:4"
    assert settings.is_from_config(("fail-on",))


def test_selectors_of_the_config_win_over_what_the_base_ignores(folder: Path) -> None:
    write(folder, config="extends = '../base.toml'\nextend-select = ['long-name']\n", base="ignore = ['long-name']\n")

    assert resolve_settings((), read(folder)).ignore == ()


def test_what_is_about_files_is_not_inherited(folder: Path) -> None:
    write(
        folder,
        config="extends = '../base.toml'\n",
        base="documents = ['a.yaml']\nshow = 'info'\n[[ignores]]\nrules = ['long-name']\nreason = 'x'\n"
        "[adapt]\nbase-url = 'https://a.example'\n",
    )

    config = read(folder)
    settings = resolve_settings((), config)

    assert (settings.show, settings.documents, settings.ignores) == ("info", (), ())
    assert ("adapt", "base-url") not in settings.by_key


def test_strict_fails_on_warnings_and_shows_everything(folder: Path) -> None:
    write(folder, config="extends = 'strict'\n")

    settings = resolve_settings((), read(folder))

    assert (settings.fail_on, settings.show) == ("warning", "info")
    assert settings.by_key["show",].origin == "strict"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../nothing.toml", "there is no such file"),
        ("../folder.toml", "there is no such file"),
        ("../../outside.toml", "it's outside of the repository `repo/`"),
        ("../link.toml", "it's outside of the repository `repo/`"),
        ("preclear.toml", "it extends this config, directly or through others"),
        ("../circle.toml", None),
        ("../pyproject.toml", "it has no table `tool.preclear`"),
    ],
)
def test_a_base_that_cannot_be_is_an_error_at_its_name(folder: Path, name: str, reason: str | None) -> None:
    (folder / "folder.toml").mkdir()
    (folder.parent / "outside.toml").write_text("show = 'info'")
    (folder / "link.toml").symlink_to("../outside.toml")
    write(folder, config=f"show = 'info'\nextends = '{name}'\n", circle="extends = 'apis/preclear.toml'\n")
    (folder / "pyproject.toml").write_text("[project]\nname = 'a'\n")

    if reason is None:
        assert problem_of(folder) == (
            "../circle.toml",
            1,
            11,
            "`apis/preclear.toml` can't be extended: it extends this config, directly or through others",
        )
    else:
        assert problem_of(folder) == ("preclear.toml", 2, 11, f"`{name}` can't be extended: {reason}")


@pytest.mark.parametrize("name", ["/etc/base.toml", "http://a/b.toml", "base.yaml", "loose", "C:\\\\b.toml"])
def test_only_relative_paths_and_presets_are_read(folder: Path, name: str) -> None:
    write(folder, config=f'extends = "{name}"\n')

    _, line, _, message = problem_of(folder)

    assert line == 1
    assert message.endswith("isn't a config; expected a relative path to a `.toml` file, or `strict`")


def test_faults_of_the_base_are_reported_in_the_base(folder: Path) -> None:
    write(folder, config="extends = '../base.toml'\n", base="show = 'x'\n")

    assert problem_of(folder)[:3] == ("../base.toml", 1, 8)


def test_a_chain_of_bases_has_an_end(folder: Path) -> None:
    write(folder, config="extends = '../base0.toml'\n")
    for number in range(20):
        (folder / f"base{number}.toml").write_text(f"extends = 'base{number + 1}.toml'\n")

    assert "more than 10 configs" in problem_of(folder)[3]
