"""The plan of a run: what each binding needs, from what the platform has and the journal of an earlier run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from preclear.platform.credentials import is_ulid
from preclear.platform.lookups import LookupFailure
from preclear.platform.upload_run.description import find_digest
from preclear.platform.upload_run.differences import (
    CATEGORIES,
    CONNECTIONS,
    PUBLISH,
    RECORD,
    has_categories,
    list_differences,
)
from preclear.platform.upload_run.model import Arrival, PlannedUpload
from preclear.report import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from preclear.config import ConnectorBinding
    from preclear.platform.lookups import ConnectorRecord, ConnectorVersion
    from preclear.platform.upload_run.inventory import Inventory
    from preclear.platform.upload_run.model import CheckedBinding, PlanAction
    from preclear.platform.upload_run.settlement import Settlement

_EXIT_CODES = {"blocked": ExitCode.NOT_SENT, "impossible": ExitCode.NOT_SENT, "unknown": ExitCode.UNKNOWN}


class _ImpossibleError(Exception):
    pass


class Planner:
    """Plans the bindings of a run, one after the other. No two of them get the same connector and version."""

    def __init__(self, inventory: Inventory) -> None:
        self._inventory = inventory
        self._targets: dict[tuple[str, str | None], ConnectorBinding] = {}
        self._fields: dict[tuple[str, str], tuple[object, ConnectorBinding]] = {}

    def plan(self, checked: CheckedBinding, settlement: Settlement) -> PlannedUpload:
        """Plan a binding. `settlement` is what the journal leaves of it. Raises nothing that the platform causes."""
        try:
            planned = self._plan(checked, settlement)
        except LookupFailure as error:
            planned = _make_entry(checked, "impossible", str(error))
        planned.arrivals = settlement.arrivals
        planned.exit_code = _EXIT_CODES.get(planned.action, ExitCode.OK)
        if checked.is_unusable and planned.action == "blocked":
            planned.exit_code = ExitCode.UNCHECKED
        return planned

    def _plan(self, checked: CheckedBinding, settlement: Settlement) -> PlannedUpload:
        if settlement.problem is not None:
            entry = _make_entry(checked, "unknown", settlement.problem)
            entry.lookup_command = settlement.lookup_command
            return entry
        if checked.problem is not None:
            entry = _make_entry(checked, "blocked", checked.problem)
            entry.findings, entry.omitted_count = checked.findings, checked.omitted_count
            return entry
        problem = self._find_category_problem(checked.binding)
        if problem is not None:
            return _make_entry(checked, "impossible", problem)
        try:
            record = self._find_connector(checked.binding, settlement.arrivals)
        except _ImpossibleError as error:
            return _make_entry(checked, "impossible", str(error))
        if record is None:
            return self._plan_connector(checked)
        return self._plan_version(checked, record, settlement.arrivals)

    def _find_connector(self, binding: ConnectorBinding, arrivals: Sequence[Arrival]) -> ConnectorRecord | None:
        """Return the connector; None if it is to be created. Raises _ImpossibleError if neither can be."""
        for arrival in arrivals:  # its name may not be the binding's yet
            records = self._inventory.find_connectors(arrival.connector_id)
            if records:
                return records[0]
        records = self._inventory.find_connectors(binding.connector)
        if len(records) == 1:
            return records[0]
        if records:
            ids = ", ".join(f"`{record.id}`" for record in records[:5]) + (", …" if len(records) > 5 else "")
            summary = f"{len(records):,} connectors are called `{binding.connector}`"
            raise _ImpossibleError(f"{summary}; expected the id of one: {ids}")
        if is_ulid(binding.connector):
            problem = f"no HTTP connector has the id `{binding.connector}`"
            raise _ImpossibleError(f"{problem}; expected one that exists, or the name of a new one")
        return None

    def _plan_connector(self, checked: CheckedBinding) -> PlannedUpload:
        binding = checked.binding
        problem = self._claim(binding, (binding.connector, None))
        if problem is not None:
            return _make_entry(checked, "impossible", problem)
        entry = _make_entry(checked, "create connector")
        entry.version = ""  # the import of a new connector takes no name
        similar = self._inventory.find_similar_names(binding.connector)
        if similar:
            entry.reason = f"similar names exist: {', '.join(f'`{name}`' for name in similar)}"
        entry.steps = (
            *list_differences(binding, checked.connector),
            RECORD,
            *([CATEGORIES] if binding.categories else []),
            *([CONNECTIONS] if checked.connections else []),
            *([PUBLISH] if binding.publishes else []),
        )
        return entry

    def _plan_version(
        self, checked: CheckedBinding, record: ConnectorRecord, arrivals: Sequence[Arrival]
    ) -> PlannedUpload:
        binding = checked.binding
        conflict = self._find_field_conflict(binding, record.id)
        if conflict is not None:
            return _add_target(_make_entry(checked, "impossible", conflict), record)
        versions = self._inventory.list_versions(record.id)
        arrived = {arrival.version: arrival.sha256 for arrival in arrivals if arrival.connector_id == record.id}
        digests = {version.name: arrived.get(version.name) or find_digest(version.description) for version in versions}
        steps = [*list_differences(binding, record.value)]
        if binding.categories is not None and not has_categories(binding, self._inventory.list_categories(record.id)):
            steps.append(CATEGORIES)
        names = {file.name for file in checked.connections}
        if names and names - self._inventory.list_connection_names(record.id):
            steps.append(CONNECTIONS)
        same = _choose_version(checked, versions, digests)
        if same is not None:
            steps = [*([RECORD] if same.name in arrived else []), *steps]
            steps += [PUBLISH] if binding.publishes and same.published_at is None else []
            entry = _make_entry(checked, "update" if steps else "unchanged")
            entry.reason = (
                f"version `{same.name}` arrived in an earlier run"
                if same.name in arrived
                else f"version `{same.name}` has the same sha256"
            )
            return _add_target(replace(entry, steps=tuple(steps), version=same.name), record)
        if checked.version in digests:
            content = "another sha256" if digests[checked.version] else "no recorded sha256"
            problem = f"version `{checked.version}` exists already, with {content}; expected another name"
            return _add_target(_make_entry(checked, "impossible", problem), record)
        conflict = self._claim(binding, (record.id, checked.version))
        if conflict is not None:
            return _add_target(_make_entry(checked, "impossible", conflict), record)
        entry = _make_entry(checked, "create version")
        entry.steps = (*steps, RECORD, *([PUBLISH] if binding.publishes else []))
        return _add_target(entry, record)

    def _claim(self, binding: ConnectorBinding, target: tuple[str, str | None]) -> str | None:
        """Reserve what a binding creates. Return why it can't, if an earlier binding creates the same."""
        earlier = self._targets.setdefault(target, binding)
        if earlier is binding:
            return None
        what = f"version `{target[1]}`" if target[1] is not None else f"connector `{target[0]}`"
        remedy = "expected another name" if target[1] is not None else "upload again when it exists"
        return f"{what} is created for `{earlier.document}` ({earlier.origin}); {remedy}"

    def _find_field_conflict(self, binding: ConnectorBinding, connector_id: str) -> str | None:
        """Return which field of its connector a binding wants otherwise than an earlier one."""
        fields: dict[str, object] = {
            "base-url": binding.base_url,
            "documentation-url": binding.documentation_url,
            "image-url": binding.image_url,
            "tags": binding.tags,
            "categories": binding.categories,
        }
        for name, value in fields.items():
            if value is None:
                continue
            known, earlier = self._fields.setdefault((connector_id, name), (value, binding))
            if known != value:
                return f"`{name}` of this connector is another at {earlier.origin}; expected the same, or one of them"
        return None

    def _find_category_problem(self, binding: ConnectorBinding) -> str | None:
        if not binding.categories:
            return None
        known = self._inventory.list_known_categories()
        unknown = [name for name in binding.categories if name not in known]
        if not unknown:
            return None
        return f"there is no category `{unknown[0]}`; expected one of {', '.join(known)} ({binding.origin})"


def _choose_version(
    checked: CheckedBinding, versions: Iterable[ConnectorVersion], digests: dict[str, str | None]
) -> ConnectorVersion | None:
    """Return the version that has the content of the document, first the one with the right name."""
    same = [version for version in versions if digests[version.name] == checked.sha256]
    return next((version for version in same if version.name == checked.version), same[0] if same else None)


def _make_entry(checked: CheckedBinding, action: PlanAction, reason: str = "") -> PlannedUpload:
    return PlannedUpload(checked=checked, action=action, reason=reason, version=checked.version)


def _add_target(entry: PlannedUpload, record: ConnectorRecord) -> PlannedUpload:
    entry.connector_id, entry.connector_name, entry.record = record.id, record.name, record
    return entry
