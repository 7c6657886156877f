"""Reading what an upload created, in place of an answer that was lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.mapping import read_answer
from preclear.platform.lookups import LookupFailure
from preclear.platform.sent_document import load_sent_document
from preclear.platform.verify.verifier import map_version_answer
from preclear.platform.verify.version_state import read_version_state, select_version

if TYPE_CHECKING:
    from collections.abc import Collection

    from preclear.bundle import Bundle
    from preclear.mapping import MappedAnswer
    from preclear.platform.checked_document import CheckedDocument
    from preclear.platform.http import ImportTarget
    from preclear.platform.lookups import PlatformLookup


class ReadBack(NamedTuple):
    """What was read. `failure` says why not all of it could be."""

    mapped: MappedAnswer
    failure: str | None


def read_back(
    document: CheckedDocument,
    target: ImportTarget,
    lookup: PlatformLookup,
    known_ids: Collection[str] | None,
    title: str,
    bundle: Bundle,
) -> ReadBack:
    """Read the version that the upload created, and map it to the document like the answer to an import.

    `bundle` is what was sent. A new connector is the one called `title` whose id isn't one of `known_ids`. Raises
    LookupFailure.
    """
    connector_id = target.connector_id
    if connector_id is None:
        candidates = [item.id for item in lookup.list_connectors(title) if item.name == title]
        connector_id = next((item for item in candidates if item not in (known_ids or ())), None)
    if connector_id is None:
        raise LookupFailure(f"there is no new connector `{title}`")
    connector = lookup.get_connector(connector_id)
    version = select_version(lookup.list_versions(connector_id), target.version_name)
    if version is None:
        raise LookupFailure("the connector has no such version")
    state = read_version_state(lookup, connector_id, version.name, schemas=True)
    answer = read_answer(state.to_answer(connector, version), 200)
    mapped = map_version_answer(
        document,
        answer,
        state,
        is_new_version=target.connector_id is not None,
        sent=load_sent_document(bundle, document.limits),
    )
    return ReadBack(mapped, None if state.schemas is None else state.schemas.failure)
