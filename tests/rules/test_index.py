"""The index of the built-in rules, which a wheel has: it says what the modules say, and spares their imports."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tools.rule_index import INDEX_FILE, PACK, build_index, read_rules

import preclear_rules
from preclear import AuthScheme, Connector, MediaType, Parameter, Trigger, check_document, load
from preclear.rule import discover_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear import Json
    from preclear.rule import Rule

pytestmark = pytest.mark.once  # it reads the sources, which have no index

ROOT = Path(__file__).parents[2]
SOURCES = Path(preclear_rules.__file__).parent
DOCUMENT = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: https://pets.example}]
paths:
  /pets:
    get: {operationId: getPets, summary: Get pets, responses: {"200": {description: Pets}}}
"""
NONCONFORMING = DOCUMENT.replace("version:", "versions:")
PROGRAM = """\
import sys
from preclear.cli import main
code = main(sys.argv[1:])
loaded = sorted(name for name in sys.modules if name.startswith("preclear_rules."))
print(*loaded, sep="\\n", file=sys.stderr)
sys.exit(code)
"""


@pytest.fixture(scope="module")
def indexed_pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the path, with the built-in pack as a wheel has it."""
    folder = tmp_path_factory.mktemp("indexed")
    pack = folder / PACK.name
    shutil.copytree(SOURCES, pack, ignore=shutil.ignore_patterns("__pycache__"))
    (pack / INDEX_FILE).write_text(build_index(ROOT), encoding="utf-8")
    return folder


def run(folder: Path, *arguments: str, text: str = DOCUMENT) -> subprocess.CompletedProcess[str]:
    """Run the command on `text` with the pack in `folder`; standard error ends with the pack's loaded modules."""
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    command = [sys.executable, "-B", "-c", PROGRAM, *arguments]
    return subprocess.run(command, input=text, env=environment, capture_output=True, text=True, timeout=120)


def loaded_rules(ran: subprocess.CompletedProcess[str]) -> set[str]:
    """The names of the rule modules that were imported."""
    modules = {line for line in ran.stderr.splitlines() if line.startswith("preclear_rules.")}
    assert "preclear_rules._rule_index" in modules
    return {name.rpartition(".")[2] for name in modules if "._" not in name and name.count(".") == 2}


def describe(rule: Rule[object]) -> dict[str, object]:
    """Return everything that a rule says about itself."""
    requires = rule.requires.__name__ if rule.requires else None
    facts = {name: getattr(rule, name) for name in ("category", "severity", "basis", "source", "doc", "fix")}
    return {
        **facts,
        "on": rule.on.__name__,
        "requires": requires,
        "keys": rule.keys,
        "options": [tuple(option) for option in rule.options],
    }


def iter_keys(value: Json) -> Iterator[str]:
    """Yield the keys of all mappings in `value`."""
    for key, child in value.items() if isinstance(value, dict) else ():
        yield key
        yield from iter_keys(child)
    for item in value if isinstance(value, list) else ():
        yield from iter_keys(item)


def test_the_index_says_of_each_rule_what_its_module_says() -> None:
    indexed = {entry.name: entry for entry in read_rules(ROOT / PACK)}
    real = {name: rule for name, rule in discover_rules().items() if rule.module.startswith("preclear_rules.")}

    assert {name: f"preclear_rules.{entry.module}" for name, entry in indexed.items()} == {
        name: rule.module for name, rule in real.items()
    }
    for name, rule in real.items():
        fields = indexed[name]._asdict()
        del fields["module"], fields["name"]
        assert {**fields, "options": [*fields["options"]]} == describe(rule), name


def test_the_sources_have_no_index_that_can_become_stale() -> None:
    assert not (SOURCES / INDEX_FILE).exists()


def test_a_document_imports_only_the_rules_that_have_nodes(indexed_pack: Path) -> None:
    loaded = loaded_rules(run(indexed_pack, "check", "-"))

    assert {"missing_base_url", "missing_responses"} <= loaded
    assert loaded.isdisjoint({"bearer_scheme", "dropped_item_schema", "missing_trigger_responses", "untyped_parameter"})


def test_a_document_without_triggers_imports_no_rule_about_them(indexed_pack: Path) -> None:
    names = {path.stem for path in (SOURCES / "triggers").glob("[!_]*.py")}

    assert loaded_rules(run(indexed_pack, "check", "-")).isdisjoint(names)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(DOCUMENT.replace("summary:", "callbacks: {x-empty: {}}, summary:"), id="where it is reported"),
        pytest.param(f"{DOCUMENT}x-any: [[{{callbacks: 1}}]]\n", id="anywhere"),
        pytest.param(f"{DOCUMENT}x-any: {[1] * 6000}\n", id="in a document too large to search"),
    ],
)
def test_a_rule_with_keys_is_imported_if_an_object_may_have_one(indexed_pack: Path, text: str) -> None:
    assert "dropped_callbacks" not in loaded_rules(run(indexed_pack, "check", "-"))
    assert "dropped_callbacks" in loaded_rules(run(indexed_pack, "check", "-", text=text))


def test_keys_are_searched_in_all_files_of_a_description(tmp_path: Path) -> None:
    (tmp_path / "item.yaml").write_text("get: {callbacks: {onPet: {}}, responses: {}}\n")
    document = tmp_path / "pets.yaml"
    document.write_text(DOCUMENT.partition("    get:")[0] + "    $ref: item.yaml\n")

    rules = [finding.rule.name for finding in check_document(load(document)).findings]

    assert "dropped-callbacks" in rules


