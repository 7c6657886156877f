"""What is found is about what a document says: comments, the order of keys and the format make no difference."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
import yaml

from preclear.engine import all_kinds, check
from preclear.rule import discover_rules
from preclear.source import load

if TYPE_CHECKING:
    from collections.abc import Iterable

    from preclear.engine import CheckResult
    from preclear.source import Json, Pointer

pytestmark = pytest.mark.once

FIXTURES = Path(__file__).parents[2] / "fixtures" / "rules"
RULES = discover_rules()
KINDS = all_kinds(RULES)

TEXT = {
    "ambiguous-scalar",
    "duplicate-key",
    "exceeded-limit",
    "multiple-documents",
    "non-string-key",
    "syntax-error",
    "unexpected-encoding",
    "unexplained-suppression",
    "unreadable-file",
    "unsupported-yaml",
    "unused-suppression",
}
"""What is about the text and not about the value that it holds. Writing the value anew mends it, or breaks it."""

GROUPING = ("others_suffix", "related_places", "report_repeats", "report_duplicates")
"""What rules use to report many places once."""

ONCE = {
    "credential-parameter",
    "duplicate-media-type",
    "duplicate-status",
    "dropped-parameter-constraints",
    "dropped-response-headers",
    "dropped-schema-keyword",
    "external-reference",
    "ignored-reference-siblings",
    "mixed-security",
    "reference-not-allowed",
    "undefined-oauth2-scope",
    "unused-auth-scheme",
    "unused-definition",
    *(name for name, rule in RULES.items() if not rule.check.__globals__.keys().isdisjoint(GROUPING)),
}
"""What is reported at one of many places, whichever that is: that it is reported must not change."""

DOCUMENTS = sorted(path for path in FIXTURES.glob("*/*.yaml") if path.stem.startswith(("good", "bad")))


class FindingKey(NamedTuple):
    """A finding without its lines and its words."""

    rule: str
    path: str
    pointer: Pointer
    part: str
    missing: str | None


def list_findings(checked: CheckResult, without: Iterable[str] = ()) -> set[FindingKey]:
    left_out = {*without}
    return {
        FindingKey(
            finding.rule.name, finding.path.rpartition(".")[0], finding.pointer, finding.part, finding.place.missing
        )
        for finding in checked.findings
        if finding.rule.name not in left_out
    }


def rules_told(checked: CheckResult) -> set[str]:
    return {finding.rule.name for finding in checked.findings}


def readable(path: Path) -> bool:
    """Whether the fixture can be written anew: it is YAML that holds what it seems to hold."""
    if path.parent.name in TEXT:
        return False
    document = load(path)
    return document.is_loaded and not document.faults and not document.ambiguous_scalars


def folder_with(path: Path, folder: Path, text: str, name: str | None = None) -> Path:
    """A copy of the fixture's folder in which `text` stands in the place of the fixture."""
    copied = folder / path.parent.name
    shutil.copytree(path.parent, copied, symlinks=True)
    (copied / path.name).unlink()
    changed = copied / (name or path.name)
    changed.write_text(text, encoding="utf-8", newline="\n")
    return changed


def checked_in(path: Path, monkeypatch: pytest.MonkeyPatch) -> CheckResult:
    monkeypatch.chdir(path.parent)
    return check(Path(path.name), rules=RULES)


def name_of(path: Path) -> str:
    return f"{path.parent.name}-{path.name}"


@pytest.mark.parametrize("path", [path for path in DOCUMENTS if readable(path)], ids=name_of)
def test_comments_and_blank_lines_change_nothing(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = path.read_text(encoding="utf-8")
    if any(sign in text for sign in ("|\n", ">\n", "|-", ">-", "\\\n")):
        starts = [0]  # a text in several lines could come to hold what is added
    else:
        starts = [number for number, line in enumerate(text.split("\n")) if line and not line.startswith(("#", "%"))]
    lines = text.split("\n")
    for number in reversed(starts):
        lines[number:number] = ["", "      # a comment: [it's", ""] if number else ["# a comment"]

    before = checked_in(path, monkeypatch)
    after = checked_in(folder_with(path, tmp_path, "\n".join(lines)), monkeypatch)

    assert list_findings(after) == list_findings(before)


@pytest.mark.parametrize("path", [path for path in DOCUMENTS if readable(path)], ids=name_of)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_keys_changes_nothing(
    path: Path, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    value = _shuffled(load(path).value, random.Random(seed))  # noqa: S311
    text = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True)

    before = checked_in(path, monkeypatch)
    after = checked_in(folder_with(path, tmp_path, text), monkeypatch)

    assert list_findings(after, ONCE) == list_findings(before, ONCE)
    assert rules_told(after) == rules_told(before)


@pytest.mark.parametrize("path", [path for path in DOCUMENTS if readable(path)], ids=name_of)
def test_yaml_and_json_are_found_the_same_in(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = json.dumps(load(path).value, ensure_ascii=False, indent=2)

    before = checked_in(path, monkeypatch)
    after = checked_in(folder_with(path, tmp_path, text, f"{path.stem}.json"), monkeypatch)

    assert list_findings(after) == list_findings(before)


def test_every_exception_is_a_kind() -> None:
    assert KINDS.keys() >= TEXT | ONCE


class _Dumper(yaml.SafeDumper):
    """Writes everything out: an alias is the text's matter."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _shuffled(value: Json, random: random.Random) -> Json:
    if isinstance(value, dict):
        keys = list(value)
        random.shuffle(keys)
        return {key: _shuffled(value[key], random) for key in keys}
    return [_shuffled(item, random) for item in value] if isinstance(value, list) else value
