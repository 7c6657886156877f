"""A session's checks have the results of a fresh run over the same texts, whatever has changed in between."""

from __future__ import annotations

import gc
import os
import random
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest

from preclear.config import ConfigError
from preclear.engine import BaselineError, CancelledCheckError
from preclear.project import CheckOptions, CheckResults, CheckSession, FileChecker, Project
from preclear.source import Document
from tests.checkpoints import Steps
from tests.project.making import BAD, GOOD, SPLIT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from preclear.engine import Finding

PET = "type: objekt\n"
OPTIONS = CheckOptions(openapi_only=True)


def describe(results: CheckResults) -> dict[str, Any]:
    return {
        "findings": [_describe_finding(finding) for finding in results.findings],
        "problems": [problem.text for problem in results.problems],
        "counts": (results.total, results.checked, results.unchecked, results.counts, results.results.omitted),
        "skipped": results.skipped,
        "failure": results.failure,
        "notes": [note.text for note in results.notes],
    }


def _describe_finding(finding: Finding) -> tuple[object, ...]:
    related = [(place.message, place.place.document.path, place.span) for place in finding.related]
    edit = None if finding.edit is None else finding.edit.title
    return finding.path, finding.span, finding.rule.name, finding.severity, finding.message, finding.help, related, edit


class Twin:
    """A folder with a session in it, and the same folder with the buffers' texts in the files."""

    def __init__(self, folder: Path, options: CheckOptions = OPTIONS) -> None:
        self.folder = folder / "here" / "project"
        self.folder.mkdir(parents=True)
        self.other = folder / "there" / "project"
        self.buffers: dict[str, str] = {}
        self.options = options
        self.session = CheckSession(options)
        self.fix_count = 0

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")

    def compare(self, *, with_fixes: bool = False) -> CheckResults | None:
        """Check the open files in both ways; the results must be equal. Return them, or None for equal errors."""
        if self.other.exists():
            shutil.rmtree(self.other)
        shutil.copytree(self.folder, self.other, symlinks=True)
        for name, text in self.buffers.items():
            path = self.other / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        paths = sorted(self.buffers)
        expected = self._run(self.other, lambda: Project(self.options).check(paths))
        texts = {os.path.realpath(self.folder / name): text.encode() for name, text in self.buffers.items()}
        results = self._run(self.folder, lambda: self.session.check(paths, texts))
        if not isinstance(results, CheckResults) or not isinstance(expected, CheckResults):
            assert str(results).replace("/here/", "/there/") == str(expected)
            return None
        assert describe(results) == describe(expected)
        if with_fixes:
            self._compare_fixes(paths)
        return results

    def _compare_fixes(self, paths: Sequence[str]) -> None:
        options = self.options._replace(details=frozenset({"fixes"}))
        expected = self._run(self.other, lambda: Project(options).check(paths))
        results = self._run(self.folder, lambda: self.session.check_for_fixes(paths))
        assert isinstance(results, CheckResults)
        assert isinstance(expected, CheckResults)
        assert list(map(_describe_fix, results.findings)) == list(map(_describe_fix, expected.findings))
        self.fix_count = sum(finding.text_fix is not None for finding in results.findings)

    def _run(self, folder: Path, check: Callable[[], CheckResults]) -> CheckResults | Exception:
        before = Path.cwd()
        os.chdir(folder)
        try:
            return check()
        except (ConfigError, BaselineError) as error:
            return error
        finally:
            os.chdir(before)


def _describe_fix(finding: Finding) -> tuple[object, ...]:
    fix = finding.text_fix
    if fix is None:
        return (finding.rule.name, None)
    return finding.rule.name, [(change.document.path, change.span, change.new_text) for change in fix.changes]


@pytest.fixture
def twin(folder: Path) -> Twin:
    twin = Twin(folder)
    twin.write("good.yaml", GOOD)
    twin.write("apis/pets.yaml", SPLIT)
    twin.write("apis/models/pet.yaml", PET)
    return twin


