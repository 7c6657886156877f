"""JSON outputs of the commands that read documents, by the definition that describes them."""

from __future__ import annotations

import io
import json
import shutil
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING, Any

from preclear.cli import main
from tests.mapping.answers import ANSWERS
from tests.mapping.answers import names as answer_names
from tests.report.output_schema.described import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RULES = ROOT / "fixtures" / "rules"
PROJECTS = ROOT / "fixtures" / "projects"

CONFIG = """\
fail-on = "warning"
[severity]
missing-action-name = "info"
[limits]
depth = 7
[adapt.names]
getPets = "listPets"
[[connectors]]
document = "pets.yaml"
connector = "Pets"
version = "{info.version}"
adapt = true
base-url = "https://pets.example.com"
documentation-url = "https://pets.example.com/docs"
image-url = "https://pets.example.com/pet.png"
tags = {team = ["pets"]}
categories = ["erp"]
connections = ["pets.connection.yaml"]
publish = true
[[ignores]]
paths = ["old/**"]
pointer = "/paths"
rules = ["all"]
reason = "later"
"""

RICH = """\
openapi: 3.1.0
info:
  title: Rich
  version: "1"
  x-logo: {url: https://rich.example.com/logo.png}
paths:
  /pets/{id}:
    get:
      operationId: get pet
      parameters:
        - &id {name: id, in: path, schema: {type: string}}
        - {name: a, in: query, schema: {type: array}}
        - {name: b, in: query, schema: {type: array}}
      responses: {}
    put:
      operationId: put pet
      responses: {}
webhooks:
  pet:
    post:
      operationId: on pet
      description: A pet is new.
      responses: {}
components:
  schemas:
    a b: {type: object, properties: {x: {type: string, example: 1}, y: {type: string, example: 2}}}
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        authorizationCode: {authorizationUrl: /a, tokenUrl: /b, scopes: {}}
        implicit: {authorizationUrl: /a, scopes: {}}
x-parameters: [*id]
"""
"""A document with many fields, several findings of one rule, and an edit that an alias forbids."""

OVERLAY = """\
overlay: 1.1.0
info: {title: Nothing, version: "1"}
actions: [{target: $.nothing, update: {}}]
"""


def run(*arguments: str) -> Any:
    """Run a command in this process, and return its JSON; None if the document can't be used."""
    with io.TextIOWrapper(io.BytesIO(), encoding="utf-8") as output, redirect_stdout(output):
        with redirect_stderr(io.StringIO()) as errors:
            main([*arguments, "--output-format", "json"])
        output.flush()
        output.seek(0)
        text = output.read()
    assert text or "can't be adapted" in errors.getvalue(), (arguments, errors.getvalue())
    return json.loads(text) if text else None


def list_fixtures() -> list[Path]:
    """All fixtures of rules that report something."""
    return sorted(path for path in RULES.glob("*/bad*") if path.suffix in (".yaml", ".yml", ".json"))


def run_checks(folder: Path) -> Iterator[tuple[str, Any]]:
    """Check and fix fixtures; `folder` is empty, and the current folder."""
    yield "check", run("check", str(RULES), "--isolated", "--all")
    yield "check", run("check", str(PROJECTS), "--isolated")
    shutil.copytree(RULES, folder / "rules")
    yield "check", run("check", "rules", "--fix", "--unsafe-fixes", "--isolated")
    (folder / "rich.yaml").write_text(RICH)
    yield "check", run("check", "rich.yaml", "--limit", "findings=1")
    yield "plan", run("plan", "rich.yaml", "--limit", "findings=1")
    yield "check", run("check", "rich.yaml", "--fix")
    (folder / "preclear.toml").write_text(CONFIG)
    yield "config", run("config")
    yield "config", run("config", "--isolated")
    yield "rules", run("rules")


def run_plans(folder: Path) -> Iterator[tuple[str, Any]]:
    """Plan, adapt and map; `folder` is an empty folder for files."""
    for path in list_fixtures():
        yield "plan", run("plan", str(path), "--isolated")
    versions = PROJECTS / "petshop-versions"
    yield "plan", run("plan", str(versions / "v2.yaml"), "--against", str(versions / "v1.yaml"), "--isolated")
    yield "plan", run("plan", str(PROJECTS / "petshop" / "openapi.yaml"), "--isolated")
    overlay = folder / "overlay.yaml"
    overlay.write_text(OVERLAY)
    for number, path in enumerate(list_fixtures()[::5]):
        options = ("--isolated", "--leave-out-blocked", "--base-url", "https://api.example.com")
        files = ("-o", str(folder / f"{number}.yaml"), "--source-map", str(folder / f"{number}.map"))
        adapted = run("adapt", str(path), *options, *files)
        if adapted is None:
            continue
        yield "adapt", adapted
        yield "sourceMap", json.loads((folder / f"{number}.map").read_text(encoding="utf-8"))
        yield "plan", run("plan", str(path), "--adapt", *options)
    yield "adapt", run("adapt", str(versions / "v1.yaml"), "--overlay-in", str(overlay), "--isolated")
    for name in answer_names():
        document = ANSWERS / name / "document.txt"
        holder = document.read_text(encoding="utf-8").strip() if document.exists() else name
        arguments = (str(ANSWERS / holder / "openapi.yaml"), str(ANSWERS / name / "answer.json"))
        yield "map", run("map", *arguments)
        yield "map", run("map", *arguments, "--with-check", "--limit", "findings=1")
