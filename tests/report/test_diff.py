"""Diffs: whoever applies one has the new text."""

from __future__ import annotations

import re
import subprocess
from time import process_time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preclear.report import diff_texts

if TYPE_CHECKING:
    from pathlib import Path

LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "\n", "a: 1\r\n", "x\x0by\u2028z\n"]), max_size=40)
ENDS = st.sampled_from(["", "end", "a"])


def apply(old: str, diff: str) -> str:
    """Apply a unified diff as its format says, and check what it says of the old text."""
    old_lines = re.findall(r"[^\n]*\n|[^\n]+", old)
    new_lines: list[str] = []
    position = 0
    lines = re.findall(r"[^\n]*\n", diff)
    for index, line in enumerate(lines):
        text = line[1:-1] if lines[index + 1 : index + 2] == ["\\ No newline at end of file\n"] else line[1:]
        if line.startswith("@@"):
            match = re.match(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", line)
            assert match is not None
            start = int(match[1]) - (match[2] != "0")
            new_lines += old_lines[position:start]
            position = start
            assert int(match[3]) - (match[4] != "0") == len(new_lines)
        elif line.startswith("+") and not line.startswith("+++ "):
            new_lines.append(text)
        elif line.startswith((" ", "-")) and not line.startswith("--- "):
            assert old_lines[position] == text
            position += 1
            new_lines += [text] if line.startswith(" ") else []
    return "".join([*new_lines, *old_lines[position:]])


@given(LINES, ENDS, LINES, ENDS)
def test_a_diff_leads_to_the_new_text(old: list[str], old_end: str, new: list[str], new_end: str) -> None:
    old_text, new_text = "".join(old) + old_end, "".join(new) + new_end

    diff = "".join(diff_texts(old_text, new_text, "pets.yaml"))

    assert apply(old_text, diff) == new_text
    assert (diff == "") == (old_text == new_text)


@given(LINES, st.data())
def test_a_diff_of_few_changes_is_small(old: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(old)))
    new = [*old[:index], "new\n", *old[index:]]

    diff = list(diff_texts("".join(old), "".join(new), "pets.yaml"))

    assert sum(line.startswith("+") for line in diff) == 2
    assert sum(line.startswith("-") for line in diff) == 1


def test_patch_applies_it(tmp_path: Path) -> None:
    old = "".join(f"line {number}\n" for number in range(100))
    new = old.replace("line 3\n", "line three\n").replace("line 50\n", "").replace("line 98\n", "line 98\nmore\n")
    (tmp_path / "pets.yaml").write_text(old)

    diff = "".join(diff_texts(old, new.removesuffix("\n"), "pets.yaml"))
    subprocess.run(["patch", "-p0"], cwd=tmp_path, input=diff, text=True, check=True, timeout=60)

    assert (tmp_path / "pets.yaml").read_text() == new.removesuffix("\n")
    assert diff.count("@@ -") == 3


@pytest.mark.parametrize("step", [1, 3, 50, 5000])
def test_large_texts_take_little_time(step: int) -> None:
    lines = [f"line {number % 97}\n" for number in range(200_000)]
    new = [f"new {number}\n" if number % step == 0 else line for number, line in enumerate(lines)]

    start = process_time()
    count = sum(1 for _ in diff_texts("".join(lines), "".join(new), "pets.yaml"))

    assert count > 0
    assert process_time() - start < 5
