"""Names that the user chooses: they take precedence over those that are computed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from preclear.edit.reports import CollectedReport
from preclear.source import Edit, Insert, Rename, Report, Set, Suggester

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from preclear.connector import Connector, Operation
    from preclear.source import EditOperation, Kind, Pointer

_ACTION_RULE, _TRIGGER_RULE, _DEFINITION_RULE = "invalid-action-name", "invalid-trigger-name", "invalid-definition-name"


class ConfiguredNameError(Exception):
    """A configured name is for nothing in the document, or another schema has it; the message says which."""


def configure_names(
    connector: Connector,
    reports: Sequence[CollectedReport],
    names: Mapping[str, str],
    kinds: Mapping[str, Kind],
    *,
    allow_unmatched: bool = False,
) -> list[CollectedReport]:
    """Return `reports` with the names that `names` chooses instead of computed ones.

    A key of `names` is an operationId, `METHOD /path` (or the webhook's key instead of a path), or the key of a
    component schema. `kinds` are the kinds of finding by name. Raises ConfiguredNameError for the name of another
    schema and, unless `allow_unmatched`, for a key that names nothing.
    """
    if not names:
        return list(reports)
    configured = {
        _renamed_node(edit.operations[0]): (kind, edit)
        for kind, edit in _configured_edits(connector, names, allow_unmatched)
    }
    kept = [kept for report in reports if (kept := _without_configured(report, configured)) is not None]
    for name, edit in configured.values():
        place = edit.operations[0].target
        kept.append(CollectedReport(kinds[name], Report(f"another name is configured; {edit.title}", place, edit=edit)))
    return kept


def _configured_edits(connector: Connector, names: Mapping[str, str], allow_unmatched: bool) -> list[tuple[str, Edit]]:
    edits: list[tuple[str, Edit]] = []
    used: set[str] = set()
    for rule, operations in ((_ACTION_RULE, connector.actions), (_TRIGGER_RULE, connector.triggers)):
        for operation in operations:
            key = next((key for key in _operation_keys(operation) if key in names), None)
            if key is None:
                continue
            used.add(key)
            if operation.node.mapping.get("operationId") != names[key]:
                edits.append((rule, _name_operation(operation, names[key])))
    for definition in connector.definitions:
        key = definition.name.value
        pointer = definition.node.pointer
        if key not in names or key in used or pointer != ("components", "schemas", key):
            continue
        used.add(key)
        if names[key] != key and names[key] in _sibling_keys(connector):
            message = f"the name `{names[key]}` is configured for the schema `{key}`, but another schema has it"
            raise ConfiguredNameError(f"{message}; expected another name")
        if names[key] != key:
            rename = Rename(definition.node, names[key])
            edits.append((_DEFINITION_RULE, Edit("rename", f"rename it to `{names[key]}`", (rename,))))
    unknown = next((key for key in names if key not in used), None)
    if unknown is not None and not allow_unmatched:
        raise ConfiguredNameError(_describe_unknown(connector, unknown))
    return edits


def _operation_keys(operation: Operation) -> tuple[str, ...]:
    owner = str(operation.path_items[0].pointer[-1])
    method = operation.method.value
    name = operation.node.text("operationId")
    by_place = f"{method} {owner}", f"{method.lower()} {owner}"
    return by_place if name is None else (*by_place, name)


def _name_operation(operation: Operation, name: str) -> Edit:
    existing = operation.node.get("operationId")
    edit_operation: EditOperation = (
        Insert(operation.node, "operationId", name) if existing is None else Set(existing, name)
    )
    return Edit("rename", f"rename it to `{name}`", (edit_operation,))


def _sibling_keys(connector: Connector) -> Mapping[str, object]:
    components = connector.root.get("components")
    schemas = components and components.get("schemas")
    return schemas.mapping if schemas is not None else {}


def _describe_unknown(connector: Connector, key: str) -> str:
    candidates = [name for operation in connector.operations for name in _operation_keys(operation)]
    candidates += [definition.name.value for definition in connector.definitions]
    similar = Suggester().suggest(key, candidates)
    hint = f"did you mean `{similar}`?" if similar else "expected an operationId, `METHOD /path` or a schema's key"
    return f"a name is configured for `{key}`, which the document doesn't have; {hint}"


def _renamed_node(operation: EditOperation) -> tuple[int, Pointer]:
    """Return the node whose name an operation changes: the operation object or the component."""
    document, pointer = operation.target.place.identity
    return (document, pointer[:-1]) if isinstance(operation, Set) else (document, pointer)


def _without_configured(report: CollectedReport, configured: Container[tuple[int, Pointer]]) -> CollectedReport | None:
    """Return a report whose edit doesn't name what has a configured name; None if nothing of the edit is left."""
    edit = report.report.edit
    if edit is None or edit.level != "rename":
        return report
    operations = tuple(operation for operation in edit.operations if _renamed_node(operation) not in configured)
    if len(operations) == len(edit.operations):
        return report
    return (
        report._replace(report=replace(report.report, edit=replace(edit, operations=operations)))
        if operations
        else None
    )
