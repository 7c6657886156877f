"""Comparing a checked document with what the platform has now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from preclear.mapping import map_answer, read_answer
from preclear.platform.answer import make_answer_results
from preclear.platform.option_errors import InvalidOptionError
from preclear.platform.verify.result import VerifyResult
from preclear.platform.verify.version_state import find_connector, read_version_state, select_version

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.mapping import Answer, MappedAnswer, MappedFinding
    from preclear.platform.checked_document import CheckedDocument
    from preclear.platform.lookups import ConnectorRecord, ConnectorVersion, PlatformLookup
    from preclear.platform.sent_document import SentDocument
    from preclear.platform.verify.options import VerifyOptions
    from preclear.platform.verify.version_state import VersionState

_ADVICE = {
    "import-missing-resource": "if it was removed on purpose, remove it from the document; if not, import it again",
    "import-unexpected-resource": "if it was added on purpose, add it to the document; if not, delete it there",
    "import-changed-field": "if the platform is right, change the document; if not, correct it or import it again",
}
"""What to do about each kind of difference."""


def verify_document(
    document: CheckedDocument,
    options: VerifyOptions,
    lookup: PlatformLookup,
    on_progress: Callable[[str], None] = lambda _: None,
) -> VerifyResult:
    """Compare a checked document with a version of a connector, as an upload compares an answer with the plan.

    Only GET requests are sent. `on_progress` is called with what is being read. Check the document without a limit on
    its findings. Raises LookupFailure for a missing connector and for anything that can't be read, except schemas, and
    InvalidOptionError for an id that can't be one, and for a document that has no plan.
    """
    if document.check_result.connector is None:
        raise InvalidOptionError("the document could not be checked")
    on_progress("connector")
    connector = find_connector(lookup, options)
    on_progress("versions")
    versions = lookup.list_versions(connector.id)
    version = select_version(versions, options.version)
    if version is None:
        return VerifyResult(
            document=document,
            connector=connector,
            versions=tuple(versions),
            requested_version=options.version,
            version=None,
        )
    state = read_version_state(lookup, connector.id, version.name, schemas=options.schemas, on_progress=on_progress)
    return compare_version(document, connector, version, state, tuple(versions), options.version)


def compare_version(
    document: CheckedDocument,
    connector: ConnectorRecord,
    version: ConnectorVersion,
    state: VersionState,
    versions: tuple[ConnectorVersion, ...] = (),
    requested_version: str | None = None,
) -> VerifyResult:
    """Compare a checked document with a version that was read.

    The validation messages that the platform keeps are no differences: they are only counted.
    """
    answer = read_answer(state.to_answer(connector, version), 200)
    message_count = len(answer.messages) + answer.unread_count
    mapped = map_version_answer(document, replace(answer, messages=(), unread_count=0), state, is_new_version=True)
    mapped = replace(mapped, mapped_findings=tuple(map(_advise, mapped.mapped_findings)))
    return VerifyResult(
        document=document,
        connector=connector,
        versions=versions,
        requested_version=requested_version,
        version=version,
        state=state,
        mapped=mapped,
        results=make_answer_results(document, mapped),
        message_count=message_count,
    )


def _advise(entry: MappedFinding) -> MappedFinding:
    """Return the difference with advice of its own: no message of an import explains it."""
    advice = _ADVICE.get(entry.finding.rule.name)
    return entry if advice is None else entry._replace(finding=replace(entry.finding, help=advice))


def map_version_answer(
    document: CheckedDocument,
    answer: Answer,
    state: VersionState,
    *,
    is_new_version: bool,
    sent: SentDocument | None = None,
) -> MappedAnswer:
    """Map what was read, in the form of an import's answer, to a checked document.

    `is_new_version` says that the connector may be older than the import: its own fields needn't be those of the
    document. `sent` is the document that messages are about, if it isn't the user's own file.
    """
    return map_answer(
        document.check_result,
        answer,
        sent.source_map if sent is not None else None,
        sent.document if sent is not None else None,
        selection=document.selection,
        limits=document.limits,
        schemas=None if state.schemas is None else state.schemas.by_name,
        is_new_version=is_new_version,
    )
