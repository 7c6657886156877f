"""Which definitions' names can be told apart does not depend on the order that they are written in."""

from __future__ import annotations

import json
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from preclear.engine import check
from preclear.rule import discover

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

RULES = discover()


def told(folder: Path, names: Sequence[str]) -> dict[str, str]:
    file = folder / "openapi.json"
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Pet store", "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "paths": {},
        "components": {"schemas": {name: {"type": "object"} for name in names}},
    }
    file.write_text(json.dumps(document), encoding="utf-8")
    found = [each for each in check(file, rules=RULES).findings if each.rule.name == "confusable-definition-names"]
    assert len({each.place for each in found}) == len(found)
    return {str(each.place.pointer[-1]): each.message for each in found}


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("P.x", "P_x", "p_x"), {"P.x", "P_x", "p_x"}),
        (("P.x", "P_x", "p-x"), {"P.x"}),
        (("P.x", "p_x"), {"P.x"}),
        (("P.x", "P x", "p x", "p_x"), {"P.x", "P x", "p x"}),
        (("Straße", "STRASSE", "Stra_e"), {"Straße", "STRASSE"}),
        (("P.x", "Q.x", "R_x"), set[str]()),
    ],
)
def test_the_same_names_are_told_of_in_every_order(tmp_path: Path, names: tuple[str, ...], expected: set[str]) -> None:
    outcomes = [told(tmp_path, order) for order in permutations(names)]

    assert outcomes[0].keys() == expected
    assert all(outcome == outcomes[0] for outcome in outcomes)
