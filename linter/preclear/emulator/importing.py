"""A document in, what an import answers out: every resource of the plan that the contract's shapes can hold."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from preclear.connector import HTTP_METHODS
from preclear.emulator.auth_configs import make_config, message
from preclear.emulator.budget import ANSWER_BYTES
from preclear.emulator.operations import make_operation
from preclear.emulator.problem import Object, Problem
from preclear.emulator.told import of_finding, of_left_out, of_resource
from preclear.emulator.values import short
from preclear.source import DEFAULT_LIMITS, load_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.connector import Connector, Operation
    from preclear.emulator.ulids import Ulids
    from preclear.engine import Checked, Finding
    from preclear.engine.plan import Plan
    from preclear.rule import Rule
    from preclear.source import Json

RESERVED = ("default", "latest")
"""Names that no version can have (ConnectorVersion.name)."""

_OPERATION_NAME = re.compile(r"[a-zA-Z0-9_\-$]+")
_DEFINITION_NAME = re.compile(r"[a-zA-Z0-9_\-]+")
_LIMITS = replace(DEFAULT_LIMITS, findings=1_000)


class Target(NamedTuple):
    """Where the import goes: the address of the connector's schemas, and the version's name where it has one."""

    schemas: str
    version: str | None


@dataclass(slots=True, kw_only=True)
class Imported:
    """What an import made. `connector` has the fields that come from the document, and no more."""

    version: str
    connector: Object = field(default_factory=dict[str, "Json"])
    definitions: list[Json] = field(default_factory=list["Json"])
    actions: list[Json] = field(default_factory=list["Json"])
    triggers: list[Json] = field(default_factory=list["Json"])
    messages: list[Json] = field(default_factory=list["Json"])


def import_document(data: bytes, filetype: str | None, target: Target, ulids: Ulids) -> Imported:
    """Import a document. Raises Problem where nothing can be made of it."""
    from preclear.engine import check_document
    from preclear.engine.plan import plan

    name = f"openapi.{filetype}" if filetype in ("json", "yaml") else "openapi"
    checked = check_document(load_bytes(data, name, _LIMITS), rules=_rules(), limits=_LIMITS, no_ignores=True)
    planned = plan(checked)
    if planned is None:
        raise _unreadable(checked)
    connector = planned.connector.resource
    if not connector.name.value.strip():
        raise Problem(400, "invalid_document", "the connector has no name", (("info.title", "is required"),))
    return _Import(planned, target, ulids).run()


@cache
def _rules() -> Mapping[str, Rule[Any]]:
    from preclear.rule import discover

    return discover()


def _unreadable(checked: Checked) -> Problem:
    """What keeps the document from being read, each fault with its line."""
    lines = [
        f"line {finding.span.start.line}, column {finding.span.start.column}: {finding.message}"
        for finding in checked.findings
        if finding.severity == "error"
    ]
    what = "is no OpenAPI 3 description" if checked.document.loaded else "could not be read"
    return Problem(
        400,
        "invalid_document",
        f"the document {what}",
        details=lines[0] if lines else "",
        messages=tuple(message(line, "error") for line in lines[1:]),
    )


class _Import:
    """One import in the making."""

    def __init__(self, planned: Plan, target: Target, ulids: Ulids) -> None:
        self._plan = planned
        self._connector = planned.connector.resource
        self._ulids = ulids
        self._made = Imported(version=target.version or _version_name(self._connector))
        self._address = f"{target.schemas}/{quote(self._made.version, safe='')}"
        self._linked: dict[int, Object] = {}
        self._users: dict[int, list[Json]] = {}
        self._told: set[int] = set()
        self._of_left_out: list[Finding] = []
        self._weight = 0

    def run(self) -> Imported:
        made = self._made
        made.connector = self._connector_fields()
        self._name_definitions()
        names = Counter(entry.resource.name.value for entry in self._plan.actions)
        for entry in self._plan.actions:
            self._operation("action", entry.resource, entry.findings, names, made.actions)
        names = Counter(entry.resource.name.value for entry in self._plan.triggers)
        for trigger in self._plan.triggers:
            self._operation("trigger", trigger.resource, trigger.findings, names, made.triggers)
        self._definitions()
        self._rest()
        return made

    def _connector_fields(self) -> Object:
        connector = self._connector
        fields: Object = {"name": short(connector.name.value), "baseUrl": connector.base_url.value}
        for key, value in (("documentationURL", connector.documentation_url), ("imageURL", connector.image_url)):
            if value:
                fields[key] = value.value
        variables = connector.connection_variables
        fields["connectionVariables"] = [{"name": each.name.value, "value": each.value.value} for each in variables]
        fields["authSchemeConfigs"] = [*self._configs()]
        return fields

    def _configs(self) -> list[Json]:
        listed: list[Json] = []
        for entry in self._plan.auth_scheme_configs:
            made = make_config(entry.resource, self._connector, self._ulids.make())
            self._told |= {id(finding) for finding in entry.findings}
            if isinstance(made, str):
                self._made.messages.append(of_resource(entry.place.pointer, made, entry.findings))
                continue
            grave = [finding for finding in entry.findings if finding.severity != "info"]
            listed.append(
                {**made, "validationMessages": [message(finding.message, finding.severity) for finding in grave]}
            )
        return listed

    def _name_definitions(self) -> None:
        """Which definitions there will be, as bodies and responses have them."""
        for entry in self._plan.definitions:
            definition = entry.resource
            name = definition.name.value
            if _DEFINITION_NAME.fullmatch(name) is not None:
                self._linked[id(definition)] = {
                    "id": self._ulids.make(),
                    "name": name,
                    "accept": [*definition.accept],
                    "url": f"{self._address}/{name}.json",
                }
                description = len(short(definition.description.value))
                texts = sum(len(finding.message) + 200 for finding in entry.findings)
                self._add_weight(300 + 2 * len(name) + description + texts + 150 * len(definition.used_by))

    def _operation(
        self, kind: str, operation: Operation, findings: tuple[Finding, ...], names: Counter[str], made: list[Json]
    ) -> None:
        self._weigh(operation, findings)
        reason = _obstacle(operation, names)
        if reason is not None:
            causes = [finding for finding in findings if _is_about_identity(finding, operation)]
            self._made.messages.append(of_left_out(operation, reason, causes))
            self._told |= {id(finding) for finding in causes}
            self._of_left_out += [finding for finding in findings if id(finding) not in self._told]
            return
        self._told |= {id(finding) for finding in findings}
        created = make_operation(operation, findings, self._linked, self._ulids)
        made.append(created)
        if _DEFINITION_NAME.fullmatch(operation.name.value) is not None:  # a reference's name can have no `$`
            holders = (operation.request_body, *operation.responses)
            used = {id(each.definition) for held in holders if held is not None for each in held.media_types}
            for definition in used:
                reference: Object = {"type": kind, "id": created["id"], "name": operation.name.value}
                self._users.setdefault(definition, []).append(reference)

    def _weigh(self, operation: Operation, findings: tuple[Finding, ...]) -> None:
        """Refuse what would become too large: references can make much of little."""
        holders = (operation.request_body, *operation.responses)
        parts = len(operation.parameters) + sum(2 * len(each.media_types) + 1 for each in holders if each is not None)
        texts = sum(len(finding.message) + 100 for finding in findings)
        self._add_weight(300 * (parts + 1) + len(short(operation.description.value)) + texts)

    def _add_weight(self, weight: int) -> None:
        self._weight += weight
        if self._weight > ANSWER_BYTES:
            raise Problem(400, "too_large", "the document makes more than an answer can hold")

    def _definitions(self) -> None:
        for entry in self._plan.definitions:
            definition, linked = entry.resource, self._linked.get(id(entry.resource))
            if linked is None:
                at = definition.name.place
                causes = [finding for finding in entry.findings if finding.place.pointer == at.pointer]
                reason = "its name has a character other than letters, digits, `_` and `-`"
                self._made.messages.append(of_resource(at.pointer, reason, causes))
                self._told |= {id(finding) for finding in causes}
                continue
            made: Object = {**linked, "referencedBy": self._users.get(id(definition), [])}
            if definition.description:
                made["description"] = short(definition.description.value)
            self._made.definitions.append(made)

    def _rest(self) -> None:
        """What was found and is told nowhere yet."""
        plan = self._plan
        found = [*plan.connector.findings, *(each for entry in plan.definitions for each in entry.findings)]
        for finding in (*self._of_left_out, *found, *plan.others):
            if id(finding) not in self._told and finding.severity != "info":
                self._told.add(id(finding))
                self._made.messages.append(of_finding(finding))


def _obstacle(operation: Operation, names: Counter[str]) -> str | None:
    """Why the import has no place for an operation; None where it has."""
    name = operation.name.value
    if not name:
        return "it has no name"
    if _OPERATION_NAME.fullmatch(name) is None:
        return "its name has a character other than letters, digits, `_`, `-` and `$`"
    if names[name] > 1:
        return "another operation has the same name"
    if operation.method.value not in HTTP_METHODS:
        return "its method is not supported"
    return None


def _is_about_identity(finding: Finding, operation: Operation) -> bool:
    """Whether a finding is about what `_obstacle` looks at, the name and the method; not about a part."""
    name, node, at = operation.name.place, operation.node, finding.place
    if at.document is not name.document and at.document is not node.document:
        return False
    return at.pointer in (name.pointer, node.pointer) and at.missing in (None, "operationId")


def _version_name(connector: Connector) -> str:
    """The first version's name: the document's own where it can be one."""
    info = connector.root.get("info")
    held = info.mapping.get("version") if info is not None else None
    name = str(held).strip() if isinstance(held, str | int | float) and not isinstance(held, bool) else ""
    return name if name and name not in RESERVED and name.isprintable() and len(name) <= 100 else "0.0.1"
