"""Overlays and documents as texts, for tests."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from preclear.edit.overlay import OverlayError, apply_overlays
from preclear.source import DEFAULT_LIMITS, load, load_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.source import Document, Limits

PETS = """\
openapi: 3.1.0
info:
  title: Pets # the name
  version: "1"
  contact: {name: Ann}
tags:
  - name: cats
  - name: dogs
paths:
  /pets:
    get:
      operationId: listPets
      tags: [cats, dogs]
      responses:
        "200":
          description: fine
  /pets/{id}:
    get:
      operationId: getPet
      x-internal: true
      responses: {}
"""


def document_of(text: str = PETS, path: str = "openapi.yaml") -> Document:
    """The document with this text."""
    return load_bytes(dedent(text).encode(), path)


def overlay_of(folder: Path, actions: str, version: str = "1.1.0", name: str = "overlay.yaml") -> Document:
    """An overlay with these actions, which begin on line 4."""
    text = f"overlay: {version}\ninfo: {{title: T, version: '1'}}\nactions:\n{dedent(actions)}"
    return overlay_with_text(folder, text, name)


def overlay_with_text(folder: Path, text: str, name: str = "overlay.yaml") -> Document:
    """The overlay with this text."""
    (folder / name).write_text(dedent(text), encoding="utf-8")
    return load(folder / name, name)


def applied(folder: Path, actions: str, *, document: str = PETS, version: str = "1.1.0") -> Document:
    """The document after these actions."""
    return apply_overlays(document_of(document), [overlay_of(folder, actions, version)])


def faults_of(document: Document) -> list[tuple[str, str, str]]:
    """The kind of each fault, where it is in which file, and its message."""
    found: list[tuple[str, str, str]] = []
    for kind, report in document.faults:
        place = report.location.place
        found.append((kind.name, f"{place.document.path}:{place.span.start.line}", report.message))
    return found


def errors_of(folder: Path, actions: str, *, version: str = "1.1.0") -> list[tuple[str, str, str]]:
    """What is wrong with these actions: the kind of each finding, where it is, and its message."""
    return errors_with(document_of(), [overlay_of(folder, actions, version)])


def errors_with(
    document: Document, overlays: list[Document], limits: Limits = DEFAULT_LIMITS
) -> list[tuple[str, str, str]]:
    """What is wrong with these overlays."""
    with pytest.raises(OverlayError) as raised:
        apply_overlays(document, overlays, limits)
    return [
        (finding.rule.name, f"{finding.path}:{finding.span.start.line}", finding.message)
        for finding in raised.value.findings
    ]


def limited(**limits: int) -> Limits:
    """The default limits with some others."""
    return DEFAULT_LIMITS.with_overrides(limits)
