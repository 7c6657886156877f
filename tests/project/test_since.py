"""`since`: only documents that differ from a git revision are checked, and only what is new in them is reported."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from preclear.edit import AdaptOptions
from preclear.project import CheckOptions, FileChecker, OptionError, Project, check_paths
from tests.source.repository import commit, git, make_repository, needs_git

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.project import CheckResults, Input

    Check = Callable[..., list[str]]

pytestmark = needs_git

PET = "type: object\nproperties: {name: {type: string}}\n"
BAD_PET = "type: objekt\n"


GOOD = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: https://pets.example.com}]
security: [{key: []}]
paths:
  /pets:
    get:
      operationId: listPets
      summary: List pets
      responses:
        "200":
          description: all pets
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
"""


def document(*, name: str = "listPets", schema: str = "{type: object}", extra: str = "") -> str:
    """Return a document without findings, unless the parts that are given have some."""
    schemes = "securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}"
    return GOOD.replace("listPets", name) + f"components: {{{schemes}, schemas: {{Pet: {schema}}}}}\n{extra}"


def reference(file: str) -> str:
    return f"{{$ref: '{file}'}}"


USES_PET = document(schema=reference("models/pet.yaml"))


NEW_PATH = "  /new: {get: {operationId: new/one, responses: {'200': {description: a}}}}\n"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = make_repository(tmp_path / "repository")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(params=["root", "subfolder"])
def check(request: pytest.FixtureRequest, repository: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    """Return the findings since HEAD, as `PATH: RULE` from the repository's root, checked from one of two folders."""

    def run(*paths: str, since: str = "HEAD", **options: object) -> list[str]:
        prefix = "../" if request.param == "subfolder" else ""
        with monkeypatch.context() as patch:
            if prefix:
                (repository / "elsewhere").mkdir(exist_ok=True)
                patch.chdir(repository / "elsewhere")
            results = check_paths([prefix + path for path in paths or (".",)], since=since, **options)  # type: ignore[arg-type]
            return list_findings(results, repository)

    return run


def list_findings(results: CheckResults, repository: Path) -> list[str]:
    listed: list[str] = []
    for finding in results.findings:
        if finding.severity == "info":
            continue
        file = finding.document.file
        path = finding.path if file is None else Path(os.path.realpath(file)).relative_to(repository).as_posix()
        listed.append(f"{path}: {finding.rule.name}")
    return sorted(listed)


def notes(results: CheckResults) -> list[str]:
    return [note.text for note in results.notes]


def test_moved_lines_are_no_findings(repository: Path, check: Check) -> None:
    bad = document(name="list/pets")
    commit(repository, {"a.yaml": bad})
    (repository / "a.yaml").write_text("# one\n# two\n" + bad.replace("info:", "info:  "))

    assert check() == []
    results = check_paths(["."], since="HEAD")
    assert results.failure is None
    assert notes(results) == ["1 finding isn't new since `HEAD`; check without `--since` to report all"]
    assert len(check_paths(["."]).findings) == 1


def test_nothing_has_changed(repository: Path, check: Check) -> None:
    commit(repository, {"a.yaml": document(name="list/pets"), "b.yaml": document(), "other.yaml": "a: 1\n"})

    results = check_paths(["."], since="HEAD")

    assert check() == []
    assert (results.failure, results.total, results.checked) == (None, 0, 0)
    assert notes(results) == ["no OpenAPI document changed since `HEAD`; 3 unchanged files weren't checked"]


def test_a_file_that_is_no_document_changed(repository: Path) -> None:
    commit(repository, {"a.yaml": document(), "other.yaml": "a: 1\n"})
    (repository / "other.yaml").write_text("a: 2\n")

    results = check_paths(["."], since="HEAD")

    assert results.failure is None
    assert notes(results) == [
        "no OpenAPI document changed since `HEAD`; 1 unchanged file wasn't checked",
        "skipped 1 file that isn't an OpenAPI document",
    ]


def test_a_new_finding_is_reported(repository: Path, check: Check) -> None:
    commit(repository, {"a.yaml": document(name="list/pets"), "b.yaml": document(name="b/b")})
    (repository / "a.yaml").write_text(document(name="list/pets", extra="tags: [{}]\n"))

    assert check() == ["a.yaml: invalid-openapi"]
    assert notes(check_paths(["."], since="HEAD")) == [
        "1 finding isn't new since `HEAD`; check without `--since` to report all",
        "1 unchanged file wasn't checked: only what changed since `HEAD` is",
    ]


def test_another_wording_is_no_finding(repository: Path, check: Check) -> None:
    commit(repository, {"a.yaml": document(name="list/pets")})
    (repository / "a.yaml").write_text(document(name="list/all/pets"))

    assert check() == []


def test_a_fragment_breaks_an_unchanged_document(repository: Path, check: Check) -> None:
    text = document(schema=reference("models/all.yaml#/Pet"))
    commit(repository, {"a.yaml": text, "b.yaml": document(), "models/all.yaml": "Pet: {type: object}\n"})
    (repository / "models/all.yaml").write_text("Animal: {type: object}\n")

    assert check() == ["a.yaml: unresolved-reference"]
    assert check("a.yaml") == ["a.yaml: unresolved-reference"]


def test_a_fragment_is_deleted(repository: Path, check: Check) -> None:
    commit(repository, {"a.yaml": USES_PET, "b.yaml": document(), "models/pet.yaml": PET})
    (repository / "models/pet.yaml").unlink()

    assert check() == ["a.yaml: unresolved-reference"]


def test_a_fault_in_a_fragment_of_fragments(repository: Path, check: Check) -> None:
    files = {
        "a.yaml": USES_PET,
        "b.yaml": document(),
        "models/pet.yaml": "properties: {tag: {$ref: deep/tag.yaml}}\n",
        "models/deep/tag.yaml": PET,
    }
    commit(repository, files)
    (repository / "models/deep/tag.yaml").write_text(BAD_PET)

    assert check() == ["models/deep/tag.yaml: invalid-schema"]
    assert check("a.yaml", jobs=2) == ["models/deep/tag.yaml: invalid-schema"]


def test_a_new_document(repository: Path, check: Check) -> None:
    commit(repository, {"a.yaml": document(name="list/pets")})
    (repository / "b.yaml").write_text(document(name="list/pets"))

    assert check() == ["b.yaml: invalid-action-name"]
    git(repository, "add", "--all")
    assert check() == ["b.yaml: invalid-action-name"]


def test_a_new_document_uses_a_faulty_fragment(repository: Path, check: Check) -> None:
    commit(repository, {"a.yaml": USES_PET, "b.yaml": document(), "models/pet.yaml": BAD_PET})
    (repository / "c.yaml").write_text(USES_PET)

    assert check() == []
    assert check(jobs=2) == []
    results = check_paths(["."], since="HEAD")
    assert results.checked == 2  # a.yaml had the finding

    assert check("c.yaml") == ["models/pet.yaml: invalid-schema"]  # nothing that is checked had it


def test_a_suppression_that_an_unchanged_document_needs(repository: Path, check: Check) -> None:
    models = "A:\n  type: objekt # preclear: ignore[invalid-schema] known\nB: {type: object}\n"
    uses = document(schema=reference("models.yaml#/A"))
    commit(repository, {"a.yaml": uses, "b.yaml": uses, "models.yaml": models})
    (repository / "a.yaml").write_text(uses.replace("#/A", "#/B"))

    assert check() == []
    assert check("a.yaml") == ["models.yaml: unused-suppression"]  # nothing that is checked needs it


def test_a_renamed_file(repository: Path, check: Check) -> None:
    commit(repository, {"apis/a.yaml": document(name="list/pets"), "b.yaml": document()})
    (repository / "moved").mkdir()
    git(repository, "mv", "apis/a.yaml", "moved/new.yaml")

    assert check() == []

    (repository / "moved/new.yaml").write_text(document(name="list/pets", extra="x-a: 1\n"))
    assert check() == ["moved/new.yaml: invalid-action-name"]  # no longer the same content


def test_a_renamed_fragment(repository: Path, check: Check) -> None:
    commit(repository, {"a.yaml": USES_PET, "models/pet.yaml": BAD_PET})
    git(repository, "mv", "models/pet.yaml", "models/animal.yaml")
    (repository / "a.yaml").write_text(USES_PET.replace("pet.yaml", "animal.yaml"))

    assert check() == []


def test_one_more_finding_at_one_node(repository: Path, check: Check) -> None:
    """Which one of them is new can't be known: one of them is reported."""
    commit(repository, {"a.yaml": document().replace("example.com", "example.com/v1/")})
    (repository / "a.yaml").write_text(document().replace("pets.example.com", "me:secret@pets.example.com/v1/"))
    everything = check_paths(["."]).findings

    assert [(finding.rule.name, finding.nth) for finding in everything] == [("unsafe-base-url", n) for n in range(2)]
    assert [finding.nth for finding in check_paths(["."], since="HEAD").findings] == [1]
    assert check() == ["a.yaml: unsafe-base-url"]


def test_places_of_one_finding_are_known_one_by_one(repository: Path, check: Check) -> None:
    action = "  /{0}: {{get: {{operationId: {0}, responses: {{'200': {{description: a}}}}}}}}\n"
    start = GOOD.partition("paths:")[0] + "paths:\n"
    old = start + "".join(action.format(f"a{number}") for number in range(30))
    commit(repository, {"a.yaml": old})
    (repository / "a.yaml").write_text(old + action.format("b"))
    everything = check_paths(["."])
    grouped = [finding for finding in everything.findings if len(finding.places) == 31]

    results = check_paths(["."], since="HEAD")

    assert grouped
    assert {finding.rule.name for finding in grouped} <= {finding.rule.name for finding in results.findings}
    assert all(finding.pointer[:2] == ("paths", "/b") for finding in results.findings)
    assert all(len(finding.places) == 1 for finding in results.findings)


def test_findings_beyond_the_limit_are_known_too(repository: Path, check: Check) -> None:
    path = "  /{0}: {{get: {{operationId: 'a/{0}', responses: {{'200': {{description: a}}}}}}}}\n"
    start = GOOD.partition("paths:")[0] + "paths:\n"
    old = start + "".join(path.format(number) for number in range(300))
    commit(repository, {"a.yaml": old})
    (repository / "a.yaml").write_text(old + path.format("new"))

    results = check_paths(["."], since="HEAD", limits={"findings": 5}, select=["invalid-action-name"])

    assert [finding.pointer[1] for finding in results.findings] == ["/new"]
    assert (results.counts["error"], dict(results.results.omitted)) == (1, {})
    assert check(limits={"findings": 5}, select=["invalid-action-name"]) == ["a.yaml: invalid-action-name"]


def test_a_baseline_applies_too(repository: Path, check: Check) -> None:
    commit(repository, {"a.yaml": document(name="list/pets")})
    (repository / "a.yaml").write_text(document(name="list/pets", extra="tags: [{}]\nextra: 1\n"))
    entries = [finding for finding in check_paths(["."]).findings if finding.pointer == ("extra",)]
    assert len(entries) == 1
    entry = {
        "fingerprint": entries[0].fingerprint,
        "rule": entries[0].rule.name,
        "path": "a.yaml",
        "pointer": "/extra",
        "nth": 0,
    }
    (repository / ".preclear-baseline.json").write_text(json.dumps({"version": 1, "findings": [entry]}))
    baseline = repository / ".preclear-baseline.json"

    assert check(baseline=baseline) == ["a.yaml: invalid-openapi"]
    assert notes(check_paths(["."], since="HEAD")) == [
        "1 known finding in .preclear-baseline.json; use `--no-ignores` to report them",
        "1 finding isn't new since `HEAD`; check without `--since` to report all",
    ]
    assert len(check(baseline=baseline, use_ignores=False)) == 2  # the comparison stays


@pytest.mark.parametrize("jobs", [1, 2])
def test_worker_processes_know_old_findings(repository: Path, check: Check, jobs: int) -> None:
    names = [f"{name}.yaml" for name in "abcdef"]
    commit(repository, dict.fromkeys(names, document(name="list/pets")))
    for name in names:
        (repository / name).write_text("# moved\n" + document(name="list/pets"))
    (repository / "c.yaml").write_text(document(name="list/pets", extra="tags: [{}]\n"))

    assert check(jobs=jobs) == ["c.yaml: invalid-openapi"]
    assert notes(check_paths(["."], since="HEAD", jobs=jobs)) == [
        "6 findings aren't new since `HEAD`; check without `--since` to report all"
    ]


def test_what_was_suppressed_before_is_new(repository: Path, check: Check) -> None:
    suppressed = document(name="list/pets # preclear: ignore[invalid-action-name] known")
    commit(repository, {"a.yaml": suppressed})
    (repository / "a.yaml").write_text(document(name="list/pets"))

    assert check() == ["a.yaml: invalid-action-name"]
    assert check(use_ignores=False) == []


def test_a_changed_config_makes_nothing_new(repository: Path, check: Check) -> None:
    commit(repository, {"a.yaml": document(name="list/pets"), "preclear.toml": 'ignore = ["invalid-action-name"]\n'})
    (repository / "preclear.toml").write_text('select = ["all"]\n')
    (repository / "a.yaml").write_text("# moved\n" + document(name="list/pets"))

    assert check() == []


def test_a_broken_config_is_reported_though_no_document_changed(repository: Path) -> None:
    commit(repository, {"a.yaml": document(), "preclear.toml": "", "b/b.yaml": document(), "b/preclear.toml": ""})
    (repository / "b/preclear.toml").write_text("select = 5\n")

    results = check_paths(["."], since="HEAD")

    assert results.failure == "unchecked"
    assert [problem.text.partition(":")[0] for problem in results.problems] == ["b/preclear.toml"]


def test_ignores_that_ignored_nothing_before_are_not_new(repository: Path, check: Check) -> None:
    config = '[[ignores]]\npaths = ["a.yaml"]\nrules = ["invalid-action-name"]\nreason = "known"\n'
    files = {"a.yaml": document(), "b.yaml": document(), "preclear.toml": config}
    commit(repository, files, "unused")
    commit(repository, {**files, "a.yaml": document(name="list/pets")}, "used")
    (repository / "a.yaml").write_text(document(extra="x-a: 1\n"))

    assert check(since="unused") == []
    assert check(since="used") == ["preclear.toml: unused-suppression"]


def test_an_overlay_changes(repository: Path, check: Check) -> None:
    overlay = "overlay: 1.0.0\ninfo: {title: a, version: '1'}\nactions: [{target: $.info, update: {title: %s}}]\n"
    files = {
        "a.yaml": document(),
        "b.yaml": document(),
        "overlay.yaml": overlay % "Pets",
        "preclear.toml": 'documents = ["a.yaml", "b.yaml"]\n[adapt]\noverlays = ["overlay.yaml"]\n',
    }
    commit(repository, files)
    (repository / "overlay.yaml").write_text(overlay % "5")

    new = check("a.yaml")

    assert new == ["overlay.yaml: invalid-openapi"]
    assert check("a.yaml", since=commit(repository, {})) == []


def test_a_new_overlay(repository: Path, check: Check) -> None:
    overlay = "overlay: 1.0.0\ninfo: {title: a, version: '1'}\nactions: [{target: $.info, update: {title: 5}}]\n"
    commit(repository, {"a.yaml": document(name="a/b")})
    (repository / "overlay.yaml").write_text(overlay)
    (repository / "preclear.toml").write_text('[adapt]\noverlays = ["overlay.yaml"]\n')

    assert check("a.yaml") == ["overlay.yaml: invalid-openapi"]


def test_the_old_version_is_adapted_in_the_same_way(repository: Path, check: Check) -> None:
    text = document(name="list/pets", extra="tags: [{name: a}]\n")
    commit(repository, {"a.yaml": text})
    (repository / "a.yaml").write_text("# moved\n" + text)

    everything = check_paths(["a.yaml"], adapt=AdaptOptions())

    assert check("a.yaml", adapt=AdaptOptions()) == []
    assert everything.checked == 1


def test_a_syntax_error_is_never_known(repository: Path, check: Check) -> None:
    commit(repository, {"a.yaml": "openapi: [", "b.yaml": "openapi: ["})
    (repository / "a.yaml").write_text("# moved\nopenapi: [")

    assert check() == ["a.yaml: syntax-error"]


def test_a_fixed_syntax_error_shows_what_was_behind_it(repository: Path, check: Check) -> None:
    commit(repository, {"a.yaml": document(name="list/pets") + "x: ["})
    (repository / "a.yaml").write_text(document(name="list/pets"))

    assert check() == ["a.yaml: invalid-action-name"]


def test_a_merge_base(repository: Path, check: Check) -> None:
    bad, good = document(name="list/pets"), document()
    commit(repository, {"a.yaml": bad, "b.yaml": good, "c.yaml": good})
    git(repository, "checkout", "--quiet", "-b", "change")
    commit(repository, {"b.yaml": bad})
    git(repository, "checkout", "--quiet", "main")
    commit(repository, {"a.yaml": good})
    git(repository, "checkout", "--quiet", "change")

    assert check(since="main...") == ["b.yaml: invalid-action-name"]
    assert check(since="main") == ["a.yaml: invalid-action-name", "b.yaml: invalid-action-name"]


@pytest.mark.parametrize(
    "name", ["nowhere", "", "--all", "HEAD@{upstream}", "HEAD:a.yaml", "main..HEAD", "...", "nowhere..."]
)
def test_a_revision_that_does_not_exist_is_an_error(repository: Path, name: str) -> None:
    commit(repository, {"a.yaml": document()})

    with pytest.raises(OptionError, match="has no revision `") as caught:
        check_paths(["."], since=name)

    assert caught.value.origin == "since"
    assert "shallow" not in str(caught.value)


def test_a_shallow_clone_is_named(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = commit(repository, {"a.yaml": document()})
    git(repository, "branch", "old")
    commit(repository, {"a.yaml": document(name="other")})
    git(tmp_path, "clone", "--quiet", "--depth", "1", repository.as_uri(), "clone")
    monkeypatch.chdir(tmp_path / "clone")
    git(tmp_path / "clone", "checkout", "--quiet", "--orphan", "lone")
    commit(tmp_path / "clone", {})

    for name, message in [
        ("old", "the repository has no revision `old`; expected a branch, a tag or a commit"),
        (first, f"the repository has no revision `{first}`; expected a branch, a tag or a commit"),
        ("origin/main...", "`origin/main` and the current commit have no commit in common"),
    ]:
        with pytest.raises(OptionError) as caught:
            check_paths(["."], since=name)
        assert str(caught.value) == (
            f"{message}; this clone is shallow, fetch all commits with `git fetch --unshallow`, or with"
            " `fetch-depth: 0` in the checkout"
        )


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("name", ["a.yaml", "models/pet.yaml"])
def test_a_partial_clone_without_old_versions_is_an_error(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, jobs: int
) -> None:
    old = {"a.yaml": USES_PET, "models/pet.yaml": BAD_PET, "b.yaml": GOOD}
    commit(repository, old)
    commit(repository, {name: f"{old[name]}# changed\n", "b.yaml": f"{GOOD}# changed\n"})
    git(repository, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", repository.as_uri(), "clone")
    monkeypatch.chdir(tmp_path / "clone")

    with pytest.raises(OptionError, match=r"` is missing in the repository at `HEAD~1`; expected a clone with"):
        check_paths(["."], since="HEAD~1", jobs=jobs)
    assert check_paths(["."], since="HEAD", jobs=jobs).total == 0


def test_a_folder_outside_of_any_repository_is_an_error(folder: Path) -> None:
    (folder / "a.yaml").write_text(document())

    with pytest.raises(OptionError, match=r"isn't in a git repository$"):
        check_paths(["a.yaml"], since="HEAD")


def test_git_is_not_installed(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(repository, {"a.yaml": document()})
    monkeypatch.setenv("PATH", "")

    with pytest.raises(OptionError, match=r"^there is no `git` on the PATH$"):
        check_paths(["."], since="HEAD")


def test_standard_input_has_the_path_of_its_name(repository: Path, check: Check) -> None:
    commit(repository, {"apis/a.yaml": document(name="list/pets", schema=reference("pet.yaml")), "apis/pet.yaml": PET})
    new = document(name="list/pets", schema=reference("pet.yaml"), extra="tags: [{}]\n")

    results = check_paths(["-"], stdin=new.encode(), stdin_filename="apis/a.yaml", since="HEAD")

    assert [finding.rule.name for finding in results.findings] == ["invalid-openapi"]
    with pytest.raises(OptionError, match=r"set `--stdin-filename`$"):
        check_paths(["-"], stdin=new.encode(), since="HEAD")


def test_a_file_that_does_not_exist_is_reported(repository: Path, check: Check) -> None:
    commit(repository, {"a.yaml": document(), "b.yaml": document()})
    (repository / "b.yaml").unlink()

    assert check("a.yaml", "b.yaml", "c.yaml") == ["b.yaml: unreadable-file", "c.yaml: unreadable-file"]


def test_a_symbolic_link_leads_elsewhere(repository: Path, check: Check) -> None:
    files = {"a.yaml": USES_PET, "good.yaml": PET, "bad.yaml": BAD_PET, "b.yaml": document()}
    (repository / "models").mkdir()
    (repository / "models/pet.yaml").symlink_to("../good.yaml")
    commit(repository, files)
    root = {"root": repository}

    assert check("a.yaml", "b.yaml", **root) == []

    (repository / "models/pet.yaml").unlink()
    (repository / "models/pet.yaml").symlink_to("../bad.yaml")
    assert check("a.yaml", "b.yaml", **root) == ["bad.yaml: invalid-schema"]


def test_a_document_behind_a_symbolic_link(repository: Path, check: Check) -> None:
    (repository / "link.yaml").symlink_to("a.yaml")
    commit(repository, {"a.yaml": document(name="list/pets")})
    (repository / "a.yaml").write_text(document(name="list/pets", extra="tags: [{}]\n"))

    assert check("link.yaml") == ["a.yaml: invalid-openapi"]


def test_a_submodule_is_compared_with_its_own_commit(repository: Path, tmp_path: Path, check: Check) -> None:
    inner = make_repository(tmp_path / "inner")
    commit(inner, {"a.yaml": document(name="list/pets"), "b.yaml": document()})
    allow = ("-c", "protocol.file.allow=always")
    git(repository, *allow, "submodule", "--quiet", "add", str(inner), "specs")
    commit(repository, {"c.yaml": document()}, "v1")

    assert check(since="v1") == []

    (repository / "specs/b.yaml").write_text(document(name="b/b"))
    assert check(since="v1") == ["specs/b.yaml: invalid-action-name"]
    git(repository / "specs", "commit", "--quiet", "--all", "-m", "x")
    commit(repository, {})
    assert check(since="v1") == ["specs/b.yaml: invalid-action-name"]
    assert check(since="HEAD") == []


def test_line_ends_that_git_converts_are_no_change(repository: Path, check: Check) -> None:
    commit(repository, {"a.yaml": document()})
    (repository / "a.yaml").write_bytes(document().replace("\n", "\r\n").encode())

    assert check_paths(["."], since="HEAD").total == 0
    assert check() == []


def refuse(checker: FileChecker, input: Input) -> None:
    raise AssertionError(f"the old version of {input.display_path} is checked")


def count_loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    loaded: list[str] = []
    check = FileChecker.summarize

    def count(checker: FileChecker, input: Input, *arguments: object) -> object:
        loaded.append(input.display_path)
        return check(checker, input, *arguments)

    monkeypatch.setattr(FileChecker, "summarize", count)
    return loaded


def test_only_changed_documents_are_loaded(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(
        repository,
        {f"apis/{number}.yaml": document(schema=reference(f"{number % 20}/pet.yaml")) for number in range(200)}
        | {f"apis/{number}/pet.yaml": PET for number in range(20)},
    )
    loaded = count_loaded(monkeypatch)
    monkeypatch.setattr(FileChecker, "observe_old", refuse)

    assert check_paths(["."], since="HEAD").total == 0
    assert loaded == []

    monkeypatch.undo()
    monkeypatch.chdir(repository)
    loaded = count_loaded(monkeypatch)
    (repository / "apis/7.yaml").write_text(document(schema=reference("7/pet.yaml"), name="other"))
    assert check_paths(["."], since="HEAD").total == 1
    assert loaded == ["apis/7.yaml"]

    loaded.clear()
    git(repository, "checkout", "--quiet", ".")
    (repository / "apis/3/pet.yaml").write_text(BAD_PET)
    check_paths(["."], since="HEAD")
    assert set(loaded) == {"apis/3/pet.yaml", *(f"apis/{number}.yaml" for number in range(3, 200, 20))}


@pytest.mark.parametrize("level", ["safe", "rename"])
def test_only_new_findings_are_fixed(repository: Path, level: str) -> None:
    old = document(name="list/pets")
    commit(repository, {"a.yaml": old, "b.yaml": old})
    new = old.replace("paths:\n", f"paths:\n{NEW_PATH}")
    (repository / "a.yaml").write_text(new)

    results = check_paths(["."], since="HEAD", fix=level)  # type: ignore[arg-type]

    expected = new.replace("new/one", "new_one") if level == "rename" else new
    assert (repository / "a.yaml").read_text() == expected
    assert (repository / "b.yaml").read_text() == old
    assert results.fixes is not None
    assert len(results.fixes.fixed) == (level == "rename")


def test_a_name_is_changed_in_unchanged_documents(repository: Path) -> None:
    shared = "A: {type: object}\n"
    uses = document(schema=reference("shared.yaml#/A"))
    commit(repository, {"a.yaml": uses, "b.yaml": uses.replace("#/A", "#/B/C"), "c.yaml": uses, "shared.yaml": shared})
    text = document(schema="{type: object}").replace("Pet:", "'P/et':")
    (repository / "main.yaml").write_text(text)
    (repository / "user.yaml").write_text(document(schema=reference("main.yaml#/components/schemas/P~1et")))
    commit(repository, {})
    (repository / "main.yaml").write_text(text.replace("'P/et'", "'P/e/t'"))
    (repository / "user.yaml").write_text(document(schema=reference("main.yaml#/components/schemas/P~1e~1t")))
    commit(repository, {}, "base")
    (repository / "main.yaml").write_text(text.replace("'P/et':", "'P/e/t': {type: object}, 'New/one':"))

    check_paths(["."], since="base", fix="rename")

    main, user = (repository / "main.yaml").read_text(), (repository / "user.yaml").read_text()
    assert "New_one" in main
    assert "P/e/t" in main  # it isn't new
    assert "P~1e~1t" in user


def test_what_is_not_new_is_not_listed_as_suppressed(repository: Path) -> None:
    commit(repository, {"a.yaml": document(name="list/pets")})
    (repository / "a.yaml").write_text(document(name="list/pets", extra="tags: [{}]\nextra: 1\n"))
    baselined = next(finding for finding in check_paths(["."]).findings if finding.pointer == ("extra",))
    entry = {"fingerprint": baselined.fingerprint, "rule": "invalid-openapi", "path": "a.yaml", "pointer": "/extra"}
    text = json.dumps({"version": 1, "findings": [{**entry, "nth": 0}]})
    (repository / ".preclear-baseline.json").write_text(text)

    results = Project(CheckOptions(since="HEAD", details=frozenset({"suppressed"}))).check(["."])

    assert results.details is not None
    assert [(entry.source, entry.finding.pointer) for entry in results.details.suppressed] == [("baseline", ("extra",))]
    assert [finding.rule.name for finding in results.findings] == ["invalid-openapi"]
