"""Rule packs: a third party's works like the built-in one, and nothing goes on without any."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

import pytest

from preclear.rule import ENTRY_POINT_GROUP, PackError, discover_rules
from preclear.rule.packs import find_installed_packs

if TYPE_CHECKING:
    from pathlib import Path

RULE = '''\
"""Nobody sells cats here.

The shop has dogs alone.
"""

from collections.abc import Iterator

from preclear import Action, Report, rule


@rule(on=Action, basis="practice", source="house rules", severity="warning")
def no_cats(action: Action) -> Iterator[Report]:
    if "cat" in action.path.value:
        yield Report(f"`{action.label}` is about cats; expected dogs", action.path)
'''
DOCUMENT = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: https://pets.example}]
paths:
  /cats:
    get: {operationId: getCats, responses: {"200": {description: cats}}}
"""


def write_wheel(folder: Path, rule: str = RULE) -> Path:
    """A wheel of a rule pack, as a third party would publish it."""
    wheel = folder / "house_rules-1.0-py3-none-any.whl"
    about = "house_rules-1.0.dist-info"
    files = {
        "house_rules/__init__.py": '"""House rules."""\n',
        "house_rules/shop/__init__.py": '"""Rules of the shop."""\n',
        "house_rules/shop/no_cats.py": rule,
        f"{about}/METADATA": "Metadata-Version: 2.1\nName: house-rules\nVersion: 1.0\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{about}/entry_points.txt": "[preclear.rules]\nhouse = house_rules\n",
    }
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
        archive.writestr(f"{about}/RECORD", "".join(f"{name},,\n" for name in (*files, f"{about}/RECORD")))
    return wheel


def install(folder: Path, wheel: Path) -> dict[str, str]:
    """Install `wheel` into `folder`; the environment in which it is found."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--disable-pip-version-check"]
    subprocess.run([*pip, "--target", str(folder), str(wheel)], check=True, timeout=120)
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])}


def preclear(folder: Path, environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in `folder`."""
    command = [sys.executable, "-m", "preclear", *arguments]
    return subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, timeout=60)


def test_an_installed_pack_is_found_and_its_findings_stand_beside_the_built_in_ones(tmp_path: Path) -> None:
    environment = install(tmp_path / "site", write_wheel(tmp_path))
    (tmp_path / "openapi.yaml").write_text(DOCUMENT)

    result = preclear(tmp_path, environment, "check", "openapi.yaml", "--output-format", "json")

    ours = [finding for finding in json.loads(result.stdout)["findings"] if finding["rule"] == "no-cats"]
    assert [(finding["category"], finding["severity"], finding["start"]) for finding in ours] == [
        ("shop", "warning", {"line": 5, "column": 3})
    ]
    assert ours[0]["message"] == "`get /cats` is about cats; expected dogs"


def test_an_installed_pack_is_explained(tmp_path: Path) -> None:
    environment = install(tmp_path / "site", write_wheel(tmp_path))

    result = preclear(tmp_path, environment, "explain", "no-cats")

    assert "Nobody sells cats here." in result.stdout
    assert "The shop has dogs alone." in result.stdout


def test_a_rule_that_raises_is_named_and_hides_nothing(tmp_path: Path) -> None:
    broken = RULE.replace('if "cat" in action.path.value:', "if 1 / 0:")
    environment = install(tmp_path / "site", write_wheel(tmp_path, broken))
    (tmp_path / "openapi.yaml").write_text(DOCUMENT.replace("getCats", "get/Cats"))

    result = preclear(tmp_path, environment, "check", "openapi.yaml", "--output-format", "concise")

    assert result.returncode == 2
    assert "rule `no-cats` failed and checked nothing more: ZeroDivisionError" in result.stdout
    assert "[invalid-action-name]" in result.stdout
    assert "Traceback" not in result.stdout + result.stderr


def test_a_rule_that_points_at_nothing_is_an_internal_error(tmp_path: Path) -> None:
    lost = RULE.replace("action.path)", 'action.key._replace(pointer=("nowhere",)))')
    environment = install(tmp_path / "site", write_wheel(tmp_path, lost))
    (tmp_path / "openapi.yaml").write_text(DOCUMENT)

    result = preclear(tmp_path, environment, "check", "openapi.yaml", "--output-format", "json")

    assert result.returncode == 2
    assert [finding["rule"] for finding in json.loads(result.stdout)["findings"] if finding["severity"] == "error"] == [
        "internal-error"
    ]


def test_two_rules_of_one_name_are_refused(tmp_path: Path) -> None:
    twin = RULE.replace("no_cats", "missing_action_name")
    environment = install(tmp_path / "site", write_wheel(tmp_path, twin))

    result = preclear(tmp_path, environment, "rules")

    assert result.returncode == 2
    assert "rule `missing-action-name` is defined twice" in result.stderr


def test_no_pack_at_all_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])

    with pytest.raises(PackError, match="no rule pack is installed"):
        discover_rules()


def test_finds_the_packs_that_importlib_metadata_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path / "site", write_wheel(tmp_path))
    monkeypatch.setattr(sys, "path", [str(tmp_path / "site"), *sys.path])

    theirs = {(entry.name, entry.value) for entry in entry_points(group=ENTRY_POINT_GROUP)}

    assert find_installed_packs() == theirs == {("builtin", "preclear_rules"), ("house", "house_rules")}


def test_finds_packs_in_a_zip_on_the_path_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(write_wheel(tmp_path)), *sys.path])

    assert ("house", "house_rules") in find_installed_packs()