def test_a_rule_finds_nothing_in_documents_without_its_keys() -> None:
    rules = [rule for rule in discover_rules().values() if rule.keys]
    skipped: set[str] = set()
    for path in sorted((ROOT / "fixtures" / "rules").glob("*/*.yaml")):
        connector = check_document(load(path)).connector
        if connector is None:
            continue
        nodes = {
            Connector: [connector],
            MediaType: connector.media_types,
            Parameter: connector.parameters,
        }
        keys = {key for document in connector.api.documents for key in iter_keys(document.value)}
        for rule in rules:
            if keys.isdisjoint(rule.keys):
                skipped.add(rule.name)
                assert [report for node in nodes[rule.on] for report in rule.check(node)] == [], (rule.name, path)

    assert skipped == {rule.name for rule in rules}
    assert len(skipped) > 10


def test_a_rule_finds_nothing_in_documents_without_nodes_that_it_requires() -> None:
    rules = [rule for rule in discover_rules().values() if rule.requires is not None]
    skipped: set[str] = set()
    for path in sorted((ROOT / "fixtures" / "rules").glob("*/*.yaml")):
        connector = check_document(load(path)).connector
        if connector is None:
            continue
        nodes = {Trigger: connector.triggers, AuthScheme: connector.auth_schemes}
        for rule in rules:
            assert rule.requires is not None
            if not nodes[rule.requires]:
                skipped.add(rule.name)
                assert list(rule.check(connector)) == [], (rule.name, path)

    assert skipped == {rule.name for rule in rules}
    assert len(skipped) > 10


def test_a_selected_rule_is_imported_alone(indexed_pack: Path) -> None:
    result = run(indexed_pack, "check", "--select", "missing-base-url", "-")

    assert result.returncode == 0, result.stderr
    assert loaded_rules(result) == {"missing_base_url"}


def test_a_rule_that_is_off_is_not_imported(indexed_pack: Path) -> None:
    loaded = loaded_rules(run(indexed_pack, "check", "--ignore", "missing-base-url", "--ignore", "paths", "-"))

    assert "missing_connector_name" in loaded
    assert loaded.isdisjoint({"missing_base_url", "path_without_slash"})


def test_a_rule_that_is_off_still_takes_the_place_of_a_fault_of_the_structure(indexed_pack: Path) -> None:
    text = DOCUMENT.replace("/pets:", "pets:")
    arguments = ("check", "--ignore", "path-without-slash", "--output-format", "concise", "-")

    with_index, without_index = (run(folder, *arguments, text=text) for folder in (indexed_pack, SOURCES.parent))

    assert "path_without_slash" in loaded_rules(with_index)
    assert with_index.stdout == without_index.stdout
    assert "invalid-openapi" not in with_index.stdout


@pytest.mark.parametrize("arguments", [("rules",), ("explain", "bearer-scheme"), ("config", "--help")])
def test_descriptions_import_no_rule(indexed_pack: Path, arguments: tuple[str, ...]) -> None:
    result = run(indexed_pack, *arguments)

    assert result.returncode == 0
    assert not {line for line in result.stderr.splitlines() if line.startswith("preclear_rules.")} - {
        "preclear_rules._rule_index"
    }


def test_rules_are_listed_as_without_an_index(indexed_pack: Path) -> None:
    arguments = ("rules", "--output-format", "json")

    assert run(indexed_pack, *arguments).stdout == run(SOURCES.parent, *arguments).stdout


def test_findings_are_those_without_an_index(indexed_pack: Path) -> None:
    arguments = (
        "check",
        "--output-format",
        "json",
        *map(str, sorted((ROOT / "fixtures" / "rules").glob("*/bad*.yaml"))),
    )

    with_index, without_index = (run(folder, *arguments) for folder in (indexed_pack, SOURCES.parent))

    assert len(json.loads(with_index.stdout)["findings"]) > 500
    assert with_index.stdout == without_index.stdout


@pytest.mark.parametrize("module", ["os.path", ".os", "..preclear.cli", "antigravity", "", "../antigravity"])
def test_an_index_leads_to_no_module_outside_its_pack(indexed_pack: Path, tmp_path: Path, module: str) -> None:
    shutil.copytree(indexed_pack, tmp_path, dirs_exist_ok=True)
    index = tmp_path / PACK.name / INDEX_FILE
    index.write_text(index.read_text().replace("'connector.missing_base_url'", repr(module)))

    result = run(tmp_path, "check", "--output-format", "concise", "-")

    assert result.returncode == 2
    assert "rule `missing-base-url` failed" in result.stdout
    assert "Traceback" not in result.stdout + result.stderr


def test_a_rule_that_cannot_be_imported_is_named_and_hides_nothing(indexed_pack: Path, tmp_path: Path) -> None:
    shutil.copytree(indexed_pack, tmp_path, dirs_exist_ok=True)
    (tmp_path / PACK.name / "connector" / "missing_base_url.py").write_text("1 / 0\n")

    result = run(tmp_path, "check", "--output-format", "concise", "-", text=DOCUMENT.replace("getPets", "get/Pets"))

    assert result.returncode == 2
    assert "rule `missing-base-url` failed and checked nothing more: ZeroDivisionError" in result.stdout
    assert "[invalid-action-name]" in result.stdout


def test_an_index_refuses_what_it_cannot_read_from_the_source(tmp_path: Path) -> None:
    module = tmp_path / PACK / "actions" / "new_rule.py"
    module.parent.mkdir(parents=True)
    module.write_text('@rule(on=Action, basis="practice", source=f"{1}")\ndef new_rule(action):\n    yield\n')

    with pytest.raises(ValueError, match=r"new_rule\.py:2: expected literals, or constants of this module"):
        build_index(tmp_path)
