"""Fixes of files: what is written, what stays, and what a run reports afterwards."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from preclear import FixError, OptionError, check_paths
from preclear.config import ConfigError
from preclear.engine import BaselineError
from preclear.project.fix_files import write_fixes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.edit import FixedFile, Fixes
    from preclear.project import CheckResults

HEAD = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: https://pets.example.com}]
"""
OPTIONAL = (
    HEAD
    + """\
paths:
  # one pet
  /pets/{id}:
    get:
      operationId:   getPet   # the name
      parameters:
        - {name: id, in: path, schema: {type: string}}
        # the shop
        - name: shop
          in: query
          schema: {type: string}
      responses:
        "200": {description: 'a pet'}
"""
)
"""A path parameter without `required: true`."""

NAMED = (
    HEAD
    + """\
paths:
  /pets:
    get:
      operationId: list pets
      summary: List pets
      responses:
        "200":
          description: pets
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet%20Page'}}}
          links: {again: {operationId: list pets}}
components:
  schemas:
    Pet Page: {type: object}   # a page
"""
)
"""Two names that an import can't hold, and references to them."""

USER = (
    HEAD
    + """\
paths:
  /shops:
    get:
      operationId: listShops
      responses:
        "200":
          description: shops
          content: {application/json: {schema: {$ref: 'named.yaml#/components/schemas/Pet%20Page'}}}
"""
)
"""Refers to a name in another document."""

OPTIONAL_LINE = "        - {name: id, in: path, schema: {type: string}}\n"
FIXED_LINE = "        - {name: id, in: path, schema: {type: string}, required: true}\n"


def fixes_of(results: CheckResults) -> Fixes:
    assert results.fixes is not None
    return results.fixes


def rules_fixed(results: CheckResults) -> list[str]:
    return [finding.rule.name for finding in fixes_of(results).fixed]


def reasons(results: CheckResults) -> list[str]:
    return [unfixed.reason for unfixed in fixes_of(results).unfixed]


def write(name: str, text: str) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def test_a_safe_edit_changes_its_place_alone() -> None:
    path = write("api.yaml", OPTIONAL)

    results = check_paths(["api.yaml"], fix="safe")

    assert path.read_text() == OPTIONAL.replace(OPTIONAL_LINE, FIXED_LINE)
    assert rules_fixed(results) == ["optional-path-parameter"]
    assert results.counts["error"] == 0
    assert results.failure is None
    (finding,) = fixes_of(results).fixed
    assert (finding.path, finding.span.start.line, finding.level) == ("api.yaml", 10, "safe")


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encoding_and_line_ends_stay(line_end: str, encoding: str) -> None:
    text = OPTIONAL.replace("one pet", "un été").replace("\n", line_end)
    Path("api.yaml").write_bytes(text.encode(encoding))

    check_paths(["api.yaml"], fix="safe")

    expected = text.replace(OPTIONAL_LINE[:-1], FIXED_LINE[:-1])
    assert Path("api.yaml").read_bytes() == expected.encode(encoding)


def test_a_second_run_changes_nothing() -> None:
    path = write("named.yaml", NAMED)
    check_paths(["named.yaml"], fix="rename")
    before = path.stat()

    results = check_paths(["named.yaml"], fix="rename")

    after = path.stat()
    assert (fixes_of(results).fixed, fixes_of(results).files) == ((), ())
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_names_are_changed_only_if_that_is_wanted() -> None:
    path = write("named.yaml", NAMED)

    assert rules_fixed(check_paths(["named.yaml"], fix="safe")) == []
    assert path.read_text() == NAMED

    results = check_paths(["named.yaml"], fix="rename")
    assert rules_fixed(results) == ["invalid-action-name", "invalid-definition-name"]
    assert path.read_text() == NAMED.replace("list pets\n", "list_pets\n").replace("list pets}", "list_pets}").replace(
        "Pet%20Page", "Pet_Page"
    ).replace("Pet Page:", "Pet_Page:")
    assert results.counts["error"] == 0


@pytest.mark.parametrize("paths", [["named.yaml", "user.yaml"], ["user.yaml", "named.yaml"], ["."]], ids=" ".join)
@pytest.mark.parametrize("jobs", [1, 2])
def test_another_document_of_the_run_follows_a_renamed_part(paths: list[str], jobs: int) -> None:
    write("named.yaml", NAMED)
    user = write("user.yaml", USER)

    results = check_paths(paths, fix="rename", jobs=jobs)

    assert user.read_text() == USER.replace("Pet%20Page", "Pet_Page")
    assert [file.path for file in fixes_of(results).files] == ["named.yaml", "user.yaml"]
    assert results.counts["error"] == 0


