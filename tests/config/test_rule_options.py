"""A rule's options: the keyword arguments of its function."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from preclear.connector import Action
from preclear.rule import Option, discover_rules, rule
from preclear.source import Report
from tests.config.reading import long_name

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_they_have_names_types_and_defaults() -> None:
    assert long_name.options == (
        Option("max-length", "int", 30),
        Option("ratio", "float", 0.5),
        Option("strict", "bool", False),
        Option("version", "str", ""),
        Option("words", "tuple[str, ...]", ("a",)),
    )


def test_an_option_of_a_type_that_no_config_holds_is_refused_when_the_rule_is_made() -> None:
    def check(action: Action, *, limit: int | None = None) -> Iterator[Report]:
        yield Report(str(limit), action.name)

    with pytest.raises(TypeError, match=r"option `limit` of rule `check` is `int | None`; expected bool, int, float"):
        rule(on=Action, basis="practice", source="a test")(check)


def test_the_name_of_the_version_is_an_option_of_the_rule_that_looks_at_it() -> None:
    assert [option.name for option in discover_rules()["reserved-version-name"].options] == ["version"]
