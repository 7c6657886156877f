"""The Dockerfile: it copies what the wheel is made of, and what runs at the end isn't root."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]


class Instruction(NamedTuple):
    """An instruction of a Dockerfile, in one line."""

    name: str
    text: str


def read_instructions() -> list[Instruction]:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    lines = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)).splitlines()
    return [Instruction(*line.split(maxsplit=1)) for line in lines if line]


INSTRUCTIONS = read_instructions()


def texts(name: str) -> list[str]:
    return [instruction.text for instruction in INSTRUCTIONS if instruction.name == name]


def copied() -> set[str]:
    """The paths that the first stage takes from the checkout."""
    return {source for text in texts("COPY") for source in text.split()[:-1]}


def test_bases_are_slim_and_pinned_to_a_python_that_preclear_supports() -> None:
    (build, run) = (text.split()[0] for text in texts("FROM"))
    version = re.fullmatch(r"python:(\d+\.\d+)-slim-[a-z]+", run)

    assert build == run
    assert version is not None
    assert f"Programming Language :: Python :: {version[1]}" in PROJECT["classifiers"]


def test_the_last_user_is_not_root_and_exists() -> None:
    (user,) = texts("USER")
    number = re.fullmatch(r"(\d+):\1", user)

    assert number is not None
    assert int(number[1]) > 0
    assert any(f"useradd --uid {number[1]} " in text for text in texts("RUN"))
    assert [instruction.name for instruction in INSTRUCTIONS[-3:]] == ["USER", "WORKDIR", "ENTRYPOINT"]


def test_it_runs_preclear_in_the_mounted_folder() -> None:
    assert json.loads(texts("ENTRYPOINT")[0]) == [*PROJECT["scripts"]]
    assert texts("WORKDIR")[-1] == "/work"
    assert any("safe.directory /work" in text for text in texts("RUN"))


def test_labels_are_those_of_the_project() -> None:
    labels = dict(label.split("=", 1) for text in texts("LABEL") for label in shlex.split(text))
    prefix = "org.opencontainers.image."

    assert PROJECT["description"].startswith(labels.pop(f"{prefix}description"))
    assert labels == {
        f"{prefix}title": PROJECT["name"],
        f"{prefix}version": PROJECT["version"],
        f"{prefix}licenses": PROJECT["license"],
        f"{prefix}url": PROJECT["urls"]["Homepage"],
        f"{prefix}documentation": PROJECT["urls"]["Documentation"],
    }


def test_all_that_the_wheel_is_made_of_is_copied_and_nothing_else() -> None:
    wheel = PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    folders = {*(package.split("/")[0] for package in wheel["packages"]), *wheel["force-include"]}
    folders |= {*wheel.get("shared-data", {})}
    hook = (ROOT / "hatch_build.py").read_text(encoding="utf-8")
    tools = {"/".join(parts) for parts in re.findall(r'root / "(\w+)" / "(\w+\.py)"', hook)}

    assert tools
    assert "custom" in wheel["hooks"]
    files = {"pyproject.toml", "hatch_build.py", PROJECT["readme"], *PROJECT["license-files"], *tools}
    assert copied() == files | folders
    assert all((ROOT / path).exists() for path in copied())


def test_the_image_has_the_compiled_loaders_and_their_library_but_no_compiler() -> None:
    build, run = (text for text in texts("RUN") if "apt-get install" in text)
    (wheel,) = (text for text in texts("RUN") if "pip wheel" in text)

    assert {"gcc", "libc6-dev", "libyaml-dev"} <= {*build.split()}
    assert wheel.startswith("PRECLEAR_COMPILED=1 ")
    assert "libyaml-0-2" in run.split()
    assert "gcc" not in run.split()


def test_what_is_copied_is_not_ignored_and_everything_else_is() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]

    assert patterns[0] == "*"
    assert patterns[1:] == [*(f"!{path}" for path in sorted(copied())), "**/__pycache__", "**/*.so"]


def test_the_docs_mount_the_folder_read_only() -> None:
    page = (ROOT / "docs" / "ci" / "docker.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```sh\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    build, run = block.splitlines()

    assert build == "docker build --tag preclear ."
    assert '--volume "$PWD":/work:ro preclear check' in run
    assert texts("USER")[0].split(":")[0] in page
