"""Random documents in random styles, and random operations on them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from preclear.source import Insert, Place, Remove, Rename, Set, get_child

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from preclear.source import Document, EditOperation, Json, Pointer

WORDS = (
    "a",
    "b",
    "x y",
    "200",
    "on",
    "1.10",
    "",
    "~",
    "#no",
    "a: b",
    "é😀",
    "it's",
    '"q"',
    "- d",
    "tab\t",
    "[",
    "*/*",
    "a,b",
    "k",
)
LINES = ("line", "two\nlines", "end\n", " lead\nmore", "trail \nx", "a\n\nb\n", "c\n\n")


def random_value(random: Random, depth: int = 3) -> Json:
    """Return a random value."""
    kind = random.randrange(9)
    if depth and kind < 3:
        return {random.choice(WORDS): random_value(random, depth - 1) for _ in range(random.randint(0, 4))}
    if depth and kind < 5:
        return [random_value(random, depth - 1) for _ in range(random.randint(0, 3))]
    if kind < 7:
        return random.choice(WORDS)
    return random.choice((None, True, False, 0, -7, 1.5, 1e30, *LINES))


class RandomYaml:
    """Writes values as YAML, each part in a random style."""

    def __init__(self, random: Random, *, has_anchors: bool) -> None:
        self.random = random
        self.has_anchors = has_anchors
        self.anchors: list[tuple[str, Json]] = []
        self.comment_count = 0

    def write(self, value: Json) -> str:
        """Return a whole document."""
        head = self.random.choice(("", "", "---\n", "# head\n", "%YAML 1.2\n---\n", "\n"))
        if not isinstance(value, (dict, list)) or not value or self.chance(0.1):
            text = self.flow(value)
        else:
            text = self.block(value, 0)
        tail = self.random.choice(("\n", "", "\n\n", "\n# tail\n", "\n...\n", "  # end"))
        return head + text + tail

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def comment(self) -> str:
        self.comment_count += 1
        return f"# c{self.comment_count}."

    def anchor(self, value: Json) -> str:
        if not self.has_anchors or not self.chance(0.2):
            return ""
        name = f"n{len(self.anchors)}"
        self.anchors.append((name, value))
        return f"&{name} "

    def alias(self, value: Json) -> str | None:
        if self.has_anchors and self.chance(0.5):
            for name, anchored in self.anchors:
                if anchored == value and type(anchored) is type(value):
                    return f"*{name} "
        return None

    def block(self, value: dict[str, Json] | list[Json], column: int) -> str:
        margin = " " * column
        lines: list[str] = []
        entries: list[tuple[str | None, Json]]
        entries = list(value.items()) if isinstance(value, dict) else [(None, item) for item in value]
        for index, (key, child) in enumerate(entries):
            if index and self.chance(0.2):
                lines.append(
                    self.random.choice((margin + self.comment(), "", self.comment(), margin + "  " + self.comment()))
                )
            lines.append((margin if index else "") + self.entry(key, child, column))
        return "\n".join(lines)

    def entry(self, key: str | None, value: Json, column: int) -> str:
        trail = "  " + self.comment() if self.chance(0.2) else ""
        blank = self.random.choice((" ", " ", " ", "  ", "  " if self.has_anchors else "\t"))
        if key is None:
            head, colon, child_column = "-", "", column + 2
            blank = blank if isinstance(value, (dict, list)) is False else " "
        elif self.chance(0.07):
            head, colon, child_column = f"? {self.scalar(key, is_key=True)}\n{' ' * column}", ":", column + 2
        else:
            head, colon, child_column = self.scalar(key, is_key=True), ":", column + self.random.choice((1, 2, 2, 4))
        alias = self.alias(value)
        if alias is not None:
            return f"{head}{colon} {alias.strip()}{trail}"
        anchor = self.anchor(value)
        if isinstance(value, (dict, list)) and value and self.chance(0.75):
            if (key is None or "\n" in head) and not anchor and self.chance(0.7):
                return f"{head}{colon} {self.block(value, column + 2)}{trail}"
            if isinstance(value, list) and key is not None and self.chance(0.4):
                child_column = column
            return (
                f"{head}{colon} {anchor.strip()}".rstrip()
                + f"{trail}\n{' ' * child_column}{self.block(value, child_column)}"
            )
        if isinstance(value, str) and "\n" in value and self.chance(0.8):
            return f"{head}{colon} {anchor}{self.literal(value, child_column, child_column - column)}"
        if value is None and self.chance(0.5):
            return f"{head}{colon} {anchor}".rstrip() + trail
        text = self.flow(value, child_column) if isinstance(value, (dict, list)) else self.scalar(value)
        if key is not None and not anchor and self.chance(0.05) and not isinstance(value, (dict, list)):
            return f"{head}{colon}{trail}\n{' ' * (column + 3)}{text}"
        return f"{head}{colon}{blank}{anchor}{text}{trail}"

    def literal(self, text: str, column: int, indentation: int) -> str:
        style = self.random.choice("||>")
        content = text.rstrip("\n")
        count = len(text) - len(content)
        chomp = "-" if count == 0 else "" if count == 1 else "+"
        if style == ">":
            content = content.replace("\n", "\n\n")
        lines = "\n".join(" " * column + line if line else "" for line in content.split("\n"))
        return f"{style}{indentation if content.startswith(' ') else ''}{chomp}\n{lines}" + "\n" * max(count - 1, 0)

    def flow(self, value: Json, column: int = 0) -> str:
        if not isinstance(value, (dict, list)):
            return self.scalar(value, is_flow=True)
        is_mapping = isinstance(value, dict)
        entries: list[tuple[str | None, Json]]
        entries = list(value.items()) if isinstance(value, dict) else [(None, item) for item in value]
        is_tall = self.chance(0.3)
        parts: list[str] = []
        for key, child in entries:
            anchor = self.anchor(child)
            colon = "" if key is None else f"{self.scalar(key, is_flow=True, is_key=True)}: "
            text = self.alias(child) if not anchor else None
            parts.append(f"{colon}{anchor}{self.flow(child, column + 2) if text is None else text}")
        open_bracket, close_bracket = "{}" if is_mapping else "[]"
        if not parts:
            return open_bracket + self.random.choice(("", "", " ")) + close_bracket
        tail = self.random.choice(("", "", "", ","))
        if not is_tall:
            blank = self.random.choice(("", "", " "))
            return (
                open_bracket
                + blank
                + self.random.choice((", ", ", ", " , ")).join(parts)
                + tail
                + blank
                + close_bracket
            )
        margin = "\n" + " " * (column + 2)
        lines = [f"{part}{',' if index < len(parts) - 1 else tail}" for index, part in enumerate(parts)]
        lines = [line + (" " + self.comment() if self.chance(0.2) else "") for line in lines]
        return open_bracket + margin + margin.join(lines) + "\n" + " " * (column + 1) + close_bracket

    def scalar(self, value: Json, *, is_flow: bool = False, is_key: bool = False) -> str:
        if not isinstance(value, str):
            return json.dumps(value)
        if "\n" not in value and "\t" not in value and self.chance(0.3):
            return "'" + value.replace("'", "''") + "'"
        if value.replace(" ", "").isalpha() and value.isascii() and value != "on" and self.chance(0.8):
            return value
        if is_key and value.isdigit() and self.chance(0.5):
            return value
        return json.dumps(value, ensure_ascii=self.chance(0.5) and max(value, default="") < "\U00010000")


def write_randomly(random: Random, value: Json, *, has_anchors: bool = False) -> tuple[str, str]:
    """Return `value` as a text in a random style, and the name of its file."""
    style = random.randrange(6)
    if style == 0:
        return json.dumps(value, separators=(",", ":")), "openapi.json"
    if style == 1:
        indent = random.choice((2, 4, "\t"))
        return json.dumps(value, indent=indent, ensure_ascii=random.random() < 0.5) + "\n", "openapi.json"
    return RandomYaml(random, has_anchors=has_anchors).write(value), "openapi.yaml"


def pointers(value: Json) -> Iterator[tuple[Pointer, Json]]:
    """Yield every pointer of `value` with the value there."""
    pending: list[tuple[Pointer, Json]] = [((), value)]
    while pending:
        pointer, inner = pending.pop()
        yield pointer, inner
        if isinstance(inner, dict):
            pending.extend(((*pointer, key), child) for key, child in inner.items())
        elif isinstance(inner, list):
            pending.extend(((*pointer, index), child) for index, child in enumerate(inner))


def random_operations(random: Random, document: Document, count: int) -> list[EditOperation]:
    """Return operations on nodes of `document`, each possible on its own."""
    nodes = list(pointers(document.value))
    operations: list[EditOperation] = []
    for _ in range(count):
        pointer, value = random.choice(nodes)
        place = Place(document, pointer)
        kind = random.randrange(5)
        if kind == 0:
            operations.append(Set(place, random_value(random, 2)))
        elif kind == 1 and pointer:
            operations.append(Remove(place))
        elif kind == 2 and pointer and isinstance(pointer[-1], str):
            holder: Json = document.value
            for part in pointer[:-1]:
                holder = get_child(holder, part)
            name = random.choice(WORDS) + random.choice(("", "z"))
            if isinstance(holder, dict) and name not in holder:
                operations.append(Rename(place, name))
        elif isinstance(value, dict):
            name = random.choice(WORDS) + random.choice(("", "n"))
            if name not in value:
                operations.append(Insert(place, name, random_value(random, 2)))
        elif isinstance(value, list):
            operations.append(Insert(place, random.randint(0, len(value)), random_value(random, 2)))
    return operations
