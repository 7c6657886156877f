"""The document of `preclear connector update --from`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.connector import Connector
    from preclear.platform import ConnectorEdits
    from preclear.project import CheckOptions


def add_document_fields(edits: ConnectorEdits, document: str, options: CheckOptions) -> ConnectorEdits:
    """Return `edits` with the document's base URL and links, unless options set these.

    Raises InvalidOptionError if the document can't be read or has no base URL.
    """
    from preclear.platform import read_document_fields

    fields = read_document_fields(_read_connector(document, options), requires_base_url=edits.base_url is None)
    return replace(
        edits,
        base_url=fields.base_url if edits.base_url is None else edits.base_url,
        documentation_url=fields.documentation_url if edits.documentation_url is None else edits.documentation_url,
        image_url=fields.image_url if edits.image_url is None else edits.image_url,
        expected_variables=fields.variables if edits.base_url is None else (),
    )


def _read_connector(document: str, options: CheckOptions) -> Connector:
    from preclear.cli.checker import check_or_print, make_checker
    from preclear.cli.terminal.messages import print_config_error
    from preclear.cli.terminal.output import print_error_lines
    from preclear.config import ConfigError
    from preclear.platform import InvalidOptionError
    from preclear.project import OptionError, make_input
    from preclear.report import format_concise_line
    from preclear.rule import PackError

    try:
        file = check_or_print(make_checker(options), make_input(document))
    except (PackError, OptionError) as error:
        raise InvalidOptionError(str(error)) from error
    except ConfigError as error:
        print_config_error(error)
        raise InvalidOptionError("the config can't be used") from error
    if file is None or file.check_result.connector is None:
        print_error_lines(map(format_concise_line, () if file is None else file.check_result.findings))
        raise InvalidOptionError("the document could not be read")
    return file.check_result.connector
