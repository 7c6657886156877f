"""Every kind of change: one small edit of a document, and what it changes, with the lines on both sides.

`cases.txt` has the cases. After the name, `<` lines are replaced by `>` lines. Each other line is a change: `!` breaks
those who use the connector, `~` doesn't. Then come the resource, the code, the message, the new and the old line, and
the operations that use what changes.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.mapping.plan_changes.comparing import BASE, compare_texts, replaced, see

CASES = Path(__file__).with_name("cases.txt")


class Case(NamedTuple):
    name: str
    before: str
    after: str
    expected: list[str]


def cases() -> list[Case]:
    found: list[Case] = []
    for block in CASES.read_text(encoding="utf-8").split("\n\n"):
        name, *lines = block.strip("\n").split("\n")
        before, after = ("".join(f"{line[2:]}\n" for line in lines if line[0] == sign) for sign in "<>")
        found.append(Case(name.removeprefix("# "), before, after, [line for line in lines if line[0] in "!~"]))
    return found


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_a_change_is_found_at_both_places(case: Case) -> None:
    found: list[str] = []
    for change in compare_texts(BASE, replaced(BASE, case.before, case.after)).changes:
        seen = see(change)
        parts = [seen.subject, seen.code, seen.message, seen.line, seen.old_line]
        parts += [", ".join(change.used_by)] if change.used_by else []
        found.append(f"{'!' if seen.breaking else '~'} {' | '.join(parts)}")

    assert found == case.expected
    assert found


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_the_way_back_is_a_change_of_the_same_resource(case: Case) -> None:
    new = replaced(BASE, case.before, case.after)

    there, back = compare_texts(BASE, new), compare_texts(new, BASE)

    assert {change.resource.kind for change in back.changes} == {change.resource.kind for change in there.changes}


def test_every_code_has_a_case() -> None:
    source = Path(__file__).parents[3] / "linter" / "preclear" / "mapping" / "plan_changes"
    texts = "".join(path.read_text(encoding="utf-8") for path in source.glob("*.py"))
    codes = set(re.findall(r'"((?:added|changed|moved|named|removed|renamed|replaced)-[a-z-]+)"', texts))

    assert codes - {line.split(" | ")[1] for case in cases() for line in case.expected} == set()
    assert len(codes) > 25


def test_nothing_changes_without_an_edit() -> None:
    assert compare_texts(BASE, BASE).changes == ()


def test_the_page_lists_every_code() -> None:
    page = (Path(__file__).parents[3] / "docs" / "changes.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"`((?:added|changed|moved|named|removed|renamed|replaced)-[a-z-]+)`", page))
    known = {line.split(" | ")[1] for case in cases() for line in case.expected}

    assert known - listed == set()
    assert listed - known == {"added-trigger", "changed-webhook", "named-action"}  # as for actions, and the way back
