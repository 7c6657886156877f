"""Updates of a connector: its fields, tags and categories."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.platform.changes import update_categories, update_connector, update_tags
from preclear.platform.commands.categories import resolve_categories
from preclear.platform.commands.connector_edits import ConnectorState, find_unsent_fields
from preclear.platform.commands.model import AnswerDescription, ChangeRefusal, FieldChange, PreparedChange
from preclear.platform.credentials import is_ulid
from preclear.platform.lookups import read_connector

if TYPE_CHECKING:
    from preclear.platform.commands.connector_edits import ConnectorEdits
    from preclear.platform.http import ChangeRequest, RequestOutcome
    from preclear.platform.platform_client import PlatformClient
    from preclear.source import Json

_CATEGORIES_NOTE = (
    "the platform doesn't say which categories a connector has; `preclear connectors --category NAME` lists the "
    "connectors of one"
)


def prepare_connector_update(
    client: PlatformClient, connector: str, edits: ConnectorEdits, *, is_id: bool = False
) -> PreparedChange:
    """Prepare the update of a connector. It's read first, because a field that isn't sent is unset.

    Only what differs is sent: the connector with all its fields and tags, or only its tags; then its categories, which
    can't be compared. Raises InvalidOptionError for edits that can't be made, ChangeRefusal, and LookupFailure.
    """
    edits.validate()
    categories = None if edits.categories is None else resolve_categories(client.lookup, edits.categories)
    connector_id = connector if is_id else client.lookup.find_connector(connector).id
    requests, fields, body, notes = _compare(client, connector_id, edits)
    if categories is not None:
        requests.append(update_categories(client.credentials, connector_id, categories))
        fields.append(FieldChange("categories", None, ", ".join(categories) or None, is_old_known=False))
    return PreparedChange(
        requests=tuple(requests),
        unchanged_reason="the connector has all of this already",
        lookup_arguments=("connector", "show", connector_id, *(() if is_ulid(connector_id) else ("--id",))),
        lookup_hint="run the command again: it reads the connector first, and sends only what still differs",
        fields=tuple(fields),
        notes=(*notes, *(() if categories is None else (_CATEGORIES_NOTE,))),
        describe_answer=lambda outcome: _describe_connector(outcome, body),
    )


class _Comparison(NamedTuple):
    """The requests without that of the categories, what they change, the body of a connector's update, and notes."""

    requests: list[ChangeRequest]
    fields: list[FieldChange]
    body: dict[str, Json]
    notes: tuple[str, ...] = ()


def _compare(client: PlatformClient, connector_id: str, edits: ConnectorEdits) -> _Comparison:
    if not edits.changes_fields and not edits.tags:
        return _Comparison([], [], {})
    state = ConnectorState(client.lookup.get_connector(connector_id).value)
    tags = state.apply_tags(edits.tags)
    tag_changes = [*state.list_tag_changes(tags)]
    body = state.build_update(edits) if edits.changes_fields else {}
    field_changes = [*state.list_field_changes(body)] if body else []
    variables = state.apply_variables(edits.variables)
    missing = ", ".join(f"`{name}`" for name in edits.expected_variables if name not in variables)
    note = f"the connector has no variable {missing}, which the base URL needs; `--variable NAME=VALUE` adds one"
    notes = (note,) if missing else ()
    if field_changes or variables != state.variables:
        variable_changes = _add_variables(body, state, edits, variables)
        changes = [*field_changes, *tag_changes, *variable_changes]
        return _Comparison([update_connector(client.credentials, connector_id, body)], changes, body, notes)
    if tag_changes:
        return _Comparison([update_tags(client.credentials, connector_id, tags)], tag_changes, {}, notes)
    return _Comparison([], [], {}, notes)


def _add_variables(
    body: dict[str, Json], state: ConnectorState, edits: ConnectorEdits, variables: dict[str, str]
) -> list[FieldChange]:
    """Add the connection variables to `body` if they must be sent; return what that changes.

    The API description says two things: what isn't sent is unset, and what is sent also overwrites the variables of all
    connections. If neither is harmless, the user decides. Raises ChangeRefusal.
    """
    is_changed = variables != state.variables
    differing = [name for name, values in state.connections if values != state.variables]
    if not variables and not state.variables and not edits.variable_handling:
        return []
    if differing and edits.variable_handling is None:
        names = ", ".join(f"`{name}`" for name in differing[:5]) + (" and others" if len(differing) > 5 else "")
        raise ChangeRefusal(
            f"connections have variables of their own ({names}): an update that sends the connector's variables "
            "overwrites these, and one that doesn't may unset the connector's; expected `--connection-variables send` "
            "or `omit`"
        )
    if edits.variable_handling == "omit":
        if is_changed:
            raise ChangeRefusal("variables are to be changed but not sent; expected `--connection-variables send`")
        return []
    body["connectionVariables"] = [{"name": name, "value": value} for name, value in variables.items()]
    return [*state.list_variable_changes(variables)]


def _describe_connector(outcome: RequestOutcome, body: dict[str, Json]) -> AnswerDescription:
    """Describe the answer of an update: the connector, and the fields that it has otherwise than they were sent."""
    answer = outcome.answer
    if outcome.name != "accepted" or not isinstance(answer, dict):
        return AnswerDescription()
    record = read_connector(answer)
    differences = [*find_unsent_fields(body, answer)]
    lines = [
        f"the platform has `{field.new or ''}` as {field.name}; expected `{field.old or ''}`" for field in differences
    ]
    return AnswerDescription({"connector": f"{record.name} {record.id}".strip()}, tuple(lines), bool(differences))
