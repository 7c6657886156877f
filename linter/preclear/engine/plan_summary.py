"""The plan of a document as plain data, which a worker process can send and a report of many documents can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from preclear.connector import Action, AuthSchemeConfig, Connector, Definition, Trigger
from preclear.source import format_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.connector import Operation
    from preclear.engine.plan import Plan, PlannedResource, PlanStatus
    from preclear.source import HasPlace

ResourceType: TypeAlias = Literal["connector", "auth scheme config", "action", "trigger", "definition"]
Fields: TypeAlias = tuple[tuple[str, str], ...]


class ResourceSummary(NamedTuple):
    """One resource that the import creates.

    `name` is empty if it has none. `fields` are its facts in the order to show them, such as `("method", "GET")`.
    `path`, `line` and `column` (1-based) are its place in the user's files. `fingerprints` are those of its listed
    findings, and `unlisted` is the number of further ones.
    """

    resource: ResourceType
    name: str
    status: PlanStatus
    fields: Fields
    path: str
    line: int
    column: int
    fingerprints: tuple[str, ...]
    unlisted: int


class PlanSummary(NamedTuple):
    """Everything that the import creates from the document at the display path `path`, in document order."""

    path: str
    connector: ResourceSummary
    resources: tuple[ResourceSummary, ...]


def summarize_plan(plan: Plan, path: str) -> PlanSummary:
    """Summarize the plan of the document at the display path `path`."""
    return PlanSummary(path, summarize_resource(plan.connector), tuple(_summarize_resources(plan)))


def summarize_resource(entry: PlannedResource[HasPlace]) -> ResourceSummary:
    """Summarize one resource of a plan. Raises TypeError if it's none that the import creates."""
    match entry.resource:
        case Connector() as connector:
            return _summarize("connector", entry, connector.name.value, _connector_fields(connector))
        case AuthSchemeConfig() as config:
            name = config.description if config.key is None else config.key
            return _summarize("auth scheme config", entry, name, _config_fields(config))
        case Action() as action:
            return _summarize("action", entry, action.name.value, _action_fields(action))
        case Trigger() as trigger:
            return _summarize("trigger", entry, trigger.name.value, _trigger_fields(trigger))
        case Definition() as definition:
            return _summarize("definition", entry, definition.name.value, _definition_fields(definition))
        case resource:
            raise TypeError(type(resource).__name__)


def describe_parts(operation: Operation) -> str:
    """Describe the parts of an operation: `2 parameters, body, 3 responses`, with statuses that aren't integers."""
    parts = [format_count(len(operation.parameters), "parameter")] if operation.parameters else []
    if operation.request_body is not None:
        parts.append("body")
    special_statuses = [response.status.value for response in operation.responses if response.status_code is None]
    status_names = ", ".join(status for status in special_statuses if status != "default")
    parts.append(
        format_count(len(operation.responses), "response") + (f" (including {status_names})" if status_names else "")
    )
    return ", ".join(parts)


def describe_credentials(config: AuthSchemeConfig, missing: str = "-") -> str:
    """Describe where the credential of a config goes, or how it is granted; empty if neither is known.

    `missing` stands for a part that the document lacks.
    """
    if config.flow is not None:
        return f"{config.flow.grant or missing}, {format_count(len(config.flow.scopes), 'scope')}"
    if config.scheme_type == "api-key":
        prefix = f": {config.prefix} …" if config.prefix else ""
        return f"{config.location or missing} {config.name or missing}{prefix}"
    return ""


def _summarize_resources(plan: Plan) -> Iterator[ResourceSummary]:
    for entries in (plan.auth_scheme_configs, plan.actions, plan.triggers, plan.definitions):
        yield from map(summarize_resource, entries)


def _summarize(
    resource: ResourceType, entry: PlannedResource[HasPlace], name: str | None, fields: Fields
) -> ResourceSummary:
    place = entry.place.original
    line, column = place.span.start
    fingerprints = tuple(finding.fingerprint for finding in entry.findings)
    path = place.document.path
    return ResourceSummary(resource, name or "", entry.status, fields, path, line, column, fingerprints, entry.unlisted)


def _connector_fields(connector: Connector) -> Fields:
    variables = (
        ("variable", f"{variable.name.value} = {variable.default.value or '-'}")
        for variable in connector.connection_variables
    )
    return (("base URL", connector.base_url.value or ""), *variables)


def _config_fields(config: AuthSchemeConfig) -> Fields:
    return ("type", config.scheme_type or ""), ("details", describe_credentials(config))


def _action_fields(action: Action) -> Fields:
    return (
        ("method", action.method.value),
        ("path", action.template.imported_path),
        ("parts", describe_parts(action)),
    )


def _trigger_fields(trigger: Trigger) -> Fields:
    return ("method", trigger.method.value), ("parts", describe_parts(trigger))


def _definition_fields(definition: Definition) -> Fields:
    return ("accept", ", ".join(definition.accept)), ("used", format_count(len(definition.used_by), "use"))
