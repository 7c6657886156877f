"""Which CI a command runs in."""

from __future__ import annotations

import os

import pytest

from preclear.cli.terminal.ci import CI_VARIABLES, detect_ci


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, None),
        ({"CI": "true"}, None),
        ({"CI": "true", "GITHUB_ACTIONS": "true"}, "github"),
        ({"CI": "true", "GITLAB_CI": "true"}, "gitlab"),
        ({"TF_BUILD": "True"}, "azure"),
        ({"GITHUB_ACTIONS": "false", "GITLAB_CI": "", "TF_BUILD": "0"}, None),
        ({"GITHUB_ACTIONS": "false", "TF_BUILD": "True"}, "azure"),
    ],
)
def test_the_ci_is_the_one_whose_variable_is_true(environ: dict[str, str], expected: str | None) -> None:
    assert detect_ci(environ) == expected


def test_the_tests_run_as_outside_of_any_ci() -> None:
    assert not {*CI_VARIABLES, "GITHUB_STEP_SUMMARY"} & os.environ.keys()
