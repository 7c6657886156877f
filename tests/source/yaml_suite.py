"""The cases of the yaml-test-suite: each one's text, whether it is valid, and the value its events stand for.

It shares no code with the loader that it is compared with. The value is built from the suite's own list of events and
the tables of YAML 1.2.2, 10.3.2 (Core Schema).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from preclear.source import Json

_INHERITED = ("skip", "yaml", "tree")
_ESCAPES = {"\\n": "\n", "\\t": "\t", "\\r": "\r", "\\b": "\b", "\\\\": "\\"}
_CORE: tuple[tuple[str, Callable[[str], Value]], ...] = (
    (r"null|Null|NULL|~|", lambda _: None),
    (r"true|True|TRUE", lambda _: True),
    (r"false|False|FALSE", lambda _: False),
    (r"[-+]?[0-9]+", int),
    (r"0o[0-7]+", lambda text: int(text[2:], 8)),
    (r"0x[0-9a-fA-F]+", lambda text: int(text[2:], 16)),
    (r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", float),
)


class Case(NamedTuple):
    """One case. `value` is what the first document holds, or NOTHING where the stream has none or it is invalid."""

    name: str
    text: str
    valid: bool
    value: Value


class _Nothing:
    def __repr__(self) -> str:
        return "NOTHING"


class CollectionKey:
    """Stands for a key that is a mapping or a list: no text is it, and each is another."""


NOTHING = _Nothing()


Value: TypeAlias = "dict[str | CollectionKey, Value] | list[Value] | str | int | float | bool | _Nothing | None"


def is_same(found: Json, expected: Value) -> bool:
    """Whether a value that was loaded is the expected one, of the same types, with any text for a collection's key."""
    if isinstance(expected, dict):
        if not isinstance(found, dict) or len(found) != len(expected):
            return False
        pairs = zip(found.items(), expected.items(), strict=True)
        return all(
            (key == wanted or isinstance(wanted, CollectionKey)) and is_same(value, wanted_value)
            for (key, value), (wanted, wanted_value) in pairs
        )
    if isinstance(expected, list):
        return isinstance(found, list) and len(found) == len(expected) and all(map(is_same, found, expected))
    return type(found) is type(expected) and found == expected


def cases(folder: Path) -> Iterator[Case]:
    """All cases of the suite's `src` folder, in the order of their names."""
    for file in sorted(folder.glob("*.yaml")):
        listed = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        known: dict[str, Any] = {}
        for number, entry in enumerate(listed):
            known = {key: known[key] for key in _INHERITED if key in known} | entry
            if known.get("skip"):
                continue
            name = file.stem if len(listed) == 1 else f"{file.stem}-{number:02}"
            valid = not entry.get("fail")
            value = value_of(_text(known["tree"]).splitlines()) if valid else NOTHING
            yield Case(name, _text(known["yaml"]), valid, value)


def _text(written: str) -> str:
    """The text without the suite's marks for what can't be seen."""
    text = re.sub("—*»", "\t", written.replace("␣", " ")).replace("←", "\r").replace("⇔", "\ufeff")
    return text.replace("↵", "").removesuffix("∎\n")


def value_of(events: list[str]) -> Value:
    """The value of the first document among `events`, such as `=VAL :text`."""
    waiting = iter(event.strip(" ") if not event.lstrip().startswith("=VAL") else event.lstrip() for event in events)
    for event in waiting:
        if event.startswith("+DOC"):
            return _node(next(waiting), waiting, {})
    return NOTHING


def _node(event: str, waiting: Iterator[str], anchors: dict[str, Value]) -> Value:
    if event.startswith("=ALI"):
        return anchors[event[6:]]
    found = re.fullmatch(
        r"(\+MAP|\+SEQ|=VAL)(?: (?:\{\}|\[\]))?(?: &(\S+))?(?: <([^>]*)>)?(?: (.*))?", event, re.DOTALL
    )
    assert found, event
    kind, anchor, tag, rest = found.groups()
    value: Value
    if kind == "=VAL":
        value = _scalar(rest[0], _unescaped(rest[1:]), tag)
    elif kind == "+SEQ":
        items: list[Value] = []
        while (inner := next(waiting)) != "-SEQ":
            items.append(_node(inner, waiting, anchors))
        value = items
    else:
        entries: dict[str | CollectionKey, Value] = {}
        while (inner := next(waiting)) != "-MAP":
            key = _key(_node(inner, waiting, anchors), inner)
            entries[key] = _node(next(waiting), waiting, anchors)
        value = entries
    if anchor:
        anchors[anchor] = value
    return value


def _unescaped(text: str) -> str:
    return re.sub(r"\\.", lambda found: _ESCAPES[found[0]], text)


def _scalar(style: str, text: str, tag: str | None) -> Value:
    short = (tag or "").removeprefix("tag:yaml.org,2002:")
    if (style != ":" and short not in ("int", "float", "bool", "null")) or tag == "!" or short == "str":
        return text
    for pattern, make in _CORE:
        if re.fullmatch(pattern, text):
            return make(text)
    return text


def _key(value: Value, event: str) -> str | CollectionKey:
    """A key as a text: as it is written where it is a scalar; anything else is no key of JSON."""
    if isinstance(value, (dict, list)):
        return CollectionKey()
    if isinstance(value, str) or event.startswith("=ALI"):
        return value if isinstance(value, str) else str(value)
    return _unescaped(event.split(" :", 1)[1])
