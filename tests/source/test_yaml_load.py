"""What YAML means, and what is said where it means nothing."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from preclear.source import KINDS, LIMIT_NAMES, Limits, load_bytes
from preclear.source.locator import AmbiguousScalar
from tests.source.loading import message, read_yaml, reported, span_text

if TYPE_CHECKING:
    from preclear.source import Json


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[~, null, Null, NULL, '', x]", [None, None, None, None, "", "x"]),
        ("[true, True, TRUE, false, False, FALSE]", [True, True, True, False, False, False]),
        ("[yes, no, on, off, y, n]", ["yes", "no", "on", "off", "y", "n"]),
        ("[0, -1, +12, 0x1F, 0o17, 1.50, -.5, 1., 1e3, 1E-2]", [0, -1, 12, 31, 15, 1.5, -0.5, 1.0, 1000.0, 0.01]),
        ("[0123, 08, 010, -010, +010, 00, 007.5]", [123, 8, 10, -10, 10, 0, 7.5]),
        ("[1_000, 1:30, 0b1, 2024-01-01, 2024-13-45, 0000-00-00, =]", [
            "1_000", "1:30", "0b1", "2024-01-01", "2024-13-45", "0000-00-00", "=",
        ]),
        ("['1', \"true\", 'null']", ["1", "true", "null"]),
        ("[!!str 1, !!int '2', !!float 3, !!bool 'true', !!null '', ! 4]", ["1", 2, 3.0, True, None, "4"]),
        ("{200: a, '404': b, 1.10: c, 0200: d}", {"200": "a", "404": "b", "1.10": "c", "0200": "d"}),
        ("a: |\n  x\n  y\nb: >\n  x\n  y\n", {"a": "x\ny\n", "b": "x y\n"}),
        ('a: "\\u00e9\\x41\\N\\n"\n', {"a": "é\x41\x85\n"}),
        ("a: &x [1, *y]\n".replace("*y", "2") + "b: *x\n", {"a": [1, 2], "b": [1, 2]}),
        ("a: &x 1\n*x : b\n", {"a": 1, "1": "b"}),
        ("a: &x 1\nb: &x 2\nc: *x\n", {"a": 1, "b": 2, "c": 2}),
        ("a: {<<: {x: 1, y: 1}, x: 2}\n", {"a": {"x": 2, "y": 1}}),
        ("'<<': {x: 1}\n", {"<<": {"x": 1}}),
        ("just text", "just text"),
        ("--- null\n", None),
        ("a: x\u2028y\nb: x\x85y\n", {"a": "x\u2028y", "b": "x\x85y"}),
        ("\ue000a: x\u2029y\n", {"\ue000a": "x\u2029y"}),
    ],
)  # fmt: skip
def test_yaml_is_read_as_version_1_2_and_json_minded_readers_read_it(text: str, value: Json) -> None:
    document = read_yaml("# YAML\n" + text)
    assert document.is_loaded
    assert document.value == value
    assert repr(document.value) == repr(value)


@pytest.mark.parametrize(
    ("text", "older", "newer"),
    [
        ("yes", "the boolean true", "text"),
        ("Off", "the boolean false", "text"),
        ("y", "the boolean true", "text"),
        ("0123", "the number 83", "the number 123"),
        ("-010", "the number -8", "the number -10"),
        ("08", "the text `08`", "the number 8"),
        ("0_7", "the number 7", "text"),
        ("1_000", "the number 1000", "text"),
        ("1_0.5", "the number 10.5", "text"),
        ("1:30", "the number 90", "text"),
        ("190:20:30", "the number 685230", "text"),
        ("0b101", "the number 5", "text"),
        ("-0x1F", "the number -31", "text"),
        ("2024-01-01", "a date", "text"),
        ("2024-01-01T10:00:00Z", "a point in time", "text"),
        ("2001-01-01 00:00:00 +99:99", "a point in time", "text"),
        ("=", "a default value", "text"),
        ("0o10", "the text `0o10`", "the number 8"),
    ],
)
def test_a_plain_scalar_that_yaml_1_1_reads_otherwise_is_recorded(text: str, older: str, newer: str) -> None:
    document = read_yaml(f"a:\n  - x\n  - {{k: {text}, {text}: '{text}'}}\n")
    assert document.ambiguous_scalars == [
        AmbiguousScalar(("a", 1, "k"), "value", text, older, newer),
        AmbiguousScalar(("a", 1, text), "key", text, older, newer),
    ]
    assert document.faults == []


def test_a_fraction_that_yaml_1_1_reads_as_text_is_recorded_and_as_a_key_it_is_no_string_above_all() -> None:
    document = read_yaml("a: 1e3\n1e3: a\n")
    assert document.ambiguous_scalars == [AmbiguousScalar(("a",), "value", "1e3", "the text `1e3`", "the number 1000")]
    assert reported(document) == [("non-string-key", "2:1-2:4")]


@pytest.mark.parametrize("text", ["007", "00", "+1", "0x10"])
def test_a_key_that_is_a_whole_number_in_other_digits_than_its_own_is_recorded(text: str) -> None:
    number = f"the number {int(text, 0 if 'x' in text else 10)}"
    document = read_yaml(f"a: {text}\n{text}: a\n200: b\n")
    assert document.ambiguous_scalars == [AmbiguousScalar((text,), "key", text, number, number)]


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        (None, "null Null NULL ~"),
        (True, "true True TRUE"),
        (False, "false False FALSE"),
        (10, "10 +10 010 0010 +010 0o12 0xA 0xa"),
        (-10, "-10 -010"),
        (0, "0 00 -0 +0 0o0 0x0"),
        (0.5, ".5 0.5 +.5 0.50 5e-1 5E-1 .5e0 00.5"),
        (1.0, "1. 1.0 1.e0 +1.0 01. 10e-1"),
        (-1000.0, "-1e3 -1E+3 -1.0e03"),
        (".inf", ".inf .Inf .INF +.inf +.Inf -.INF .nan .NaN .NAN"),
        ("text", "nULL tRUE truE False_ yes No ON ~~ inf NaN Infinity .iNF -.nan +.NaN . + +. e3 .e3 1e 1e+ --1 +-1"),
        ("text", "1_000 1,000 0b1 0B1 0O17 0X1F 0xG 0o8 +0x1F -0o17 0x 0o 1:30 12:30 12:30:45 1.2.3 2024-05-01"),
    ],
)  # fmt: skip
def test_every_plain_scalar_resolves_as_the_table_of_the_core_schema_says(value: Json, texts: str) -> None:
    # YAML 1.2.2, 10.3.2 Tag Resolution. JSON has no infinity: such a word is reported, and is text then.
    for text in texts.split():
        document = read_yaml(f"- {text}\n")
        if isinstance(value, str):
            assert document.value == [text], text
        else:
            assert repr(document.value) == repr([value]), text
        assert bool(document.faults) == (value == ".inf"), text


@pytest.mark.parametrize("text", ["true", "null", "12", "0x1F", "1.5", "1.5e+3", "0", "abc", "1.2.3", "v1", "-", "a_b"])
def test_what_both_versions_read_alike_is_not_recorded(text: str) -> None:
    assert read_yaml(f"a: {text}x\nb: '{text}'\n").ambiguous_scalars == []
    if text != "-":
        assert read_yaml(f"a: {text}\n").ambiguous_scalars == []


def test_every_later_occurrence_of_a_key_is_reported_and_names_the_first() -> None:
    document = read_yaml("responses:\n  200: {a: 1}\n  '404': b\n  \"200\": c\n  200: d\n")
    assert document.value == {"responses": {"200": "d", "404": "b"}}
    assert reported(document) == [("duplicate-key", "4:3-4:8"), ("duplicate-key", "5:3-5:6")]
    for fault in document.faults:
        assert fault.report.message == "key `200` is repeated, expected once: first on line 2"
        assert fault.report.location.place.pointer == ("responses", "200")
        assert [tuple(related.location.place.span.start) for related in fault.report.related] == [(2, 3)]


def test_a_merge_key_is_a_key_too_and_merged_keys_are_no_duplicates() -> None:
    document = read_yaml("a: &a {x: 1}\nb:\n  <<: *a\n  x: 2\n  <<: *a\n")
    assert reported(document) == [("duplicate-key", "5:3-5:5")]


@pytest.mark.parametrize(
    ("text", "kind", "place", "words"),
    [
        ("a: 1\n~: x\n", "non-string-key", "2:1-2:2", "key `~` is null, expected a string"),
        ("a: 1\n?\n: x\n", "non-string-key", "2:2-2:2", "the key is empty, expected a string"),
        ("true: x\n", "non-string-key", "1:1-1:5", "key `true` is a boolean, expected a string"),
        ("1.10: x\n", "non-string-key", "1:1-1:5", "key `1.10` is a number, expected a string"),
        ("? [a, b]\n: x\n", "non-string-key", "1:3-1:9", "key `[a, b]` is a list, expected a string"),
        ("? {a: 1}\n: x\n", "non-string-key", "1:3-1:9", "key `{a: 1}` is a mapping, expected a string"),
        ("a: &a [1]\n*a : x\n", "non-string-key", "2:1-2:3", "key `*a` is a mapping or a list, expected a string"),
        ("a: 1\n--- \nb: 2\n", "multiple-documents", "2:1-2:4", "a second document begins here"),
        ("a: 1\n...\n---\nb: [\n", "multiple-documents", "3:1-3:4", "only the first is read"),
        ("a: 1\n...\nb: 2\n", "multiple-documents", "3:1-3:3", "a second document begins here"),
        ("a: 1\n... # c\n# d\n\n  b: [\n", "multiple-documents", "5:3-5:5", "a second document begins here"),
        ("a: |\n\t\n  x\n", "unsupported-yaml", "2:1-2:2", "an empty line of a block scalar has a tab, expected"),
        ("a: |\n\t\n \tx\n\t\n", "unsupported-yaml", "2:1-2:2", "(and 1 more do)"),
        ("a: |\n  x\n\t\n \t \n  y\n", "unsupported-yaml", "3:1-3:2", "(and 1 more do)"),
        ("!!merge <<: {x: 1}\n", "unsupported-yaml", "1:1-1:8", "tag `!!merge` isn't supported by every reader"),
        ("%YAML 9.9\n---\na: 1\n", "unsupported-yaml", "1:1-1:10", "`%YAML 9.9` requests another version"),
        ("# c\n%YAML 1.1\n---\na: 1\n", "unsupported-yaml", "2:1-2:10", "`%YAML 1.1` requests another version"),
        ("a: !Foo x\n", "unsupported-yaml", "1:4-1:8", "tag `!Foo` has no meaning in JSON"),
        ("a: !!set {x: ~}\n", "unsupported-yaml", "1:4-1:9", "tag `!!set` has no meaning in JSON"),
        ("!Foo a: x\n", "unsupported-yaml", "1:1-1:5", "tag `!Foo` has no meaning in JSON"),
        ('a: !!binary "@@@"\n', "unsupported-yaml", "1:4-1:12", "tag `!!binary` has no meaning"),
        ("a: !!int x\n", "unsupported-yaml", "1:4-1:11", "`x` is tagged `!!int`, but has another type"),
        ("%FOO x\n---\na: 1\n", "unsupported-yaml", "1:1-1:5", "`%FOO` isn't a directive that YAML defines"),
        ("%\u00e9:\n%TAG !e! !e-\n---\na: 1\n", "unsupported-yaml", "1:1-1:4", "isn't a directive that YAML defines"),
        ('"": 1\n"": 2\n', "duplicate-key", "2:1-2:3", "the empty key is repeated, expected once"),
        ("a: !!int ''\n", "unsupported-yaml", "1:4-1:12", "an empty scalar is tagged `!!int`"),
        ("a: .inf\n", "unsupported-yaml", "1:4-1:8", "`.inf` can't be represented in JSON"),
        ("a: 1e999\n", "unsupported-yaml", "1:4-1:9", "`1e999` can't be represented in JSON"),
        ("a: &a [*a]\n", "unsupported-yaml", "1:8-1:10", "alias `*a` is inside its own anchor"),
        ("a:\n  <<: 1\n", "unsupported-yaml", "2:3-2:5", "`<<` merges a number, expected a mapping"),
    ],
)
def test_what_json_has_no_word_for_is_reported_and_the_rest_is_read(
    text: str, kind: str, place: str, words: str
) -> None:
    document = read_yaml(text)
    assert document.is_loaded
    assert reported(document) == [(kind, place)]
    assert words in message(document)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: b: c\n", "1:5-1:6", "`:` makes this a second key on the line"),
        ("a:\n  b: 1\n c: 2\n", "3:2-3:3", "`c` isn't allowed here, expected a key of the mapping"),
        ("a: [1, 2\nb: 3\n", "2:2-2:3", "`:` isn't allowed in a list here, expected `,` or `]`"),
        ("a: {b: 1\n", "1:9-1:9", "the end of the text isn't allowed in a mapping here, expected `,` or `}`"),
        ("a: 'x\nb: 1\n", "1:4-1:5", "`'` opens a string that is never closed"),
        ('a: "x\\q"\n', "1:6-1:8", "`\\q` isn't an escape in YAML"),
        ("a:\n\tb: 1\n", "2:1-2:2", "a tab is part of the indentation, expected spaces"),
        ("a: b\n\tc\n", "2:1-2:2", "a tab is part of the indentation, expected spaces"),
        ("a: b\n\t\n\tc: d\n", "3:1-3:2", "a tab is part of the indentation, expected spaces"),
        ("-\ta: b\n", "1:2-1:3", "a tab is part of the indentation, expected spaces"),
        ("a: 1\n%FOO x\n", "2:1-2:7", "`%FOO x` is read as a directive, expected it above the document"),
        ("%FOO x\na: 1\n", "1:1-1:7", "`%FOO x` is read as a directive, expected it above the document"),
        ("%TAG x\n---\na: 1\n", "1:1-1:7", "`%TAG x` isn't a valid directive"),
        ("%YAML 1.2\n%YAML 1.2\n---\na: 1\n", "2:1-2:6", "`%YAML` is repeated, expected each directive once"),
        ("a: @b\n", "1:4-1:5", "`@` can't begin an unquoted text"),
        ("a: %b\n", "1:4-1:5", "`%` can't begin an unquoted text"),
        ("openapi: 3.0.0\npaths\ninfo: 1\n", "2:1-2:6", "`paths` isn't a key, expected `:` after it"),
        ("- a\nb: 1\n", "2:1-2:2", "`b` isn't an item of the list, expected `- ` before each item"),
        ("a: - b\n", "1:4-1:5", "`-` begins a list right after a key"),
        ("a: |x\n", "1:5-1:6", "`x` isn't allowed here, expected the end of the line"),
        ("a: *x\n", "1:4-1:6", "alias `*x` has no anchor, expected `&x` before it"),
        ('a: "\\UFFFFFFFF"\n', "1:7-1:15", "`FFFFFFFF` isn't a character"),
        ("a: x\x1by\n", "1:5-1:6", "`U+001B (escape)` is a control character"),
        ("a: x\0y\n", "1:5-1:6", "`U+0000 (NUL)` is a control character"),
        ("a: 😀\x07\n", "1:5-1:6", "`U+0007 (bell)` is a control character"),
        ("{a: 1]}", "1:6-1:7", "`]` isn't allowed in a mapping here, expected `,` or `}`"),
        ("a: [1,,2]\n", "1:7-1:8", "`,` isn't allowed here, expected a value"),
        ("a: !x!y z\n", "1:4-1:8", "uses a tag handle that no `%TAG` directive defines"),
    ],
)
def test_a_syntax_error_says_what_stands_there_and_what_was_expected(text: str, place: str, words: str) -> None:
    document = read_yaml(text)
    assert reported(document) == [("syntax-error", place)]
    assert words in message(document)
    assert not document.is_loaded
    assert document.value is None
    with pytest.raises(LookupError):
        document.span(())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a:\n\t\n  b: 1\n", {"a": {"b": 1}}),
        ("a: x\n\t\nb: 1\n", {"a": "x", "b": 1}),
        ("a: x\n \t \n\t\t\nb: 1\n", {"a": "x", "b": 1}),
        ("a: 'x'\n\t\nb: 1\n", {"a": "x", "b": 1}),
        ("a:\n- x\n\t\n- y\n", {"a": ["x", "y"]}),
        ("\t\na: 1\n\t", {"a": 1}),
        ("a: 1\r\n\t\r\nb: 1\r\n", {"a": 1, "b": 1}),
        ("a: 1\n\t# c\n  \t # c\nb: 1\n", {"a": 1, "b": 1}),
        ("a: b\n  c\n\t\n  d\n", {"a": "b c\nd"}),
        ("a: |\n  x\n  \t\n  y\nb:\n\t\n  c: 1\n", {"a": "x\n\t\ny\n", "b": {"c": 1}}),
        ('a: "x\n\t\n  y"\nb:\n\t\n  c: 1\n', {"a": "x\ny", "b": {"c": 1}}),
    ],
)
def test_a_line_of_white_space_may_hold_tabs_and_only_those_of_a_block_scalars_text_are_kept(
    text: str, value: Json
) -> None:
    document = read_yaml(text)
    assert document.faults == []
    assert document.value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-\tx\n- \t'y'\n-\t[1]\n-\t# c\n  z\n", ["x", "y", [1], "z"]),
        ("? a\n:\tb\n?\tc\n:\t- d\n".replace("\t- d", " - d"), {"a": "b", "c": ["d"]}),
        ("a:\n - b\n -\tc:d\n - - e\n   -\t\tf g\n", {"a": ["b", "c:d", ["e", "f g"]]}),
        ("a:\n \tb\nc:\n  \t'd'\ne:\n  \t  &x\n  f\n", {"a": "b", "c": "d", "e": "f"}),
        ('a: b\n  - c\n  "d\n-\te\n'.replace("-\te", "  -\te"), {"a": 'b - c "d -\te'}),
        ("a: |\n  -\tx\nb:\n  -\ty\n", {"a": "-\tx\n", "b": ["y"]}),
        ("- 'a\n\n  -\tb'\n-\tc\n", ["a\n-\tb", "c"]),
        ('- "# |\n  -\tb" # |\n-\tc\n', ["# | -\tb", "c"]),
        ('- {a: |, b: "}"}\n-\tc\n'.replace("|", "x"), [{"a": "x", "b": "}"}, "c"]),
        ("a: &x !!str\n  |\n  -\tb\nc:\n-\td\n", {"a": "-\tb\n", "c": ["d"]}),
        ("a: |\n \tx\n y\n", {"a": "\tx\ny\n"}),
        ("a: >\n \t\n x\n y\n", {"a": "\t\nx y\n"}),
        ("a: |-\n \t\nb:\n  c: |+\n    \td\n\n", {"a": "\t", "b": {"c": "\td\n\n"}}),
        ("- - |\n    \tx\n   y\n".replace("   y", "    y"), [["\tx\ny\n"]]),
        ("a:\n- |\n \tx\n- >-\n \ty\n", {"a": ["\tx\n", "\ty"]}),
        ("a: |\n\n \tx\n", {"a": "\n\tx\n"}),
        ("a: |1\n \tx\n  y\n", {"a": "\tx\n y\n"}),
        ("--- |\n \tx\n", "\tx\n"),
        ("a: |\n  x\n \t# c\nb: 1\n", {"a": "x\n", "b": 1}),
        ("a: |\r\n \tx\r\nb:\r\n-\ty\r\n", {"a": "\tx\n", "b": ["y"]}),
    ],
)
def test_a_tab_is_a_blank_between_tokens_and_text_in_a_scalar(text: str, value: Json) -> None:
    document = read_yaml(text)
    assert document.faults == []
    assert document.value == value


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("-\tx\n-\t- y\n", "2:2-2:3"),
        ("-\tx\n-\ty: z\n", "2:2-2:3"),
        ("-\tx\n?\ty\n:\tz: 1\n".replace("-\tx\n", ""), "2:2-2:3"),
        ("a:\n  -\tx\n\t- y\n", "3:1-3:2"),
        ("a:\n \tb: 1\n", "2:2-2:3"),
        ("a:\n  -\tx\n\ty\n", "3:1-3:2"),
        ("a: |\n \tx\n\ty\n", "3:1-3:2"),
    ],
)
def test_the_tab_that_is_reported_is_the_one_that_is_wrong(text: str, place: str) -> None:
    document = read_yaml(text)
    assert reported(document) == [("syntax-error", place)]
    assert "a tab is part of the indentation" in message(document)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[?a, ? b, {?c: 1, d: ?e}]\n", ["?a", {"b": None}, {"?c": 1, "d": "?e"}]),
        ("a: [\n  ?b,\n\t?c]\n", {"a": ["?b", "?c"]}),
        ("a: {\"x\":?y, z:\n ?w}\n".replace('":?y', '": ?y'), {"a": {"x": "?y", "z": "?w"}}),
        ("[:a, {b: :c, \"d\"::e}, - :f]\n".replace("- :f", "::f"), [":a", {"b": ":c", "d": ":e"}, "::f"]),
        ("a: [:b]\nc: ', :d [?e'\nf: |\n  {?g, :h\n? ,?i\n: 1\n".replace("? ,?i\n: 1\n", "',?i': 1\n"),
         {"a": [":b"], "c": ", :d [?e", "f": "{?g, :h\n", ",?i": 1}),
        ("a: [?b]\nc: x\u2028y\nd: \"\\ue000\"\n", {"a": ["?b"], "c": "x\u2028y", "d": "\ue000"}),
        ("a: https://x.example/{?b,c}\n", {"a": "https://x.example/{?b,c}"}),
    ],
)  # fmt: skip
def test_a_question_mark_or_a_colon_without_a_blank_behind_it_begins_a_text(text: str, value: Json) -> None:
    document = read_yaml(text)
    assert document.faults == []
    assert document.value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: &b:c d\ne: *b:c\n", {"a": "d", "e": "d"}),
        ("a: &b@c d\ne: [*b@c, *b@c]\n", {"a": "d", "e": ["d", "d"]}),
        ("a: &b?c {d: 1}\ne: {<<: *b?c}\n", {"a": {"d": 1}, "e": {"d": 1}}),
        ("a: &\u00e9 d\ne: *\u00e9\nf: '*\u00e9 & &\u00e9'\n", {"a": "d", "e": "d", "f": "*\u00e9 & &\u00e9"}),
        ("a: !!str &b.c 1\ne: *b.c\n", {"a": "1", "e": "1"}),
        ("a: &b/c 1\nd: &b/d 2\ne: [*b/c, *b/d]\n", {"a": 1, "d": 2, "e": [1, 2]}),
        ("&a: b: c\nd: *a:\n", {"b": "c", "d": "b"}),
        ("a: &x b\n*x: c\n*x : d\n".replace("*x : d\n", ""), {"a": "b", "b": "c"}),
    ],
)
def test_the_name_of_an_anchor_may_have_any_characters_but_brackets_and_commas(text: str, value: Json) -> None:
    document = read_yaml(text)
    assert document.faults == []
    assert document.value == value


def test_names_of_anchors_that_few_readers_know_are_read_up_to_a_number_and_then_refused() -> None:
    text = "".join(f"- &a:{number} x\n- *a:{number}\n" for number in range(9))
    assert read_yaml(text.rpartition("- &")[0]).value == ["x"] * 16
    document = read_yaml(text)
    assert reported(document) == [("syntax-error", "17:4-17:7")]
    assert "`a:8` is an anchor name" in message(document)


def test_anchors_in_a_key_that_is_a_collection_are_known_behind_it() -> None:
    document = read_yaml("? &a [&b x, {010: &c [1, *b], *b : 2, ? [e] : 3}]\n: [*b, *c]\nd: {? *a : z}\ne: *a\n")
    assert reported(document) == [("non-string-key", "1:3-1:50"), ("non-string-key", "3:7-3:9")]
    assert document.value == {
        "&a [&b x, {010: &c [1, *b], *b : 2, ? [e] : 3}]": ["x", [1, "x"]],
        "d": {"*a": "z"},
        "e": ["x", {"010": [1, "x"], "x": 2}],
    }
    assert (span_text(document, "e", 1, "010", 0), span_text(document, "e", 1, "x")) == ("1:23-1:24", "1:36-1:37")
    assert span_text(document, "e", 1, "x", key=True) == "1:31-1:33"


@pytest.mark.parametrize("text", ["...\n", "# a\n\n...\n# b\n...\n", "...", " \n"])
def test_a_text_without_a_document_is_empty(text: str) -> None:
    document = read_yaml(text)
    assert [fault.kind.name for fault in document.faults] == ["unreadable-file"]
    assert "the file is empty" in message(document)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: |\n  x\n   ", "x\n \n"),
        ("a: |+\n   ", "\n"),
        ("a: >\n  x\n  ", "x\n"),
        ("a: x\n  ", "x"),
        ("a: |\n  x", "x"),
    ],
)
def test_a_last_line_of_spaces_is_a_line_of_the_block_scalar_before_it(text: str, value: str) -> None:
    assert read_yaml(text).value == {"a": value}


def test_what_a_second_merge_key_merges_is_kept_and_its_values_are_found() -> None:
    text = "x: &a {p: 1, q: 1}\ny: &b {q: 2, r: 2}\nz:\n  <<: *a\n  s: 3\n  <<: *b\n  <<: [{t: 4}]\n"
    document = read_yaml(text)
    assert document.value == {
        "x": {"p": 1, "q": 1}, "y": {"q": 2, "r": 2}, "z": {"s": 3, "p": 1, "q": 1, "r": 2, "t": 4},
    }  # fmt: skip
    assert reported(document) == [("duplicate-key", "6:3-6:5"), ("duplicate-key", "7:3-7:5")]
    assert document.faults[0].report.help == "merge them with one key: `<<: [*a, *b]`"
    places = [span_text(document, "z", key) for key in "pqrst"]
    assert places == ["1:11-1:12", "1:17-1:18", "2:17-2:18", "5:6-5:7", "7:12-7:13"]


def test_a_tagged_merge_key_merges() -> None:
    document = read_yaml('x: &a {p: 1}\ny:\n  !!merge <<: *a\n  !!merge "<<": {q: 2}\n')
    assert document.value == {"x": {"p": 1}, "y": {"p": 1, "q": 2}}
    assert reported(document) == [
        ("unsupported-yaml", "3:3-3:10"), ("unsupported-yaml", "4:3-4:10"), ("duplicate-key", "4:11-4:15"),
    ]  # fmt: skip
    assert {fault.report.severity for fault in document.faults} == {"warning", None}
    assert span_text(document, "y", "p") == "1:11-1:12"


def test_a_syntax_error_in_a_list_names_the_place_where_the_list_opens() -> None:
    (fault,) = read_yaml("a: [1, 2\nb: 3\n").faults
    (related,) = fault.report.related
    assert (related.message, tuple(related.location.place.span.start)) == ("the list opens here", (1, 4))


@pytest.mark.parametrize(
    ("limits", "text", "place", "words"),
    [
        (Limits(depth=3), "a:\n  b:\n    c:\n      d: 1\n", "4:7-4:8", "nested more than 3 levels deep"),
        (Limits(depth=2), "? [[[a]]]\n: 1\n", "1:4-1:5", "nested more than 2 levels deep"),
        (Limits(nodes=5), "a: [1, 2, 3, 4, 5, 6]", "1:21-1:22", "more than 5 keys, values and items"),
        (Limits(scalar_bytes=3), "a: 'xxxx'\n", "1:4-1:5", "this string has 4 characters"),
        (Limits(scalar_bytes=3), "a: xxxx\n", "1:4-1:5", "this string has 4 characters"),
        (Limits(key_bytes=3), "a: 1\nxxxx: 1\n", "2:1-2:2", "this key has 4 characters"),
        (Limits(digits=3), "a: 1234\n", "1:4-1:8", "this number has 4 digits"),
        (Limits(file_bytes=3), "a: 1\n", "1:1-1:1", "the file has 5 bytes"),
        (Limits(expanded_nodes=20), "a: &a [x,x,x,x,x,x]\nb: &b [*a, *a]\nc: [" + ", ".join(["*b"] * 20) + "]\n",
         "3:57-3:59", "with its aliases expanded"),
    ],
)  # fmt: skip
def test_what_is_past_a_limit_is_refused_and_the_option_is_named(
    limits: Limits, text: str, place: str, words: str
) -> None:
    document = read_yaml(text, limits)
    assert reported(document) == [("exceeded-limit", place)]
    assert words in message(document)
    (name,) = [name for name in LIMIT_NAMES if getattr(limits, name) != getattr(Limits(), name)]
    assert f"(`--limit {name}=N`)" in message(document)
    assert f"the limit is {getattr(limits, name)}" in message(document)
    assert not document.is_loaded


def test_aliases_may_stand_for_ten_times_what_is_written() -> None:
    text = "a: &a [x, x, x, x]\n" + "".join(f"k{n}: *a\n" for n in range(100))
    document = read_yaml(text, Limits(expanded_nodes=20))
    assert reported(document) == []


def test_a_text_that_begins_with_a_bracket_is_tried_as_json_first() -> None:
    assert read_yaml('{"a": "\\ud83d\\ude00"}').value == {"a": "😀"}
    assert read_yaml('{"a": 1}').format == "json"
    assert read_yaml("{a: 1}").format == "yaml"
    assert read_yaml("{a: 1}").value == {"a": 1}
    assert reported(read_yaml('{"a": 1, "a": 2}')) == [("duplicate-key", "1:10-1:13")]
    assert reported(load_bytes(b'{"a": 1', "<stdin>")) == [("syntax-error", "1:8-1:8")]
    assert load_bytes(b"{a: 1}", "<stdin>").value == {"a": 1}


def test_the_pure_python_parser_serves_where_libyaml_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "yaml.cyaml", None)
    document = read_yaml("a: &x {b: [1, 'c', on]}\nd: *x\n")
    assert document.value == {"a": {"b": [1, "c", "on"]}, "d": {"b": [1, "c", "on"]}}
    assert reported(read_yaml("a: b: c\n")) == [("syntax-error", "1:5-1:6")]
    assert reported(read_yaml("a: x\x1b\n")) == [("syntax-error", "1:5-1:6")]


def test_loading_leaves_the_garbage_collector_as_it_was() -> None:
    assert gc.isenabled()
    read_yaml("a: 1\n")
    assert gc.isenabled()
    gc.disable()
    try:
        read_yaml("a: [\n")
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_every_kind_explains_itself() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS) == 8
    for kind in KINDS:
        assert kind.category == "document"
        assert kind.summary.endswith(".")
        assert "\n" not in kind.summary
        assert len(kind.doc.split("\n\n")) >= 2
