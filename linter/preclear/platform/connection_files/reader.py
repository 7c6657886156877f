"""Reads connection files, in YAML or JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from preclear.config import make_hint
from preclear.connector import OAUTH2_GRANTS
from preclear.platform.connection_files.credential_types import FIELDS, FIELDS_BY_TYPE, UNDESCRIBED_TYPES
from preclear.platform.connection_files.model import SIDES, ConnectionFile, CredentialEntry, SecretSource
from preclear.platform.connection_files.problems import FileProblems
from preclear.source import DEFAULT_LIMITS, Node, describe_type, load, truncate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from preclear.platform.connection_files.credential_types import CredentialField
    from preclear.platform.connection_files.model import FieldValue, Side
    from preclear.source import Document

MAX_FILE_BYTES = 1_000_000
"""Maximum size of a connection file."""

MAX_DESCRIPTOR = 1023
"""Highest number of a file descriptor: `select` waits for no higher one."""

MAX_CREDENTIALS = 100
"""Maximum number of credentials of one side."""

_SOURCE_HINT = "expected `{env: NAME}` or `{fd: NUMBER}`, because a secret isn't written in the file"
_ROOT_FIELDS = ("name", "variables", "credentials")
_ENTRY_FIELDS = ("scheme", "flow", "type", "name")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,127}")
_SECRET_TEXT = re.compile(r"PRIVATE KEY-----|(?:secret|password|token|assertion)=", re.IGNORECASE)
_GRANTS = {**OAUTH2_GRANTS, **{grant: grant for grant in OAUTH2_GRANTS.values()}}


def read_connection_file(path: Path, display_path: str | None = None) -> ConnectionFile:
    """Read a connection file. Raises ConfigError with every problem at its place.

    `display_path` is the path shown to people; the default is `path` as given. No secret is read.
    """
    limits = DEFAULT_LIMITS.with_overrides({"file_bytes": MAX_FILE_BYTES})
    return parse_connection_file(load(path, display_path, limits))


def parse_connection_file(document: Document) -> ConnectionFile:
    """Read a connection file that is already loaded. Raises ConfigError."""
    problems = FileProblems(document.path)
    problems.add_faults(document)
    problems.raise_any()
    file = _FileReader(document, problems).read()
    problems.raise_any()
    return file


class _FileReader:
    def __init__(self, document: Document, problems: FileProblems) -> None:
        self._document = document
        self._problems = problems

    def read(self) -> ConnectionFile:
        root = Node(self._document, (), self._document.value)
        if not isinstance(root.value, dict):
            self._problems.add(root, f"the file is {describe_type(root.value)}, expected a mapping")
            self._problems.raise_any()
        self._check_fields(root, _ROOT_FIELDS)
        if "name" not in root.mapping:
            self._problems.add(root, "the connection has no `name`, expected a string")
        name = self._read_text(root, "name") or ""
        variables, credentials = root.get("variables"), root.get("credentials")
        return ConnectionFile(
            document=self._document,
            name=name,
            variables=None if variables is None else tuple(self._read_variables(variables)),
            credentials=None if credentials is None else self._read_credentials(credentials),
        )

    def _read_variables(self, node: Node) -> Iterator[tuple[str, str]]:
        if not isinstance(node.value, dict):
            self._problems.add(node, f"`variables` is {describe_type(node.value)}, expected a mapping of strings")
        for name, variable in node.entries():
            if isinstance(variable.value, str):
                yield name, variable.value
            else:
                expected = "expected a string" if isinstance(variable.value, dict | list) else "expected it in quotes"
                self._problems.add(variable, f"the variable is {describe_type(variable.value)}, {expected}")

    def _read_credentials(self, node: Node) -> dict[Side, tuple[CredentialEntry, ...]]:
        if not isinstance(node.value, dict):
            expected = "expected a mapping with `action`, `trigger` or both"
            self._problems.add(node, f"`credentials` is {describe_type(node.value)}, {expected}")
        self._check_fields(node, SIDES)
        entries: dict[Side, tuple[CredentialEntry, ...]] = {}
        for side in SIDES:
            items = node.get(side)
            if items is None:
                continue
            count = len(items.value) if isinstance(items.value, list) else None
            if count is None or not 0 < count <= MAX_CREDENTIALS:
                fact = f"is {describe_type(items.value)}" if count is None else f"has {count:,} credentials"
                self._problems.add(items, f"`{side}` {fact}, expected a list of 1 to {MAX_CREDENTIALS}")
                continue
            read_entries = (self._read_entry(item, side, index) for index, item in enumerate(items.items()))
            entries[side] = tuple(entry for entry in read_entries if entry is not None)
        return entries

    def _read_entry(self, node: Node, side: Side, index: int) -> CredentialEntry | None:
        if not isinstance(node.value, dict):
            self._problems.add(node, f"the credential is {describe_type(node.value)}, expected a mapping")
            return None
        self._check_fields(node, (*_ENTRY_FIELDS, *FIELDS))
        if "scheme" not in node.mapping:
            self._problems.add(node, "the credential has no `scheme`, expected the name of an auth scheme")
        return CredentialEntry(
            node=node,
            side=side,
            index=index,
            scheme=self._read_text(node, "scheme") or "",
            grant=self._read_grant(node),
            type=self._read_type(node),
            name=self._read_text(node, "name"),
            values=dict(self._read_values(node)),
        )

    def _read_grant(self, node: Node) -> str | None:
        flow = self._read_text(node, "flow")
        if flow is not None and flow not in _GRANTS:
            hint = make_hint(flow, tuple(OAUTH2_GRANTS))
            self._problems.add(node.get("flow") or node, f"there is no OAuth 2.0 flow `{truncate(flow, 40)}`; {hint}")
        return None if flow is None else _GRANTS.get(flow)

    def _read_type(self, node: Node) -> str | None:
        type_name = self._read_text(node, "type")
        if type_name is None or type_name in FIELDS_BY_TYPE:
            return type_name
        fault = "the API doesn't describe its data" if type_name in UNDESCRIBED_TYPES else "there is no such type"
        self._problems.add(node.get("type") or node, f"{fault}; {make_hint(type_name, tuple(FIELDS_BY_TYPE))}")
        return None

    def _read_values(self, node: Node) -> Iterator[tuple[str, FieldValue]]:
        for name, field in FIELDS.items():
            value_node = node.get(name)
            if value_node is not None:
                value = self._read_value(value_node, field)
                if value is not None:
                    yield name, value

    def _read_value(self, node: Node, field: CredentialField) -> FieldValue | None:
        """Read the value of a field; None if it has a problem, which never quotes it."""
        value = node.value
        if isinstance(value, dict) and field.kind in ("secret", "text"):
            return self._read_source(node)
        match field.kind:
            case "secret":
                self._problems.add(node, f"`{field.name}` is {describe_type(value)}, {_SOURCE_HINT}")
            case "boolean":
                if isinstance(value, bool):
                    return value
                self._problems.add(node, f"`{field.name}` is {describe_type(value)}, expected a boolean")
            case "texts":
                if isinstance(value, list):
                    texts = tuple(item for item in value if isinstance(item, str) and item)
                    if len(texts) == len(value):
                        return texts
                self._problems.add(node, f"`{field.name}` isn't a list of strings, expected one")
            case _:
                return self._read_literal(node, field)
        return None

    def _read_literal(self, node: Node, field: CredentialField) -> str | None:
        text = node.value
        if not isinstance(text, str) or not text.strip():
            fault = "blank" if isinstance(text, str) else describe_type(text)
            self._problems.add(
                node, f"`{field.name}` is {fault}, expected a string, `{{env: NAME}}` or `{{fd: NUMBER}}`"
            )
        elif _SECRET_TEXT.search(text):
            self._problems.add(node, f"`{field.name}` seems to contain a secret, {_SOURCE_HINT}")
        elif not field.has_lines and not text.isprintable():
            self._problems.add(node, f"`{field.name}` has a newline or control character, expected one line")
        else:
            return text
        return None

    def _read_source(self, node: Node) -> SecretSource | None:
        """Read `{env: NAME}` or `{fd: NUMBER}`. A faulty one may be the secret itself, and is never quoted."""
        value = node.mapping
        if len(value) != 1 or not {"env", "fd"} & set(value):
            self._problems.add(node, f"the mapping isn't the source of a secret, {_SOURCE_HINT}")
            return None
        variable, descriptor = value.get("env"), value.get("fd")
        if "env" in value:
            if isinstance(variable, str) and _VARIABLE.fullmatch(variable):
                return SecretSource(node, variable=variable)
            expected = "expected up to 128 ASCII letters, digits and `_`, and no digit first"
            self._problems.add(node, f"`env` isn't the name of an environment variable, {expected}")
            return None
        is_number = isinstance(descriptor, int) and not isinstance(descriptor, bool)
        if isinstance(descriptor, int) and is_number and (descriptor == 0 or 3 <= descriptor <= MAX_DESCRIPTOR):
            return SecretSource(node, descriptor=descriptor)
        self._problems.add(node, f"`fd` isn't a file descriptor to read, expected 0, or 3 to {MAX_DESCRIPTOR:,}")
        return None

    def _read_text(self, node: Node, key: str) -> str | None:
        text_node = node.get(key)
        if text_node is None:
            return None
        text = text_node.value
        if isinstance(text, str) and text.strip() and text.isprintable():
            return text
        fault = "blank or has a control character" if isinstance(text, str) else describe_type(text)
        self._problems.add(text_node, f"`{key}` is {fault}, expected a string")
        return None

    def _check_fields(self, node: Node, names: tuple[str, ...]) -> None:
        """Report unknown keys, without quoting them: one can be a secret that was written as a mapping."""
        for key, child in node.entries():
            if key not in names:
                self._problems.add(child.key, f"there is no such key here; {_key_hint(key, names)}")


def _key_hint(key: str, names: tuple[str, ...]) -> str:
    hint = make_hint(key, names)
    return hint if "did you mean" in hint else f"expected {', '.join(f'`{name}`' for name in names)}"
