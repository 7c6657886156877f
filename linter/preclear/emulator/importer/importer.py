"""The import: from a document's plan to the resources that the contract's shapes allow."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from preclear.connector import HTTP_METHODS
from preclear.emulator.http.budget import MAX_ANSWER_BYTES
from preclear.emulator.http.errors import ApiError, JsonObject
from preclear.emulator.importer.auth_configs import make_config
from preclear.emulator.importer.messages import finding_message, make_message, operation_message, resource_message
from preclear.emulator.importer.operations import linked_definition_ids, make_operation
from preclear.emulator.importer.schemas import SchemaConverter
from preclear.emulator.importer.values import RESERVED_VERSION_NAMES, truncate_text
from preclear.source import DEFAULT_LIMITS, load_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.connector import Connector, Definition, Operation
    from preclear.emulator.importer.schemas import PackedSchema
    from preclear.emulator.ulids import UlidGenerator
    from preclear.engine import CheckResult, Finding, Plan
    from preclear.rule import Rule
    from preclear.source import Json

_OPERATION_NAME = re.compile(r"[a-zA-Z0-9_\-$]+")
_DEFINITION_NAME = re.compile(r"[a-zA-Z0-9_\-]+")
_LIMITS = replace(DEFAULT_LIMITS, findings=1_000)


class ImportOptions(NamedTuple):
    """The URL of the connector's schemas, and the version's name, if given."""

    schemas_url: str
    version_name: str | None


@dataclass(slots=True, kw_only=True)
class ImportResult:
    """The result of an import. `connector` has only the fields that come from the document."""

    version_name: str
    connector: JsonObject = field(default_factory=dict[str, "Json"])
    definitions: list[Json] = field(default_factory=list["Json"])
    actions: list[Json] = field(default_factory=list["Json"])
    triggers: list[Json] = field(default_factory=list["Json"])
    messages: list[Json] = field(default_factory=list["Json"])
    schemas: list[PackedSchema] = field(default_factory=list["PackedSchema"])
    """The schemas of `definitions`, in the same order. In markers, the key of a definition is its 0-based index."""


def import_document(
    data: bytes, filetype: str | None, options: ImportOptions, ulid_generator: UlidGenerator
) -> ImportResult:
    """Import a document. Raises ApiError if it's refused."""
    from preclear.engine import check_document, make_plan

    name = f"openapi.{filetype}" if filetype in ("json", "yaml") else "openapi"
    result = check_document(load_bytes(data, name, _LIMITS), rules=_rules(), limits=_LIMITS, no_ignores=True)
    import_plan = make_plan(result)
    if import_plan is None:
        raise _unreadable_error(result)
    connector = import_plan.connector.resource
    if not connector.name.value.strip():
        raise ApiError(400, "invalid_document", "the connector has no name", (("info.title", "is required"),))
    return _Importer(import_plan, options, ulid_generator).run()


@cache
def _rules() -> Mapping[str, Rule[Any]]:
    from preclear.rule import discover_rules

    return discover_rules()


def _unreadable_error(result: CheckResult) -> ApiError:
    """Return the error for a document that can't be read, with a line for each fault."""
    lines = [
        f"line {finding.span.start.line}, column {finding.span.start.column}: {finding.message}"
        for finding in result.findings
        if finding.severity == "error"
    ]
    reason = "isn't an OpenAPI 3 description" if result.document.is_loaded else "couldn't be read"
    return ApiError(
        400,
        "invalid_document",
        f"the document {reason}",
        details=lines[0] if lines else "",
        messages=tuple(make_message(line, "error") for line in lines[1:]),
    )


