"""Parts of operations and definitions in texts: `parameter #2`, `parameters[1]`, `response '404'`, `body.x`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from preclear.mapping.field_path import FieldPath, parse_field_path

if TYPE_CHECKING:
    from collections.abc import Iterator

Span = tuple[int, int]

_LOCATION = r"(?:(query|path|header|cookie)\s+)?"
_NAME = r"[A-Za-z0-9_$@][\w$.\[\]/-]{0,100}"
_ORDINAL = re.compile(
    rf"""\b(?:(\d{{1,4}})(?:st|nd|rd|th)|(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last))\s+
    {_LOCATION}(param(?:eter)?|response)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_NUMBER = re.compile(
    rf"\b{_LOCATION}(param(?:eter)?|response)s?\s*(?:\#|no\.?\s|number\s)\s*(\d{{1,4}})\b", re.IGNORECASE
)
_ORDINAL_WORDS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_STEPS = r"""(?:\.[^\s.\[\]"'`,;:()<>|]+|/[^\s/"'`,;:()<>|]+|\[\s*(?:\d+|"[^"]*"|'[^']*')\s*\])+"""
_FIELD_PATH = re.compile(
    rf"""(?<![\w/.\]~\#$-])(?:\#?/|\*?[A-Z]\w*\.)?(?:[Pp]aram(?:eter)?s|[Rr]equest_?[Bb]ody|[Rr]esponses){_STEPS}
    |(?<![\w/.\]~\#$-])\#?/(?:name|operationId|summary|description|tags|security|parameters|requestBody|responses)\b""",
    re.VERBOSE,
)
_GO_KEY = re.compile(r"Key: ?'([^'\n]{1,300})' Error: ?(?:Field validation for '[^'\n]*' failed on the '[^'\n]*' tag)?")
_GO_FIELD = re.compile(r"Go struct field ([A-Za-z]\w*(?:\.\w+)+)")
_GO_PATH = re.compile(r"(?<![\w/.#~$\"'-])[A-Z]\w*(?:\[\d+\])?(?:\.[A-Z]\w*(?:\[\d+\])?)+")
_REQUEST_PATH = re.compile(
    r"(?<![\w/.$~#\]-])(?:req(?:uest)?[./])?(query(?:string)?|headers?|path|cookies?|body)[./]"
    r"([A-Za-z0-9_$][\w$-]*(?:[./]\w[\w$-]*|\[\d+\])*)"
)
_REQUEST_PARTS = {"querystring": "query", "headers": "header", "cookies": "cookie"}
_PROPERTY = re.compile(
    rf"""\b(?:property|properties|field|attribute)s?:?\s+(?:(?:named|called)\s|name\s(?=["'`]))?["'`]?({_NAME})["'`]?""",
    re.IGNORECASE,
)
_PROPERTY_AFTER = re.compile(rf"""["'`]({_NAME})["'`]\s(?:property|field|attribute)\b""", re.IGNORECASE)
_STATUS = re.compile(
    r"""\b(?:responses?|status)(?:\ code|\ status)?(?:\ for|\ with)?[\ :=\[./]{0,4}["'`]?
    ([1-5](?:\d\d|XX)|default)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_STATUS_BEFORE = re.compile(r"\b([1-5](?:\d\d|XX)|default)[\"'`]? (?:response|status)s?\b", re.IGNORECASE)
_MEDIA_TYPE = re.compile(
    r"(?<![\w/.~-])(?:application|text|image|multipart|audio|video|font|model|message)/[\w.+*-]*\w|(?<!\S)\*/\*"
)
_BODY = re.compile(r"\brequest_?body\b|(?<!response )(?<!responses )\bbody\b", re.IGNORECASE)
_RENAMED = re.compile(r"\b(?:renamed|rename|operationid)\b", re.IGNORECASE)
_SUMMARY = re.compile(
    r"[\"'`]summary[\"'`]|\b(?:no|empty|missing|long|short|the) summary\b|\bsummary (?:is|has|must)\b"
)
_PART_WORD = re.compile(
    r"/|param|respon|status|reque|body|query|header|path|cookie|propert|field|attrib|rename|operationid|summary",
    re.IGNORECASE,
)


class ParameterMention(NamedTuple):
    """A parameter by its name; `location` is its `in`, or None."""

    name: str
    location: str | None = None


class OrdinalMention(NamedTuple):
    """A parameter or response by its 0-based position, -1 for the last.

    It counts among those of a `location`, unless that's None.
    """

    noun: str
    position: int
    location: str | None = None


class RequestPath(NamedTuple):
    """A parameter in a request: `part` is where it is, `path` starts with its name."""

    part: str
    path: str


@dataclass(slots=True)
class PartMentions:
    """The parts of something that a text names, before it's known what they are parts of.

    `paths` lead on from an operation, `connector_paths` from the connector, `body_paths` from a body. `properties` are
    named beside a noun for a property; `weak_names` are in quotes and could be anything. `attribute` is the attribute
    of an operation that the text is about; it may be empty.
    """

    parameters: list[ParameterMention] = field(default_factory=list[ParameterMention])
    ordinals: list[OrdinalMention] = field(default_factory=list[OrdinalMention])
    paths: list[FieldPath] = field(default_factory=list[FieldPath])
    connector_paths: list[FieldPath] = field(default_factory=list[FieldPath])
    request_paths: list[RequestPath] = field(default_factory=list[RequestPath])
    body_paths: list[str] = field(default_factory=list[str])
    properties: list[str] = field(default_factory=list[str])
    weak_names: list[str] = field(default_factory=list[str])
    statuses: list[str] = field(default_factory=list[str])
    media_types: list[str] = field(default_factory=list[str])
    has_body: bool = False
    attribute: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there are none."""
        is_named = self.parameters or self.ordinals or self.paths or self.connector_paths or self.request_paths
        is_quoted = self.properties or self.weak_names or self.statuses or self.media_types or self.body_paths
        return not is_named and not is_quoted and not self.has_body and not self.attribute


def read_program_paths(text: str, mentions: PartMentions) -> Iterator[Span]:
    """Read paths in the notation of a program into `mentions`; yield the 0-based part of the text of each."""
    if "Key: " in text:
        for match in _GO_KEY.finditer(text):
            _add_go_path(match[1], mentions)
            yield match.span()
    if "Go struct field" in text:
        for match in _GO_FIELD.finditer(text):
            _add_go_path(match[1], mentions)
            yield match.span()
    if "." in text:
        for match in _GO_PATH.finditer(text):
            if _add_go_path(match[0], mentions):
                yield match.span()


def _add_go_path(text: str, mentions: PartMentions) -> bool:
    written = parse_field_path(text)
    path = written.without_struct
    if path is None:
        return False
    is_of_operation = written.head.rpartition(".")[2].endswith(("Action", "ActionHTTP", "Trigger", "TriggerHTTP"))
    is_of_operation = is_of_operation or path.head in ("parameters", "requestBody", "responses", "operationId")
    (mentions.paths if is_of_operation else mentions.connector_paths).append(path)
    return True


def read_mentions(text: str, mentions: PartMentions) -> Iterator[Span]:
    """Read the parts that `text` names into `mentions`; yield the 0-based part of the text that names each."""
    if _PART_WORD.search(text) is None:
        return
    lower = text.lower()
    has_responses = "respon" in lower or "status" in lower
    if "param" in lower or "reque" in lower or has_responses or "/" in text:
        for match in _FIELD_PATH.finditer(text):
            mentions.paths.append(_operation_path(match[0]))
            yield match.span()
        text = _FIELD_PATH.sub(_blank, text)
    if "param" in lower or has_responses:
        yield from _read_ordinals(text, mentions)
    if has_responses:
        mentions.statuses += [match[1] for match in _STATUS.finditer(text)]
        mentions.statuses += [match[1] for match in _STATUS_BEFORE.finditer(text)]
    if "/" in text:
        for match in _MEDIA_TYPE.finditer(text):
            mentions.media_types.append(match[0])
            yield match.span()
    for match in _REQUEST_PATH.finditer(text):
        part = _REQUEST_PARTS.get(match[1], match[1])
        if part == "body":
            mentions.body_paths.append(match[2])
        else:
            mentions.request_paths.append(RequestPath(part, match[2]))
    if "propert" in lower or "field" in lower or "attribute" in lower:
        for pattern in (_PROPERTY_AFTER, _PROPERTY):
            for match in pattern.finditer(text):
                mentions.properties.append(match[1].rstrip(".-/"))
                yield match.span()
    mentions.has_body = "body" in lower and _BODY.search(text) is not None
    if ("operationid" in lower or "rename" in lower) and _RENAMED.search(text) is not None:
        mentions.attribute = "name"
    elif "summary" in lower and _SUMMARY.search(lower) is not None:
        mentions.attribute = "summary"


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _operation_path(text: str) -> FieldPath:
    text = text.lstrip("*#/").rstrip(".!?")
    path = parse_field_path(f"/{text}" if "/" in text else text)
    path = path.without_struct or path
    return FieldPath(("parameters", *path.parts[1:]), path.separator) if path.head == "params" else path


def _read_ordinals(text: str, mentions: PartMentions) -> Iterator[Span]:
    for match in _ORDINAL.finditer(text):
        word = (match[2] or "").lower()
        index = int(match[1]) - 1 if match[1] else _ORDINAL_WORDS.index(word) if word != "last" else -1
        _add_ordinal(mentions, match[4], index, match[3])
        yield match.span()
    for match in _NUMBER.finditer(text):
        _add_ordinal(mentions, match[2], int(match[3]) - 1, match[1])
        yield match.span()


def _add_ordinal(mentions: PartMentions, noun: str, index: int, location: str | None) -> None:
    if index >= -1:
        noun = "response" if noun.lower() == "response" else "parameter"
        mentions.ordinals.append(OrdinalMention(noun, index, location.lower() if location else None))