def rules_of(results: CheckResults | None) -> list[str]:
    assert results is not None
    return sorted({finding.rule.name for finding in results.findings if finding.severity != "info"})


def paths_of(results: CheckResults | None) -> set[str]:
    assert results is not None
    return {finding.path for finding in results.findings if finding.severity != "info"}


def test_a_buffer_that_changes(twin: Twin) -> None:
    twin.buffers["good.yaml"] = GOOD
    assert rules_of(twin.compare()) == []

    twin.buffers["good.yaml"] = BAD
    assert rules_of(twin.compare(with_fixes=True)) != []

    twin.buffers["good.yaml"] = "openapi: ["
    assert rules_of(twin.compare()) == ["syntax-error"]

    twin.buffers["good.yaml"] = GOOD
    assert rules_of(twin.compare()) == []


def test_a_fragment_and_its_documents(twin: Twin) -> None:
    twin.write("apis/other.yaml", SPLIT.replace("/pets", "/others"))
    twin.buffers["apis/models/pet.yaml"] = PET
    assert paths_of(twin.compare()) == {"apis/models/pet.yaml"}

    twin.buffers["apis/models/pet.yaml"] = "type: object\n"
    assert rules_of(twin.compare()) == []

    twin.buffers["apis/models/pet.yaml"] = "type: ["
    assert rules_of(twin.compare()) == ["syntax-error"]


def test_fixes_in_files_that_documents_share(twin: Twin) -> None:
    shared = "pet name: {type: object}\n"
    text = GOOD + "components: {schemas: {pet name: {$ref: 'shared.yaml#/pet name'}}}\n"
    twin.write("shared.yaml", shared)
    twin.write("other.yaml", text.replace("/pets", "/others"))
    twin.buffers["shared.yaml"] = shared
    twin.buffers["good.yaml"] = text.replace("listPets", "list pets")
    results = twin.compare(with_fixes=True)
    assert {"invalid-action-name", "invalid-definition-name"} <= {*rules_of(results)}
    assert twin.fix_count >= 2


def test_a_document_is_no_longer_one(twin: Twin) -> None:
    twin.buffers["good.yaml"] = BAD
    assert rules_of(twin.compare()) != []

    twin.buffers["good.yaml"] = BAD.replace("openapi:", "open:")
    assert rules_of(twin.compare()) == []


def test_a_file_that_is_only_a_buffer(twin: Twin) -> None:
    text = SPLIT.replace("models/pet.yaml", "new/deep/pet.yaml")
    twin.buffers["apis/pets.yaml"] = text
    assert rules_of(twin.compare()) == ["unresolved-reference"]

    twin.buffers["apis/new/deep/pet.yaml"] = PET
    results = twin.compare()
    assert paths_of(results) == {"apis/new/deep/pet.yaml"}

    del twin.buffers["apis/pets.yaml"]
    twin.write("apis/pets.yaml", text)
    assert rules_of(twin.compare()) == rules_of(results)

    twin.buffers["apis/pets.yaml"] = text
    del twin.buffers["apis/new/deep/pet.yaml"]
    assert rules_of(twin.compare()) == ["unresolved-reference"]


def test_files_on_disk_that_change(twin: Twin) -> None:
    twin.buffers["apis/pets.yaml"] = SPLIT
    assert rules_of(twin.compare()) != []

    twin.write("apis/models/pet.yaml", "type: object\n")
    assert rules_of(twin.compare()) == []

    (twin.folder / "apis/models/pet.yaml").unlink()
    assert rules_of(twin.compare()) == ["unresolved-reference"]

    shutil.rmtree(twin.folder / "apis/models")
    assert rules_of(twin.compare()) == ["unresolved-reference"]

    twin.write("apis/models/pet.yaml", "type: object\n")
    assert rules_of(twin.compare()) == []

    (twin.folder / "apis/models/pet.yaml").chmod(0o644)
    twin.write("elsewhere/pet.yaml", PET)
    (twin.folder / "apis/models/pet.yaml").unlink()
    (twin.folder / "apis/models/pet.yaml").symlink_to("../../elsewhere/pet.yaml")
    assert rules_of(twin.compare()) == ["unresolved-reference"]


