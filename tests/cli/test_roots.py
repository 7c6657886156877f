"""The documents of a config: checked where nothing is named, and where a part of them is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.making import GOOD, NO_OPENAPI, run

if TYPE_CHECKING:
    from pathlib import Path

ROOT = GOOD.replace("listPets", "PETS") + "components: {schemas: {Pet: {$ref: 'models/pet.yaml'}}}\n"
OTHER = GOOD.replace("listPets", "OTHER")
HOOK = ("--openapi-only",)


@pytest.fixture(autouse=True)
def documents(folder: Path) -> None:
    (folder / "apis" / "models").mkdir(parents=True)
    (folder / "apis" / "pets.yaml").write_text(ROOT)
    (folder / "apis" / "models" / "pet.yaml").write_text("type: objekt\n")
    (folder / "apis" / "other.yaml").write_text(OTHER)
    (folder / "unrelated.yaml").write_text(NO_OPENAPI)
    (folder / "preclear.toml").write_text('documents = ["apis/pets.yaml"]\n')


def checked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, set[tuple[str, str]], str]:
    outcome = run(capsys, "check", "--output-format", "json", *arguments)
    found = {(finding["path"], finding["rule"]) for finding in json.loads(outcome.out)["findings"]}
    return outcome.code, {item for item in found if item[1] in ("shouting-name", "invalid-schema")}, outcome.err


NOTE = "preclear: checked apis/pets.yaml, which refers to apis/models/pet.yaml\n"
SHOUTS = ("apis/pets.yaml", "shouting-name")
IN_PART = ("apis/models/pet.yaml", "invalid-schema")


def test_the_documents_are_checked_where_nothing_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(capsys) == (1, {SHOUTS, IN_PART}, "")


def test_their_paths_are_relative_to_the_current_folder(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder / "apis" / "models")

    assert checked(capsys)[1] == {("../pets.yaml", "shouting-name"), ("pet.yaml", "invalid-schema")}


def test_they_may_be_patterns(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "preclear.toml").write_text('documents = ["apis/*.yaml"]')

    assert checked(capsys)[1] == {SHOUTS, IN_PART, ("apis/other.yaml", "shouting-name")}


@pytest.mark.parametrize("options", [(), HOOK])
def test_a_part_that_is_named_makes_its_root_be_checked(
    capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    assert checked(capsys, *options, "apis/models/pet.yaml") == (1, {SHOUTS, IN_PART}, NOTE)


def test_a_part_that_is_found_makes_its_root_be_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(capsys, "apis/models") == (1, {SHOUTS, IN_PART}, NOTE)


def test_a_root_is_checked_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "apis" / "models" / "owner.yaml").write_text("type: object\n")
    (folder / "apis" / "pets.yaml").write_text(
        GOOD + "components: {schemas: {A: {$ref: 'models/pet.yaml'}, B: {$ref: 'models/owner.yaml'}}}\n"
    )

    outcome = run(capsys, "check", "--output-format", "json", "apis/models", "apis/pets.yaml")
    report = json.loads(outcome.out)

    assert report["summary"]["files"] == 3
    assert [finding["path"] for finding in report["findings"] if finding["rule"] == "invalid-schema"] == [
        "apis/models/pet.yaml"
    ]
    assert outcome.err == ""


def test_what_is_no_part_is_what_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    passed_over = "preclear: skipped 1 file that isn't an OpenAPI document\n"

    assert checked(capsys, *HOOK, "unrelated.yaml") == (0, set(), passed_over)
    outcome = run(capsys, "check", "unrelated.yaml")
    assert outcome.code == 1
    assert "error[not-openapi]" in outcome.out
    assert "apis/" not in outcome.out


def test_a_part_that_is_named_beside_its_root_needs_no_config(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "preclear.toml").unlink()

    assert checked(capsys, "apis/models/pet.yaml", "apis/pets.yaml") == (1, {SHOUTS, IN_PART}, "")


def test_an_openapi_document_does_not_make_others_be_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(capsys, "apis/other.yaml")[1] == {("apis/other.yaml", "shouting-name")}


@pytest.mark.parametrize("text", ["openapi: [{$ref: 'models/pet.yaml'}", None])
def test_a_root_that_cannot_be_read_is_reported_if_it_names_the_part_or_its_parts_are_unknown(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str | None
) -> None:
    root = folder / "apis" / "pets.yaml"
    root.unlink() if text is None else root.write_text(text)

    outcome = run(capsys, "check", *HOOK, "apis/models/pet.yaml")

    assert outcome.code == (2 if text is None else 1)
    assert "apis/pets.yaml:1:" in outcome.out
    assert "skipped" not in outcome.err or text is None


def test_a_root_that_cannot_be_parsed_and_does_not_name_the_part_is_not_checked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "apis" / "pets.yaml").write_text("openapi: [{$ref: 'models/owner.yaml'}")

    outcome = run(capsys, "check", *HOOK, "apis/models/pet.yaml")

    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err == "preclear: skipped 1 file that isn't an OpenAPI document\n"


def test_documents_that_no_file_fits_are_told_of(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "preclear.toml").write_text('documents = ["specs/*.yaml"]')

    for arguments in ((), (*HOOK, "apis/models/pet.yaml")):
        code, found, reported = checked(capsys, *arguments)
        assert (code, found) == (2, set())
        assert "preclear: no file matches `specs/*.yaml` (preclear.toml:1:14)\n" in reported


def test_a_root_has_the_settings_of_its_own_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "apis" / "models" / "preclear.toml").write_text('documents = ["x.yaml"]\nignore = ["all"]')
    (folder / "apis" / "models" / "x.yaml").write_text(GOOD)

    assert checked(capsys, *HOOK, "apis/models/pet.yaml")[:2] == (0, set())
    (folder / "apis" / "models" / "preclear.toml").unlink()
    assert checked(capsys, *HOOK, "apis/models/pet.yaml")[:2] == (1, {SHOUTS, IN_PART})


def test_a_part_of_two_roots_makes_both_be_checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "apis" / "other.yaml").write_text(OTHER + "components: {schemas: {Pet: {$ref: 'models/pet.yaml'}}}\n")
    (folder / "preclear.toml").write_text('documents = ["apis/pets.yaml", "apis/other.yaml"]')

    assert checked(capsys, *HOOK, "apis/models/pet.yaml")[1] == {SHOUTS, ("apis/other.yaml", "shouting-name"), IN_PART}


@pytest.fixture
def shared(folder: Path) -> None:
    """A file of two parts, each of which one document refers to; a suppression in the first is of use to one alone."""
    (folder / "models.yaml").write_text(
        "Pet:\n  type: objekt # preclear: ignore[invalid-schema] the server reads it\n"
        "Owner: {type: object} # preclear: ignore[invalid-schema] nobody knows\n"
    )
    for name in ("Pet", "Owner"):
        (folder / f"{name}.yaml").write_text(
            f"{GOOD}components: {{schemas: {{{name}: {{$ref: 'models.yaml#/{name}'}}}}}}\n"
        )


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("options", [(), ("--no-ignores",)])
@pytest.mark.parametrize("names", [("Pet.yaml", "Owner.yaml"), ("Owner.yaml", "Pet.yaml")])
def test_a_suppression_is_unused_only_if_no_document_has_use_of_it(
    capsys: pytest.CaptureFixture[str], names: tuple[str, ...], options: tuple[str, ...]
) -> None:
    outcome = run(
        capsys, "check", "--output-format", "json", "--select", "unused-suppression,invalid-schema", *options, *names
    )
    report = json.loads(outcome.out)

    unused = [finding for finding in report["findings"] if finding["rule"] == "unused-suppression"]
    assert [item["start"]["line"] for item in unused] == [3]
    assert report["summary"]["warnings"] == 1


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize(
    ("names", "code"),
    [(("Owner.yaml",), 1), (("Owner.yaml", "Pet.yaml"), 0), (("Pet.yaml", "Owner.yaml"), 0), (("Pet.yaml",), 0)],
)
def test_a_run_does_not_fail_for_one_that_another_document_has_use_of(
    folder: Path, capsys: pytest.CaptureFixture[str], names: tuple[str, ...], code: int
) -> None:
    models = folder / "models.yaml"
    models.write_text("\n".join(models.read_text().split("\n")[:2]) + "\nOwner: {type: object}\n")
    options = ("--select", "unused-suppression,invalid-schema", "--fail-on", "warning")

    assert run(capsys, "check", *options, *names).code == code
