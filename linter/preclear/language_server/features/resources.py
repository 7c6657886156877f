"""What the import makes of a part of a document, in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from preclear.connector import Definition, Operation
from preclear.engine import summarize_resource
from preclear.language_server.features.links import is_same_node
from preclear.report import format_code, format_prose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from preclear.connector import Action, AuthSchemeConfig, Connector, Endpoint, MediaType, Trigger
    from preclear.engine import CheckResult, Finding, Plan, PlannedResource, PlanStatus
    from preclear.language_server.snapshot import PlanCache
    from preclear.source import HasPlace, Place, Severity

    Resource: TypeAlias = "Connector | AuthSchemeConfig | Action | Trigger | Definition"

MAX_FINDINGS = 3
"""Maximum number of findings of a resource; the diagnostics are all of them."""

MAX_RESOURCES = 20
"""Maximum number of resources of one part, and of names of those that use it."""

_DECISIVE_SEVERITIES: dict[PlanStatus, Severity] = {"blocked": "error", "degraded": "warning"}
"""The severity of the findings that give a resource its status."""

_PROSE_FIELDS = frozenset({"parts", "details", "variable"})

_OWN_FIELDS = {
    "operationId": ("action", "trigger"),
    "name": ("parameter",),
    "in": ("parameter",),
    "type": ("scheme",),
    "url": ("server",),
}
"""The fields that stand for the object that they are in, and the types of that object."""


def describe_node(result: CheckResult, place: Place, plans: PlanCache) -> str:
    """Return what the import makes of the node at `place`, in the user's files; an empty text if it makes nothing.

    A resource is made of an operation, its path or webhook, of a schema, a security scheme, or a server. Parameters,
    bodies and responses are parts of operations. `plans` has the plan of the document.
    """
    connector = result.connector
    if connector is None:
        return ""
    blocks: list[str] = []
    resources = list(_find_resources(connector, place))
    entries = _find_entries(plans.find(result), resources) if resources else []
    if len(entries) == 1:
        blocks.append(_describe_resource(entries[0]))
    elif entries:
        sentences = [f"- {_describe_outcome(entry)}" for entry in entries[:MAX_RESOURCES]]
        remaining = len(entries) - MAX_RESOURCES
        blocks.append("\n".join([*sentences, *([f"- and {remaining:,} more"] if remaining > 0 else ())]))
    blocks += _describe_parts(connector, place)
    return "\n\n".join(blocks)


def _find_resources(connector: Connector, place: Place) -> Iterator[Resource]:
    """Yield the resources that are made of the node at `place`."""
    for action in connector.actions:
        if _is_at(action.node.place, place, "action") or _is_at(action.path.place, place):
            yield action
    for trigger in connector.triggers:
        if _is_at(trigger.node.place, place, "trigger") or _is_at(trigger.webhook.place, place):
            yield trigger
    for definition in connector.definitions:
        target = connector.api.resolve(definition.node) or definition.node
        is_in_other_file = target.place.original.document is not definition.node.place.original.document
        if _is_at(definition.node.place, place) or (is_in_other_file and _is_at(target.place, place)):
            yield definition
    for scheme in connector.auth_schemes:
        is_scheme = _is_at(scheme.key.place, place) or _is_at(scheme.node.place, place, "scheme")
        for config in scheme.configs:
            if is_scheme or _is_at(config.place, place):
                yield config
    if any(_is_at(server.node.place, place, "server") for server in connector.servers[:1]):
        yield connector


def _describe_parts(connector: Connector, place: Place) -> Iterator[str]:
    """Describe the parameters, bodies and responses that are made of the node at `place`, and list who uses them."""
    for parameter in connector.parameters:
        if _is_at(parameter.node.place, place, "parameter"):
            fields = [("type", parameter.type.value), ("required", str(parameter.required.value).lower())]
            yield _format_part(parameter.label, fields, parameter.used_by)
    for body in connector.bodies:
        if _is_at(body.node.place, place):
            fields = [("required", str(body.required.value).lower()), ("accept", _list_media_types(body.media_types))]
            yield _format_part("request body", fields, body.used_by)
    responses = [
        response
        for operation in connector.operations
        for response in operation.responses
        if _is_at(response.node.place, place) or _is_at(response.entry.place, place)
    ]
    if responses:
        statuses = ", ".join(dict.fromkeys(response.status.value for response in responses))
        fields = [("status", statuses), ("accept", _list_media_types(responses[0].media_types))]
        yield _format_part("response", fields, [response.operation for response in responses])


def _is_at(part: Place, place: Place, type: str = "") -> bool:
    """Whether `place` is that of `part`, or of a field that stands for an object of this type."""
    part, pointer = part.original, place.pointer
    if is_same_node(part, place):
        return True
    fields = _OWN_FIELDS.get(str(pointer[-1]), ()) if type and pointer else ()
    return type in fields and is_same_node(part, place._replace(pointer=pointer[:-1]))


def _find_entries(plan: Plan | None, resources: Sequence[Resource]) -> list[PlannedResource[HasPlace]]:
    """Return the entries of `resources` in the plan of the import."""
    if plan is None:
        return []
    entries: list[PlannedResource[HasPlace]] = [plan.connector, *plan.auth_scheme_configs, *plan.actions]
    entries += [*plan.triggers, *plan.definitions]
    wanted = {id(resource) for resource in resources}
    return [entry for entry in entries if id(entry.resource) in wanted]


def _describe_resource(entry: PlannedResource[HasPlace]) -> str:
    """Describe one resource: what becomes of it, its fields, who uses it, and the findings that decide about it."""
    resource, severity = entry.resource, _DECISIVE_SEVERITIES.get(entry.status)
    fields = [
        f"- {name}: {format_prose(value) if name in _PROSE_FIELDS else format_code(value)}"
        for name, value in summarize_resource(entry).fields
        if value and name != "used"
    ]
    if isinstance(resource, Definition):
        fields.append(f"- used by {_list_users(resource.used_by) or 'no body or response'}")
    blocks = [_describe_outcome(entry), "\n".join(fields)]
    findings = [finding for finding in entry.findings if finding.severity == severity]
    if findings:
        path = entry.place.original.document.path
        lines = [_describe_finding(finding, path) for finding in findings[:MAX_FINDINGS]]
        remaining = len(findings[MAX_FINDINGS:]) + entry.unlisted
        lines += [f"- and {remaining:,} more"] if remaining else ()
        blocks += [f"{entry.status.capitalize()} by:", "\n".join(lines)]
    return "\n\n".join(filter(None, blocks))


def _describe_outcome(entry: PlannedResource[HasPlace]) -> str:
    """Say in a sentence what becomes of a resource."""
    summary, resource = summarize_resource(entry), entry.resource
    name = format_code(summary.name)
    if not summary.name:
        name = f"without a name, {format_code(resource.label)}" if isinstance(resource, Operation) else "without a name"
    text = f"the {summary.resource} {name}"
    if entry.status == "blocked":
        return f"**Blocked**: the import can't create {text}."
    return f"The import creates {text}{', **degraded**' if entry.status == 'degraded' else ''}."


def _describe_finding(finding: Finding, path: str) -> str:
    """Describe a finding about a resource that is in the file with the display path `path`."""
    line = finding.span.start.line
    location = f"line {line}" if finding.path == path else format_code(f"{finding.path}:{line}")
    return f"- {finding.severity} {format_code(finding.rule.name)}, {location}: {format_prose(finding.message)}"


def _format_part(label: str, fields: Iterable[tuple[str, str]], users: Sequence[Endpoint]) -> str:
    lines = [f"- {name}: {format_code(value)}" for name, value in fields if value]
    text = "\n".join([*lines, f"- used by {_list_users(users)}"])
    return f"{format_prose(label[0].upper() + label[1:])}\n\n{text}"


def _list_media_types(media_types: Iterable[MediaType]) -> str:
    return ", ".join(media_type.essence for media_type in media_types)


def _list_users(operations: Sequence[Endpoint]) -> str:
    """List the operations that use a part by their labels."""
    names = ", ".join(format_code(operation.label) for operation in operations[:MAX_RESOURCES])
    remaining = len(operations) - MAX_RESOURCES
    return f"{names} and {remaining:,} more" if remaining > 0 else names
