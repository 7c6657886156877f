"""What's wrong with an overlay is reported in it, at its own line, and leaves all other actions as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from preclear.edit.overlay import OverlayError, apply_overlays
from preclear.source import load
from tests.edit.overlay.texts import (
    PETS,
    applied,
    document_of,
    errors_of,
    errors_with,
    faults_of,
    limited,
    overlay_of,
    overlay_with_text,
)

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "overlay: 1.1.0\ninfo: {title: T, version: '1'}\n"
ACTION = "actions: [{target: $.info, update: {}}]\n"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("- 1\n", 1, "the overlay is a list, expected a mapping"),
        ("openapi: 3.1.0\n", 1, "the overlay has no `overlay`, expected the version of the specification"),
        ("overlay: 1.1\n", 1, "`overlay` is a number, expected a string such as `1.1.0`"),
        ("overlay: '1.1'\n", 1, "`overlay: 1.1` isn't a supported version, expected `1.0.0` or `1.1.0`"),
        ("overlay: 2.0.0\n", 1, "`overlay: 2.0.0` isn't a supported version, expected `1.0.0` or `1.1.0`"),
        (f"overlay: 1.1.0\n{ACTION}", 1, "the overlay has no `info`, expected a mapping with `title` and `version`"),
        (f"overlay: 1.1.0\ninfo: T\n{ACTION}", 2, "`info` is a string, expected a mapping"),
        (f"overlay: 1.1.0\ninfo: {{title: T}}\n{ACTION}", 2, "`info` has no `version`, expected a string"),
        (f"overlay: 1.1.0\ninfo: {{title: 1, version: '1'}}\n{ACTION}", 2, "`title` is a number, expected a string"),
        (f"{HEAD}extends: 1\n{ACTION}", 3, "`extends` is a number, expected a string"),
        (HEAD, 1, "the overlay has no `actions`, expected a list"),
        (f"{HEAD}actions: {{}}\n", 3, "`actions` is a mapping, expected a list"),
        (f"{HEAD}actions: []\n", 3, "`actions` is empty, expected at least one action"),
        (f"{HEAD}{ACTION}acton: []\n", 4, "the overlay has the unknown field `acton`, expected a known one or `x-…`"),
    ],
)
def test_a_file_that_is_no_overlay_is_reported(tmp_path: Path, text: str, line: int, message: str) -> None:
    overlay = overlay_with_text(tmp_path, text)

    assert errors_with(document_of(), [overlay]) == [("invalid-overlay", f"overlay.yaml:{line}", message)]


@pytest.mark.parametrize(
    ("action", "message"),
    [
        ("5", "action 1 is a number, expected a mapping"),
        ("{update: {}}", "action 1 has no `target`, expected a JSONPath query"),
        ("{target: 5, update: {}}", "`target` is a number, expected a string"),
        (
            "{target: info, update: {}}",
            "`target` of action 1 is invalid at character 1, expected a JSONPath query as in RFC 9535",
        ),
        (
            "{target: $.paths./pets, update: {}}",
            "`target` of action 1 is invalid at character 9, expected a JSONPath query as in RFC 9535",
        ),
        (
            "{target: '$.a[?@.b == 1e999]', update: {}}",
            "`target` of action 1 is invalid, expected a JSONPath query as in RFC 9535",
        ),
        (
            "{target: $.info, copy: '$.paths[?(@.x=5)]'}",
            "`copy` of action 1 is invalid at character 14, expected a JSONPath query as in RFC 9535",
        ),
        ("{target: $.info, remove: 'yes'}", "`remove` of action 1 is a string, expected a boolean"),
        ("{target: $.info, update: {}, description: 5}", "`description` is a number, expected a string"),
        ("{target: $.info, updat: {}}", "action 1 has the unknown field `updat`, expected a known one or `x-…`"),
    ],
)
def test_an_action_with_a_fault_is_reported(tmp_path: Path, action: str, message: str) -> None:
    errors = errors_of(tmp_path, f"- {action}\n- {{target: $.info, update: {{title: Cats}}}}\n")

    assert errors == [("invalid-overlay", "overlay.yaml:4", message)]


def test_a_misspelled_field_is_suggested(tmp_path: Path) -> None:
    with pytest.raises(OverlayError) as raised:
        applied(tmp_path, "- {target: $.info, updat: {}}")

    assert str(raised.value) == "the overlays can't be applied; they have 1 error"
    assert [finding.help for finding in raised.value.findings] == ["did you mean `update`?"]


def test_copy_needs_1_1(tmp_path: Path) -> None:
    errors = errors_of(tmp_path, "- {target: $.info, copy: $.tags}", version="1.0.0")

    assert errors[0][2] == "`copy` of action 1 needs Overlay 1.1, but the overlay is for 1.0"


def test_an_action_that_is_there_twice_is_reported(tmp_path: Path) -> None:
    errors = errors_of(tmp_path, "- {target: $.tags, update: [x]}\n- {update: [x], target: $.tags}\n")

    assert errors == [
        ("invalid-overlay", "overlay.yaml:5", "action 2 is the same as action 1, expected each action once")
    ]


@pytest.mark.parametrize("target", ["$.nothing", "$.tags[7]", "$.paths.*.put", "$..[?@.name == 'fish']", "$.info[0]"])
@pytest.mark.parametrize("content", ["update: {}", "remove: true", "copy: $.info"])
def test_a_target_that_selects_nothing_is_a_warning(tmp_path: Path, target: str, content: str) -> None:
    result = applied(tmp_path, f'- target: "{target}"\n  {content}\n')

    assert faults_of(result) == [
        (
            "unmatched-overlay-target",
            "overlay.yaml:4",
            f"`{target}` selects nothing, so the action changes nothing",
        )
    ]
    assert result.faults[0].kind.severity == "warning"
    assert result.data == PETS.encode()


@pytest.mark.parametrize(
    ("action", "message"),
    [
        ("{target: $.info}", "action 1 changes nothing, expected `update`, `copy` or `remove: true`"),
        ("{target: $.info, remove: false}", "action 1 changes nothing, expected `update`, `copy` or `remove: true`"),
        (
            "{target: $.info, update: {}, copy: $.tags}",
            "action 1 has both `update` and `copy`, so neither has an effect, expected one of them",
        ),
    ],
)
def test_an_action_without_effect_is_a_warning(tmp_path: Path, action: str, message: str) -> None:
    result = applied(tmp_path, f"- {action}")

    assert faults_of(result) == [("ineffective-overlay-action", "overlay.yaml:4", message)]
    assert result.data == PETS.encode()


def test_an_action_that_removes_updates_nothing(tmp_path: Path) -> None:
    result = applied(tmp_path, "- target: $.tags\n  update: [x]\n  remove: true\n")

    assert faults_of(result) == [
        (
            "ineffective-overlay-action",
            "overlay.yaml:5",
            "`update` of action 1 has no effect, because the action removes its target",
        )
    ]
    assert isinstance(result.value, dict)
    assert "tags" not in result.value


@pytest.mark.parametrize(
    ("action", "message"),
    [
        ("{target: $, remove: true}", "the target selects the root of the document, which can't be removed"),
        ("{target: $.info, update: [x]}", "`update` is a list, but the document has a mapping there"),
        ("{target: $.info, update: null}", "`update` is null, but the document has a mapping there"),
        ("{target: $.info.title, update: {}}", "`update` is a mapping, but the document has a string there"),
        (
            "{target: $, update: {info: {contact: none}}}",
            "`update` → `info` → `contact` is a string, but the document has a mapping there",
        ),
        (
            "{target: $.info, copy: $.tags}",
            "`copy` is a list, but the document has a mapping there",
        ),
        ("{target: $.info, copy: $.x}", "`copy: $.x` selects nothing, expected one value"),
        ("{target: $.tags, copy: '$.tags.*'}", "`copy: $.tags.*` selects 2 values, expected one value"),
        ("{target: '$.*', update: {}}", "`$.*` selects a string and a mapping, expected values of one kind"),
        ('{target: \'$["tags", "info"]\', update: x}', "selects a list and a mapping, expected values of one kind"),
    ],
)
def test_an_action_that_does_not_fit_is_reported(tmp_path: Path, action: str, message: str) -> None:
    ((kind, line, found),) = errors_of(tmp_path, f"- {action}\n- {{target: $.info, update: {{title: Cats}}}}\n")

    assert (kind, line) == ("inapplicable-overlay-action", "overlay.yaml:4")
    assert found.endswith(message)


def test_a_merge_that_fits_one_node_and_not_another_is_reported(tmp_path: Path) -> None:
    errors = errors_of(tmp_path, "- {target: '$.paths.*.get', update: {x-internal: {}}}")

    assert [kind for kind, _, _ in errors] == ["inapplicable-overlay-action"]


def test_a_value_that_does_not_fit_is_marked_itself(tmp_path: Path) -> None:
    errors = errors_of(tmp_path, "- target: $\n  update:\n    info:\n      contact: none\n")

    assert errors[0][1] == "overlay.yaml:7"


def test_all_faults_are_reported_at_once(tmp_path: Path) -> None:
    first = overlay_of(tmp_path, "- {target: $.no, remove: true}\n- {target: $, remove: true}\n", name="1.yaml")
    second = overlay_of(tmp_path, "- {target: $.info, update: []}\n- {target: info}\n", name="2.yaml")

    errors = errors_with(document_of(), [second, first])

    assert [(place, kind) for kind, place, _ in errors] == [
        ("1.yaml:4", "unmatched-overlay-target"),
        ("1.yaml:5", "inapplicable-overlay-action"),
        ("2.yaml:4", "inapplicable-overlay-action"),
        ("2.yaml:5", "invalid-overlay"),
    ]


@pytest.mark.parametrize(
    ("extends", "is_reported"),
    [
        ("openapi.yaml", False),
        ("./openapi.yaml", False),
        ("other.yaml", True),
        ("a%20b.yaml", True),
        ("https://example.com/other.yaml", False),
        ("//[", False),
    ],
)
def test_an_overlay_for_another_document_is_an_info(tmp_path: Path, extends: str, is_reported: bool) -> None:
    (tmp_path / "openapi.yaml").write_text(PETS)
    overlay = overlay_with_text(tmp_path, f"{HEAD}extends: {extends}\n{ACTION}")

    result = apply_overlays(load(tmp_path / "openapi.yaml", "openapi.yaml"), [overlay])

    message = f"the overlay extends `{extends}`, but is applied to `openapi.yaml`"
    expected = [("mismatched-overlay-document", "overlay.yaml:3", message)] if is_reported else []
    assert faults_of(result) == expected


def test_a_file_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    broken = overlay_with_text(tmp_path, "overlay: [\n", "broken.yaml")
    missing = load(tmp_path / "missing.yaml", "missing.yaml")

    errors = errors_with(document_of(), [broken, missing, overlay_of(tmp_path, "- {target: $.info, update: {}}")])

    assert [kind for kind, _, _ in errors] == ["syntax-error", "unreadable-file"]


def test_faults_of_the_document_stay(tmp_path: Path) -> None:
    result = applied(tmp_path, "- {target: $, update: {b: 1}}", document="a: 1\na: 2\n")

    assert faults_of(result) == [
        ("duplicate-key", "openapi.yaml:2", "key `a` is repeated, expected once: first on line 1")
    ]
    assert result.fault_counts == {"duplicate-key": 1}


@pytest.mark.parametrize(
    ("actions", "limits", "message"),
    [
        (
            "- {target: $.a, update: {b: {c: {}}}}",
            {"depth": 3},
            "the action gives the document 4 levels; the limit is 3 (`--limit depth=N`)",
        ),
        (
            "- {target: $.a, update: {b: 1, c: 2}}",
            {"nodes": 6},
            "the action gives the document 7 nodes; the limit is 6 (`--limit nodes=N`)",
        ),
    ],
)
def test_a_document_beyond_a_limit_is_an_error(
    tmp_path: Path, actions: str, limits: dict[str, int], message: str
) -> None:
    overlay = overlay_of(tmp_path, actions)

    errors = errors_with(document_of("a: {}\n"), [overlay], limited(**limits))
    raised = {name: limit + 1 for name, limit in limits.items()}

    assert errors == [("inapplicable-overlay-action", "overlay.yaml:4", message)]
    assert apply_overlays(document_of("a: {}\n"), [overlay], limited(**raised)).is_loaded


def test_a_text_that_becomes_too_long_is_an_error(tmp_path: Path) -> None:
    document, overlay = document_of("a: {}\n"), overlay_of(tmp_path, "- {target: $.a, update: {b: 'ccccc'}}")

    errors = errors_with(document, [overlay], limited(file_bytes=10))

    assert [(kind, place) for kind, place, _ in errors] == [("exceeded-limit", "openapi.yaml:1")]
