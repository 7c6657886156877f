"""The plan for programs: one JSON object, version 1.

Each entry has the fields of the import's own resource under their own names (HTTPConnector, AuthSchemeConfig,
ActionHTTP, TriggerHTTP, Definition), and beside them `status`, `place` and the fingerprints of its `findings`. What the
resource requires and the document does not say is null; what it does not require is left out then. What the resource
has no place for, such as the status `4XX`, stands as the document has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.report.json_report import VERSION, finding_object, json_text, position_object
from preclear.source import pointer_text

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
    from preclear.engine.plan import Entry, Plan
    from preclear.report.results import Results
    from preclear.source import Json


def plan_json(plan: Plan | None, path: str, results: Results) -> str:
    """Give the plan of the document at `path`, ending with a line end.

    Without a plan, `connector` is null and everything is empty. `findings` are the objects of all findings, as `check`
    gives them; `others` the fingerprints of those that are about no entry.
    """
    return json_text(
        {
            "version": VERSION,
            "path": path,
            "connector": None if plan is None else {**_connector(plan.connector.resource), **_about(plan.connector)},
            "authSchemeConfigs": [
                {**_auth_scheme_config(each.resource), **_about(each)}
                for each in (plan.auth_scheme_configs if plan else ())
            ],
            "actions": [{**_action(each.resource), **_about(each)} for each in (plan.actions if plan else ())],
            "triggers": [{**_trigger(each.resource), **_about(each)} for each in (plan.triggers if plan else ())],
            "definitions": [
                {**_definition(each.resource), **_about(each)} for each in (plan.definitions if plan else ())
            ],
            "others": [each.fingerprint for each in (plan.others if plan else results.findings)],
            "findings": [finding_object(each) for each in results.findings],
        }
    )


def _about(
    entry: Entry[Connector] | Entry[AuthSchemeConfig] | Entry[Action] | Entry[Trigger] | Entry[Definition],
) -> dict[str, Json]:
    start, end = entry.place.span
    return {
        "status": entry.status,
        "place": {
            "path": entry.place.document.path,
            "pointer": pointer_text(entry.place.pointer),
            "start": position_object(start),
            "end": position_object(end),
        },
        "findings": [each.fingerprint for each in entry.findings],
    }


def _connector(connector: Connector) -> dict[str, Json]:
    return {
        "name": _required(connector.name),
        "baseUrl": _required(connector.base_url),
        **_optional("documentationURL", connector.documentation_url),
        **_optional("imageURL", connector.image_url),
        "connectionVariables": [
            {"name": each.name.value, "value": _required(each.value)} for each in connector.connection_variables
        ],
    }


def _auth_scheme_config(config: AuthSchemeConfig) -> dict[str, Json]:
    fields: dict[str, Json] = {"schemeType": config.scheme_type, "description": config.description}
    flow = config.flow
    if flow is not None:
        fields["authorizeUrl"] = _required(flow.authorize_url) if flow.asks_user else flow.authorize_url.value
        fields["tokenUrl"] = _required(flow.token_url)
        fields["scopes"] = [{"name": each.name, "description": each.description} for each in flow.scopes]
        fields["defaultScopes"] = []  # nothing in OpenAPI says which are asked for by default
        fields["grant"] = None if flow.grant is None else {"grantType": flow.grant}
    elif config.scheme_type == "oauth2":
        fields.update(authorizeUrl=None, tokenUrl=None, scopes=[], defaultScopes=[], grant=None)
    elif config.scheme_type == "api-key":
        fields["name"] = config.name
        fields["in"] = config.location
    return fields


def _action(action: Action) -> dict[str, Json]:
    return _operation(action, _required(action.name), {"path": action.template.as_imported})


def _trigger(trigger: Trigger) -> dict[str, Json]:
    return _operation(trigger, trigger.name.value, {})


def _operation(operation: Operation, name: str | None, path: dict[str, Json]) -> dict[str, Json]:
    body = operation.request_body
    fields: dict[str, Json] = {
        "type": "http",
        "name": name,
        **_optional("summary", operation.summary),
        **_optional("description", operation.description),
        "method": operation.method.value,
        **path,
        "parameters": [_parameter(each) for each in operation.parameters],
    }
    if body is not None:
        fields["requestBody"] = {"required": body.required.value, "definitions": _definitions(body.media_types)}
    fields["responses"] = [_response(each) for each in operation.responses]
    return fields


def _parameter(parameter: Parameter) -> dict[str, Json]:
    fields: dict[str, Json] = {
        "name": _required(parameter.name),
        "in": _required(parameter.location),
        "required": parameter.required.value,
        "type": _required(parameter.type),
    }
    if parameter.default:
        fields["default"] = parameter.default.value
    return fields


def _response(response: Response) -> dict[str, Json]:
    """The default response has no status; what is no integer, such as the range `4XX`, stands as it is written."""
    status: Json = response.status.value if response.number is None else response.number
    definitions = _definitions(response.media_types)
    return {"definitions": definitions} if status == "default" else {"status": status, "definitions": definitions}


def _definitions(media_types: Iterable[MediaType]) -> list[Json]:
    return [
        {"name": None if each.definition is None else each.definition.name.value, "accept": [each.essence]}
        for each in media_types
    ]


def _definition(definition: Definition) -> dict[str, Json]:
    return {
        "name": definition.name.value,
        "accept": list(definition.accept),
        **_optional("description", definition.description),
        "schema": pointer_text(definition.node.pointer),
    }


def _required(value: Value[str]) -> str | None:
    return value.value if value else None


def _optional(name: str, value: Value[str]) -> dict[str, Json]:
    return {name: value.value} if value else {}
