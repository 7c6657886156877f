"""YAML's syntax errors in plain words: what stands there, and what was expected."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from preclear.source.loader_faults import LoadError, related_location, report_syntax_error

if TYPE_CHECKING:
    from preclear.source.document import Document
    from preclear.source.fault import RelatedLocation


class YamlProblem(NamedTuple):
    """libyaml's own words and places. Lines and columns count from 0; None where libyaml has no place."""

    message: str
    context: str
    line: int | None
    column: int
    context_line: int | None
    context_column: int

    @classmethod
    def from_error(cls, error: Exception) -> YamlProblem:
        """Take a yaml.YAMLError apart."""
        problem_mark, context_mark = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
        return cls(
            getattr(error, "problem", None) or str(getattr(error, "reason", "")),
            getattr(error, "context", None) or "",
            None if problem_mark is None else problem_mark.line,
            0 if problem_mark is None else problem_mark.column,
            None if context_mark is None else context_mark.line,
            0 if context_mark is None else context_mark.column,
        )

    @property
    def position(self) -> tuple[int, int]:
        """Line and column, to compare with another problem's; before everything where libyaml has no place."""
        return (-1 if self.line is None else self.line, self.column)


class ErrorText(NamedTuple):
    """`description` follows the subject: the text at the place.

    `context_label` says what the context's place is, if it matters.
    """

    description: str
    help: str | None = None
    context_label: str | None = None


_ALIGN_HELP: Final = "line the keys of one mapping up in one column, and put texts with special characters in quotes"
_QUOTE_HELP: Final = "put the text in quotes"
_UNCLOSED_HELP: Final = "close the quotes; inside of single quotes an apostrophe is written twice: `''`"

# What libyaml says, told by a part of it, in the order in which they are tried. At the problem's own place.
_TEXTS_AT_PROBLEM: Final[dict[str, ErrorText]] = {
    "',' or ']'": ErrorText(
        "stands inside of a list, expected `,` or `]`", "close the list with `]`", "the list opens here"
    ),
    "',' or '}'": ErrorText(
        "stands inside of a mapping, expected `,` or `}`", "close it with `}`", "the mapping opens here"
    ),
    "expected '-'": ErrorText("stands in a list, expected `- ` before each item", _ALIGN_HELP, "the list begins here"),
    "expected key": ErrorText(
        "can't stand here, expected a key of the mapping", _ALIGN_HELP, "the mapping begins here"
    ),
    "expected node content": ErrorText(
        "stands where a value should be, expected a value", "give the value, or remove this"
    ),
    "<document start>": ErrorText("comes after the end of the document, expected nothing more", _ALIGN_HELP),
    "mapping values are not": ErrorText(
        "makes a second key of this line, or a key of a text that runs on from the line before, expected a value",
        "put the value in quotes if it holds `: `, or mend the indentation or a missing `:` of the line before",
    ),
    "sequence entries are not": ErrorText(
        "begins a list behind a key, expected a value", "put the list on the next line"
    ),
    "mapping keys are not": ErrorText(
        "begins a key behind a key, expected a value", "put the mapping on the next line"
    ),
    "tab character": ErrorText("is a tab, expected spaces: YAML is never indented by tabs", "replace tabs by spaces"),
    "unknown escape": ErrorText(
        'is no escape that YAML knows, expected one such as `\\n`, `\\"`, `\\\\` or `\\u00E9`',
        "double the backslash, or use single quotes",
    ),
    "hexdecimal": ErrorText("can't follow `\\x`, `\\u` or `\\U`, expected hexadecimal digits", "complete the escape"),
    "invalid Unicode character": ErrorText("is the number of no character, expected a code point", "mend the escape"),
    "undefined tag handle": ErrorText("is a tag with a handle that no `%TAG` line defines", "remove the tag"),
    "alphabetic or numeric": ErrorText("can't follow `&` or `*`, expected the name of an anchor", _QUOTE_HELP),
    "indentation indicator": ErrorText("can't follow `|` or `>`, expected a number from 1 to 9", "remove the number"),
    "comment or line break": ErrorText(
        "can't stand here, expected the end of the line", "start the text on the next line"
    ),
    "incompatible": ErrorText("asks for a version of YAML that there is not, expected 1.2", "remove the line"),
    "duplicate %": ErrorText("stands here again, expected each directive once", "remove the line"),
    "unexpected ':'": ErrorText("can't stand in a text here, expected a space behind it", _QUOTE_HELP),
}

# The same, where the place that matters is where the thing began.
_TEXTS_AT_CONTEXT: Final[dict[str, ErrorText]] = {
    "could not find expected ':'": ErrorText("is no key, expected `:` behind it", "add the colon, or indent the line"),
    "end of stream": ErrorText("opens a text that is never closed", _UNCLOSED_HELP),
    "unknown directive": ErrorText(
        "is read as a directive, expected it above the document, with a line of `---` between them", "remove the line"
    ),
    "directive": ErrorText(
        "is no directive as YAML writes one, expected one such as `%YAML 1.2` or `%TAG !e! !example-`",
        "remove the line",
    ),
    "document indicator": ErrorText("opens a text that is not closed before the document ends", _UNCLOSED_HELP),
}
_TOKEN = re.compile(r"[^\s\[\]{},:\"'][^\s\[\]{},:\"]*|\S")
_LINE_REST = re.compile(r"[^\r\n]*")
_MAX_QUOTED_LENGTH = 40


def report_yaml_problem(document: Document, problem: YamlProblem) -> LoadError:
    """Add the syntax error to `document`; gives the exception to raise."""
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
        document, offset, ErrorText("can't stand here, expected something else", _ALIGN_HELP), problem
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
    """Add the fault that nothing can begin with the character at `offset`; gives the exception to raise."""
    character = document.text[offset : offset + 1]
    if character == "\t":
        message = "a tab stands in the indentation, expected spaces: YAML is never indented by tabs"
        help = "replace tabs by spaces"
    elif character == "%":
        message, help = "`%` can't begin a text, expected a value", _QUOTE_HELP
    else:
        message, help = f"`{character}` can't begin a text: YAML keeps it for later use, expected a value", _QUOTE_HELP
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
