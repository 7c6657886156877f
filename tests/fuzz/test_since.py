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
    return finding.path, finding.rule.name, place.pointer, place.part, nth


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
