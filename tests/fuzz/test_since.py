"""A comparison with a revision reports the findings of today without those of the revision, whatever has changed."""

from __future__ import annotations

import json
import random
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

import pytest

from preclear.project import check_paths
from tests.fuzz.mutants import make, mutate_structure, sources
from tests.source.repository import commit, make_repository, needs_git

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from preclear.engine import Finding
    from preclear.source import Place, Pointer

    Identity: TypeAlias = tuple[str, str, Pointer, str, int]
    """Path, rule, node, part and number."""

SEED = 20261127
NUMBER = 90
ALL = {"findings": 1_000_000}

pytestmark = needs_git


def make_versions(number: int) -> tuple[bytes, bytes]:
    """Make two versions of a document: a mutant, and a mutant of that one or with the same origin."""
    chance = random.Random(f"{SEED} {number}")
    origins = [source for source in sources() if source.file.stem.startswith("bad") and len(source.data) < 20_000]
    origin = chance.choice(origins)
    if number % 3 == 0:
        return origin.data, b"# a comment\n" + make([origin], "byte", SEED, number).data
    old = origin._replace(data=json.dumps(mutate_structure(chance, origin, chance.choice(origins))).encode())
    new = mutate_structure(chance, old, chance.choice(origins))
    return old.data, json.dumps(new, indent=chance.choice([None, 2])).encode()


def identify(finding: Finding, place: Place, nth: int) -> Identity:
    return place.original.document.path, finding.rule.name, place.pointer, place.part, nth


def identify_all(finding: Finding) -> list[Identity]:
    """Return the identities of a finding: at each place, and at the counterparts."""
    places = [*finding.places, *finding.counterparts]
    return [identify(finding, place, 0 if len(places) > 1 else finding.nth) for place in places]


def expect(now: Iterable[Finding], old: set[Identity]) -> Counter[Identity]:
    expected: Counter[Identity] = Counter()
    for finding in now:
        identities = identify_all(finding)
        known = [identity in old and not finding.rule.fatal for identity in identities]
        if all(known):
            continue
        count = len(finding.places)
        new = [identity for identity, is_known in zip(identities[:count], known, strict=False) if not is_known]
        expected.update(new or identities[:count])
    return expected


def test_what_is_new_is_what_there_was_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_repository(tmp_path / "repository")
    names = [f"{number}.{'yaml' if number % 3 == 0 else 'json'}" for number in range(NUMBER)]
    versions = dict(zip(names, map(make_versions, range(NUMBER)), strict=True))
    monkeypatch.chdir(folder)
    for name, (old_data, _) in versions.items():
        (folder / name).write_bytes(old_data)
    commit(folder, {})
    old_findings = check_paths(names, limits=ALL).findings
    for name, (_, new_data) in versions.items():
        (folder / name).write_bytes(new_data)
    changed = {name for name, (old_data, new_data) in versions.items() if old_data != new_data}
    now = [finding for finding in check_paths(names, limits=ALL).findings if finding.path in changed]

    results = check_paths(names, since="HEAD", limits=ALL)
    reported = Counter(
        identify(finding, place, 0 if len(finding.affected_places) > 1 else finding.nth)
        for finding in results.findings
        for place in finding.places
    )

    old = {identity for finding in old_findings for identity in identify_all(finding)}
    expected = expect(now, old)
    assert reported - expected == Counter()
    assert expected - reported == Counter()
    assert len(now) > 2 * len(results.findings) > 100
    together = check_paths(names, since="HEAD", limits=ALL, jobs=2)
    assert list(map(identify_all, together.findings)) == list(map(identify_all, results.findings))
    assert together.notes == results.notes


def make_schema(chance: random.Random) -> str:
    """Make a schema, often with a fault or a reference; some of the references lead nowhere."""
    fragment = f"m{chance.randrange(8)}.yaml"
    return chance.choice(
        [
            "{type: object}",
            "{type: objekt}",
            f"{{$ref: {fragment}}}",
            f"{{type: object, properties: {{a: {{$ref: {fragment}}}, b: {{type: texxt}}}}}}",
            f"{{$ref: '{fragment}#/properties/a'}}",
            f"{{type: array, items: {{$ref: {fragment}}}}} # preclear: ignore[invalid-schema] known",
        ]
    )


def make_file(chance: random.Random, name: str) -> str:
    if name.startswith("m"):
        return make_schema(chance) + "\n"
    operation = chance.choice(["list", "list/all", "listAll"])
    schemas = "".join(f"    S{number}: {make_schema(chance)}\n" for number in range(chance.randrange(4)))
    return (
        f"openapi: {chance.choice(['3.0.4', '3.1.0'])}\ninfo: {{title: a, version: '1'}}\npaths:\n  /a:\n    get:\n"
        f"      operationId: {operation}\n      responses: {{'200': {{description: a}}}}\n"
        f"components:\n  schemas:\n    S: {{type: string}}\n{schemas}"
    )


def change_files(chance: random.Random, files: dict[str, str]) -> dict[str, str]:
    changed = dict(files)
    for name in chance.sample(sorted(files), chance.randrange(1, 4)):
        if chance.randrange(4) == 0:
            del changed[name]
        else:
            changed[name] = make_file(chance, name)
    if chance.randrange(2):
        changed["new.yaml"] = make_file(chance, "new.yaml")
    return changed


def write_files(folder: Path, old: Iterable[str], new: dict[str, str]) -> None:
    for name in set(old) - new.keys():
        (folder / name).unlink()
    for name, text in new.items():
        (folder / name).write_text(text)


@pytest.mark.parametrize("seed", range(30))
def test_documents_that_share_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Whatever isn't checked has nothing new."""
    chance = random.Random(f"{SEED} {seed}")
    folder = make_repository(tmp_path / "repository")
    monkeypatch.chdir(folder)
    names = [*(f"{name}.yaml" for name in "abcdef"), *(f"m{number}.yaml" for number in range(6))]
    old_files = {name: make_file(chance, name) for name in names}
    write_files(folder, (), old_files)
    commit(folder, {})
    old = {identity for finding in check_paths(["."]).findings for identity in identify_all(finding)}
    new_files = change_files(chance, old_files)
    write_files(folder, old_files, new_files)
    now = check_paths(["."])

    results = check_paths(["."], since="HEAD")

    reported = Counter(
        identify(finding, place, 0 if len(finding.affected_places) > 1 else finding.nth)
        for finding in results.findings
        for place in finding.places
    )
    assert set(reported) == set(expect(now.findings, old))
