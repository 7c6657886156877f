"""Versions of a connector: create, update, publish, unpublish, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.platform.changes import create_version, delete_version, publish_version, unpublish_version, update_version
from preclear.platform.commands.model import AnswerDescription, ChangeRefusal, FieldChange, PreparedChange
from preclear.platform.commands.targets import find_target_connector, find_version, lookup_arguments, require_own_name
from preclear.platform.http import RESERVED_VERSION_NAMES, validate_version_name
from preclear.platform.lookups import read_version
from preclear.report import list_version_messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from preclear.platform.http import RequestOutcome
    from preclear.platform.lookups import ConnectorVersion
    from preclear.platform.platform_client import PlatformClient
    from preclear.source import Json


def prepare_version_creation(
    client: PlatformClient,
    connector: str,
    name: str,
    *,
    from_version: str | None = None,
    lookup: bool = True,
    is_dry_run: bool = False,
) -> PreparedChange:
    """Prepare an empty draft version, or a copy of `from_version`.

    Raises InvalidOptionError for a name that no version can have, ChangeRefusal if it exists already, and
    LookupFailure. Without `lookup`, `connector` is an id and nothing is looked up, as in a dry run.
    """
    validate_version_name(name)
    target = find_target_connector(client, connector, lookup=lookup, is_dry_run=is_dry_run)
    notes = list(target.notes)
    if lookup and not is_dry_run:
        versions = client.lookup.list_versions(target.id)
        _refuse_existing(versions, name)
        from_version = None if from_version is None else _resolve_source(versions, from_version, connector)
    elif from_version in RESERVED_VERSION_NAMES and lookup:
        notes.append(f"`{from_version}` is replaced by the name of that version, which is looked up first")
    return PreparedChange(
        requests=(create_version(client.credentials, target.id, name, from_version),),
        lookup_arguments=lookup_arguments(target.id),
        lookup_hint=f"if there is a version `{name}`, it was created; if there is none, run the command again",
        notes=tuple(notes),
        describe_answer=_describe_version,
    )


def prepare_version_update(client: PlatformClient, connector: str, name: str, description: str) -> PreparedChange:
    """Prepare another description of a version. The version is read first, because all of it is sent back.

    Raises InvalidOptionError, ChangeRefusal if there is no such version, and LookupFailure.
    """
    require_own_name(name)
    target = find_target_connector(client, connector)
    version = find_version(client.lookup.list_versions(target.id), name)
    is_same = version.description == description
    body: dict[str, Json] = {**version.value, "description": description}
    return PreparedChange(
        requests=() if is_same else (update_version(client.credentials, target.id, body),),
        unchanged_reason=f"version `{name}` already has this description",
        lookup_arguments=lookup_arguments(target.id),
        lookup_hint=f"version `{name}` has the new description, or run the command again",
        fields=() if is_same else (FieldChange("description", version.description or None, description or None),),
        describe_answer=_describe_version,
    )


def prepare_publication(
    client: PlatformClient, connector: str, name: str, *, is_dry_run: bool = False
) -> PreparedChange:
    """Prepare the publication of a draft. A dry run looks nothing up.

    Raises InvalidOptionError, ChangeRefusal if there is no such version, and LookupFailure.
    """
    require_own_name(name)
    target = find_target_connector(client, connector, is_dry_run=is_dry_run)
    version = None if is_dry_run else find_version(client.lookup.list_versions(target.id), name)
    is_published = version is not None and version.published_at is not None
    published = "" if version is None else version.published_at
    return PreparedChange(
        requests=() if is_published else (publish_version(client.credentials, target.id, name),),
        unchanged_reason=f"version `{name}` is published already, since {published}",
        lookup_arguments=lookup_arguments(target.id),
        lookup_hint=f"if version `{name}` is published, this was done; if it's a draft, run the command again",
        notes=target.notes,
        describe_answer=_describe_publication,
    )


def prepare_withdrawal(
    client: PlatformClient, connector: str, name: str, *, is_dry_run: bool = False
) -> PreparedChange:
    """Prepare the withdrawal of a published version, which is a draft afterwards. A dry run looks nothing up.

    Raises InvalidOptionError, ChangeRefusal if there is no such version, and LookupFailure.
    """
    require_own_name(name)
    target = find_target_connector(client, connector, is_dry_run=is_dry_run)
    version = None if is_dry_run else find_version(client.lookup.list_versions(target.id), name)
    is_draft = version is not None and version.published_at is None
    return PreparedChange(
        requests=() if is_draft else (unpublish_version(client.credentials, target.id, name),),
        unchanged_reason=f"version `{name}` is a draft already",
        lookup_arguments=lookup_arguments(target.id),
        lookup_hint=f"if version `{name}` is a draft, this was done; if it's published, run the command again",
        notes=target.notes,
        describe_answer=_describe_publication,
    )


def prepare_version_deletion(
    client: PlatformClient, connector: str, name: str, *, force: bool = False, is_dry_run: bool = False
) -> PreparedChange:
    """Prepare the deletion of a draft; with `force` also of a published version. A dry run looks nothing up.

    Raises InvalidOptionError, ChangeRefusal if there is no such version or it's published, and LookupFailure.
    """
    require_own_name(name)
    target = find_target_connector(client, connector, is_dry_run=is_dry_run)
    state = "version"
    if not is_dry_run:
        version = find_version(client.lookup.list_versions(target.id), name)
        if version.published_at is not None and not force:
            reason = f"version `{name}` is published, since {version.published_at}"
            raise ChangeRefusal(f"{reason}; unpublish it first, or use `--force` even if something uses it")
        state = "draft version" if version.published_at is None else "PUBLISHED version"
    return PreparedChange(
        requests=(delete_version(client.credentials, target.id, name, force=force),),
        lookup_arguments=lookup_arguments(target.id),
        lookup_hint=f"if there is no version `{name}`, it was deleted; if there is one, run the command again",
        notes=target.notes,
        question=f"Delete {state} `{name}` of connector `{connector}`? This can't be undone.",
    )


def _refuse_existing(versions: Sequence[ConnectorVersion], name: str) -> None:
    existing = next((version for version in versions if version.name == name), None)
    if existing is not None:
        state = f"published {existing.published_at}" if existing.published_at else "a draft"
        created = f"created {existing.created_at}, {state}" if existing.created_at else state
        raise ChangeRefusal(f"version `{name}` exists already ({created}); expected another name")


def _resolve_source(versions: Sequence[ConnectorVersion], name: str, connector: str) -> str:
    """Return the own name of the version to copy. Raises ChangeRefusal if there is none."""
    if name not in RESERVED_VERSION_NAMES:
        return find_version(versions, name).name
    for version in versions:
        if version.is_latest if name == "latest" else version.is_default:
            return version.name
    if not versions:
        cause = "it has no versions"
    elif all(version.published_at is None for version in versions):
        cause = "none of its versions is published"
    else:
        cause = f"none of its versions is marked as the {name} one"
    raise ChangeRefusal(f"connector `{connector}` has no {name} version: {cause}; expected the name of a version")


def _describe_version(outcome: RequestOutcome) -> AnswerDescription:
    return _describe(outcome.answer) if outcome.name == "accepted" else AnswerDescription()


def _describe_publication(outcome: RequestOutcome) -> AnswerDescription:
    answer = outcome.answer
    is_accepted = outcome.name == "accepted" and isinstance(answer, dict)
    return _describe(answer["version"]) if is_accepted and isinstance(answer, dict) else AnswerDescription()


def _describe(value: Json) -> AnswerDescription:
    if not isinstance(value, dict):
        return AnswerDescription()
    version = read_version(value)
    marks = [word for word, is_set in (("latest", version.is_latest), ("default", version.is_default)) if is_set]
    state = "draft" if version.published_at is None else f"published {version.published_at}"
    facts = {"version": f"{version.name} {version.id}".strip(), "state": ", ".join([state, *marks])}
    if version.description:
        facts["description"] = version.description
    return AnswerDescription(facts, tuple(list_version_messages(version.messages)))
