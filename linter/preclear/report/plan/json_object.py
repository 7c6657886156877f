"""The plan as JSON, version 1.

Each entry has the fields of the import's resource (HTTPConnector, AuthSchemeConfig, ActionHTTP, TriggerHTTP,
Definition), and `status`, `place` and the fingerprints of its `findings`. If the document has no value for a field, the
field is null if the resource requires it, and missing otherwise. A value that the resource can't hold, such as the
status `4XX`, is given as in the document.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from preclear.report.adaptation.json_object import adaptation_summary_to_json, left_out_to_json
from preclear.report.json_report import (
    FORMAT_VERSION,
    LongObject,
    finding_to_json,
    omitted_to_json,
    stream_lists,
)
from preclear.report.plan_changes.json_object import changes_to_json, comparison_to_json
from preclear.report.positions import position_to_json
from preclear.source import format_pointer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from preclear.connector import (
        Action,
        AuthSchemeConfig,
        Connector,
        Definition,
        MediaType,
        Operation,
        Parameter,
        Response,
        Trigger,
        Value,
    )
    from preclear.edit import Adaptation
    from preclear.engine import Plan, PlannedResource
    from preclear.project import Results
    from preclear.report.json_report import Item
    from preclear.report.plan_changes.model import PlanComparison
    from preclear.source import HasPlace, Json

R = TypeVar("R", bound="HasPlace")
Fields: TypeAlias = "Mapping[str, Json | Iterator[Json]]"

_MIN_STREAMED_PARTS = 1_000
"""Minimum number of an operation's parts that are written in pieces."""


def format_plan_json(plan: Plan | None, path: str, results: Results, adaptation: Adaptation | None = None) -> str:
    """Return the plan of the document at `path`, ending with a newline, as `stream_plan_json` does."""
    return "".join(stream_plan_json(plan, path, results, adaptation))


def stream_plan_json(
    plan: Plan | None,
    path: str,
    results: Results,
    adaptation: Adaptation | None = None,
    comparison: PlanComparison | None = None,
) -> Iterator[str]:
    """Yield the plan of the document at `path` in pieces, because all of it can take much memory.

    Without a plan, `connector` is null and the lists are empty. `findings` are the objects of all findings, as in the
    report of `check`; `others` are the fingerprints of those without an entry. `omitted` has the number of omitted
    findings by rule, and `unlisted` in an entry the number of its omitted findings. With `adaptation`, the plan is that
    of the adapted document, `adaptation` has its numbers, and `leftOut` what is left out. With `comparison`,
    `comparison` says what the plan is compared with, and `changes` has the changes.
    """
    connector: Json = (
        None if plan is None else {**_connector_to_json(plan.connector.resource), **_status_to_json(plan.connector)}
    )
    head: dict[str, Json] = {"version": FORMAT_VERSION, "path": path, "connector": connector}
    if adaptation is not None:
        head["adaptation"] = adaptation_summary_to_json(adaptation)
    if comparison is not None:
        head["comparison"] = comparison_to_json(comparison)
    lists: list[tuple[str, Iterable[Item]]] = [
        ("authSchemeConfigs", _make_items(plan.auth_scheme_configs if plan else (), _config_to_json)),
        ("actions", _make_items(plan.actions if plan else (), _action_to_json)),
        ("triggers", _make_items(plan.triggers if plan else (), _trigger_to_json)),
        ("definitions", _make_items(plan.definitions if plan else (), _definition_to_json)),
        ("others", (finding.fingerprint for finding in (plan.other_findings if plan else results.findings))),
        ("findings", map(finding_to_json, results.findings)),
    ]
    if adaptation is not None:
        lists.append(("leftOut", left_out_to_json(adaptation.left_out)))
    if comparison is not None:
        lists.append(("changes", changes_to_json(comparison)))
    yield from stream_lists(head, lists, {"omitted": omitted_to_json(results)} if results.omitted else None)


def _make_items(entries: Iterable[PlannedResource[R]], convert: Callable[[R], Fields]) -> Iterator[Item]:
    for entry in entries:
        yield _make_item({**convert(entry.resource), **_status_to_json(entry)})


def _make_item(fields: Fields) -> Item:
    complete_fields: dict[str, Json] = {}
    for key, value in fields.items():
        if isinstance(value, Iterator):
            return LongObject(fields)
        complete_fields[key] = value
    return complete_fields


