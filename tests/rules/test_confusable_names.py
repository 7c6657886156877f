"""Which definitions' names can be told apart does not depend on the order that they are written in."""

from __future__ import annotations

import json
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from preclear.engine import check
from preclear.rule import discover_rules

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

RULES = discover_rules()


def reported(folder: Path, names: Sequence[str]) -> dict[str, tuple[str, list[str]]]:
    """The message at each name that is reported, and the names that the same finding is about."""
    file = folder / "openapi.json"
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Pet store", "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "paths": {},
        "components": {"schemas": {name: {"type": "object"} for name in names}},
    }
    file.write_text(json.dumps(document), encoding="utf-8")
    found = [
        finding for finding in check(file, rules=RULES).findings if finding.rule.name == "confusable-definition-names"
    ]
    assert len({item.place for item in found}) == len(found)
    return {
        str(finding.place.pointer[-1]): (finding.message, [str(place.pointer[-1]) for place in finding.affected_places])
        for finding in found
    }


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("P.x", "P_x", "p_x"), {"P.x": ["P.x", "P_x"], "p_x": ["p_x", "P_x"]}),
        (("P.x", "P_x", "p-x"), {"P.x": ["P.x", "P_x"]}),
        (("P.x", "p_x"), {"P.x": ["P.x", "p_x"]}),
        (("P.x", "P x", "p x", "p_x"), {"P x": ["P x", "p_x"], "P.x": ["P.x", "P x"], "p x": ["p x", "P x"]}),
        (("Pet", "PET", "pet", "peT"), {"Pet": ["Pet", "peT", "pet", "PET"]}),
        (("Straße", "STRASSE", "Stra_e"), {"Straße": ["Straße", "STRASSE"]}),
        (("P.x", "Q.x", "R_x"), {}),
    ],
)
def test_the_same_names_are_reported_in_every_order(
    tmp_path: Path, names: tuple[str, ...], expected: dict[str, list[str]]
) -> None:
    outcomes = [reported(tmp_path, order) for order in permutations(names)]

    assert {name: affected for name, (_, affected) in outcomes[0].items()} == expected
    assert all(outcome == outcomes[0] for outcome in outcomes)
