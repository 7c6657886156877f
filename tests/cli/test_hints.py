"""What isn't a command, an option, a value or a path: each says what was probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from preclear.source import describe_url
from tests.cli.making import GOOD, run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("chek",), "there is no command `chek`; did you mean `check`?"),
        (("uplaod", "a.yaml"), "there is no command `uplaod`; did you mean `upload`?"),
        (("lint",), "there is no command `lint`; `preclear --help` lists them all"),
        (("version", "creat"), "there is no command `creat`; did you mean `create`?"),
        (("connector", "destroy"), "there is no command `destroy`; expected one of show, update"),
        (("--versoin",), "there is no option `--versoin`; did you mean `--version`?"),
        (
            ("check", "--outptu-format", "json"),
            "there is no option `--outptu-format`; did you mean `--output-format`?",
        ),
        (("check", "--exit-zero"), "there is no option `--exit-zero`; did you mean `--fail-on never`?"),
        (("plan", "--format", "json", "a.yaml"), "there is no option `--format`; did you mean `--output-format`?"),
        (("check", "--no-color"), "there is no option `--no-color`; did you mean `--color never`?"),
        (("rules", "--exit-zero"), "`--exit-zero`; expected one of --output-format, --color, --help"),
        (("check", "--selct=auth"), "there is no option `--selct`; did you mean `--select`?"),
        (
            ("check", "--nothing-like-it"),
            "`--nothing-like-it`; `preclear check --help` lists them all",
        ),
        (
            ("version", "publish", "1", "--conector", "a"),
            "there is no option `--conector`; did you mean `--connector`?",
        ),
        (("completion",), "Missing argument 'SHELL'. Expected one of bash, zsh, fish"),
        (("check", "--report"), "Option '--report' requires an argument."),
        (("completion", "fihs"), "there is no value `fihs`; did you mean `fish`?"),
        (("check", "--color", "alwyas"), "there is no value `alwyas`; did you mean `always`?"),
        (
            ("plan", "--fail-on", "x", "a"),
            "`x`; expected one of error, warning, info, never, breaking",
        ),
        (("check", "--report", "sariff=a.sarif"), "there is no format `sariff`; did you mean `sarif`?"),
        (("check", "--basis", "contrct"), "there is no basis `contrct`; did you mean `contract`?"),
        (("explain", "syntax-eror"), "there is no rule `syntax-eror`; did you mean `syntax-error`?"),
    ],
    ids=str,
)
def test_a_misspelled_word_gets_a_suggestion(
    arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    outcome = run(capsys, *arguments)

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.endswith(f"{message}\n")


@pytest.mark.parametrize("path", ["a.yaml", "here.yaml", "specs/", "./a", "B.JSON", "Makefile", "-"])
def test_a_path_instead_of_a_command_is_to_be_checked(
    path: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("here.yaml", "Makefile"):
        (folder / name).write_text(GOOD)

    outcome = run(capsys, path)

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.endswith(f"`{path}` isn't a command; to check it, run `preclear check {path}`\n")


def test_a_url_instead_of_a_command_is_never_fetched(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = run(capsys, "https://api.example/openapi.yaml")

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.endswith(f"{describe_url('https://api.example/openapi.yaml')}\n")


def test_an_option_without_its_value_shows_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "check", "--report").err.startswith("Usage: preclear check ")


def test_the_variable_of_an_option_is_named_if_the_value_came_from_there(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Invalid value for '--fail-on': there is" in run(capsys, "check", "--fail-on", "x").err

    monkeypatch.setenv("PRECLEAR_FAIL_ON", "x")
    assert "Invalid value for '--fail-on' (env var: 'PRECLEAR_FAIL_ON'): there is" in run(capsys, "check").err


def test_the_command_for_a_path_can_be_typed(capsys: pytest.CaptureFixture[str]) -> None:
    assert "run `preclear check 'my api.yaml'`" in run(capsys, "my api.yaml").err
    assert "\x1b" not in run(capsys, "a\x1b[2J.yaml").err


URL_COMMANDS = [
    ("check",),
    ("check", "a.yaml"),
    ("plan",),
    ("adapt",),
    ("bundle",),
    ("baseline",),
    ("upload", "--new"),
    ("verify", "--connector", "Pets"),
    ("map", "a.yaml"),
    ("plan", "a.yaml", "--against"),
    ("connector", "update", "Pets", "--from"),
    ("connection", "create", "a.yaml", "--connector", "Pets", "--document"),
]


@pytest.mark.parametrize("command", URL_COMMANDS, ids=" ".join)
def test_a_url_is_never_fetched(command: tuple[str, ...], folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.yaml").write_text(GOOD)
    more = ("a.json",) if command == ("map",) else ()

    outcome = run(capsys, *command, "https://api.example.com/v1/pets.json?a=1&b=2", *more)

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.endswith(
        "preclear: `https://api.example.com/v1/pets.json?a=1&b=2` is a URL, and URLs are never fetched; download it "
        "first: `curl -Lo pets.json 'https://api.example.com/v1/pets.json?a=1&b=2'`\n"
    )


@pytest.mark.parametrize(
    ("url", "ending"),
    [
        ("http://a.example", "`curl -Lo openapi.yaml http://a.example`"),
        ("HTTPS://a.example/docs/", "`curl -Lo openapi.yaml HTTPS://a.example/docs/`"),
        ("https://a.example/-o.yaml", "`curl -Lo openapi.yaml https://a.example/-o.yaml`"),
        ("https://a.example/x.yml#/paths", "`curl -Lo x.yml 'https://a.example/x.yml#/paths'`"),
        ("file:///tmp/a.yaml", "give the path of the file"),
    ],
)
def test_says_what_to_do_instead_of_giving_a_url(url: str, ending: str) -> None:
    assert describe_url(url).startswith(f"`{url}` is a URL, ")
    assert describe_url(url).endswith(ending)


def test_a_password_in_a_url_is_not_repeated() -> None:
    message = describe_url("https://me:secret@a.example/x.yaml")

    assert "secret" not in message
    assert "`https://***@a.example/x.yaml`" in message