def _status_to_json(entry: PlannedResource[HasPlace]) -> dict[str, Json]:
    place = entry.place.original
    start, end = place.span
    status_fields: dict[str, Json] = {
        "status": entry.status,
        "place": {
            "path": place.document.path,
            "pointer": format_pointer(place.pointer),
            "start": position_to_json(start),
            "end": position_to_json(end),
        },
        "findings": [finding.fingerprint for finding in entry.findings],
    }
    if entry.unlisted:
        status_fields["unlisted"] = entry.unlisted
    return status_fields


def _connector_to_json(connector: Connector) -> dict[str, Json]:
    return {
        "name": _value_or_none(connector.name),
        "baseUrl": _value_or_none(connector.base_url),
        **_optional_field("documentationURL", connector.documentation_url),
        **_optional_field("imageURL", connector.image_url),
        "connectionVariables": [
            {"name": variable.name.value, "value": _value_or_none(variable.default)}
            for variable in connector.connection_variables
        ],
    }


def _config_to_json(config: AuthSchemeConfig) -> dict[str, Json]:
    fields: dict[str, Json] = {"schemeType": config.scheme_type, "description": config.description}
    flow = config.flow
    if flow is not None:
        fields["authorizeUrl"] = _value_or_none(flow.authorize_url) if flow.is_interactive else flow.authorize_url.value
        fields["tokenUrl"] = _value_or_none(flow.token_url)
        fields["scopes"] = [{"name": scope.name, "description": scope.description} for scope in flow.scopes]
        fields["defaultScopes"] = []  # OpenAPI has no default scopes
        fields["grant"] = None if flow.grant is None else {"grantType": flow.grant}
    elif config.scheme_type == "oauth2":
        fields.update(authorizeUrl=None, tokenUrl=None, scopes=[], defaultScopes=[], grant=None)
    elif config.scheme_type == "api-key":
        fields["name"] = config.name
        fields["in"] = config.location
    return fields


def _action_to_json(action: Action) -> Fields:
    return _operation_to_json(action, _value_or_none(action.name), {"path": action.template.imported_path})


def _trigger_to_json(trigger: Trigger) -> Fields:
    return _operation_to_json(trigger, trigger.name.value, {})


def _operation_to_json(operation: Operation, name: str | None, path: dict[str, Json]) -> Fields:
    body = operation.request_body
    fields: dict[str, Json | Iterator[Json]] = {
        "type": "http",
        "name": name,
        **_optional_field("summary", operation.summary),
        **_optional_field("description", operation.description),
        "method": operation.method.value,
        **path,
        "parameters": _convert_parts(operation.parameters, _parameter_to_json),
    }
    if body is not None:
        fields["requestBody"] = {"required": body.required.value, "definitions": _media_types_to_json(body.media_types)}
    fields["responses"] = _convert_parts(operation.responses, _response_to_json)
    return fields


def _convert_parts(parts: tuple[R, ...], convert: Callable[[R], dict[str, Json]]) -> Json | Iterator[Json]:
    """Convert parts to objects: to a list, or to an iterator if there are many."""
    return list(map(convert, parts)) if len(parts) < _MIN_STREAMED_PARTS else map(convert, parts)


def _parameter_to_json(parameter: Parameter) -> dict[str, Json]:
    fields: dict[str, Json] = {
        "name": _value_or_none(parameter.name),
        "in": _value_or_none(parameter.location),
        "required": parameter.required.value,
        "type": _value_or_none(parameter.type),
    }
    if parameter.default:
        fields["default"] = parameter.default.value
    return fields


def _response_to_json(response: Response) -> dict[str, Json]:
    """The default response has no status. A status that isn't an integer, such as `4XX`, is given as written."""
    status: Json = response.status.value if response.status_code is None else response.status_code
    definitions = _media_types_to_json(response.media_types)
    return {"definitions": definitions} if status == "default" else {"status": status, "definitions": definitions}


def _media_types_to_json(media_types: Iterable[MediaType]) -> list[Json]:
    return [
        {
            "name": None if media_type.definition is None else media_type.definition.name.value,
            "accept": [media_type.essence],
        }
        for media_type in media_types
    ]


def _definition_to_json(definition: Definition) -> dict[str, Json]:
    return {
        "name": definition.name.value,
        "accept": list(definition.accept),
        **_optional_field("description", definition.description),
        "schema": format_pointer(definition.node.pointer),
    }


def _value_or_none(value: Value[str]) -> str | None:
    return value.value if value else None


def _optional_field(name: str, value: Value[str]) -> dict[str, Json]:
    return {name: value.value} if value else {}