class _Importer:
    """Runs one import."""

    def __init__(self, plan: Plan, options: ImportOptions, ulid_generator: UlidGenerator) -> None:
        self._plan = plan
        self._connector = plan.connector.resource
        self._ulid_generator = ulid_generator
        self._result = ImportResult(version_name=options.version_name or _version_name(self._connector))
        self._schemas_url = f"{options.schemas_url}/{quote(self._result.version_name, safe='')}"
        self._definition_links: dict[int, JsonObject] = {}
        self._references_by_id: dict[Json, list[Json]] = {}
        self._reported_ids: set[int] = set()
        self._omitted_findings: list[Finding] = []
        self._estimated_bytes = 0

    def run(self) -> ImportResult:
        result = self._result
        result.connector = self._connector_fields()
        self._link_definitions()
        self._convert_schemas()
        names = Counter(entry.resource.name.value for entry in self._plan.actions)
        for entry in self._plan.actions:
            self._import_operation("action", entry.resource, entry.findings, names, result.actions)
        names = Counter(entry.resource.name.value for entry in self._plan.triggers)
        for trigger in self._plan.triggers:
            self._import_operation("trigger", trigger.resource, trigger.findings, names, result.triggers)
        self._add_schema_references()
        self._import_definitions()
        self._report_rest()
        return result

    def _connector_fields(self) -> JsonObject:
        connector = self._connector
        fields: JsonObject = {"name": truncate_text(connector.name.value), "baseUrl": connector.base_url.value}
        for key, value in (("documentationURL", connector.documentation_url), ("imageURL", connector.image_url)):
            if value:
                fields[key] = value.value
        variables = connector.connection_variables
        fields["connectionVariables"] = [
            {"name": variable.name.value, "value": variable.default.value} for variable in variables
        ]
        fields["authSchemeConfigs"] = [*self._make_configs()]
        return fields

    def _make_configs(self) -> list[Json]:
        configs: list[Json] = []
        for entry in self._plan.auth_scheme_configs:
            config = make_config(entry.resource, self._connector, self._ulid_generator.generate())
            self._reported_ids |= {id(finding) for finding in entry.findings}
            if isinstance(config, str):
                self._result.messages.append(resource_message(entry.place.pointer, config, entry.findings))
                continue
            serious_findings = [finding for finding in entry.findings if finding.severity != "info"]
            configs.append(
                {
                    **config,
                    "validationMessages": [
                        make_message(finding.message, finding.severity) for finding in serious_findings
                    ],
                }
            )
        return configs

    def _link_definitions(self) -> None:
        """Build the links to definitions that bodies and responses contain."""
        for entry in self._plan.definitions:
            definition = entry.resource
            name = definition.name.value
            if _DEFINITION_NAME.fullmatch(name) is not None:
                self._definition_links[id(definition)] = {
                    "id": self._ulid_generator.generate(),
                    "name": name,
                    "accept": [*definition.accept],
                    "url": f"{self._schemas_url}/{name}.json",
                }
                description_size = len(truncate_text(definition.description.value))
                findings_size = sum(len(finding.message) + 200 for finding in entry.findings)
                self._add_size(300 + 2 * len(name) + description_size + findings_size + 150 * len(definition.used_by))

    @property
    def _linked_definitions(self) -> list[Definition]:
        """The definitions that are created. The key of each is its 0-based index."""
        return [entry.resource for entry in self._plan.definitions if id(entry.resource) in self._definition_links]

    def _convert_schemas(self) -> None:
        definitions = self._linked_definitions
        keys = {definition.node.identity: key for key, definition in enumerate(definitions)}
        converter = SchemaConverter(self._connector, keys)
        self._result.schemas = [converter.convert(definition.node) for definition in definitions]

    def _add_schema_references(self) -> None:
        """Record which definitions the schemas of others refer to."""
        definitions = self._linked_definitions
        for definition, schema in zip(definitions, self._result.schemas, strict=True):
            link = self._definition_links[id(definition)]
            reference: JsonObject = {"type": "definition", "id": link["id"], "name": link["name"]}
            for target in sorted(schema.targets):
                target_link = self._definition_links[id(definitions[target])]
                if target_link is not link:
                    self._references_by_id.setdefault(target_link["id"], []).append(reference)
                    self._add_size(150)

    def _import_operation(
        self, kind: str, operation: Operation, findings: tuple[Finding, ...], names: Counter[str], resources: list[Json]
    ) -> None:
        self._add_operation_size(operation, findings)
        reason = _omission_reason(operation, names)
        if reason is not None:
            causes = [finding for finding in findings if _is_about_identity(finding, operation)]
            self._result.messages.append(operation_message(operation, reason, causes))
            self._reported_ids |= {id(finding) for finding in causes}
            self._omitted_findings += [finding for finding in findings if id(finding) not in self._reported_ids]
            return
        self._reported_ids |= {id(finding) for finding in findings}
        created = make_operation(operation, findings, self._definition_links, self._ulid_generator)
        resources.append(created)
        if _DEFINITION_NAME.fullmatch(operation.name.value) is not None:  # a reference's name can't contain `$`
            reference: JsonObject = {"type": kind, "id": created["id"], "name": operation.name.value}
            for definition_id in linked_definition_ids(created):
                self._references_by_id.setdefault(definition_id, []).append(reference)

    def _add_operation_size(self, operation: Operation, findings: tuple[Finding, ...]) -> None:
        """Count the estimated size of an operation, because references can multiply a small document."""
        holders = (operation.request_body, *operation.responses)
        part_count = len(operation.parameters) + sum(
            2 * len(holder.media_types) + 1 for holder in holders if holder is not None
        )
        findings_size = sum(len(finding.message) + 100 for finding in findings)
        self._add_size(300 * (part_count + 1) + len(truncate_text(operation.description.value)) + findings_size)

    def _add_size(self, size: int) -> None:
        self._estimated_bytes += size
        if self._estimated_bytes > MAX_ANSWER_BYTES:
            raise ApiError(400, "too_large", f"the result is too large; expected at most {MAX_ANSWER_BYTES:,} bytes")

    def _import_definitions(self) -> None:
        for entry in self._plan.definitions:
            definition, link = entry.resource, self._definition_links.get(id(entry.resource))
            if link is None:
                name_place = definition.name.place
                causes = [finding for finding in entry.findings if finding.place.pointer == name_place.pointer]
                reason = "its name has a character other than letters, digits, `_` and `-`"
                self._result.messages.append(resource_message(name_place.pointer, reason, causes))
                self._reported_ids |= {id(finding) for finding in causes}
                continue
            fields: JsonObject = {**link, "referencedBy": self._references_by_id.get(link["id"], [])}
            if definition.description:
                fields["description"] = truncate_text(definition.description.value)
            self._result.definitions.append(fields)

    def _report_rest(self) -> None:
        """Add messages for the findings that nothing else reports yet."""
        plan = self._plan
        findings = [*plan.connector.findings, *(finding for entry in plan.definitions for finding in entry.findings)]
        for finding in (*self._omitted_findings, *findings, *plan.other_findings):
            if id(finding) not in self._reported_ids and finding.severity != "info":
                self._reported_ids.add(id(finding))
                self._result.messages.append(finding_message(finding))