def test_a_config_that_changes(twin: Twin) -> None:
    twin.buffers["good.yaml"] = BAD
    twin.buffers["apis/pets.yaml"] = SPLIT
    everything = rules_of(twin.compare())

    twin.write("preclear.toml", f'ignore = ["{everything[0]}"]\n')
    assert rules_of(twin.compare()) == everything[1:]

    twin.write("preclear.toml", 'extends = "base.toml"\n')
    time.sleep(0.15)  # a file that has just been written counts as changed
    assert rules_of(twin.compare()) == []
    twin.write("base.toml", f'ignore = ["{everything[0]}"]\n')
    assert rules_of(twin.compare()) == everything[1:]

    twin.write("base.toml", "")
    assert rules_of(twin.compare()) == everything

    twin.write("preclear.toml", "select = 5\n")
    results = twin.compare()
    assert results is not None
    assert len(results.problems) == 1
    assert rules_of(results) == []

    twin.write("preclear.toml", "")
    twin.write("apis/preclear.toml", 'ignore = ["all"]\n')
    assert paths_of(twin.compare()) == {"good.yaml"}

    (twin.folder / "apis/preclear.toml").unlink()
    assert rules_of(twin.compare()) == everything


def test_an_ignore_that_is_used_and_then_not(twin: Twin) -> None:
    twin.write(
        "preclear.toml",
        '[[ignores]]\npaths = ["good.yaml"]\nrules = ["missing-action-summary"]\nreason = "known"\n',
    )
    twin.buffers["good.yaml"] = GOOD.replace("      summary: List pets\n", "")
    assert rules_of(twin.compare()) == []

    twin.buffers["good.yaml"] = GOOD
    assert rules_of(twin.compare()) == ["unused-suppression"]


def test_a_baseline_that_changes(twin: Twin) -> None:
    twin.buffers["good.yaml"] = BAD
    everything = rules_of(twin.compare())
    assert everything

    before = Path.cwd()
    os.chdir(twin.folder)
    twin.write("good.yaml", BAD)
    Project().update_baseline(["good.yaml"])
    os.chdir(before)
    assert rules_of(twin.compare()) == []

    twin.write(".preclear-baseline.json", "{")
    assert twin.compare() is None

    (twin.folder / ".preclear-baseline.json").unlink()
    assert rules_of(twin.compare()) == everything


def test_a_config_that_changes_while_the_baseline_is_broken(twin: Twin) -> None:
    twin.buffers["good.yaml"] = BAD
    everything = rules_of(twin.compare())
    twin.write(".preclear-baseline.json", "{")
    assert twin.compare() is None

    twin.write("preclear.toml", 'ignore = ["all"]\n')
    assert twin.compare() is None
    (twin.folder / "preclear.toml").unlink()
    assert twin.compare() is None

    (twin.folder / ".preclear-baseline.json").unlink()
    assert rules_of(twin.compare()) == everything


def test_a_repository_appears_that_has_the_base_of_a_config(twin: Twin) -> None:
    twin.write("base.toml", "")
    twin.write("apis/preclear.toml", 'extends = "../base.toml"\n')
    twin.buffers["apis/pets.yaml"] = BAD
    time.sleep(0.15)  # a file that has just been written counts as changed
    assert rules_of(twin.compare()) == []

    (twin.folder / ".git").mkdir()
    assert rules_of(twin.compare())

    (twin.folder / "apis" / ".git").mkdir()
    assert rules_of(twin.compare()) == []


def test_a_repository_appears(twin: Twin) -> None:
    twin.write("top.yaml", SPLIT.replace("models/pet.yaml", "apis/models/pet.yaml"))
    twin.buffers["apis/models/pet.yaml"] = PET
    twin.write("preclear.toml", 'ignore = ["invalid-schema", "invalid-field"]\n')
    twin.compare()

    (twin.folder / "apis" / ".git").mkdir()
    twin.compare()


