"""A check that nobody needs any more ends at its next checkpoint, and no part of it takes that for a fault."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from preclear._records import replace
from preclear.connector import Connector
from preclear.engine import CancelledCheckError, check_document
from preclear.rule import discover_rules
from preclear.source import load_bytes
from tests.checkpoints import Steps
from tests.cli.making import GOOD

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.rule import Rule


def record_rules(ran: list[str]) -> dict[str, Rule[Any]]:
    """Return all rules on whole documents. Instead of checking, each adds its name to `ran`."""

    def record(name: str) -> Callable[..., tuple[()]]:
        def check(node: object, **options: object) -> tuple[()]:
            ran.append(name)
            return ()

        return check

    return {
        name: replace(rule, load_check=partial(record, name))
        for name, rule in discover_rules().items()
        if rule.on is Connector and rule.requires is None and not rule.keys
    }


def test_no_rule_runs_after_the_checkpoint_that_ends_the_check() -> None:
    ran: list[str] = []
    rules, document = record_rules(ran), load_bytes(GOOD.encode(), "api.yaml")
    steps = Steps()
    check_document(document, rules=rules, checkpoint=steps)
    all_rules, count = [*ran], steps.number
    assert len(all_rules) > 5

    for last in range(1, count + 1):
        ran.clear()
        with pytest.raises(CancelledCheckError):
            check_document(document, rules=rules, checkpoint=Steps(last))
        assert ran == all_rules[: max(0, last - 1 - (count - 1 - len(all_rules)))]  # a checkpoint before each rule


def test_a_rule_that_ends_the_check_is_no_fault_of_the_rule() -> None:
    def cancel(node: object, **options: object) -> None:
        raise CancelledCheckError

    name, rule = next(iter(record_rules([]).items()))
    with pytest.raises(CancelledCheckError):
        check_document(load_bytes(GOOD.encode(), "api.yaml"), rules={name: replace(rule, load_check=lambda: cancel)})