def _omission_reason(operation: Operation, names: Counter[str]) -> str | None:
    """Return why an operation can't be imported; None if it can."""
    name = operation.name.value
    if not name:
        return "it has no name"
    if _OPERATION_NAME.fullmatch(name) is None:
        return "its name has a character other than letters, digits, `_`, `-` and `$`"
    if names[name] > 1:
        return "another operation has the same name"
    if operation.method.value not in HTTP_METHODS:
        return "its method isn't supported"
    return None


def _is_about_identity(finding: Finding, operation: Operation) -> bool:
    """Return whether a finding is about the operation's name or method, as opposed to one of its parts."""
    name, node, place = operation.name.place, operation.node, finding.place
    if place.document is not name.document and place.document is not node.document:
        return False
    return place.pointer in (name.pointer, node.pointer) and place.missing in (None, "operationId")


def _version_name(connector: Connector) -> str:
    """Return the first version's name: the document's `info.version` if it's allowed, else `0.0.1`."""
    info = connector.root.get("info")
    version = info.mapping.get("version") if info is not None else None
    name = str(version).strip() if isinstance(version, str | int | float) and not isinstance(version, bool) else ""
    return name if name and name not in RESERVED_VERSION_NAMES and name.isprintable() and len(name) <= 100 else "0.0.1"