def test_an_overlay_in_an_unsaved_buffer(twin: Twin) -> None:
    overlay = (
        "overlay: 1.0.0\ninfo: {title: x, version: '1'}\nactions:\n- {target: $.paths.*.get, update: {summary: 5}}\n"
    )
    twin.write("preclear.toml", '[[documents]]\npath = "good.yaml"\noverlays = ["overlay.yaml"]\n')
    twin.write("overlay.yaml", overlay)
    twin.buffers["good.yaml"] = GOOD
    first = twin.compare()

    twin.buffers["overlay.yaml"] = overlay.replace("summary: 5", "summary: Fine")
    second = twin.compare()

    assert first is not None
    assert second is not None
    assert describe(first) != describe(second)


STEPS = 40


@pytest.mark.parametrize("seed", range(int(os.environ.get("SEEDS", "6"))))
def test_random_changes(twin: Twin, seed: int) -> None:
    generator = random.Random(seed)  # noqa: S311
    texts = [
        *(GOOD, BAD, SPLIT, PET, "type: object\n", "", "openapi: [", "a: [", "{$ref: good.yaml}\n"),
        SPLIT.replace("models/pet.yaml", "../lib/pet.yaml"),
        SPLIT.replace("models/pet.yaml", "./models/../models/pet.yaml#/x"),
        "x: {$ref: ../good.yaml#/paths}\ntype: {}\n",
    ]
    configs = [
        'ignore = ["missing-action-summary"]\n', "", "x = 1\n", 'documents = ["good.yaml", "apis/other.yaml"]\n',
        'extends = "../preclear.toml"\n', 'exclude = ["apis/models"]\n', 'show = "error"\n',
    ]  # fmt: skip
    names = ["good.yaml", "apis/pets.yaml", "apis/other.yaml", "apis/models/pet.yaml", "lib/pet.yaml", "lib/new/a.json"]
    for step in range(STEPS):
        name = generator.choice(names)
        match generator.randrange(9):
            case 0 | 1 | 2:
                twin.buffers[name] = generator.choice(texts)
            case 3:
                twin.buffers.pop(name, None)
            case 4:
                twin.write(name, generator.choice(texts))
            case 5:
                (twin.folder / name).unlink(missing_ok=True)
            case 6:
                twin.write(generator.choice(["preclear.toml", "apis/preclear.toml"]), generator.choice(configs))
            case 7:
                twin.write(".gitignore", generator.choice(["lib\n", "", "apis/other.yaml\n"]))
            case _:
                (twin.folder / generator.choice(["preclear.toml", "apis/preclear.toml"])).unlink(missing_ok=True)
        if twin.buffers:
            twin.compare(with_fixes=step % 5 == 0)


def checked_files(twin: Twin) -> list[str]:
    """Check the open files, and return the paths of those that aren't taken from the memory."""
    paths: list[str] = []
    summarize = FileChecker.summarize

    def record(checker: FileChecker, input: Any) -> Any:
        paths.append(input.display_path)
        return summarize(checker, input)

    with patch.object(FileChecker, "summarize", record):
        texts = {os.path.realpath(twin.folder / name): text.encode() for name, text in twin.buffers.items()}
        os.chdir(twin.folder)
        twin.session.check(sorted(twin.buffers), texts)
    return paths


def age(folder: Path) -> None:
    """Let the files be older than the times that a file system can tell apart."""
    import time

    time.sleep(0.15)
    assert folder.exists()


def test_only_what_changed_is_checked_again(twin: Twin) -> None:
    age(twin.folder)
    twin.buffers.update({"good.yaml": GOOD, "apis/pets.yaml": SPLIT})
    assert checked_files(twin) == ["apis/pets.yaml", "good.yaml"]
    assert checked_files(twin) == []

    twin.buffers["good.yaml"] += "# more\n"
    assert checked_files(twin) == ["good.yaml"]

    twin.buffers["apis/models/pet.yaml"] = PET + "# more\n"
    assert "apis/pets.yaml" in checked_files(twin)
    assert checked_files(twin) == []

    twin.write("apis/unrelated.yaml", "a: 1\n")
    assert checked_files(twin)  # a name in the folder of a document has changed, which a reference may mean
    assert checked_files(twin) == []


