"""YAML's syntax errors in plain words: what stands there, and what was expected."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from preclear.source.trouble import Unusable, exact_related, refuse_syntax

if TYPE_CHECKING:
    from preclear.source.document import Document
    from preclear.source.fault import Related


class Problem(NamedTuple):
    """libyaml's own words and places. Lines and columns count from 0; None where libyaml has no place."""

    problem: str
    context: str
    line: int | None
    column: int
    context_line: int | None
    context_column: int

    @classmethod
    def of(cls, error: Exception) -> Problem:
        """Take a yaml.YAMLError apart."""
        mark, around = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
        return cls(
            getattr(error, "problem", None) or str(getattr(error, "reason", "")),
            getattr(error, "context", None) or "",
            None if mark is None else mark.line,
            0 if mark is None else mark.column,
            None if around is None else around.line,
            0 if around is None else around.column,
        )

    @property
    def place(self) -> tuple[int, int]:
        """Line and column, to compare with another problem's; before everything where libyaml has no place."""
        return (-1 if self.line is None else self.line, self.column)


class Words(NamedTuple):
    """`fact` follows the subject: the text at the place. `opened` says what the context's place is, if it matters."""

    fact: str
    help: str | None = None
    opened: str | None = None


_LINE_UP: Final = "line the keys of one mapping up in one column, and put texts with special characters in quotes"
_QUOTE: Final = "put the text in quotes"
_UNCLOSED: Final = "close the quotes; inside of single quotes an apostrophe is written twice: `''`"

# What libyaml says, told by a part of it, in the order in which they are tried. At the problem's own place.
_AT_PROBLEM: Final[dict[str, Words]] = {
    "',' or ']'": Words(
        "stands inside of a list, expected `,` or `]`", "close the list with `]`", "the list opens here"
    ),
    "',' or '}'": Words(
        "stands inside of a mapping, expected `,` or `}`", "close it with `}`", "the mapping opens here"
    ),
    "expected '-'": Words("stands in a list, expected `- ` before each item", _LINE_UP, "the list begins here"),
    "expected key": Words("can't stand here, expected a key of the mapping", _LINE_UP, "the mapping begins here"),
    "expected node content": Words(
        "stands where a value should be, expected a value", "give the value, or remove this"
    ),
    "<document start>": Words("comes after the end of the document, expected nothing more", _LINE_UP),
    "mapping values are not": Words(
        "makes a second key of this line, or a key of a text that runs on from the line before, expected a value",
        "put the value in quotes if it holds `: `, or mend the indentation or a missing `:` of the line before",
    ),
    "sequence entries are not": Words("begins a list behind a key, expected a value", "put the list on the next line"),
    "mapping keys are not": Words("begins a key behind a key, expected a value", "put the mapping on the next line"),
    "tab character": Words("is a tab, expected spaces: YAML is never indented by tabs", "replace tabs by spaces"),
    "unknown escape": Words(
        'is no escape that YAML knows, expected one such as `\\n`, `\\"`, `\\\\` or `\\u00E9`',
        "double the backslash, or use single quotes",
    ),
    "hexdecimal": Words("can't follow `\\x`, `\\u` or `\\U`, expected hexadecimal digits", "complete the escape"),
    "invalid Unicode character": Words("is the number of no character, expected a code point", "mend the escape"),
    "undefined tag handle": Words("is a tag with a handle that no `%TAG` line defines", "remove the tag"),
    "alphabetic or numeric": Words("can't follow `&` or `*`, expected the name of an anchor", _QUOTE),
    "indentation indicator": Words("can't follow `|` or `>`, expected a number from 1 to 9", "remove the number"),
    "comment or line break": Words("can't stand here, expected the end of the line", "start the text on the next line"),
    "incompatible": Words("asks for a version of YAML that there is not, expected 1.2", "remove the line"),
    "duplicate %": Words("stands here again, expected each directive once", "remove the line"),
    "unexpected ':'": Words("can't stand in a text here, expected a space behind it", _QUOTE),
}

# The same, where the place that matters is where the thing began.
_AT_CONTEXT: Final[dict[str, Words]] = {
    "could not find expected ':'": Words("is no key, expected `:` behind it", "add the colon, or indent the line"),
    "end of stream": Words("opens a text that is never closed", _UNCLOSED),
    "unknown directive": Words(
        "is read as a directive, expected it above the document, with a line of `---` between them", "remove the line"
    ),
    "directive": Words(
        "is no directive as YAML writes one, expected one such as `%YAML 1.2` or `%TAG !e! !example-`",
        "remove the line",
    ),
    "document indicator": Words("opens a text that is not closed before the document ends", _UNCLOSED),
}
_TOKEN = re.compile(r"[^\s\[\]{},:\"'][^\s\[\]{},:\"]*|\S")
_LINE_REST = re.compile(r"[^\r\n]*")
_SHOWN = 40


def refuse_problem(document: Document, problem: Problem) -> Unusable:
    """Add the syntax error to `document`; gives the exception to raise."""
    said = f"{problem.context} {problem.problem}"
    for part, words in _AT_CONTEXT.items():
        if part in said and problem.context_line is not None:
            at = document.lines.offset(problem.context_line, problem.context_column)
            return _refuse_from(document, at, words)
    at = len(document.text)
    if problem.line is not None:
        at = document.lines.offset(problem.line, problem.column)
    if "cannot start any token" in said or ("tab character" in said and document.text.startswith("\t", at)):
        return refuse_character(document, at)
    for part, words in _AT_PROBLEM.items():
        if part in said:
            return _refuse_at(document, at, words, problem)
    return _refuse_at(document, at, Words("can't stand here, expected something else", _LINE_UP), problem)


def _refuse_from(document: Document, at: int, words: Words) -> Unusable:
    text = document.text
    if text[at : at + 1] in ("'", '"'):
        return refuse_syntax(document, f"`{text[at]}` {words.fact}", at, at + 1, help=words.help)
    found = _LINE_REST.match(text, at)
    line = found[0].split(" #")[0].rstrip() if found else ""
    return refuse_syntax(document, f"`{line[:_SHOWN]}` {words.fact}", at, at + len(line), help=words.help)


def refuse_character(document: Document, at: int) -> Unusable:
    """Add the fault that nothing can begin with the character at `at`; gives the exception to raise."""
    character = document.text[at : at + 1]
    if character == "\t":
        message = "a tab stands in the indentation, expected spaces: YAML is never indented by tabs"
        help = "replace tabs by spaces"
    elif character == "%":
        message, help = "`%` can't begin a text, expected a value", _QUOTE
    else:
        message, help = f"`{character}` can't begin a text: YAML keeps it for later use, expected a value", _QUOTE
    return refuse_syntax(document, message, at, at + 1, help=help)


def _refuse_at(document: Document, at: int, words: Words, problem: Problem) -> Unusable:
    text = document.text
    found = _TOKEN.match(text, at)
    related: tuple[Related, ...] = ()
    if words.opened and problem.context_line is not None:
        begin = document.lines.offset(problem.context_line, problem.context_column)
        if begin != at:
            related = (exact_related(document, words.opened, begin, min(begin + 1, len(text))),)
    if found:
        end, subject = found.end(), f"`{found[0][:_SHOWN]}`"
    else:
        at = end = min(at, len(text))
        subject = "the end of the text" if not text[at:].strip() else "the end of the line"
        if not text[at:].strip():
            at = end = len(text.rstrip())
    return refuse_syntax(document, f"{subject} {words.fact}", at, end, help=words.help, related=related)
