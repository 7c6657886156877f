"""A checked document as one file, and the references of it that the file does not hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from preclear.bundle.bundler import Bundle, bundle
from preclear.bundle.tree import BundleError

if TYPE_CHECKING:
    from preclear.engine import CheckResult, Finding
    from preclear.source import Limits, Place


_REFERENCES_TO_NOTHING = frozenset(
    {"unresolved-reference", "remote-reference", "reference-loop", "unresolved-mapping", "unresolved-link-target"}
)
"""The kinds of finding about references that lead to nothing that a bundle could hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BundledDocument:
    """A bundle. `findings` are those about references that lead to nothing.

    `external` are the places of references that lead out of the bundle, and that no finding is about.
    """

    bundle: Bundle
    findings: tuple[Finding, ...]
    external: tuple[Place, ...]

    @property
    def is_self_contained(self) -> bool:
        """Whether every reference leads to something in the bundle."""
        return not self.findings and not self.external


class UnbundledError(Exception):
    """A document can't be bundled: why. `findings` are those that say what is wrong with it."""

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


def bundle_checked(checked: CheckResult, limits: Limits, *, is_complete: bool) -> BundledDocument:
    """Join the files of a document that was checked, without any rule at least.

    `is_complete` says whether all of it could be read. Raises UnbundledError.
    """
    if checked.connector is None:
        errors = tuple(finding for finding in checked.findings if finding.severity == "error")
        raise UnbundledError("the document cannot be read, so there is nothing to bundle", errors)
    if not is_complete:
        exceeded = tuple(finding for finding in checked.findings if finding.rule.name == "exceeded-limit")
        raise UnbundledError("not all of the document is read, so nothing is bundled", exceeded)
    try:
        made = bundle(checked.connector.api, limits)
    except BundleError as error:
        raise UnbundledError(str(error)) from error
    findings = tuple(finding for finding in checked.findings if finding.rule.name in _REFERENCES_TO_NOTHING)
    reported = {place for finding in findings for place in finding.places}
    external = tuple(place for place in made.external_references if place not in reported)
    return BundledDocument(bundle=made, findings=findings, external=external)
