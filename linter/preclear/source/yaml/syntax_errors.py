"""Messages for YAML syntax errors: what is wrong, and what was expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from preclear._patterns import lazy_pattern
from preclear._records import NamedTuple
from preclear.source.loader_faults import LoadError, related_location, report_syntax_error

if TYPE_CHECKING:
    from preclear.source.document import Document, RelatedLocation


class YamlProblem(NamedTuple):
    """An error of libyaml. Lines and columns are 0-based; None if libyaml gives no place."""

    message: str
    context: str
    line: int | None
    column: int
    context_line: int | None
    context_column: int

    @classmethod
    def from_error(cls, error: Exception) -> YamlProblem:
        """Extract the parts of a yaml.YAMLError."""
        problem_mark, context_mark = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
        return cls(
            getattr(error, "problem", None) or str(getattr(error, "reason", "")),
            getattr(error, "context", None) or "",
            None if problem_mark is None else problem_mark.line,
            0 if problem_mark is None else problem_mark.column,
            None if context_mark is None else context_mark.line,
            0 if context_mark is None else context_mark.column,
        )


class ErrorText(NamedTuple):
    """The message for an error, without its subject: `description` follows the text at the error's place.

    `context_label` describes the context's place, if it's worth showing.
    """

    description: str
    help: str | None = None
    context_label: str | None = None


_ALIGN_HELP: Final = "align the keys of a mapping in one column, and quote texts with special characters"
_QUOTE_HELP: Final = "quote the text"
_UNCLOSED_HELP: Final = "close the quotes; inside single quotes, write an apostrophe twice: `''`"

# Texts for the messages of libyaml that contain the key, in the order in which they are tried. These are for the place
# of the problem.
_TEXTS_AT_PROBLEM: Final[dict[str, ErrorText]] = {
    "',' or ']'": ErrorText(
        "isn't allowed in a list here, expected `,` or `]`", "close the list with `]`", "the list opens here"
    ),
    "',' or '}'": ErrorText(
        "isn't allowed in a mapping here, expected `,` or `}`", "close it with `}`", "the mapping opens here"
    ),
    "expected '-'": ErrorText(
        "isn't an item of the list, expected `- ` before each item", _ALIGN_HELP, "the list begins here"
    ),
    "expected key": ErrorText(
        "isn't allowed here, expected a key of the mapping", _ALIGN_HELP, "the mapping begins here"
    ),
    "expected node content": ErrorText("isn't allowed here, expected a value", "add the value, or remove this"),
    "<document start>": ErrorText("follows the end of the document, expected nothing more", _ALIGN_HELP),
    "mapping values are not": ErrorText(
        "makes this a second key on the line, or a key in a text continued from the line before, expected a value",
        "quote the value if it contains `: `, or fix the indentation or a missing `:` on the line before",
    ),
    "sequence entries are not": ErrorText(
        "begins a list right after a key, expected a value", "begin the list on the next line"
    ),
    "mapping keys are not": ErrorText(
        "begins a key right after a key, expected a value", "begin the mapping on the next line"
    ),
    "tab character": ErrorText(
        "is a tab, expected spaces: YAML doesn't allow tabs for indentation", "replace tabs with spaces"
    ),
    "unknown escape": ErrorText(
        "isn't an escape in YAML, expected one such as `\\n`, `\\\"`, `\\\\` or `\\u00E9`",
        "double the backslash, or use single quotes",
    ),
    "hexdecimal": ErrorText("can't follow `\\x`, `\\u` or `\\U`, expected hexadecimal digits", "complete the escape"),
    "invalid Unicode character": ErrorText("isn't a character, expected a Unicode code point", "fix the escape"),
    "undefined tag handle": ErrorText("uses a tag handle that no `%TAG` directive defines", "remove the tag"),
    "alphabetic or numeric": ErrorText("can't follow `&` or `*`, expected the name of an anchor", _QUOTE_HELP),
    "indentation indicator": ErrorText("can't follow `|` or `>`, expected a number from 1 to 9", "remove the number"),
    "comment or line break": ErrorText(
        "isn't allowed here, expected the end of the line", "begin the text on the next line"
    ),
    "incompatible": ErrorText("requests a version of YAML that doesn't exist, expected 1.2", "remove the line"),
    "duplicate %": ErrorText("is repeated, expected each directive once", "remove the line"),
    "unexpected ':'": ErrorText("isn't allowed in a text here, expected a space after it", _QUOTE_HELP),
}

# The same for the place of the context, where the construct begins.
_TEXTS_AT_CONTEXT: Final[dict[str, ErrorText]] = {
    "could not find expected ':'": ErrorText("isn't a key, expected `:` after it", "add the colon, or indent the line"),
    "end of stream": ErrorText("opens a string that is never closed", _UNCLOSED_HELP),
    "unknown directive": ErrorText(
        "is read as a directive, expected it above the document, with a `---` line between them", "remove the line"
    ),
    "directive": ErrorText(
        "isn't a valid directive, expected one such as `%YAML 1.2` or `%TAG !e! !example-`",
        "remove the line",
    ),
    "document indicator": ErrorText("opens a string that isn't closed before the document ends", _UNCLOSED_HELP),
}
_TOKEN = lazy_pattern(r"[^\s\[\]{},:\"'][^\s\[\]{},:\"]*|\S")
_LINE_REST = lazy_pattern(r"[^\r\n]*")
_MAX_QUOTED_LENGTH = 40


def report_yaml_problem(document: Document, problem: YamlProblem) -> LoadError:
    """Add the syntax error to `document`, and return the exception to raise."""
    parser_message = f"{problem.context} {problem.message}"
    for part, error_text in _TEXTS_AT_CONTEXT.items():
        if part in parser_message and problem.context_line is not None:
            offset = document.lines.offset(problem.context_line, problem.context_column)
            return _report_at_context(document, offset, error_text)
    offset = len(document.text)
    if problem.line is not None:
        offset = document.lines.offset(problem.line, problem.column)
    if "cannot start any token" in parser_message or (
        "tab character" in parser_message and document.text.startswith("\t", offset)
    ):
        return report_invalid_character(document, offset)
    for part, error_text in _TEXTS_AT_PROBLEM.items():
        if part in parser_message:
            return _report_at_problem(document, offset, error_text, problem)
    return _report_at_problem(
        document, offset, ErrorText("isn't allowed here, expected valid YAML", _ALIGN_HELP), problem
    )


def _report_at_context(document: Document, offset: int, error_text: ErrorText) -> LoadError:
    text = document.text
    if text[offset : offset + 1] in ("'", '"'):
        return report_syntax_error(
            document, f"`{text[offset]}` {error_text.description}", offset, offset + 1, help=error_text.help
        )
    match = _LINE_REST.match(text, offset)
    line = match[0].split(" #")[0].rstrip() if match else ""
    return report_syntax_error(
        document,
        f"`{line[:_MAX_QUOTED_LENGTH]}` {error_text.description}",
        offset,
        offset + len(line),
        help=error_text.help,
    )


def report_invalid_character(document: Document, offset: int) -> LoadError:
    """Add the fault that no token begins with the character at `offset`, and return the exception to raise."""
    character = document.text[offset : offset + 1]
    if character == "\t":
        message = "a tab is part of the indentation, expected spaces: YAML doesn't allow tabs there"
        help = "replace tabs with spaces"
    elif character == "%":
        message, help = "`%` can't begin an unquoted text, expected a value", _QUOTE_HELP
    else:
        message, help = f"`{character}` can't begin an unquoted text, expected a value: YAML reserves it", _QUOTE_HELP
    return report_syntax_error(document, message, offset, offset + 1, help=help)


def _report_at_problem(document: Document, offset: int, error_text: ErrorText, problem: YamlProblem) -> LoadError:
    text = document.text
    match = _TOKEN.match(text, offset)
    related: tuple[RelatedLocation, ...] = ()
    if error_text.context_label and problem.context_line is not None:
        context_offset = document.lines.offset(problem.context_line, problem.context_column)
        if context_offset != offset:
            related = (
                related_location(
                    document, error_text.context_label, context_offset, min(context_offset + 1, len(text))
                ),
            )
    if match:
        end, subject = match.end(), f"`{match[0][:_MAX_QUOTED_LENGTH]}`"
    else:
        offset = end = min(offset, len(text))
        subject = "the end of the text" if not text[offset:].strip() else "the end of the line"
        if not text[offset:].strip():
            offset = end = len(text.rstrip())
    return report_syntax_error(
        document, f"{subject} {error_text.description}", offset, end, help=error_text.help, related=related
    )
