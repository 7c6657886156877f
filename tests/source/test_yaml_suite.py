"""The yaml-test-suite, where it is beside this repository: what differs is listed by name, with who is right.

A list may only shrink: a case that differs and is not listed fails, and so does one that is listed and does not.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from preclear.source import load_bytes
from preclear.source.yaml.index import YamlIndex
from preclear.source.yaml.locate import YamlLocator
from tests.source.yaml_suite import NOTHING, Case, cases, is_same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.source import Json, Pointer

SUITE = Path(__file__).parents[3] / "shared" / "suites" / "yaml" / "src"

NULL_KEY = "a key is missing: no OpenAPI document has one, and libyaml refuses it before it can be reported as one"
LONG_KEY = (
    "`:` is on the line below its key in a flow collection: libyaml and ruamel.yaml refuse it, the suite is right"
)
NO_DOCUMENT = "there is no document: the suite is right that this is YAML, but it is no OpenAPI document"
ROOT_TEXT = "a block scalar without indentation is the root: the suite is right, but no OpenAPI document is a text"

REFUSED = {
    "2JQS": NULL_KEY,
    "4ABK": "`key:,` in a flow collection: libyaml wants a blank behind the colon, as the message says",
    "4MUZ-01": LONG_KEY,
    "4MUZ-02": LONG_KEY,
    "5MUD": LONG_KEY,
    "6M2F": NULL_KEY,
    "8G76": NO_DOCUMENT,
    "98YD": NO_DOCUMENT,
    "9SA2": LONG_KEY,
    "AVM7": NO_DOCUMENT,
    "CFD4": NULL_KEY,
    "DK3J": ROOT_TEXT,
    "FP8R": ROOT_TEXT,
    "FRK4": NULL_KEY,
    "HWV9": NO_DOCUMENT,
    "K3WX": LONG_KEY,
    "M2N8-00": NULL_KEY,
    "NHX8": NULL_KEY,
    "NJ66": LONG_KEY,
    "NKF9": NULL_KEY,
    "QT73": NO_DOCUMENT,
    "S3PD": NULL_KEY,
    "SM9W-01": NULL_KEY,
    "UKK6-00": NULL_KEY,
    "UT92": LONG_KEY,
    "VJP3-01": LONG_KEY,
    "W4TN": ROOT_TEXT,
}
"""Valid, and refused."""

NO_INDENTATION = (
    "lines of a flow collection or a quoted scalar are indented too little: libyaml and ruamel.yaml read it"
)
NO_BLANK = "no blank stands before a comment: libyaml and ruamel.yaml read it, and nobody can read anything else"
LONE_DASH = "`-` stands alone in a flow collection: libyaml and ruamel.yaml take it for a text"

ACCEPTED = {
    "9C9N": NO_INDENTATION,
    "9JBA": NO_BLANK,
    "CVW2": NO_BLANK,
    "DK95-01": NO_INDENTATION,
    "G5U8": LONE_DASH,
    "QB6E": NO_INDENTATION,
    "S98Z": "a blank line of an empty block scalar is longer than a comment below it: it is empty for all who read it",
    "SU5Z": NO_BLANK,
    "X4QW": NO_BLANK,
    "Y79Y-03": NO_INDENTATION,
    "YJV2": LONE_DASH,
}
"""Invalid, and accepted without a finding. The suite is right in all of them, and none can be read in two ways."""

ONLY_REPORTED = {
    "9HCY": "multiple-documents",
    "EB22": "multiple-documents",
    "MUS6-00": "unsupported-yaml",
    "MUS6-01": "multiple-documents",
    "QLJ7": "multiple-documents",
    "RHX7": "multiple-documents",
    "Y79Y-00": "unsupported-yaml",
}
"""Invalid, and read with a finding: what is wrong is behind the first document, in a directive, or a tab."""


def suite() -> list[Case]:
    return list(cases(SUITE)) if SUITE.is_dir() else []


@pytest.mark.skipif(not SUITE.is_dir(), reason="the yaml-test-suite is not beside this repository")
@pytest.mark.parametrize("case", suite(), ids=lambda case: case.name)
def test_a_case_of_the_yaml_test_suite_is_read_or_refused_as_it_says(case: Case) -> None:
    document = load_bytes(case.text.encode(), "openapi.yaml")
    kinds = [fault.kind.name for fault in document.faults]
    if not case.valid:
        assert (document.is_loaded and not kinds) == (case.name in ACCEPTED), document.value
        assert (document.is_loaded and bool(kinds)) == (case.name in ONLY_REPORTED), kinds
        if case.name in ONLY_REPORTED:
            assert ONLY_REPORTED[case.name] in kinds
    elif case.name in REFUSED:
        assert not document.is_loaded
        assert (case.value is NOTHING) == (REFUSED[case.name] == NO_DOCUMENT)
    else:
        assert document.is_loaded, document.faults[-1].report.message
        assert is_same(document.value, case.value), (document.value, case.value)


def places(value: Json, pointer: Pointer = ()) -> Iterator[Pointer]:
    yield pointer
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, child in children:
        yield from places(child, (*pointer, part))


@pytest.mark.skipif(not SUITE.is_dir(), reason="the yaml-test-suite is not beside this repository")
def test_every_place_of_the_suite_is_where_a_full_pass_over_the_events_finds_it() -> None:
    compared = 0
    for case in suite():
        document = load_bytes(case.text.encode(), "openapi.yaml")
        if case.valid and document.format == "yaml" and document.value is not None:
            index = YamlIndex(document.text, document.yaml_input)
            locator = YamlLocator(document.text, document.value, document.yaml_input)
            for pointer in places(document.value):
                assert locator.extent(pointer) == index.extent(pointer), (case.name, pointer)
                compared += 1
    assert compared > 1000


@pytest.mark.skipif(not SUITE.is_dir(), reason="the yaml-test-suite is not beside this repository")
def test_every_listed_difference_is_a_case_of_the_suite() -> None:
    listed = suite()
    assert len(listed) > 390
    assert {*REFUSED, *ACCEPTED, *ONLY_REPORTED} <= {case.name for case in listed}
