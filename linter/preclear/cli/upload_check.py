"""The check before an upload."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.platform import CheckedDocument
    from preclear.project import CheckOptions, OptionError


class DocumentCheck:
    """Checks the document of an upload when called. `option_error` says why the command line can't be used."""

    def __init__(
        self, document: str, options: CheckOptions, stdin_filename: str | None, version_name: str | None
    ) -> None:
        """`version_name` is the name of the version that the upload creates; rules use it."""
        self._document = document
        self._options = options
        self._stdin_filename = stdin_filename
        self._version_name = version_name
        self.option_error: OptionError | None = None

    def __call__(self) -> CheckedDocument | None:
        """Check the document. Return None if its config can't be used, which is printed. Raises InvalidOptionError."""
        from preclear.cli.checker import check_or_print, make_checker
        from preclear.cli.terminal.messages import print_config_error
        from preclear.config import ConfigError
        from preclear.platform import CheckedDocument, InvalidOptionError
        from preclear.project import OptionError, make_input
        from preclear.rule import PackError

        try:
            checker = make_checker(_add_version(self._options, self._version_name), self._stdin_filename)
            file = check_or_print(checker, make_input(self._document))
        except PackError as error:
            raise InvalidOptionError(str(error)) from error
        except ConfigError as error:
            print_config_error(error)
            raise InvalidOptionError("the config can't be used") from error
        except OptionError as error:
            self.option_error = error
            raise InvalidOptionError(str(error)) from error
        if file is None:
            return None
        settings = file.settings
        return CheckedDocument.from_file(file, checker.resolver.selection(settings))


def _add_version(options: CheckOptions, version_name: str | None) -> CheckOptions:
    if version_name is None:
        return options
    from preclear.config import Setting

    command_line, environment = options.settings
    return options._replace(settings=({**command_line, ("version",): Setting(version_name, "--version")}, environment))
