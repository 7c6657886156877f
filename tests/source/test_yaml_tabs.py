"""Texts with tabs between tokens, against the same texts with spaces there: they hold the same, at the same places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.source.loading import read_yaml

if TYPE_CHECKING:
    from random import Random

    from preclear.source import Json, Pointer

BLANK = "\N{SYMBOL FOR SPACE}"
SCALARS = ("x", "'y'", '"z # |"', "a:b", "-1", "[c, {d: e}]", "&n f", "!!str 2", "https://x/?y#z")
HEADERS = ("|", ">", "|-", "|+", ">-")
BLOCK_LINES = ("-\tx", "text", "# t", "k: v\t")


class Writer:
    """Writes a random document, with `BLANK` wherever a tab may stand in place of a space."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.lines: list[str] = []

    def text(self) -> str:
        self.collection(0, 4)
        return "\n".join(self.lines) + "\n"

    def collection(self, indent: int, depth: int) -> None:
        is_list = self.random.random() < 0.6
        for number in range(self.random.randint(1, 4)):
            head = " " * indent + ("-" if is_list else f"k{number}:")
            if depth and self.random.random() < 0.4:
                self.lines.append(head)
                self.collection(indent + self.random.randint(1, 3), depth - 1)
            else:
                self.scalar(head, indent)

    def scalar(self, head: str, indent: int) -> None:
        choice = self.random.random()
        if choice < 0.55:
            comment = self.random.choice(("", f"{BLANK}# c", f"\n{BLANK}# c", f"\n {BLANK}"))
            self.lines.append(f"{head}{BLANK} {self.random.choice(SCALARS)}{comment}")
        elif choice < 0.7:
            margin = " " * (indent + 1) + BLANK
            self.lines += [head, f"{margin}plain text", f'{margin}"goes on - |']
        else:
            self.lines.append(f"{head}{BLANK} {self.random.choice(HEADERS)}")
            margin = " " * (indent + self.random.randint(1, 4))
            self.lines += [margin + line for line in self.random.choices(BLOCK_LINES, k=2)]


def nodes(value: Json) -> list[Pointer]:
    waiting: list[tuple[Pointer, Json]] = [((), value)]
    for pointer, node in waiting:
        if isinstance(node, dict):
            waiting += [((*pointer, key), child) for key, child in node.items()]
        elif isinstance(node, list):
            waiting += [((*pointer, index), child) for index, child in enumerate(node)]
    return [pointer for pointer, _ in waiting]


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_tab_in_place_of_a_space_between_tokens_changes_no_value_and_no_place(random: Random) -> None:
    text = "a: |\n  b\nroot:\n" + Writer(random).text()
    spaces, tabs = (read_yaml(text.replace(BLANK, blank)) for blank in " \t")
    assert [fault.report.message for fault in tabs.faults] == []
    assert tabs.value == spaces.value
    assert len(nodes(tabs.value)) >= 3
    assert [tabs.span(node) for node in nodes(tabs.value)] == [spaces.span(node) for node in nodes(tabs.value)]
