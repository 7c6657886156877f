"""The kinds of findings that come from the answer to an import."""

from __future__ import annotations

from preclear.source import Kind

IMPORT_ACTION_ERROR = Kind(
    name="import-action-error",
    category="platform",
    severity="error",
    basis="contract",
    source="ActionBase.errors, ActionError",
    doc="""The import found a fault in an action that it created.

Each action in the answer lists its validation errors and warnings, each with a field. The finding is placed at the
part of the document that the field comes from. If no rule predicted it, please report it: a check should find
everything that the platform refuses.
""",
)

IMPORT_TRIGGER_ERROR = Kind(
    name="import-trigger-error",
    category="platform",
    severity="error",
    basis="contract",
    source="TriggerBase.errors, TriggerError",
    doc="""The import found a fault in a trigger that it created.

Each trigger in the answer lists its validation errors and warnings, each with a field. The finding is placed at the
part of the webhook that the field comes from.
""",
)

IMPORT_MESSAGE = Kind(
    name="import-message",
    category="platform",
    severity="warning",
    basis="contract",
    source="ImportHTTPConnectorResult.messages, Message",
    doc="""The import has a message about the document as a whole.

Such a message has no field, only text. The finding is placed at the one place that the text names: a pointer, an
operation, a path, a component or a line. If it names none or several, the finding is placed at the document.
""",
)

IMPORT_AUTH_SCHEME_MESSAGE = Kind(
    name="import-auth-scheme-message",
    category="platform",
    severity="warning",
    basis="contract",
    source="AuthSchemeConfigBase.validationMessages",
    doc="""The import has a message about an auth scheme config that it created.

Configs have no name. The security scheme is identified by type, description and fields. If the message names a field of
the config, the finding is placed at the part of the document that the field comes from.
""",
)

IMPORT_VERSION_MESSAGE = Kind(
    name="import-version-message",
    category="platform",
    severity="warning",
    basis="contract",
    source="ConnectorVersion.messages",
    doc="""The import has a message about the version that it created.

A version is the whole document, so the finding is placed where the text of the message points, or else at the document.
""",
)

IMPORT_CREDENTIAL_ERROR = Kind(
    name="import-credential-error",
    category="platform",
    severity="error",
    basis="contract",
    source="Credential.errors",
    doc="""A credential of a connection failed validation.

The fault is in the credential, or in the auth scheme of the document. The finding is placed at the security scheme of
the credential.
""",
)

IMPORT_REJECTED = Kind(
    name="import-rejected",
    category="platform",
    severity="error",
    basis="contract",
    source="ImportHTTPConnectorError, Error",
    doc="""The import was refused: nothing was created.

The answer gives the reasons in one or more messages, in details or for single fields. Each reason is a finding at the
place that it names.
""",
)

IMPORT_MISSING_RESOURCE = Kind(
    name="import-missing-resource",
    category="platform",
    severity="error",
    basis="contract",
    source="ImportHTTPConnectorResult.connector, .actions, .triggers, .definitions",
    doc="""A resource of the plan, or a part of one, is missing from the answer.

An action, a trigger, a definition, an auth scheme config or a connection variable; or a parameter, a request body, a
response or a media type of an action or trigger. The document contains it, but the import created nothing from it. Look
for another message at the same place. If there is none, the import silently dropped it.
""",
)

IMPORT_UNEXPECTED_RESOURCE = Kind(
    name="import-unexpected-resource",
    category="platform",
    severity="warning",
    basis="contract",
    source="ImportHTTPConnectorResult.connector, .actions, .triggers, .definitions",
    doc="""The answer has a resource, or a part of one, that isn't in the plan.

Either the document that was sent isn't the one that was checked, or the import interprets it differently.
""",
)

IMPORT_CHANGED_FIELD = Kind(
    name="import-changed-field",
    category="platform",
    severity="error",
    basis="contract",
    source="ImportHTTPConnectorResult.connector, .actions, .triggers, .definitions",
    doc="""A field of a resource has another value on the platform than in the plan.

The finding is placed at the value in the document that the field comes from, and has both values. Either the document
that was sent isn't the one that was checked, the import interprets it differently, or someone changed the connector
since. Names and texts for people, such as a summary, are a warning. So are fields of a connector that already existed:
the import of a new version doesn't change them.
""",
)

IMPORT_KINDS = (
    IMPORT_ACTION_ERROR,
    IMPORT_TRIGGER_ERROR,
    IMPORT_MESSAGE,
    IMPORT_AUTH_SCHEME_MESSAGE,
    IMPORT_VERSION_MESSAGE,
    IMPORT_CREDENTIAL_ERROR,
    IMPORT_REJECTED,
    IMPORT_MISSING_RESOURCE,
    IMPORT_UNEXPECTED_RESOURCE,
    IMPORT_CHANGED_FIELD,
)
