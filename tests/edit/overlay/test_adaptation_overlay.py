"""The overlay of an adaptation says what each action is for, and gives the adapted document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from preclear.edit import AdaptOptions, adapt_document, write_adaptation_overlay
from preclear.edit.overlay import apply_overlays
from preclear.source import load, load_bytes
from tests.edit.overlay.plain_applier import apply_plainly

PROJECTS = Path(__file__).parents[3] / "fixtures" / "projects"
DOCUMENTS = sorted(path for path in PROJECTS.glob("*/openapi.*") if path.suffix in (".yaml", ".json"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.parent.name)
def test_the_overlay_gives_the_adapted_document(path: Path) -> None:
    options = AdaptOptions(base_url="https://api.example.com", leave_out_blocked=True)
    adaptation = adapt_document(load(path), options)

    text = write_adaptation_overlay(adaptation)
    result = apply_overlays(adaptation.base, [load_bytes(text.encode(), "overlay.yaml")])

    assert result.value == adaptation.document.value
    assert result.faults == []
    assert apply_plainly(adaptation.base.value, yaml.safe_load(text)) == adaptation.document.value


def test_each_action_has_the_title_of_its_change() -> None:
    adaptation = adapt_document(load(PROJECTS / "petshop" / "openapi.yaml"), AdaptOptions())

    overlay: dict[str, Any] = yaml.safe_load(write_adaptation_overlay(adaptation))

    descriptions = {part for action in overlay["actions"] for part in action["description"].split("; ")}
    assert descriptions == {change.title for change in adaptation.changes}
    assert len(descriptions) > 5
