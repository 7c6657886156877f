"""Bundling of a checked document, with the references that the bundle can't contain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from preclear.bundle.bundler import Bundle, bundle
from preclear.bundle.tree import BundleError

if TYPE_CHECKING:
    from preclear.engine import CheckResult, Finding
    from preclear.source import Limits, Place


_DEAD_REFERENCE_RULES = frozenset(
    {"unresolved-reference", "remote-reference", "reference-loop", "unresolved-mapping", "unresolved-link-target"}
)
"""The rules that report references without a target that a bundle could contain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BundledDocument:
    """A bundle with its dead references.

    `findings` report references without a target. `external` are the places of further references that lead out of the
    bundle and have no finding.
    """

    bundle: Bundle
    findings: tuple[Finding, ...]
    external: tuple[Place, ...]

    @property
    def is_self_contained(self) -> bool:
        """Whether every reference has its target in the bundle."""
        return not self.findings and not self.external


class UnbundledError(Exception):
    """A document can't be bundled; the message says why. `findings` report what is wrong with it."""

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


def bundle_checked(checked: CheckResult, limits: Limits, *, is_complete: bool) -> BundledDocument:
    """Join the files of a checked document; no rule needs to have run.

    `is_complete` says whether all of it was read. Raises UnbundledError.
    """
    if checked.connector is None:
        errors = tuple(finding for finding in checked.findings if finding.severity == "error")
        raise UnbundledError("the document can't be read; expected an OpenAPI 3 description", errors)
    if not is_complete:
        exceeded = tuple(finding for finding in checked.findings if finding.rule.name == "exceeded-limit")
        raise UnbundledError("only part of the document was read; expected all of it within the limits", exceeded)
    try:
        bundled = bundle(checked.connector.api, limits)
    except BundleError as error:
        raise UnbundledError(str(error)) from error
    findings = tuple(finding for finding in checked.findings if finding.rule.name in _DEAD_REFERENCE_RULES)
    reported = {place for finding in findings for place in finding.places}
    external = tuple(place for place in bundled.external_references if place not in reported)
    return BundledDocument(bundle=bundled, findings=findings, external=external)