def test_a_check_that_is_cancelled_at_any_step_leaves_nothing_behind(twin: Twin) -> None:
    twin.write("apis/other.yaml", SPLIT.replace("/pets", "/others"))
    twin.buffers.update({"good.yaml": BAD, "apis/models/pet.yaml": PET})
    assert twin.compare() is not None
    counter = twin.session.checkpoint = Steps()
    twin.buffers["good.yaml"] += "# more\n"
    twin.buffers["apis/models/pet.yaml"] += "# more\n"
    twin.compare()
    count = counter.number
    assert count > 100

    for last in range(1, count, 7):
        os.chdir(twin.folder)
        for name in twin.buffers:
            twin.buffers[name] += "# more\n"
        texts = {os.path.realpath(twin.folder / name): text.encode() for name, text in twin.buffers.items()}
        twin.session.checkpoint = Steps(last)
        with pytest.raises(CancelledCheckError):
            twin.session.check(sorted(twin.buffers), texts)
        twin.session.checkpoint = Steps()
        assert rules_of(twin.compare()) != []


def test_a_check_that_is_cancelled_between_documents(twin: Twin) -> None:
    texts = {os.path.realpath(twin.folder / "good.yaml"): b"openapi: ["}

    def cancel(number: int, total: int, path: str) -> None:
        if number == 2:
            raise CancelledCheckError

    os.chdir(twin.folder)
    with pytest.raises(CancelledCheckError):
        twin.session.check(["apis/pets.yaml", "good.yaml"], texts, report_progress=cancel)
    twin.buffers.update({"good.yaml": BAD, "apis/pets.yaml": SPLIT})
    assert twin.compare() is not None


def test_checked_files_of_a_fragment(twin: Twin) -> None:
    twin.write("apis/other.yaml", SPLIT.replace("/pets", "/others"))
    twin.buffers["apis/models/pet.yaml"] = PET
    twin.buffers["good.yaml"] = GOOD
    twin.compare()

    file = os.path.realpath(twin.folder / "apis/models/pet.yaml")
    checked = twin.session.load_checked_files(file)
    assert sorted(checked_file.check_result.document.path for checked_file in checked) == [
        "apis/other.yaml",
        "apis/pets.yaml",
    ]
    assert twin.session.load_checked_files(os.path.realpath(twin.folder / "nosuch.yaml")) == ()


@pytest.mark.parametrize("ending", ["", "  ]: [\n"], ids=["valid", "broken"])
def test_old_texts_are_freed(twin: Twin, ending: str) -> None:
    text = GOOD + "".join(f"# {number:8} {'x' * 90}\n" for number in range(1_000)) + ending
    os.chdir(twin.folder)
    file = os.path.realpath(twin.folder / "good.yaml")
    for number in range(60):
        twin.session.check(["good.yaml"], {file: f"{text}# {number}\n".encode()})

    kept = [
        document for document in gc.get_objects() if isinstance(document, Document) and document.path == "good.yaml"
    ]
    assert len(kept) < 30


def test_models_of_cancelled_checks_are_freed(twin: Twin) -> None:
    schemas = "".join(
        f"    S{number}: {{type: object, properties: {{a: {{type: string}}}}}}\n" for number in range(9_000)
    )
    text = GOOD + "components:\n  schemas:\n" + schemas
    os.chdir(twin.folder)
    file = os.path.realpath(twin.folder / "good.yaml")
    for number in range(10):
        twin.session.checkpoint = Steps(15)
        with pytest.raises(CancelledCheckError):
            twin.session.check(["good.yaml"], {file: f"{text}# {number}\n".encode()})

    kept = [
        document for document in gc.get_objects() if isinstance(document, Document) and document.path == "good.yaml"
    ]
    assert len(kept) <= 4