def test_a_document_outside_of_the_run_stays() -> None:
    write("named.yaml", NAMED)
    user = write("user.yaml", USER)

    check_paths(["named.yaml"], fix="rename")

    assert user.read_text() == USER
    assert [finding.rule.name for finding in check_paths(["user.yaml"]).findings if finding.severity == "error"] == [
        "unresolved-reference"
    ]


def test_a_shared_file_is_edited_once() -> None:
    shared = write("shared.yaml", "Id: {name: id, in: path, schema: {type: string}}   # the key\n")
    for name in ("a", "b"):
        text = OPTIONAL.replace(OPTIONAL_LINE, "        - {$ref: 'shared.yaml#/Id'}\n")
        write(f"{name}.yaml", text.replace("/pets", f"/{name}"))

    results = check_paths(["a.yaml", "b.yaml"], fix="safe")

    assert shared.read_text() == "Id: {name: id, in: path, schema: {type: string}, required: true}   # the key\n"
    assert rules_fixed(results) == ["optional-path-parameter"]


@pytest.mark.parametrize(
    ("text", "config", "options"),
    [
        (
            OPTIONAL.replace("/pets/{id}:\n", "/pets/{id}:\n    x-preclear-ignore: {optional-path-parameter: old}\n"),
            "",
            {},
        ),
        (
            OPTIONAL.replace(OPTIONAL_LINE, f"{OPTIONAL_LINE[:-1]}  # preclear: ignore[optional-path-parameter] old\n"),
            "",
            {},
        ),
        (OPTIONAL, '[[ignores]]\nrules = ["optional-path-parameter"]\nreason = "old"\n', {}),
        (OPTIONAL, "", {"ignore": ["optional-path-parameter"]}),
        (OPTIONAL, "", {"select": ["actions"]}),
    ],
    ids=["x-preclear-ignore", "comment", "config", "--ignore", "--select"],
)
def test_what_is_not_reported_is_not_fixed(text: str, config: str, options: dict[str, list[str]]) -> None:
    path = write("api.yaml", text)
    write("preclear.toml", config)

    results = check_paths(["api.yaml"], fix="rename", select=options.get("select"), ignore=options.get("ignore"))

    assert rules_fixed(results) == []
    assert path.read_text() == text


def test_what_is_reported_despite_an_ignore_is_fixed() -> None:
    text = OPTIONAL.replace("/pets/{id}:\n", "/pets/{id}:\n    x-preclear-ignore: {optional-path-parameter: old}\n")
    path = write("api.yaml", text)

    check_paths(["api.yaml"], fix="safe", use_ignores=False)

    assert path.read_text() == text.replace(OPTIONAL_LINE, FIXED_LINE)


def test_a_known_finding_is_not_fixed_but_a_new_one_is() -> None:
    path = write("api.yaml", OPTIONAL)
    check_and_record(path)
    text = OPTIONAL.replace("/pets/{id}:", "/shops/{id}:").replace("getPet", "getShop").removeprefix(HEAD + "paths:\n")
    path.write_text(OPTIONAL + text)

    results = check_paths(["api.yaml"], fix="safe")

    assert path.read_text() == OPTIONAL + text.replace(OPTIONAL_LINE, FIXED_LINE)
    assert rules_fixed(results) == ["optional-path-parameter"]
    assert results.counts["error"] == 0


def check_and_record(path: Path) -> None:
    """Record all findings in the baseline."""
    from preclear.project import Project

    Project().update_baseline([str(path)])


def test_findings_beyond_the_limit_are_fixed_and_counted() -> None:
    lines = OPTIONAL_LINE + "".join(OPTIONAL_LINE.replace("name: id", f"name: id{number}") for number in range(9))
    text = OPTIONAL.replace("{id}", "{id}" + "".join(f"-{{id{number}}}" for number in range(9)))
    path = write("api.yaml", text.replace(OPTIONAL_LINE, lines))
    limits = {"findings": 2}

    assert check_paths(["api.yaml"], limits=limits).results.fixable == {"safe": 10}
    results = check_paths(["api.yaml"], limits=limits, fix="safe")

    assert len(rules_fixed(results)) == 10
    assert path.read_text().count("required: true") == 10


