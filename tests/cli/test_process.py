"""What only shows in a process of its own: standard input, encodings, closed pipes, what is loaded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.making import BAD, GOOD, run_apart

HEAVY = (
    "yaml",
    "jsonschema",
    "jsonschema_rs",
    "openapi_spec_validator",
    "jinja2",
    "rich",
    "httpx",
    "prance",
    "preclear_rules",
)
LOADED = "import sys; from preclear.cli import main; code = main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"


def loaded_by(*arguments: str, cwd: Path) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments], capture_output=True, cwd=cwd, timeout=60, check=True
    )
    return set(done.stderr.decode().splitlines()[-1].split())


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ()])
def test_version_and_help_load_next_to_nothing(folder: Path, arguments: tuple[str, ...]) -> None:
    assert loaded_by(*arguments, cwd=folder).isdisjoint(HEAVY)


@pytest.mark.parametrize("command", ["check", "verify"])
def test_help_of_a_command_loads_no_rules_and_no_parser(folder: Path, command: str) -> None:
    assert loaded_by(command, "--help", cwd=folder).isdisjoint(HEAVY)


def test_a_check_loads_neither_a_client_nor_a_terminal(folder: Path) -> None:
    (folder / "a.yaml").write_text(GOOD)

    loaded = loaded_by("check", "a.yaml", cwd=folder)

    assert "preclear.source.yaml.load" in loaded
    assert loaded.isdisjoint({"jinja2", "rich", "httpx", "prance", "openapi_spec_validator", "pydantic"})


def test_a_check_compiles_no_class_of_fields_of_every_run(folder: Path) -> None:
    program = (
        "import preclear.cli.check, preclear.project.run.run, preclear.engine.document_check, preclear.source.yaml.load"
    )

    done = subprocess.run(
        [sys.executable, "-c", f"{program}, sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=60,
        check=True,
    )

    assert "dataclasses" not in done.stdout.split()


def test_a_page_loads_what_lays_it_out_only_with_colour(folder: Path) -> None:
    assert "rich" not in loaded_by("explain", "syntax-error", cwd=folder)
    assert "rich" in loaded_by("explain", "syntax-error", "--color", "always", cwd=folder)


def test_a_check_without_a_config_reads_no_toml(folder: Path) -> None:
    (folder / "a.yaml").write_text(GOOD)

    assert loaded_by("check", "a.yaml", cwd=folder).isdisjoint({"tomllib", "preclear.config.reader"})
    (folder / "preclear.toml").write_text("")
    assert "tomllib" in loaded_by("check", "a.yaml", cwd=folder)


def test_says_its_version(folder: Path) -> None:
    from preclear import __version__

    assert run_apart("--version", cwd=folder) == (0, f"preclear {__version__}\n", "")


def test_reads_standard_input(folder: Path) -> None:
    outcome = run_apart("check", "--output-format", "json", "-", stdin=BAD.encode(), cwd=folder)

    assert outcome.code == 1
    assert {finding["path"] for finding in json.loads(outcome.out)["findings"]} == {"<stdin>"}


def test_standard_input_is_called_as_one_likes_and_its_references_start_there(folder: Path) -> None:
    (folder / "specs").mkdir()
    (folder / "specs" / "schemas.yaml").write_text("Pet: {type: objekt}\n")
    text = f"{GOOD}components: {{schemas: {{Pet: {{$ref: 'schemas.yaml#/Pet'}}}}}}\n"

    outcome = run_apart(
        "check", "--output-format", "json", "--stdin-filename", "specs/a.yaml", "-", stdin=text.encode(), cwd=folder
    )
    found = {(finding["rule"], finding["path"]) for finding in json.loads(outcome.out)["findings"]}

    assert ("external-reference", "specs/a.yaml") in found
    assert "invalid-schema" in {rule for rule, _ in found}


def test_empty_standard_input_is_exit_2(folder: Path) -> None:
    outcome = run_apart("check", "-", cwd=folder)

    assert outcome.code == 2
    assert "error[unreadable-file]: the file is empty" in outcome.out


def test_what_an_encoding_has_no_sign_for_is_escaped(folder: Path) -> None:
    (folder / "a.yaml").write_text(BAD.replace("maybe", "犬 é"), encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "preclear", "check", "a.yaml"],
        capture_output=True,
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
        timeout=60,
        check=False,
    )

    assert done.returncode == 1
    assert b"deprecated: \\u72ac \xe9" in done.stdout
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes of this kind")
def test_a_reader_that_goes_away_is_no_fault(folder: Path) -> None:
    (folder / "a.yaml").write_text(BAD)
    read, written = os.pipe()
    os.close(read)

    done = subprocess.run(
        [sys.executable, "-m", "preclear", "check", "a.yaml"],
        stdout=written,
        stderr=subprocess.PIPE,
        cwd=folder,
        timeout=60,
        check=False,
    )
    os.close(written)

    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of this kind")
def test_a_standard_output_that_is_closed_is_no_fault(folder: Path) -> None:
    (folder / "a.yaml").write_text(BAD)
    script = f"'{sys.executable}' -m preclear check a.yaml >&-"

    done = subprocess.run(["sh", "-c", script], stderr=subprocess.PIPE, cwd=folder, timeout=60, check=False)

    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("command", ["check", "plan", "bundle"])
def test_a_standard_output_that_is_full_is_said_in_one_line(folder: Path, command: str) -> None:
    (folder / "a.yaml").write_text(GOOD)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "preclear", command, "a.yaml"],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=folder,
            timeout=60,
            check=False,
        )

    assert done.returncode == 2
    assert done.stderr.decode().splitlines()[-1:] == [
        "preclear: standard output can't be written: No space left on device"
    ]
    assert b"internal error" not in done.stderr


def test_without_a_command_the_help_is_told(folder: Path) -> None:
    outcome = run_apart(cwd=folder)

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == run_apart("--help", cwd=folder).out


@pytest.mark.skipif(sys.platform != "linux", reason="file names that are no text")
def test_a_file_whose_name_is_no_text_is_checked(folder: Path) -> None:
    with open(os.fsencode(folder) + b"/caf\xe9\n.yaml", "w") as file:  # noqa: PTH123 - a path of bytes
        file.write(BAD)

    outcome = run_apart("check", "--output-format", "concise", cwd=folder)

    assert outcome.code == 1
    assert outcome.out.startswith("caf\\udce9\\n.yaml:")


@pytest.mark.parametrize(("name", "arguments"), [("-rf.yaml", ("--", "-rf.yaml")), ("##[error].yaml", (".",))])
def test_a_file_with_a_hostile_name_is_checked(folder: Path, name: str, arguments: tuple[str, ...]) -> None:
    (folder / name).write_text(BAD)

    outcome = run_apart("check", *arguments, cwd=folder)

    assert outcome.code == 1
    assert "##[" not in outcome.out


@pytest.mark.parametrize("seed", ["0", "1", "42"])
def test_the_same_input_gives_the_same_bytes(folder: Path, seed: str) -> None:
    for name in ("a.yaml", "b.yaml"):
        (folder / name).write_text(BAD)

    first = run_apart("check", ".", cwd=folder, env={"PYTHONHASHSEED": "7"})
    again = run_apart("check", "b.yaml", "a.yaml", cwd=folder, env={"PYTHONHASHSEED": seed})

    assert first == again


def test_works_without_a_home_and_in_a_terminal_without_columns(folder: Path) -> None:
    (folder / "a.yaml").write_text(GOOD)
    bare = {"COLUMNS": "0", "HOME": "", "TERM": ""}

    assert run_apart("check", "a.yaml", cwd=folder, env=bare).code == 0
    assert run_apart("--help", cwd=folder, env=bare).code == 0
