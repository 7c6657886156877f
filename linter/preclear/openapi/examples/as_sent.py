"""Examples that are the text which is sent, and not the value that a schema describes.

OpenAPI Specification 3.0.4, Style Values: a list or a mapping is sent in one of several ways, which are not undone
here; a number, a boolean and a null are sent as they are written in JSON, and can be read.
"""

from __future__ import annotations

import re
from json import dumps
from typing import TYPE_CHECKING

from preclear.openapi.examples.evaluator.checks import types_of
from preclear.openapi.examples.evaluator.evaluation import Evaluation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.openapi.examples.evaluator.evaluation import Ground, Steps
    from preclear.openapi.examples.evaluator.outcome import Failure
    from preclear.openapi.examples.sites import Site
    from preclear.source import Json, Node

_SENT = re.compile(r"\s*[?&;]?(?:[^=&;]*=)?(.*?)\s*", re.DOTALL)
"""The value alone in what may be sent for one: `5` as well as `limit=5`."""
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_WORDS: dict[str, Json] = {"true": True, "false": False, "null": None}
_LONGEST = 400
"""Digits that are read as a number."""


def as_read(failures: tuple[Failure, ...], site: Site, ground: Ground, steps: Steps) -> tuple[Failure, ...]:
    """What rejects a text of a parameter once it is read as what its schema wants; `failures` where it is no such.

    Raises TooMuch.
    """
    value = site.value.value
    types = _wanted(failures, site.value)
    if not isinstance(value, str) or _is_open(types):
        return failures
    found = failures
    for number, read in enumerate(_readings(value, types)):
        against = Evaluation(ground, site.direction, steps).whole(site.schema, site.value._replace(value=read)).failures
        if not against:
            return ()
        found = found if number else against
    return found


def is_as_sent(failure: Failure, site: Site) -> bool:
    """Whether the value may be the text that is sent for it, and not the value that the schema describes."""
    value = failure.node.value
    is_whole = failure.node.pointer == site.value.pointer
    if value is None or isinstance(value, dict | list) or not (is_whole or isinstance(value, str)):
        return False
    if not is_of_type((failure,), failure.node):
        return False
    types = _wanted((failure,), failure.node)
    return not site.as_parameter or _is_open(types) or bool(_readings(value, types))


def is_of_type(failures: tuple[Failure, ...], node: Node) -> bool:
    """Whether all that is wrong is that the value at `node` is of another type than the schema wants."""
    for failure in failures:
        inner = [each for _, against in failure.branches for each in against]
        if failure.node.pointer != node.pointer:
            return False
        if failure.keyword != "type" and not any(is_of_type((each,), node) for each in inner):
            return False
    return True


def _wanted(failures: Sequence[Failure], node: Node) -> list[str]:
    """The types that are wanted of `node` in vain, in any branch of a choice."""
    found: list[str] = []
    for failure in failures:
        if failure.keyword == "type" and failure.node.pointer == node.pointer:
            schema = failure.schema.mapping
            found += types_of(schema.get("type"))
            found += ["null"] if schema.get("nullable") is True else []
        for _, against in failure.branches:
            found += _wanted(against, node)
    return list(dict.fromkeys(found))


def _is_open(types: list[str]) -> bool:
    """Whether any text at all may be one of `types`."""
    return not {"array", "object", "string"}.isdisjoint(types)


def _readings(value: str | float, types: list[str]) -> list[Json]:
    """What `value`, as it is sent, can be read as, of `types`."""
    match = _SENT.fullmatch(value if isinstance(value, str) else dumps(value))
    text = match[1] if match is not None else ""
    found: list[Json] = []
    if not {"integer", "number"}.isdisjoint(types) and _NUMBER.fullmatch(text) and len(text) <= _LONGEST:
        number = int(text) if text.lstrip("+-").isdecimal() else float(text)
        if "number" in types or isinstance(number, int) or number.is_integer():
            found.append(number)
    word = text.lower()
    if word in _WORDS and ("null" if word == "null" else "boolean") in types:
        found.append(_WORDS[word])
    return found