def test_a_text_that_nodes_share_is_changed_if_all_of_them_want_it() -> None:
    text = OPTIONAL.replace("{id}:", "{id}/{key}:").replace("- {name: id", "- &id {name: id")
    text = text.replace("        # the shop\n", "        - {<<: *id, name: key}\n")
    other = OPTIONAL.removeprefix(HEAD + "paths:\n").replace("/pets", "/shops").replace("getPet", "getShop")
    path = write("api.yaml", text + other.replace(OPTIONAL_LINE, "        - *id\n"))

    results = check_paths(["api.yaml"], fix="safe")

    assert results.counts["error"] == 0
    assert "        - &id {name: id, in: path, schema: {type: string}, required: true}\n" in path.read_text()
    assert "        - *id\n" in path.read_text()


def test_a_text_that_another_node_shares_stays_and_the_reason_is_named() -> None:
    text = OPTIONAL.replace("- {name: id", "- &id {name: id") + "x-parameters: [*id]\n"
    path = write("api.yaml", text)

    results = check_paths(["api.yaml"], fix="safe")

    assert path.read_text() == text
    assert rules_fixed(results) == []
    (reason,) = reasons(results)
    assert "alias" in reason
    assert results.counts["error"] == 1


def test_names_are_not_changed_if_a_part_was_not_read() -> None:
    text = NAMED.replace(
        "operationId: list pets\n", "operationId: list pets\n      parameters: [{$ref: 'more.yaml'}]\n"
    )
    path = write("named.yaml", text)
    write("more.yaml", "name: a\nin: query\n# " + "x" * 5000)

    results = check_paths(["named.yaml"], fix="rename", limits={"file_bytes": 4000})

    assert path.read_text() == text
    assert set(reasons(results)) == {"`named.yaml` isn't checked completely, and can have references to the name"}
    assert results.failure == "unchecked"


def test_a_dry_run_writes_nothing_and_has_the_new_text() -> None:
    path = write("api.yaml", OPTIONAL)

    results = check_paths(["api.yaml"], fix="safe", dry_run=True)

    assert path.read_text() == OPTIONAL
    (file,) = fixes_of(results).files
    assert (file.old_text, file.new_text) == (OPTIONAL, OPTIONAL.replace(OPTIONAL_LINE, FIXED_LINE))
    assert file.new_data == file.new_text.encode()
    assert results.counts["error"] == 0


def test_a_file_keeps_its_mode() -> None:
    path = write("api.yaml", OPTIONAL)
    path.chmod(0o640)

    check_paths(["api.yaml"], fix="safe")

    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_within_the_repository_stays_a_link() -> None:
    Path(".git").mkdir()
    write("specs/api.yaml", OPTIONAL)
    Path("link.yaml").symlink_to("specs/api.yaml")

    check_paths(["link.yaml"], fix="safe")

    assert Path("link.yaml").is_symlink()
    assert Path("specs/api.yaml").read_text() == OPTIONAL.replace(OPTIONAL_LINE, FIXED_LINE)


