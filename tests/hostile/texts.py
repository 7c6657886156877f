"""Hostile texts, each with what must come of it: made to crash, hang or fill the machine, or to be misread."""

from __future__ import annotations

import gzip
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD = (
    'openapi: 3.1.0\ninfo: {title: Pets, version: "1"}\nservers: [{url: "https://pets.example"}]\n'
    'paths: {/pets: {get: {operationId: listPets, responses: {"200": {description: all}}}}}\n'
)
"""A document without errors, in four lines, to which more can be added."""
JSON_HEAD = (
    '{"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}, "servers": [{"url": "https://pets.example"}],'
    ' "paths": {"/pets": {"get": {"operationId": "listPets", "responses": {"200": {"description": "all"}}}}}, '
)

OK = None


class Hostile(NamedTuple):
    """A text and the rule that must find it, at this place; no rule where it must have no errors.

    `limit` is the limit that a refusal must name.
    """

    label: str
    make: Callable[[], bytes]
    rule: str | None
    place: str | None = None
    limit: str | None = None
    name: str = "openapi.yaml"


def whole(label: str, text: str | bytes, rule: str | None, place: str | None = None, **more: str) -> Hostile:
    """A text as it is."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return Hostile(label, lambda: data, rule, place, **more)


def added(label: str, text: str, rule: str | None, place: str | None = None, **more: str) -> Hostile:
    """A text that stands below HEAD, from line 5."""
    return whole(label, HEAD + text, rule, place, **more)


def choice(label: str, text: str, rule: str | None) -> Hostile:
    """A text that one may choose, in a place where it matters what it is read as."""
    return added(label, f"components: {{schemas: {{A: {{type: string, enum: [{text}]}}}}}}\n", rule, "5:49")


def member(label: str, text: str, rule: str | None, **more: str) -> Hostile:
    """A member of the object of JSON_HEAD, its last."""
    return whole(label, JSON_HEAD + text + "}", rule, name="openapi.json", **more)


def large(label: str, make: Callable[[], bytes], limit: str, place: str | None = None) -> Hostile:
    """A text beyond a limit."""
    return Hostile(label, make, "exceeded-limit", place, limit)


def _levels(kind: str) -> bytes:
    """Nine levels, each of which stands for nine of the one before: aliases, or merges."""
    if kind == "alias":
        first, wrap = "  - &a [x,x,x,x,x,x,x,x,x]\n", "  - &{} [{}]\n"
    else:
        first, wrap = "  - &a {k0: x, k1: x}\n", "  - &{} {{<<: [{}]}}\n"
    levels = "".join(wrap.format(name, ",".join([f"*{before}"] * 9)) for before, name in pairwise("abcdefghi"))
    return f"{HEAD}x-a:\n{first}{levels}".encode()


DEEP = [
    large("10,000 brackets", lambda: b"[" * 10_000, "depth", "1:101"),
    large("25,000 brackets", lambda: b"[" * 25_000, "depth", "1:101"),
    large("1,000,000 brackets", lambda: b"[" * 1_000_000, "depth", "1:101"),
    large("30,000 dashes", lambda: b"- " * 30_000, "depth", "1:201"),
    large("30,000 mappings in one another", lambda: b"{a: " * 30_000, "depth", "1:401"),
    large("100,000 question marks", lambda: b"? " * 100_000, "depth", "1:201"),
    large("5,000 levels of blocks", lambda: b"".join(b" " * n + b"a:\n" for n in range(5_000)), "depth", "101:101"),
    large("aliases of aliases", lambda: _levels("alias"), "expanded_nodes"),
]

LARGE = [
    large("merges of merges", lambda: _levels("merge"), "expanded_nodes"),
    Hostile("200,000 anchors", lambda: _anchors(), OK),
    Hostile("300,000 folded lines", lambda: f"{HEAD}x-a: >\n".encode() + b"  x\n" * 300_000, OK),
    Hostile("2,000 blank lines", lambda: b"\n" * 2_000 + b"[", "syntax-error"),
    Hostile("1,000,000 blanks", lambda: b" " * 1_000_000 + b"[", "syntax-error"),
    Hostile("100,000 blanks in JSON", lambda: b" \n" * 50_000 + b"[", "syntax-error", name="openapi.json"),
    large("a key of 1 MB", lambda: HEAD.encode() + b"? x-" + b"k" * 1_000_000 + b"\n: 1\n", "key_bytes", "5:3"),
    large("a scalar of 15 MB", lambda: HEAD.encode() + b"x-a: " + b"x" * 15_000_000, "scalar_bytes", "5:6"),
    large("a scalar of 50 MB", lambda: HEAD.encode() + b"x-a: " + b"x" * 50_000_000, "file_bytes", "1:1"),
]


def _anchors() -> bytes:
    return f"{HEAD}x-a:\n".encode() + b"".join(b"  k%d: &a%d x\n" % (number, number) for number in range(200_000))


YAML = [
    added("an alias in its own list", "x-a: &a [*a]\n", "unsupported-yaml", "5:10"),
    added(
        "a schema in itself by alias",
        "components: {schemas: {A: &a {properties: {x: *a}}}}\n",
        "unsupported-yaml",
        "5:47",
    ),
    added("an alias of nothing", "x-a: *b\n", "syntax-error", "5:6"),
    added("a merge of a number", "x-a: {<<: 1}\n", "unsupported-yaml", "5:7"),
    added("a merge of numbers", "x-a: {<<: [1, 2]}\n", "unsupported-yaml", "5:7"),
    added("two equal keys", "x-a: 1\nx-a: 2\n", "duplicate-key", "6:1"),
    added("keys equal but for quotes", "x-a: {200: a, '200': b}\n", "duplicate-key", "5:15"),
    added("a tab as indentation", "x-a:\n\tb: 1\n", "syntax-error", "6:1"),
    added("a line separator", "x-a: x\u2028b: 2\n", "syntax-error", "5:9"),
    choice("a line separator in a text", "x\u2028b", "ambiguous-scalar"),
    choice("a next line in a text", "x\x85b", "ambiguous-scalar"),
    whole("lines that end in CR", (HEAD + "x-a: *b\n").replace("\n", "\r"), "syntax-error", "5:6"),
    whole("lines that end in CR LF and LF", HEAD.replace("\n", "\r\n", 2) + "x-a: *b\n", "syntax-error", "5:6"),
    whole("another YAML", f"%YAML 9.9\n---\n{HEAD}", "unsupported-yaml", "1:1"),
    whole("an older YAML", f"%YAML 1.1\n---\n{HEAD}", "unsupported-yaml", "1:1"),
    added("a directive in the midst", "%YAML 1.2\nx-a: 1\n", "syntax-error"),
    whole("a directive between two keys", HEAD.replace("info", "%YAML 9.9\ninfo"), "syntax-error"),
    added("a second document", "---\na: 1\n", "multiple-documents", "5:1"),
    whole("nothing", "", "unreadable-file", "1:1"),
    whole("blanks", " \n\n", "unreadable-file", "1:1"),
    whole("a comment", "# nothing\n", "unreadable-file", "1:1"),
    whole("a byte order mark", "\ufeff", "unreadable-file", "1:1"),
    whole("a text alone", "pets\n", "not-openapi", "1:1"),
    whole("a list", "- a\n", "not-openapi", "1:1"),
    whole("null", "null\n", "not-openapi", "1:1"),
    added("a tag that runs a command", 'x-a: !!python/object/apply:os.system ["id"]\n', "unsupported-yaml", "5:6"),
    added("a tag of one's own", "x-a: !Foo x\n", "unsupported-yaml", "5:6"),
    added("a set", "x-a: !!set {a, b}\n", "unsupported-yaml", "5:6"),
    added("an ordered map", "x-a: !!omap [a: 1]\n", "unsupported-yaml", "5:6"),
    added("what is no base64", 'x-a: !!binary "@@@"\n', "unsupported-yaml", "5:6"),
    added("an equals sign", "x-a: =\n", OK),
    added("a list as a key", "? [a]\n: 1\n", "non-string-key", "5:3"),
    added("a mapping as a key", "? {a: 1}\n: 1\n", "non-string-key", "5:3"),
    added("null as a key", "~: 1\n", "non-string-key", "5:1"),
    whole("numbers as keys of responses", HEAD.replace('"200"', "200"), OK),
    added("a boolean of YAML 1.1 as a key", "components: {schemas: {on: {}}}\n", "ambiguous-scalar", "5:24"),
]

SCALARS = [
    added("a thirteenth month", "x-a: 2024-13-45\n", OK),
    added("the year nought", "x-a: 0000-00-00\n", OK),
    added("a time zone of 99 hours", "x-a: 2001-01-01 00:00:00 +99:99\n", OK),
    added("what is no time", "x-a: !!timestamp x\n", "unsupported-yaml", "5:6"),
    added("what is no boolean", "x-a: !!bool x\n", "unsupported-yaml", "5:6"),
    added("what is no integer", "x-a: !!int x\n", "unsupported-yaml", "5:6"),
    added("5,000 digits", f"x-a: {'9' * 5_000}\n", "exceeded-limit", "5:6", limit="digits"),
    added("4,000 hexadecimal digits", f"x-a: 0x{'f' * 4_000}\n", "exceeded-limit", "5:6", limit="digits"),
    *(
        added(f"{number} as a maximum", f"components: {{schemas: {{A: {{maximum: {number}}}}}}}\n", rule, "5:37")
        for number, rule in (
            ("1e999", "unsupported-yaml"),
            (".inf", "unsupported-yaml"),
            (".nan", "unsupported-yaml"),
            ("-.inf", "unsupported-yaml"),
        )
    ),
    member("NaN", '"x-a": NaN', "syntax-error"),
    member("Infinity", '"x-a": Infinity', "syntax-error"),
    member("a number beyond all", '"x-a": 1e999', "exceeded-limit"),
    added("1e3 as a maximum", "components: {schemas: {A: {type: number, maximum: 1e3}}}\n", OK),
    whole("a version that is a number", HEAD.replace('"1"', "1.10"), "ambiguous-scalar", "2:30"),
    *(choice(f"{text} in YAML 1.1 and 1.2", text, "ambiguous-scalar") for text in ("no", "on", "y", "1_000", "1:30")),
    choice("010 in YAML 1.1 and 1.2", "010", "mismatched-enum"),
    member("a pair of surrogates", '"x-a": "\\ud83d\\ude00"', OK),
    member("half a pair of surrogates", '"x-\\ud800": "\\ud800"', "syntax-error"),
    added("a character beyond all", 'x-a: "\\UFFFFFFFF"\n', "syntax-error", "5:9"),
]

BYTES = [
    whole("a byte order mark before all", "\ufeff" + HEAD + "x-a: *b\n", "syntax-error", "5:6"),
    whole("a byte order mark and no fault", "\ufeff" + HEAD, OK),
    whole("UTF-16, little end first", (HEAD + "x-é: 1\n").encode("utf-16"), "unexpected-encoding", "1:1"),
    whole("UTF-16, big end first", b"\xfe\xff" + HEAD.encode("utf-16-be"), "unexpected-encoding", "1:1"),
    whole("UTF-16 without its mark", HEAD.encode("utf-16-le"), "unreadable-file"),
    whole("UTF-32", HEAD.encode("utf-32"), "unreadable-file"),
    whole("latin-1", HEAD.encode() + b"x-a: caf\xe9\n", "unreadable-file", "5:9"),
    whole("UTF-8 that is cut", HEAD.encode() + b"x-a: \xf0\x9f\x90", "unreadable-file", "5:6"),
    whole("a slash that is too long", HEAD.encode() + b"x-a: \xc0\xaf\n", "unreadable-file", "5:6"),
    whole("surrogates in UTF-8", HEAD.encode() + b"x-a: \xed\xa0\xbd\xed\xb0\xb6\n", "unreadable-file", "5:6"),
    added("NUL", "x-a: a\0b\n", "syntax-error", "5:7"),
    added("ESC", "x-a: a\x1b[31mb\n", "syntax-error", "5:7"),
    whole("gzip", gzip.compress(HEAD.encode(), mtime=0), "unreadable-file"),
    whole("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0", "unreadable-file"),
    whole("an archive", b"PK\3\4\x14\0\0\0\x08\0\x9d\xc5\xff\xa1", "unreadable-file"),
]

JSON = [
    member("a comma at the end", '"x-a": 1,', "syntax-error"),
    member("a comment", '"x-a": 1 // one\n', "syntax-error"),
    member("a comment in a line", '"x-a": /* one */ 1', "syntax-error"),
    member("single quotes", "\"x-a\": 'one'", "syntax-error"),
    member("a nought in front", '"x-a": 01', "syntax-error"),
    member("text behind the end", '"x-a": 1} x, {"a": 1', "syntax-error"),
    member("a key without quotes", "x-a: 1", "syntax-error"),
    member("a tab in a string", '"x-a": "a\tb"', "syntax-error"),
    member("5,000 digits in JSON", f'"x-a": {"9" * 5_000}', "exceeded-limit", limit="digits"),
]

ALL = (*DEEP, *LARGE, *YAML, *SCALARS, *BYTES, *JSON)
