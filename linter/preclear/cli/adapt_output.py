"""What `preclear adapt` writes: files, the adapted document, and the report."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import TYPE_CHECKING

import click

from preclear.cli.terminal.display import style_for
from preclear.cli.terminal.document_output import write_document
from preclear.cli.terminal.output import print_error_lines, print_note, write_lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from preclear.edit import Adaptation
    from preclear.engine import Finding


class AdaptOutput:
    """The files and the report of one adaptation. Files are written all together, or not at all."""

    def __init__(
        self,
        output: Path | None,
        source_map: Path | None,
        overlay: Path | None,
        output_format: str,
        color: str,
        *,
        show_all: bool,
    ) -> None:
        """Raises UsageError if two options name the same file, or the document and the report go to one stream."""
        self._is_json = output_format == "json"
        if output is not None and str(output) == "-":
            if self._is_json:
                raise click.UsageError("standard output can have the document or the report; expected a file for `-o`")
            output = None
        self._output, self._source_map, self._overlay = output, source_map, overlay
        self._color = color
        self._show_all = show_all
        self._options: dict[str, str] = {}
        for option, file in (("--output", output), ("--source-map", source_map), ("--overlay", overlay)):
            if file is None:
                continue
            other = self._options.setdefault(os.path.realpath(file), option)
            if other != option:
                raise click.UsageError(f"`{other}` and `{option}` name the same file, `{file}`; expected two files")

    def require_new_files(self, inputs: Mapping[str, str]) -> None:
        """Raise UsageError if an output would overwrite an input. `inputs` are paths, each with a name for messages."""
        for path, name in inputs.items():
            option = self._options.get(os.path.realpath(path))
            if option is not None:
                reason = f"`{option}` would overwrite `{name}`; expected another file"
                raise click.UsageError(f"{reason}. `preclear check --fix` changes your own documents in place")

    def print_unadapted(self, findings: Sequence[Finding]) -> None:
        """Print why a document isn't an OpenAPI document."""
        from preclear.report import format_concise_line

        print_error_lines(map(format_concise_line, findings))
        print_note("the document can't be adapted; expected an OpenAPI 3 description")

    def write(self, adaptation: Adaptation) -> None:
        """Write the files, then the document or the report. Raises ClickException if something can't be written."""
        from preclear.edit import write_source_map
        from preclear.source import write_files

        files = [(self._output, adaptation.document.data)] if self._output is not None else []
        if self._source_map is not None:
            files.append((self._source_map, write_source_map(adaptation).encode()))
        if self._overlay is not None:
            files.append((self._overlay, _make_overlay(adaptation, self._overlay)))
        try:
            write_files(files)
        except OSError as error:
            raise click.ClickException(f"`{error.filename}` can't be written: {error.strerror}") from error
        self._write_report(adaptation)

    def _write_report(self, adaptation: Adaptation) -> None:
        from preclear.cli.terminal.output import write_pieces
        from preclear.report import format_adaptation, stream_adaptation_json

        if self._is_json:
            write_pieces(stream_adaptation_json(adaptation))
            return
        is_separate = self._output is not None
        style = style_for(self._color, is_error=not is_separate)
        lines = format_adaptation(adaptation, style, show_all=self._show_all)
        if is_separate:
            write_lines(lines)
        else:
            write_document(adaptation.document.data)
            print_error_lines(lines)


def _make_overlay(adaptation: Adaptation, overlay: Path) -> bytes:
    """Make the overlay for the file `overlay`, in JSON if its name says so."""
    from urllib.parse import quote

    from preclear.edit import write_adaptation_overlay

    document = adaptation.original.file
    uri = quote(PurePath(os.path.relpath(document, overlay.parent)).as_posix()) if document is not None else None
    return write_adaptation_overlay(adaptation, "json" if overlay.suffix == ".json" else "yaml", uri).encode()
