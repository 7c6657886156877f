"""What a config says, and what is wrong with one at which line."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preclear.config import ConfigError, Ignore
from preclear.config.reader import read_config
from tests.config.reading import FOLDER, KNOWN, read, troubles

WHOLE = """\
select = ["all"]
ignore = ["bodies"]
extend-select = ["status-range", "basis:contract"]
fail-on = "never"
show = "info"
version = "2026-11"
documents = ["apis/pets/openapi.yaml", "apis/*.json"]
[severity]
status-range = "info"
[rules.long-name]
max-length = 9
ratio = 1
strict = true
words = ["b", "c"]
[limits]
depth = 20
[[ignores]]
paths = ["apis/legacy/**"]
pointer = "/paths/~1pets"
rules = ["status-range"]
reason = "the old API sends them"
[[ignores]]
rules = ["bodies"]
reason = "later"
"""


def test_every_setting_is_read_with_its_line() -> None:
    config = read(WHOLE)

    assert {key: (message.value, message.origin) for key, message in config.settings.items()} == {
        ("select",): (("all",), "preclear.toml:1"),
        ("ignore",): (("bodies",), "preclear.toml:2"),
        ("extend-select",): (("status-range", "basis:contract"), "preclear.toml:3"),
        ("fail-on",): ("never", "preclear.toml:4"),
        ("show",): ("info", "preclear.toml:5"),
        ("version",): ("2026-11", "preclear.toml:6"),
        ("documents",): (("apis/pets/openapi.yaml", "apis/*.json"), "preclear.toml:7"),
        ("severity", "status-range"): ("info", "preclear.toml:9"),
        ("rules", "long-name", "max-length"): (9, "preclear.toml:11"),
        ("rules", "long-name", "ratio"): (1.0, "preclear.toml:12"),
        ("rules", "long-name", "strict"): (True, "preclear.toml:13"),
        ("rules", "long-name", "words"): (("b", "c"), "preclear.toml:14"),
        ("limits", "depth"): (20, "preclear.toml:16"),
    }
    assert config.ignores == (
        Ignore(
            paths=("apis/legacy/**",),
            pointer="/paths/~1pets",
            rules=("status-range",),
            reason="the old API sends them",
            line=17,
            config_path="preclear.toml",
            folder=FOLDER,
        ),
        Ignore(
            paths=(),
            pointer=None,
            rules=("bodies",),
            reason="later",
            line=22,
            config_path="preclear.toml",
            folder=FOLDER,
        ),
    )


@pytest.mark.parametrize("heading", ["[tool.preclear]\n", '[ tool . "preclear" ]\n'])
def test_a_table_of_pyproject_is_read_like_a_file_of_its_own(heading: str) -> None:
    config = read(f'[project]\nname = "x"\n{heading}show = "info"\n', "a/pyproject.toml")

    assert config.settings["show",] == ("info", "a/pyproject.toml:4")
    assert troubles(f"{heading}shwo = 1\n", "pyproject.toml") == [(2, 1, "unknown key `shwo`; did you mean `show`?")]


def test_a_pyproject_without_the_table_is_no_config() -> None:
    assert read_config('[project]\nname = "preclear"\n', "pyproject.toml", FOLDER, KNOWN) is None


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ('\n# x\nslect = ["all"]', 3, 1, "unknown key `slect`; did you mean `select`?"),
        ("fail_on = 'error'", 1, 1, "unknown key `fail_on`; did you mean `fail-on`?"),
        ("[severtiy]\nlong-name = 'info'", 1, 2, "unknown key `severtiy`; did you mean `severity`?"),
        ("fail-on = 3", 1, 11, "`fail-on` is an integer; expected a string"),
        ("show = 'never'", 1, 8, "`never` is no value of `show`; expected one of error, warning, info"),
        (
            "fail-on = 'breaking'",
            1,
            11,
            (
                "`breaking` is no value of `fail-on`; expected one of error, warning, info, never; "
                "`preclear plan --against` has the option `--fail-on breaking`"
            ),
        ),
        ("version = ' '", 1, 11, "`version` is empty; expected text"),
        ("select = 'all'", 1, 10, "`select` is a string; expected an array of strings"),
        ("select = []", 1, 10, "`select` is empty, so nothing is checked; expected selectors, or no `select`"),
        (
            "select = [\n  'all', # here\n  'long-nam']",
            3,
            3,
            "there is no rule, category or basis `long-nam`; did you mean `long-name`?",
        ),
        ("ignore = ['basis:contrakt']", 1, 11, "there is no basis `basis:contrakt`; did you mean `basis:contract`?"),
        (
            "ignore = ['syntax-error']",
            1,
            11,
            "`syntax-error` can't be ignored: it means that nothing else was checked",
        ),
        (
            "severity.syntax-error = 'info'",
            1,
            10,
            "the severity of `syntax-error` can't be changed: it means that nothing else was checked",
        ),
        ("severity.bodies = 'info'", 1, 10, "`bodies` is a category; expected the name of a rule"),
        ("[severity]\nlong_name = 'info'", 2, 1, "there is no rule `long_name`; did you mean `long-name`?"),
        (
            "[severity]\nlong-name = 'no'",
            2,
            13,
            "`no` is no value of `severity.long-name`; expected one of error, warning, info",
        ),
        (
            "rules.long-name.max-lenght = 1",
            1,
            17,
            "rule `long-name` has no option `max-lenght`; did you mean `max-length`?",
        ),
        ("rules.status-range.x = 1", 1, 20, "rule `status-range` has no option `x`; it has no options"),
        ("[rules]\nlong-nam = {}", 2, 1, "there is no rule `long-nam`; did you mean `long-name`?"),
        ("rules.long-name.max-length = true", 1, 30, "`rules.long-name.max-length` is a boolean; expected an integer"),
        ("rules.long-name.strict = 1", 1, 26, "`rules.long-name.strict` is an integer; expected a boolean"),
        ("rules.long-name.ratio = true", 1, 25, "`rules.long-name.ratio` is a boolean; expected a number"),
        (
            "rules.long-name.version = 2026-11-01",
            1,
            27,
            "`rules.long-name.version` is a date or time; expected a string",
        ),
        ("rules.long-name.words = ['a', 1]", 1, 31, "`rules.long-name.words[1]` is an integer; expected a string"),
        ("rules.long-name = 1", 1, 19, "`rules.long-name` is an integer; expected a table"),
        ("limits = {dept = 1}", 1, 11, "there is no limit `dept`; did you mean `depth`?"),
        (
            "limits = {depth = 0}",
            1,
            19,
            "limit `depth` is 0; a config can only lower it: expected a number from 1 to 100",
        ),
        (
            "limits = {depth = 101}",
            1,
            19,
            "limit `depth` is 101; a config can only lower it: expected a number from 1 to 100; `--limit` raises it",
        ),
        ("limits = {depth = 1.5}", 1, 19, "`limits.depth` is a float; expected an integer"),
        (
            "documents = ['a.yaml', 'b/../../c.yaml']",
            1,
            24,
            "document `b/../../c.yaml` is not in the folder of the config; expected a path relative to it",
        ),
        ("ignores = 1", 1, 11, "`ignores` is an integer; expected an array of tables, `[[ignores]]`"),
        ("ignores = [1]", 1, 12, "`ignores[0]` is an integer; expected a table"),
        ("[[ignores]]\nrules = ['all']", 1, 3, "this ignore has no `reason`"),
        ("[[ignores]]\nreason = 'x'", 1, 3, "this ignore has no `rules`"),
        ("[[ignores]]\nrules = ['all']\nreason = ''", 3, 10, "`ignores[0].reason` is empty; expected text"),
        ("[[ignores]]\nrules = []\nreason = 'x'", 2, 9, "`ignores[0].rules` is empty; expected at least one"),
        (
            "[[ignores]]\nrules = ['all']\nreason = 'x'\npaths = []",
            4,
            9,
            "`ignores[0].paths` is empty; expected at least one",
        ),
        (
            "[[ignores]]\nrules = ['all']\nreason = 'x'\npointer = 'paths'",
            4,
            11,
            "`paths` isn't a JSON Pointer: it must begin with `/`",
        ),
        (
            "[[ignores]]\nrules = ['all']\nreason = 'x'\nrule = 'x'",
            4,
            1,
            "unknown key `rule` of an ignore; did you mean `rules`?",
        ),
        (
            "[[ignores]]\nrules = ['status-rage']\nreason = 'x'",
            2,
            10,
            "there is no rule, category or basis `status-rage`; did you mean `status-range`?",
        ),
        ("a = 1\nb = = 2", 2, 5, "not TOML: invalid value"),
        ("a = 1\na = 2", 2, 6, "not TOML: cannot overwrite a value"),
        ("a = 1\nb = [1,", 2, 8, "not TOML: invalid value"),
    ],
)
def test_what_is_wrong_stands_at_its_line(text: str, line: int, column: int, message: str) -> None:
    assert troubles(text) == [(line, column, message)]


def test_who_turns_a_rule_off_by_its_severity_is_told_how_to() -> None:
    ((_, _, message),) = troubles("[severity]\nlong-name = 'off'")

    assert message.endswith("; `ignore` turns a rule off")


@pytest.mark.parametrize("key", ["url", "token", "host", "plugins", "root", "output-format"])
def test_what_acts_for_a_stranger_is_refused_with_what_can_set_it(key: str) -> None:
    ((line, column, message),) = troubles(f"show = 'info'\n{key} = 'x'")

    assert (line, column) == (2, 1)
    assert message.startswith(f"a config can't set `{key}`; ")


def test_everything_that_is_wrong_is_told_in_the_order_of_the_lines() -> None:
    found = troubles("[limits]\ndept = 1\n[severity]\nlong-nam = 'info'\nstatus-range = 2\n")

    assert [(line, column) for line, column, _ in found] == [(2, 1), (4, 1), (5, 16)]


@pytest.mark.parametrize("text", ["x = " + "[" * 5000 + "]" * 5000, "x = 1" + "0" * 5000, "x" * 1_000_001])
def test_a_hostile_text_is_an_error(text: str) -> None:
    ((_, _, message),) = troubles(text)

    assert message


@given(st.text())
def test_no_text_raises_anything_else(text: str) -> None:
    with suppress(ConfigError):
        assert read_config(text, "preclear.toml", FOLDER, KNOWN) is not None
