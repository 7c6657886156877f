"""The check of a binding's document: what would be sent, under which name, or why it isn't."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from preclear.bundle import BundleError
from preclear.config import ConfigError, Setting, format_path, list_placeholders, render_version
from preclear.platform.checked_document import CheckedDocument
from preclear.platform.http import validate_version_name
from preclear.platform.option_errors import InvalidOptionError
from preclear.platform.upload.options import UploadOptions
from preclear.platform.upload.prepare import refuse_document
from preclear.platform.upload_run.connections import read_connection_files
from preclear.platform.upload_run.findings import report_findings
from preclear.platform.upload_run.model import CheckedBinding
from preclear.project import CheckedFile, Input, list_files
from preclear.report import describe_changes
from preclear.source import GitError, read_commit, repository_root

if TYPE_CHECKING:
    from datetime import datetime

    from preclear.config import ConnectorBinding
    from preclear.connector import Connector
    from preclear.project import FileChecker
    from preclear.source import Json


class BindingChecker:
    """Checks documents of bindings. `started` is the time of the run; its day, in UTC, is `{date}`."""

    def __init__(self, checker: FileChecker, started: datetime, *, force: bool) -> None:
        self._checker = checker
        self._date = started.date().isoformat()
        self._force = force
        self._commit: str | GitError | None = None

    def check(self, binding: ConnectorBinding) -> tuple[CheckedBinding, CheckedDocument | None]:
        """Check the document of a binding. It is returned too, unless it isn't sent."""
        path = format_path(str(binding.file))
        input = Input(path, binding.file, is_named=True, root=repository_root(binding.folder))
        problem = self._find_config_problem(input, binding)
        if problem is not None:
            return CheckedBinding(binding=binding, display_path=path, problem=problem, is_unusable=True), None
        file = self._checker.check(input, binding=self._add_version(binding))
        if not isinstance(file, CheckedFile):
            return CheckedBinding(binding=binding, display_path=path, problem=file.text, is_unusable=True), None
        document = CheckedDocument.from_file(file, self._checker.resolver.selection(file.settings))
        checked = CheckedBinding(
            binding=binding,
            display_path=path,
            files=list_files(file),
            adaptation="" if file.adaptation is None else f"adapted: {describe_changes(file.adaptation)}",
        )
        refusal = refuse_document(document, UploadOptions(force=self._force))
        if refusal is not None:
            errors = [finding for finding in file.check_result.findings if finding.severity == "error"]
            findings, omitted_count = report_findings(errors)
            problem, is_unusable = refusal.outcome.reason, refusal.is_unusable
            refused = replace(checked, problem=problem, is_unusable=is_unusable, findings=findings)
            return replace(refused, omitted_count=omitted_count), None
        try:
            return self._add_digest(checked, document), document
        except (InvalidOptionError, GitError, BundleError) as error:
            return replace(checked, problem=str(error), is_unusable=True), None

    def _add_digest(self, checked: CheckedBinding, document: CheckedDocument) -> CheckedBinding:
        """Add what would be sent. Raises BundleError, and InvalidOptionError or GitError if the version has no name."""
        from preclear.bundle import bundle

        connector = document.check_result.connector
        if connector is None:
            raise InvalidOptionError("the document could not be checked")
        bundled = bundle(connector.api, document.limits)
        return replace(
            checked,
            sha256=bundled.sha256,
            size=len(bundled.data),
            connector=_list_fields(connector),
            version=self._name_version(checked.binding, connector),
            connections=read_connection_files(checked.binding),
        )

    def _find_config_problem(self, input: Input, binding: ConnectorBinding) -> str | None:
        """Return why the settings of the document aren't those that are beside the binding: it has another config."""
        try:
            config = self._checker.settings_for(input).config
        except ConfigError as error:
            return f"its config can't be used: {error}"
        if config is not None and any(entry is binding for entry in config.bindings):
            return None
        name = "no config" if config is None else f"`{config.display_path}`"
        return f"the document has {name}, not that of its connector; expected the entry in that one ({binding.origin})"

    def _add_version(self, binding: ConnectorBinding) -> ConnectorBinding:
        """Return the binding with its version as a setting, which rules use, if it doesn't depend on the document."""
        if list_placeholders(binding.version):
            return binding
        settings = {**binding.settings.settings, ("version",): Setting(binding.version, binding.origin)}
        return binding._replace(settings=binding.settings._replace(settings=settings))

    def _name_version(self, binding: ConnectorBinding, connector: Connector) -> str:
        """Return the name of the new version. Raises InvalidOptionError, and GitError if there is no commit."""
        values: dict[str, str] = {}
        for placeholder in list_placeholders(binding.version):
            match placeholder:
                case "info.version":
                    values[placeholder] = _read_info_version(connector)
                case "date":
                    values[placeholder] = self._date
                case _:
                    values[placeholder] = self._read_commit(binding)
        return validate_version_name(render_version(binding.version, values))

    def _read_commit(self, binding: ConnectorBinding) -> str:
        if self._commit is None:
            try:
                self._commit = read_commit(binding.folder)
            except GitError as error:
                self._commit = error
        if isinstance(self._commit, GitError):
            raise self._commit
        return self._commit


def _list_fields(connector: Connector) -> dict[str, Json]:
    """Return the fields of the connector that the import creates (HTTPConnector)."""
    fields = {
        "name": connector.name,
        "baseUrl": connector.base_url,
        "documentationURL": connector.documentation_url,
        "imageURL": connector.image_url,
    }
    return {key: value.value for key, value in fields.items() if value}


def _read_info_version(connector: Connector) -> str:
    info = connector.root.get("info")
    value = None if info is None else info.mapping.get("version")
    if isinstance(value, bool) or not isinstance(value, str | int | float) or not str(value).strip():
        raise InvalidOptionError("the document has no `info.version`, so the version has no name")
    return str(value).strip()
