"""The JSON Schema in the repository: current, and of one mind with the reader."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from jsonschema import Draft7Validator

from preclear.config.schema import build_config_schema
from tests.config.reading import KNOWN, troubles
from tests.config.test_read import WHOLE

if TYPE_CHECKING:
    from preclear.source import Json

ROOT = Path(__file__).parents[2]


class Validates(Protocol):
    """The part of a validator of jsonschema that is used here, whose own types are not complete."""

    def is_valid(self, instance: Json, /) -> bool: ...


VALIDATOR: Validates = Draft7Validator(build_config_schema(KNOWN))

GOOD = [
    "",
    WHOLE,
    "select = ['all', 'basis:docs', 'bodies', 'long-name', 'syntax-error']",
    "[rules.long-name]\nmax-length = -3\nratio = 0.5\nversion = ''",
    "documents = ['./a.yaml', 'a..b/c.yaml']",
]
BAD = [
    "slect = ['all']",
    "token = 'x'",
    "select = 'all'",
    "select = []",
    "select = ['long-nam']",
    "ignore = ['syntax-error']",
    "fail-on = 'warn'",
    "show = 'never'",
    "version = ''",
    "documents = ['/etc/x.yaml']",
    "documents = ['a/../../x.yaml']",
    "documents = ['https://example.com/x.yaml']",
    "severity.syntax-error = 'info'",
    "severity.long-name = 'off'",
    "severity.bodies = 'info'",
    "rules.long-name.max-length = 1.5",
    "rules.long-name.max_length = 1",
    "rules.status-range.x = 1",
    "limits.depth = 0",
    "limits.depth = 101",
    f"documents = ['{'a' * 501}']",
    f"[[ignores]]\nrules = ['all']\nreason = 'x'\npaths = ['{'a' * 501}']",
    "limits.dept = 1",
    "[[ignores]]\nrules = ['all']",
    "[[ignores]]\nrules = ['all']\nreason = 'x'\nwhy = 'y'",
    "[[ignores]]\nrules = []\nreason = 'x'",
    "[[ignores]]\nrules = ['syntax-error']\nreason = 'x'",
    "[[ignores]]\nrules = ['all']\nreason = 'x'\npaths = ['']",
]


@pytest.mark.parametrize("text", GOOD)
def test_what_the_reader_takes_is_valid(text: str) -> None:
    assert troubles(text) == []
    assert VALIDATOR.is_valid(tomllib.loads(text))


@pytest.mark.parametrize("text", BAD)
def test_what_the_reader_refuses_is_invalid(text: str) -> None:
    assert troubles(text) != []
    assert not VALIDATOR.is_valid(tomllib.loads(text))


def test_is_a_schema() -> None:
    Draft7Validator.check_schema(build_config_schema(KNOWN))


@pytest.mark.skipif(not (ROOT / "tools").is_dir(), reason="needs the tools of the repository")
def test_the_one_in_the_repository_is_current() -> None:
    from tools.config_schema import SCHEMA, schema_text

    assert SCHEMA.read_text(encoding="utf-8") == schema_text(), "run `python tools/config_schema.py`"
