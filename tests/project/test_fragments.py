"""A fragment finds the documents that refer to it: in its repository, in a folder, among those of a config."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from benchmarks.fragments import CONFIG, write_repository

from preclear import source
from preclear.project import CheckOptions, Project, ReferringDocuments
from preclear.project.checker import FileChecker
from tests.project.making import GOOD, run
from tests.source.repository import commit, git, make_repository, needs_git

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.project import CheckResults

FRAGMENT = "Pet: {type: objekt}\n"
"""With a fault that only a document that refers to it can report."""


def document(reference: str, name: str = "Pet") -> str:
    return GOOD + f"components: {{schemas: {{{name}: {{$ref: {json.dumps(reference)}}}}}}}\n"


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def checked_files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that are loaded and checked, as they are checked."""
    paths: list[str] = []
    original = FileChecker.summarize

    def check(self: FileChecker, *arguments: object) -> object:
        paths.append(arguments[0].display_path)  # type: ignore[attr-defined]
        return original(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(FileChecker, "summarize", check)
    return paths


def faults(results: CheckResults) -> set[str]:
    """Return the paths of the faults in fragments."""
    return {finding.path for finding in results.findings if finding.rule.name == "invalid-schema"}


def referring(results: CheckResults) -> ReferringDocuments | None:
    return next((note for note in results.notes if isinstance(note, ReferringDocuments)), None)


def check(*paths: str, options: CheckOptions | None = None) -> CheckResults:
    return Project(options or CheckOptions()).check(paths)


@pytest.fixture(params=["git", "folder"])
def repository(request: pytest.FixtureRequest, folder: Path) -> Path:
    if request.param == "git":
        make_repository(folder)
    return folder


@needs_git
def test_a_check_of_a_folder_searches_nothing_outside_of_it(
    repository: Path, checked_files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(repository, {"models/pet.yaml": FRAGMENT, "a.yaml": document("models/pet.yaml#/Pet"), "b.yaml": GOOD})
    monkeypatch.delattr("preclear.project.references.document_search.DocumentSearch.search_repository")

    results = check("models")

    assert (checked_files, results.skipped) == (["models/pet.yaml"], ("models/pet.yaml",))
    assert results.failure == "nothing"


@needs_git
def test_the_document_that_refers_to_a_fragment_is_checked(repository: Path, checked_files: list[str]) -> None:
    write(repository, {"models/pet.yaml": FRAGMENT, "a.yaml": document("models/pet.yaml#/Pet"), "b.yaml": GOOD})

    results = check("models/pet.yaml")

    assert faults(results) == {"models/pet.yaml"}
    assert checked_files == ["models/pet.yaml", "a.yaml"]
    assert referring(results) == ReferringDocuments(("a.yaml",), ("models/pet.yaml",))
    assert (results.total, results.checked, results.skipped) == (2, 1, ())


@needs_git
def test_a_fragment_of_a_fragment_and_a_cycle(repository: Path, checked_files: list[str]) -> None:
    write(
        repository,
        {
            "deep/er/pet.yaml": "Pet: {type: objekt, properties: {a: {$ref: '../owner.yaml#/Owner'}}}\n",
            "deep/owner.yaml": "Owner: {properties: {pet: {$ref: './er/pet.yaml#/Pet'}}}\n",
            "a.yaml": document("deep/owner.yaml#/Owner"),
            "deep/er/b.yaml": document("nowhere.yaml"),
        },
    )

    assert faults(check("deep/er/pet.yaml")) == {"deep/er/pet.yaml"}
    assert checked_files == ["deep/er/pet.yaml", "a.yaml"]


@needs_git
@pytest.mark.parametrize(
    ("name", "reference"),
    [
        ("my models/a pet.yaml", "my models/a pet.yaml"),
        ("my models/a pet.yaml", "my%20models/a%20pet.yaml#/Pet"),
        ("models/pét ü.yaml", "models/p%C3%A9t%20%c3%bc.yaml"),
        ("models/pét.yaml", "./models/../models//pét.yaml#/Pet"),
        ("paths/users@{id},x.yaml", "paths/users@{id},x.yaml"),
        ('it\'s - a: "pet".json', 'it\'s - a: "pet".json'),
        ("models/p%.YML", "models/p%25%2EYML"),
        ("models/😀.yaml", "models/😀.yaml"),
        ("a#b.yaml", "a%23b.yaml"),
    ],
)
@pytest.mark.parametrize("form", ["flow", "json", "plain", "single", "block", "anchor", "folded"])
def test_names_and_their_forms(folder: Path, name: str, reference: str, form: str) -> None:
    make_repository(folder)
    quoted = json.dumps(reference)
    value = {
        "flow": f"{{'$ref': {quoted}}}",
        "json": '{"\\u0024ref":' + quoted.replace("/", "\\/").replace(".", "\\u002e") + "}",
        "plain": f"\n    $ref: {quoted if ': ' in reference else reference}",
        "single": "\n    $ref: '" + reference.replace("'", "''") + "'",
        "block": f"\n    $ref: >-\n      {reference}",
        "anchor": f"\n    $ref: &name !!str\n      {quoted}",
        "folded": f"\n    ? $ref\n    : {quoted.replace(' ', chr(10) + '      ')}",
    }[form]
    write(folder, {name: FRAGMENT, "a.yaml": f"{GOOD}components:\n  schemas:\n   Pet: {value}\n", "b.yaml": GOOD})

    results = check(name)

    assert referring(results) == ReferringDocuments(("a.yaml",), (name,))


@needs_git
def test_mappings_links_and_pointers_count(folder: Path, checked_files: list[str]) -> None:
    make_repository(folder)
    mapping = "{oneOf: [], discriminator: {propertyName: a, mapping: {cat: cat.yaml}}}"
    link = "{links: {a: {operationRef: 'other.yaml#/paths/~1pets/get'}}, description: a}"
    write(
        folder,
        {
            "cat.yaml": FRAGMENT,
            "other.yaml": "paths: {}\n",
            "a.yaml": f"{GOOD}components: {{schemas: {{Pet: {mapping}}}}}\n",
            "b.yaml": f"{GOOD}components: {{responses: {{Pet: {link}}}}}\n",
        },
    )

    results = check("cat.yaml", "other.yaml")

    assert referring(results) == ReferringDocuments(("a.yaml", "b.yaml"), ("cat.yaml", "other.yaml"))


@needs_git
def test_a_fragment_that_no_document_refers_to(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(repository, {"pet.yaml": FRAGMENT, "models/pet.yaml": FRAGMENT, "a.yaml": document("models/pet.yaml#/Pet")})
    where = "of the repository" if (repository / ".git").exists() else f"in `{repository.name}/`"

    outcome = run(capsys, "check", "pet.yaml")

    assert outcome.code == 1
    assert "has no `openapi` key; expected one such as `openapi: 3.1.0`\n" in outcome.out
    assert outcome.err == f"preclear: no OpenAPI document {where} refers to pet.yaml\n"
    assert run(capsys, "check", "--openapi-only", "pet.yaml") == (
        0,
        "",
        "preclear: skipped 1 file that isn't an OpenAPI document\n",
    )


@needs_git
def test_documents_that_git_ignores_or_that_are_elsewhere_are_not_searched(folder: Path) -> None:
    root = make_repository(folder / "repository")
    text = document("pet.yaml#/Pet")
    names = ("a.yaml", "ignored.yaml", "node_modules/x/a.yaml", ".hidden/a.yaml")
    write(root, {"pet.yaml": FRAGMENT, ".gitignore": "ignored.yaml\n", **dict.fromkeys(names, text)})
    for name in ("node_modules/x/pet.yaml", ".hidden/pet.yaml"):
        (root / name).symlink_to(root / "pet.yaml")
    make_repository(root / "nested")
    write(root / "nested", {"a.yaml": document("../pet.yaml#/Pet")})
    write(folder, {"outside.yaml": document("repository/pet.yaml#/Pet")})

    assert referring(check("repository/pet.yaml")) == ReferringDocuments(
        ("repository/a.yaml",), ("repository/pet.yaml",)
    )


@needs_git
def test_documents_that_a_config_excludes_are_not_checked_but_followed(
    repository: Path, checked_files: list[str]
) -> None:
    text = document("../pet.yaml#/Pet")
    write(repository, {"pet.yaml": FRAGMENT, **{f"{name}/a.yaml": text for name in ("apis", "old", "vendor", "dist")}})
    write(repository, {"apis/b.yaml": document("../old/a.yaml#/components/schemas/Pet"), "apis/c.yaml": text})
    write(repository, {"preclear.toml": 'exclude = ["old", "apis/c.yaml"]\n'})
    options = CheckOptions(root=repository)

    assert referring(check("pet.yaml", options=options)) == ReferringDocuments(
        ("apis/a.yaml", "apis/b.yaml"), ("pet.yaml",)
    )
    assert checked_files == ["pet.yaml", "apis/a.yaml", "apis/b.yaml"]


@needs_git
def test_documents_in_a_skipped_folder_are_found_for_a_fragment_in_it(repository: Path) -> None:
    write(repository, {"vendor/x/pet.yaml": FRAGMENT, "vendor/a.yaml": document("x/pet.yaml#/Pet")})

    results = check("vendor/x/pet.yaml", options=CheckOptions(root=repository))

    assert referring(results) == ReferringDocuments(("vendor/a.yaml",), ("vendor/x/pet.yaml",))


@needs_git
def test_a_fragment_that_git_ignores_is_followed(folder: Path) -> None:
    make_repository(folder)
    write(
        folder,
        {
            ".gitignore": "generated.yaml\n",
            "generated.yaml": "Pet: {$ref: 'pet.yaml#/Pet'}\n",
            "pet.yaml": FRAGMENT,
            "a.yaml": document("generated.yaml#/Pet"),
        },
    )

    assert faults(check("pet.yaml")) == {"pet.yaml"}


@needs_git
@pytest.mark.parametrize("where", [".", "models", "apis"])
@pytest.mark.parametrize("is_absolute", [False, True])
def test_the_folder_and_the_form_of_the_path_change_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, where: str, *, is_absolute: bool
) -> None:
    root = make_repository(folder / "repository")
    write(root, {"models/pet.yaml": FRAGMENT, "apis/a.yaml": document("../models/pet.yaml#/Pet")})
    monkeypatch.chdir(root / where)
    fragment = root / "models" / "pet.yaml"

    results = check(
        str(fragment) if is_absolute else os.path.relpath(fragment, root / where), options=CheckOptions(root=root)
    )

    note = referring(results)
    assert note is not None
    assert [Path(path).resolve() for path in note.documents] == [root / "apis" / "a.yaml"]
    assert {Path(path).resolve() for path in faults(results)} == {fragment}
    assert not any(path.startswith("/") for path in results.results.files)


@needs_git
def test_links_are_followed_but_not_out_of_the_repository(folder: Path, checked_files: list[str]) -> None:
    root = make_repository(folder / "repository")
    write(
        root,
        {
            "real/pet.yaml": FRAGMENT,
            "by-file.yaml": document("link.yaml#/Pet"),
            "by-folder.yaml": document("linked/pet.yaml#/Pet"),
            "out.yaml": document("outside.yaml#/Pet"),
        },
    )
    write(folder, {"secret.yaml": document("repository/real/pet.yaml#/Pet")})
    (root / "link.yaml").symlink_to("real/pet.yaml")
    (root / "linked").symlink_to("real")
    (root / "outside.yaml").symlink_to("../secret.yaml")

    results = check("repository/real/pet.yaml")

    assert referring(results) == ReferringDocuments(
        ("repository/by-file.yaml", "repository/by-folder.yaml"), ("repository/real/pet.yaml",)
    )
    assert checked_files == ["repository/real/pet.yaml", "repository/by-file.yaml", "repository/by-folder.yaml"]


@needs_git
def test_a_named_fragment_has_all_its_documents_checked_each_once(folder: Path, checked_files: list[str]) -> None:
    make_repository(folder)
    text = document("pet.yaml#/Pet")
    write(folder, {"pet.yaml": FRAGMENT, "a.yaml": text, "b.yaml": text, "c.yaml": text})

    results = check("pet.yaml", "./b.yaml")

    assert sorted(checked_files) == ["a.yaml", "b.yaml", "c.yaml", "pet.yaml"]
    assert referring(results) == ReferringDocuments(("a.yaml", "c.yaml"), ("pet.yaml",))


@needs_git
def test_a_fragment_that_is_found_with_its_document_needs_no_search(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_repository(folder)
    write(folder, {"apis/pet.yaml": FRAGMENT, "apis/a.yaml": document("pet.yaml#/Pet"), "b.yaml": GOOD})

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("nothing is to be searched for")

    monkeypatch.setattr("preclear.project.references.document_search.DocumentSearch.search_repository", fail)

    assert faults(check("apis")) == {"apis/pet.yaml"}
    assert faults(check("b.yaml", "apis/a.yaml")) == {"apis/pet.yaml"}


@needs_git
def test_several_processes_check_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_repository(folder)
    files = {f"{name}.yaml": document("pet.yaml#/Pet") for name in "abcd"}
    write(folder, {"pet.yaml": FRAGMENT, "owner.yaml": FRAGMENT, **files, "e.yaml": document("owner.yaml")})

    one, two = (
        run(capsys, "check", "--output-format", "json", "--jobs", jobs, "pet.yaml", "owner.yaml") for jobs in ("1", "2")
    )

    assert one == two
    assert json.loads(one.out)["summary"]["files"] == 7
    assert one.err == "preclear: checked a.yaml, b.yaml and 3 others, which refer to owner.yaml and pet.yaml\n"


def test_only_documents_of_the_config_that_can_reach_the_fragment_are_loaded(
    folder: Path, checked_files: list[str]
) -> None:
    files = {f"apis/{name}.yaml": document(f"models/{name}.yaml#/Pet") for name in "abc"}
    fragments = {f"apis/models/{name}.yaml": FRAGMENT for name in "abc"}
    write(folder, {**files, **fragments, "apis/d.yaml": document("models/a.yaml#/Pet")})
    write(folder, {"preclear.toml": 'documents = ["apis/[abc].yaml"]\n'})

    results = check("apis/models/a.yaml")

    assert checked_files == ["apis/models/a.yaml", "apis/a.yaml"]
    assert faults(results) == {"apis/models/a.yaml"}


def test_a_fragment_that_no_document_of_the_config_refers_to(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"a.yaml": GOOD, "b.yaml": document("pet.yaml"), "pet.yaml": FRAGMENT})
    write(folder, {"preclear.toml": 'documents = ["a.yaml"]\n'})

    outcome = run(capsys, "check", "pet.yaml")

    assert outcome.code == 1
    assert outcome.err == "preclear: no document that `preclear.toml` lists refers to pet.yaml\n"


def test_an_overlay_has_the_documents_checked_that_it_changes(folder: Path, checked_files: list[str]) -> None:
    overlay = "overlay: 1.0.0\ninfo: {title: x, version: '1'}\nactions: [{target: $.info, update: {title: Cats}}]\n"
    write(folder, {"apis/o/overlay.yaml": overlay, "apis/a.yaml": GOOD, "b.yaml": GOOD, "apis/o/unused.yaml": overlay})
    write(folder, {"apis/preclear.toml": "[adapt]\noverlays = ['o/overlay.yaml']\n"})
    make_repository(folder)

    assert referring(check("apis/o/overlay.yaml")) == ReferringDocuments(("apis/a.yaml",), ("apis/o/overlay.yaml",))
    assert checked_files == ["apis/o/overlay.yaml", "apis/a.yaml"]


def test_a_swagger_document_is_not_reported_because_it_refers_to_a_fragment(folder: Path) -> None:
    text = "swagger: '2.0'\ninfo: {title: x, version: '1', x-openapi: {$ref: pet.yaml}}\npaths: {}\n"
    write(folder, {"pet.yaml": FRAGMENT, "a.yaml": text, "chart.yaml": "x: 'see openapi: pet.yaml'\n"})

    results = check("pet.yaml", options=CheckOptions(openapi_only=True))

    assert (results.findings, results.skipped, results.failure) == ((), ("pet.yaml",), None)


def test_a_document_that_cannot_be_parsed_is_reported_because_it_refers_to_a_fragment(folder: Path) -> None:
    write(folder, {"pet.yaml": FRAGMENT, "a.yaml": document("pet.yaml") + "}", "b.yaml": GOOD + "}"})

    results = check("pet.yaml")

    assert {(finding.path, finding.rule.name) for finding in results.findings} == {("a.yaml", "syntax-error")}
    assert referring(results) == ReferringDocuments(("a.yaml",), ("pet.yaml",))


def test_a_fix_knows_all_documents_of_a_fragment(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fragment = (
        "parameters: [{name: id, in: path, schema: {type: string}}]\nget: {responses: {'200': {description: a}}}\n"
    )
    text = GOOD.replace("  /pets:", "  /pets/{id}: {$ref: 'paths/pet.yaml'}\n  /pets:")
    write(folder, {"paths/pet.yaml": fragment, "a.yaml": text, "b.yaml": text})

    outcome = run(capsys, "check", "--fix", "--openapi-only", "paths/pet.yaml")

    assert "Fixed 1 finding in 1 file:" in outcome.out
    assert "required: true" in (folder / "paths" / "pet.yaml").read_text()
    assert "preclear: checked a.yaml and b.yaml, which refer to paths/pet.yaml\n" in outcome.err


@needs_git
def test_nothing_that_the_repository_configures_runs(folder: Path) -> None:
    root = make_repository(folder / "repository")
    commit(root, {"pet.yaml": FRAGMENT, "a.yaml": document("pet.yaml")})
    mark, program = folder / "ran", folder / "program"
    program.write_text(f"#!/bin/sh\ntouch '{mark}'\n")
    program.chmod(0o755)
    git(root, "config", "core.fsmonitor", str(program))

    assert referring(check("repository/pet.yaml")) is not None
    assert not mark.exists()
    subprocess.run(["git", "status"], cwd=root, capture_output=True, check=True)
    assert mark.exists()


@needs_git
@pytest.mark.once
@pytest.mark.parametrize("has_config", [False, True])
def test_one_changed_fragment_of_many_documents_loads_one_document(
    folder: Path, checked_files: list[str], monkeypatch: pytest.MonkeyPatch, *, has_config: bool
) -> None:
    read_files: list[Path] = []

    def read_file(path: Path, *arguments: object, **options: object) -> object:
        read_files.append(path)
        return source.read_file(path, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("preclear.project.references.scanner.read_file", read_file)
    write_repository(folder, 200)
    write(folder, {"preclear.toml": CONFIG} if has_config else {})

    check("apis/api7/models/item.yaml")

    assert checked_files == ["apis/api7/models/item.yaml", "apis/api7/openapi.yaml"]
    assert len(read_files) == len(set(read_files)) == 420

    check("apis/api7/openapi.yaml")

    assert len(read_files) == 420


@pytest.mark.parametrize(
    ("documents", "fragments", "text"),
    [
        (["a"], ["x"], "checked a, which refers to x"),
        (["a", "b"], ["x", "y", "z"], "checked a and b, which refer to x, y and z"),
        ([*"abcd"], ["x"], "checked a, b and 2 others, which refer to x"),
    ],
)
def test_the_note_lists_a_few_paths(documents: Sequence[str], fragments: Sequence[str], text: str) -> None:
    assert ReferringDocuments(tuple(documents), tuple(fragments)).text == text


@pytest.fixture
def config(folder: Path) -> None:
    write(folder, {"apis/preclear.toml": 'documents = ["a.yaml"]\n', "apis/a.yaml": document("pet.yaml#/Pet")})
    write(folder, {"apis/pet.yaml": FRAGMENT, "apis/b.yaml": GOOD, "c.yaml": GOOD})


@pytest.mark.usefixtures("config")
def test_a_config_stands_for_its_documents(folder: Path, checked_files: list[str]) -> None:
    assert faults(check("apis/preclear.toml")) == {"apis/pet.yaml"}
    assert checked_files == ["apis/a.yaml"]
    checked_files.clear()

    check("apis/preclear.toml", "apis/a.yaml", "c.yaml", "apis/pet.yaml")
    assert checked_files == ["apis/a.yaml", "apis/pet.yaml", "c.yaml"]
    checked_files.clear()

    write(folder, {"apis/preclear.toml": "fail-on = 'warning'\n"})
    check("apis/preclear.toml")
    assert checked_files == ["apis/a.yaml", "apis/b.yaml", "apis/pet.yaml"]


@pytest.mark.usefixtures("config")
def test_a_file_that_only_has_the_name_of_a_config_is_like_any_other(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    skipped = (0, "", "preclear: skipped 1 file that isn't an OpenAPI document\n")
    write(folder, {"apis/pyproject.toml": "[tool.preclear]\ndocuments = ['b.yaml']\n", "pyproject.toml": "[tool.x]\n"})

    for arguments in (("apis/pyproject.toml",), ("pyproject.toml",), ("--isolated", "apis/preclear.toml")):
        assert run(capsys, "check", "--openapi-only", *arguments) == skipped


@pytest.mark.usefixtures("config")
def test_a_config_that_cannot_be_used_is_reported(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"apis/preclear.toml": "nosuch = 1\n"})

    outcome = run(capsys, "check", "--openapi-only", "apis/preclear.toml", "c.yaml")

    assert outcome.code == 2
    assert "nosuch" in outcome.err
    assert "preclear: 1 of 2 files could not be checked" in outcome.err


@pytest.mark.usefixtures("config")
def test_documents_of_a_config_are_not_trusted_because_the_config_was_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_repository(folder / "apis")
    write(folder, {"secret.yaml": "password: hunter2\n", "apis/preclear.toml": 'documents = ["../secret.yaml"]\n'})

    outcome = run(capsys, "check", "apis/preclear.toml")

    assert outcome.code == 2
    assert "hunter2" not in outcome.out + outcome.err


@needs_git
def test_a_fragment_that_a_config_excludes_still_finds_its_document(repository: Path, checked_files: list[str]) -> None:
    write(repository, {"parts/pet.yaml": FRAGMENT, "a.yaml": document("parts/pet.yaml#/Pet"), "parts/old.yaml": GOOD})
    write(repository, {"preclear.toml": 'exclude = ["parts"]\n'})
    options = CheckOptions(openapi_only=True, force_exclude=True)

    results = check("parts/pet.yaml", "parts/old.yaml", options=options)

    assert checked_files == ["a.yaml"]
    assert faults(results) == {"parts/pet.yaml"}
    assert referring(results) == ReferringDocuments(("a.yaml",), ("parts/pet.yaml",))
    assert check("parts/old.yaml", options=options).total == 0


@needs_git
def test_an_excluded_fragment_finds_documents_of_the_config(repository: Path, checked_files: list[str]) -> None:
    text = document("parts/pet.yaml#/Pet")
    write(repository, {"parts/pet.yaml": FRAGMENT, "a.yaml": text, "b.yaml": text, "c.yaml": GOOD})
    write(repository, {"preclear.toml": 'documents = ["a.yaml", "c.yaml"]\nexclude = ["parts", "*.yaml"]\n'})
    options = CheckOptions(openapi_only=True, force_exclude=True)

    assert faults(check("parts/pet.yaml", options=options)) == {"parts/pet.yaml"}
    assert checked_files == ["a.yaml"]
    assert check("c.yaml", options=options).checked == 1  # `documents` wins over `exclude`
