"""The old side of `preclear plan --against`, and the comparison with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

if TYPE_CHECKING:
    from preclear.mapping import ConnectorSnapshot
    from preclear.platform import ConnectionOptions
    from preclear.project import CheckedFile, FileChecker
    from preclear.report import OldSide, PlanComparison

_GIT, _CONNECTOR = "git:", "connector:"


class Against(NamedTuple):
    """A parsed `--against`: a file's path, a revision with the path of the document, or a connector with a version."""

    scheme: str
    name: str
    detail: str | None


class UncomparedError(Exception):
    """The plan can't be compared. What the message doesn't say is printed already."""


def parse_against(text: str) -> Against:
    """Parse the value of `--against`. Raises BadParameter for a part that is empty.

    A revision's name has no colon, so that the document's path at the revision can follow one. A connector's name can
    contain `@`: then the version must be given, too.
    """
    if text.startswith(_GIT):
        name, colon, path = text.removeprefix(_GIT).partition(":")
        parsed = Against(_GIT, name, path if colon else None)
        expected = "`git:REV`, or `git:REV:PATH` with the path of the document at the revision"
    elif text.startswith(_CONNECTOR):
        reference = text.removeprefix(_CONNECTOR)
        name, at, version = reference.rpartition("@") if "@" in reference else (reference, "", "")
        parsed = Against(_CONNECTOR, name, version if at else None)
        expected = "`connector:NAME`, or `connector:NAME@VERSION`"
    else:
        parsed, expected = Against("", text, None), "the path of a file"
    if not parsed.name or parsed.detail == "":
        raise click.BadParameter(f"`{text}` is incomplete; expected {expected}", param_hint="--against")
    return parsed


def compare_with(
    against: Against, checker: FileChecker, file: CheckedFile, connection: ConnectionOptions
) -> PlanComparison | None:
    """Compare the plan of `file` with the old side; None if it has no plan. Raises UncomparedError."""
    from preclear.mapping import compare_plans, make_document_snapshot
    from preclear.report import PlanComparison

    connector = file.check_result.connector
    if connector is None:
        return None
    is_platform = against.scheme == _CONNECTOR
    side, old = _read_platform(against, connection) if is_platform else _read_document(against, checker, file)
    new = make_document_snapshot(connector, as_imported=is_platform)
    return PlanComparison(side, compare_plans(old, new, connector.place))


def _read_document(against: Against, checker: FileChecker, file: CheckedFile) -> tuple[OldSide, ConnectorSnapshot]:
    from preclear.mapping import make_document_snapshot
    from preclear.project import CheckedFile, RevisionError, read_old_file, read_old_revision
    from preclear.report import OldSide

    if against.scheme == _GIT:
        document = file.check_result.document if file.adaptation is None else file.adaptation.original
        try:
            old = read_old_revision(checker, document.file, against.name, against.detail, file.settings)
        except RevisionError as error:
            raise UncomparedError(str(error)) from error
    else:
        old = read_old_file(checker, against.name, file.settings)
    if not isinstance(old.file, CheckedFile):
        from preclear.cli.terminal.messages import print_problem

        print_problem(old.file)
        raise UncomparedError("the old document can't be read")
    result = old.file.check_result
    if result.connector is None:
        _print_errors(old.file, old.path_prefix)
        raise UncomparedError("the old document isn't an OpenAPI 3 document that can be read")
    original = result.document if old.file.adaptation is None else old.file.adaptation.original
    is_git = against.scheme == _GIT
    side = OldSide("revision", against.name, original.path) if is_git else OldSide("file", original.path)
    return side, make_document_snapshot(result.connector, old.path_prefix)


def _print_errors(file: CheckedFile, path_prefix: str) -> None:
    """Print what is wrong with an old document."""
    from preclear.cli.terminal.output import print_error_lines
    from preclear.report import format_concise_line

    errors = (finding for finding in file.check_result.findings if finding.severity == "error")
    print_error_lines(path_prefix + format_concise_line(finding) for finding in errors)


def _read_platform(against: Against, connection: ConnectionOptions) -> tuple[OldSide, ConnectorSnapshot]:
    """Read what the platform has. This is the only part of `plan` that opens a connection."""
    from preclear.platform import InvalidOptionError, LookupFailure, read_version_snapshot
    from preclear.report import OldSide

    credentials = None
    try:
        credentials = connection.load_credentials()
        version = read_version_snapshot(connection.make_lookup(credentials), against.name, against.detail)
    except (InvalidOptionError, LookupFailure) as error:
        message = str(error) if credentials is None else credentials.redact(str(error))
        raise UncomparedError(message) from error
    return OldSide("connector", version.connector, version.version), version.snapshot
