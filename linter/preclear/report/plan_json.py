"""The plan for programs: one JSON object, version 1.

Each entry has the fields of the import's own resource under their own names (HTTPConnector, AuthSchemeConfig,
ActionHTTP, TriggerHTTP, Definition), and beside them `status`, `place` and the fingerprints of its `findings`. What the
resource requires and the document does not say is null; what it does not require is left out then. What the resource
has no place for, such as the status `4XX`, stands as the document has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.json_report import FORMAT_VERSION, dump_json, finding_to_json, position_to_json
from preclear.source import format_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    from preclear.engine.plan import Plan, PlannedResource
    from preclear.report.results import Results
    from preclear.source import Json


def format_plan_json(plan: Plan | None, path: str, results: Results) -> str:
    """Give the plan of the document at `path`, ending with a line end.

    Without a plan, `connector` is null and everything is empty. `findings` are the objects of all findings, as `check`
    gives them; `others` the fingerprints of those that are about no entry.
    """
    return dump_json(
        {
            "version": FORMAT_VERSION,
            "path": path,
            "connector": None
            if plan is None
            else {**_connector_to_json(plan.connector.resource), **_status_to_json(plan.connector)},
            "authSchemeConfigs": [
                {**_config_to_json(config.resource), **_status_to_json(config)}
                for config in (plan.auth_scheme_configs if plan else ())
            ],
            "actions": [
                {**_action_to_json(action.resource), **_status_to_json(action)}
                for action in (plan.actions if plan else ())
            ],
            "triggers": [
                {**_trigger_to_json(trigger.resource), **_status_to_json(trigger)}
                for trigger in (plan.triggers if plan else ())
            ],
            "definitions": [
                {**_definition_to_json(definition.resource), **_status_to_json(definition)}
                for definition in (plan.definitions if plan else ())
            ],
            "others": [finding.fingerprint for finding in (plan.other_findings if plan else results.findings)],
            "findings": [finding_to_json(finding) for finding in results.findings],
        }
    )


def _status_to_json(
    entry: PlannedResource[Connector]
    | PlannedResource[AuthSchemeConfig]
    | PlannedResource[Action]
    | PlannedResource[Trigger]
    | PlannedResource[Definition],
) -> dict[str, Json]:
    start, end = entry.place.span
    return {
        "status": entry.status,
        "place": {
            "path": entry.place.document.path,
            "pointer": format_pointer(entry.place.pointer),
            "start": position_to_json(start),
            "end": position_to_json(end),
        },
        "findings": [finding.fingerprint for finding in entry.findings],
    }


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
        fields["defaultScopes"] = []  # nothing in OpenAPI says which are asked for by default
        fields["grant"] = None if flow.grant is None else {"grantType": flow.grant}
    elif config.scheme_type == "oauth2":
        fields.update(authorizeUrl=None, tokenUrl=None, scopes=[], defaultScopes=[], grant=None)
    elif config.scheme_type == "api-key":
        fields["name"] = config.name
        fields["in"] = config.location
    return fields


def _action_to_json(action: Action) -> dict[str, Json]:
    return _operation_to_json(action, _value_or_none(action.name), {"path": action.template.imported_path})


def _trigger_to_json(trigger: Trigger) -> dict[str, Json]:
    return _operation_to_json(trigger, trigger.name.value, {})


def _operation_to_json(operation: Operation, name: str | None, path: dict[str, Json]) -> dict[str, Json]:
    body = operation.request_body
    fields: dict[str, Json] = {
        "type": "http",
        "name": name,
        **_optional_field("summary", operation.summary),
        **_optional_field("description", operation.description),
        "method": operation.method.value,
        **path,
        "parameters": [_parameter_to_json(parameter) for parameter in operation.parameters],
    }
    if body is not None:
        fields["requestBody"] = {"required": body.required.value, "definitions": _media_types_to_json(body.media_types)}
    fields["responses"] = [_response_to_json(response) for response in operation.responses]
    return fields


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
    """The default response has no status; what is no integer, such as the range `4XX`, stands as it is written."""
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
