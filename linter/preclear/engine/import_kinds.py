"""What an import's answer can say: the kinds of findings that come of it."""

from __future__ import annotations

from preclear.source import Kind

IMPORT_ACTION_ERROR = Kind(
    name="import-action-error",
    category="platform",
    severity="error",
    basis="contract",
    source="ActionBase.errors, ActionError",
    doc="""The import found a fault in an action that it made.

Each action of an answer lists the errors and warnings of its validation, with the field that each is about. The
finding stands at the part of the document that the field was made of. If no rule foresaw it, that is worth a report:
what the platform refuses, a check should find before.
""",
)

IMPORT_TRIGGER_ERROR = Kind(
    name="import-trigger-error",
    category="platform",
    severity="error",
    basis="contract",
    source="TriggerBase.errors, TriggerError",
    doc="""The import found a fault in a trigger that it made.

Each trigger of an answer lists the errors and warnings of its validation, with the field that each is about. The
finding stands at the part of the webhook that the field was made of.
""",
)

IMPORT_MESSAGE = Kind(
    name="import-message",
    category="platform",
    severity="warning",
    basis="contract",
    source="ImportHTTPConnectorResult.messages, Message",
    doc="""The import says something about the document as a whole.

Such a message has no field, only text. It stands at the one place that its text names: a pointer, an operation, a path,
a component, a line. Where it names none, or several, it stands at the document.
""",
)

IMPORT_AUTH_SCHEME_MESSAGE = Kind(
    name="import-auth-scheme-message",
    category="platform",
    severity="warning",
    basis="contract",
    source="AuthSchemeConfigBase.validationMessages",
    doc="""The import says something about an auth scheme config that it made.

Configs have no name of their own; the security scheme is found by type, description and fields. A message that names
one of the config's fields stands at what that field was made of.
""",
)

IMPORT_VERSION_MESSAGE = Kind(
    name="import-version-message",
    category="platform",
    severity="warning",
    basis="contract",
    source="ConnectorVersion.messages",
    doc="""The import says something about the version that it made.

A version is the whole document, so the message stands where its text points, or else at the document.
""",
)

IMPORT_CREDENTIAL_ERROR = Kind(
    name="import-credential-error",
    category="platform",
    severity="error",
    basis="contract",
    source="Credential.errors",
    doc="""A credential of a connection did not pass its validation.

The fault is in the credential or in what the document says of its auth scheme; the finding stands at the security
scheme that the credential is used with.
""",
)

IMPORT_REJECTED = Kind(
    name="import-rejected",
    category="platform",
    severity="error",
    basis="contract",
    source="ImportHTTPConnectorError, Error",
    doc="""The import was refused: nothing was created.

The answer says why in a message, in details, for single fields, or in several messages. Each is a finding, at the
place that it names.
""",
)

IMPORT_MISSING_RESOURCE = Kind(
    name="import-missing-resource",
    category="platform",
    severity="error",
    basis="contract",
    source="ImportHTTPConnectorResult.actions, .triggers, .definitions",
    doc="""The answer lacks an action, trigger or definition that the plan has.

The document says it, and the import made nothing of it. Look for another message at the same place; without one, the
import passed over it without a word.
""",
)

IMPORT_UNEXPECTED_RESOURCE = Kind(
    name="import-unexpected-resource",
    category="platform",
    severity="warning",
    basis="contract",
    source="ImportHTTPConnectorResult.actions, .triggers, .definitions",
    doc="""The answer has a resource that the plan has not, or not by this name, method or path.

Something else was sent than was checked, or the import reads the document in another way than the plan does.
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
)