def test_a_link_out_of_the_repository_is_an_error_and_nothing_is_written(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    Path(".git").mkdir()
    other = tmp_path_factory.mktemp("other") / "api.yaml"
    other.write_text(OPTIONAL)
    Path("b.yaml").symlink_to(other)
    first = write("a.yaml", OPTIONAL)

    with pytest.raises(FixError, match="nothing was written"):
        check_paths(["a.yaml", "b.yaml"], fix="safe")

    assert (first.read_text(), other.read_text()) == (OPTIONAL, OPTIONAL)


def test_a_file_that_may_not_be_written_is_an_error_and_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = write("a.yaml", OPTIONAL), write("b.yaml", OPTIONAL)
    access = os.access

    def refuse_second(path: Path, mode: int) -> bool:
        return path != second.resolve() and access(path, mode)

    monkeypatch.setattr(os, "access", refuse_second)

    with pytest.raises(FixError, match=r"`b\.yaml` can't be written"):
        check_paths(["a.yaml", "b.yaml"], fix="safe")

    assert (first.read_text(), second.read_text()) == (OPTIONAL, OPTIONAL)


def test_a_file_that_changes_meanwhile_is_an_error_and_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = write("a.yaml", OPTIONAL), write("b.yaml", OPTIONAL)

    def change_and_write(files: Iterable[FixedFile]) -> None:
        second.write_text(OPTIONAL + "x-new: 1\n")
        write_fixes(files)

    monkeypatch.setattr("preclear.project.fix.write_fixes", change_and_write)
    with pytest.raises(FixError, match=r"`b\.yaml` changed"):
        check_paths(["a.yaml", "b.yaml"], fix="safe")

    assert first.read_text() == OPTIONAL


def test_standard_input_is_returned_and_not_written() -> None:
    results = check_paths(["-"], fix="safe", stdin=OPTIONAL.encode(), stdin_filename="api.yaml")

    assert fixes_of(results).stdin == OPTIONAL.replace(OPTIONAL_LINE, FIXED_LINE).encode()
    assert not Path("api.yaml").exists()
    assert results.counts["error"] == 0


def test_standard_input_edits_no_other_file() -> None:
    shared = write("shared.yaml", "Id: {name: id, in: path, schema: {type: string}}\n")
    text = OPTIONAL.replace(OPTIONAL_LINE, "        - {$ref: 'shared.yaml#/Id'}\n")

    results = check_paths(["-"], fix="safe", stdin=text.encode(), stdin_filename="api.yaml")

    assert shared.read_text() == "Id: {name: id, in: path, schema: {type: string}}\n"
    assert reasons(results) == ["it also changes `shared.yaml`, which isn't on standard input"]


def test_every_number_of_jobs_gives_the_same() -> None:
    reports: list[tuple[object, ...]] = []
    for jobs in (1, 2, 3):
        for number in range(6):
            write(f"{number}.yaml", OPTIONAL.replace("/pets", f"/pets{number}"))
        write("named.yaml", NAMED)
        results = check_paths(["."], fix="rename", jobs=jobs, show="info")
        texts = [path.read_text() for path in sorted(Path().glob("*.yaml"))]
        fixes = fixes_of(results)
        findings = [(finding.fingerprint, finding.message, finding.span) for finding in results.findings]
        reports.append((texts, findings, [str(finding) for finding in fixes.fixed], fixes.unfixed, results.counts))

    assert reports[0] == reports[1] == reports[2]


@pytest.mark.parametrize("jobs", [1, 2])
def test_edits_of_findings_are_the_same_from_a_worker_process(jobs: int) -> None:
    for name in ("a", "b"):
        write(f"{name}.yaml", OPTIONAL)

    edits = [finding.edit for finding in check_paths(["."], jobs=jobs).findings if finding.edit is not None]

    assert [(edit.level, len(edit.operations)) for edit in edits] == [("safe", 1), ("safe", 1)]
    assert [edit.operations[0].target.place.pointer for edit in edits] == [
        ("paths", "/pets/{id}", "get", "parameters", 0)
    ] * 2


def test_a_document_with_a_selection_is_not_fixed() -> None:
    text = OPTIONAL + "  /shops: {get: {operationId: listShops, responses: {'200': {description: shops}}}}\n"
    path = write("api.yaml", text)
    write("preclear.toml", '[adapt]\ninclude = ["operation:getPet"]\n')

    results = check_paths(["api.yaml"], fix="safe")

    assert path.read_text() == text
    assert reasons(results) == ["the check is of the document with overlays or a selection"]
    assert results.counts["error"] == 1


def test_a_level_that_is_none_is_refused() -> None:
    with pytest.raises(OptionError, match="`adapt` is not a level of fixes"):
        check_paths(["."], fix="adapt")  # type: ignore[arg-type]


def test_a_broken_document_leaves_the_others_fixed() -> None:
    write("broken.yaml", "openapi: [")
    path = write("api.yaml", OPTIONAL)

    results = check_paths(["."], fix="safe")

    assert path.read_text() == OPTIONAL.replace(OPTIONAL_LINE, FIXED_LINE)
    assert results.failure == "findings"


def test_the_errors_of_a_check_are_raised_and_nothing_is_written() -> None:
    path = write("api.yaml", OPTIONAL)
    write("known.json", json.dumps({"version": 99}))
    write("broken.toml", "select = 5\n")

    with pytest.raises(BaselineError):
        check_paths(["api.yaml"], fix="safe", baseline=Path("known.json"))
    with pytest.raises(ConfigError):
        check_paths(["api.yaml"], fix="safe", config=Path("broken.toml"))

    assert path.read_text() == OPTIONAL
