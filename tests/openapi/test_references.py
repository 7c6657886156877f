"""Where references lead, and the findings of those that lead nowhere."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from preclear.openapi import ApiDescription, Version
from preclear.openapi.references.resolver import References
from preclear.source import FileAccess, Limits, Node, format_pointer, load, load_bytes
from tests.texts import describe, describe_folder, words_at

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 'openapi: 3.1.0\ninfo: {title: Pets, version: "1"}\n'


def faults(description: ApiDescription) -> list[tuple[str, str, str]]:
    """Kind, pointer and the words at the place of every fault."""
    return [
        (kind.name, format_pointer(report.location.place.pointer), words_at(report.location.place))
        for kind, report in description.faults
    ]


def schemas(text: str) -> ApiDescription:
    return describe(f"{HEAD}components:\n  schemas:\n{text}")


def test_a_schema_may_contain_itself() -> None:
    assert not schemas("    Pet: {properties: {parent: {$ref: '#/components/schemas/Pet'}}}").faults


@pytest.mark.parametrize(
    ("text", "pointers"),
    [
        ("    A: {$ref: '#/components/schemas/A'}", ["/components/schemas/A/$ref"]),
        (
            "    A: {$ref: '#/components/schemas/B'}\n    B: {$ref: '#/components/schemas/A'}",
            ["/components/schemas/A/$ref", "/components/schemas/B/$ref"],
        ),
        ("    A: {allOf: [{$ref: '#/components/schemas/A'}]}", ["/components/schemas/A/allOf/0/$ref"]),
        (
            "    A: {allOf: [{$ref: '#/components/schemas/B'}]}\n    B: {allOf: [{$ref: '#/components/schemas/A'}]}",
            ["/components/schemas/A/allOf/0/$ref", "/components/schemas/B/allOf/0/$ref"],
        ),
    ],
)
def test_a_chain_that_reaches_no_object_is_a_loop(text: str, pointers: list[str]) -> None:
    found = faults(schemas(text))

    assert sorted(pointer for _, pointer, _ in found) == pointers
    assert {kind for kind, _, _ in found} == {"reference-loop"}


def test_the_loop_is_written_out() -> None:
    description = schemas("    A: {$ref: '#/components/schemas/B'}\n    B: {$ref: '#/components/schemas/A'}")

    assert "`#/components/schemas/B` → `#/components/schemas/A` → `#/components/schemas/B`" in str(description.faults)


@pytest.mark.parametrize("kind", ["parameters", "responses", "examples", "headers", "requestBodies", "links"])
def test_loops_are_found_in_every_section_of_components(kind: str) -> None:
    description = describe(f"{HEAD}components: {{{kind}: {{A: {{$ref: '#/components/{kind}/A'}}}}}}\n")

    assert [name for name, _, _ in faults(description)] == ["reference-loop"]


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("'#/components/schemas/Pat'", "did you mean `Pet`?"),
        ("'#/components/schemas/Pet/allOf/7'", "has no `allOf`"),
        ("'#/components/~2x'", "`~` that isn't followed by"),
        ("'#/components/schemas/Pet/enum/01'", "an index is written in the digits 0 to 9, without leading zeros"),
        ("'#/components/schemas/Pet/enum/\u0661'", "an index is written in the digits 0 to 9"),
        ("'#/components/schemas/Pet/enum/\u00b2'", "has no `\u00b2`: the last item is `1`"),
        ("'#/components/schemas/Pet/enum/-'", "has no `-`: the last item is `1`"),
        ("'#/components/schemas/Pet/enum/-1'", "has no `-1`: the last item is `1`"),
        ("'#/components/schemas/Pet/enum/+1'", "has no `+1`: the last item is `1`"),
        ("'#/components/schemas/Pet/enum/1e0'", "has no `1e0`: the last item is `1`"),
        ("'#/components/schemas/Pet/enum/4294967296000'", "`4294967296000`"),
        ("'#/components/schemas/99999999999999999999'", "has no `99999999999999999999`"),
        ("$/components/x", "isn't a `.yaml`, `.yml` or `.json` file"),
        ("''", "`$ref` is empty"),
        ("5", "`$ref` is a number"),
        ("null", "`$ref` is null"),
        ("[a]", "`$ref` is a list"),
        ("'#Pat'", "no `$anchor` is called `Pat`"),
        ("'x.yaml'", "leads to another file, but the document has no folder of its own"),
    ],
)
def test_a_dead_end_says_how_far_it_got(reference: str, message: str) -> None:
    description = schemas(f"    Pet: {{enum: [a, b]}}\n    A: {{properties: {{pet: {{$ref: {reference}}}}}}}")

    assert [kind.name for kind, _ in description.faults] == ["unresolved-reference"]
    assert message in description.faults[0].report.message


def test_an_anchor_is_found() -> None:
    description = schemas("    Pet: {$anchor: pet}\n    A: {items: {$ref: '#pet'}}\n    B: {$dynamicRef: '#pet'}")

    assert not description.faults


def test_a_dynamic_reference_without_anchor_is_a_dead_end() -> None:
    description = schemas("    A: {$dynamicRef: '#node'}")

    ((_, report),) = description.faults
    assert faults(description) == [("unresolved-reference", "/components/schemas/A/$dynamicRef", "'#node'")]
    assert report.message == "`$dynamicRef: #node` leads nowhere: no `$anchor` is called `node`"


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("#components/schemas/Pet", "a JSON Pointer begins with `/`; did you mean `#/components/schemas/Pet`?"),
        ("#components/schemas/a~1b", "a JSON Pointer begins with `/`; did you mean `#/components/schemas/a~1b`?"),
        ("#components/schemas/Dog", "a JSON Pointer begins with `/`"),
        ("#components/~2", "a JSON Pointer begins with `/`"),
    ],
)
def test_a_pointer_without_its_slash_is_proposed_with_it_where_it_leads_somewhere(reference: str, message: str) -> None:
    description = schemas(f"    Pet: {{}}\n    a/b: {{}}\n    A: {{items: {{$ref: '{reference}'}}}}")

    ((_, report),) = description.faults
    assert report.message == f"`$ref: {reference}` leads nowhere: {message}"


def test_no_anchor_is_spoken_of_where_the_version_has_none() -> None:
    text = f"{HEAD}components: {{schemas: {{A: {{properties: {{a: {{$ref: '#Pet'}}}}}}}}}}\n"

    ((_, report),) = describe(text.replace("3.1.0", "3.0.3")).faults

    assert report.message == "`$ref: #Pet` leads nowhere: a JSON Pointer begins with `/`"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("#/components/schemas/Pet", "because `#` starts a comment in YAML; expected the reference in quotes"),
        ("", "expected a reference such as"),
        (" # not known yet", "expected a reference such as"),
        ("null", "expected a reference such as"),
    ],
)
def test_a_reference_without_quotes_is_a_comment_of_yaml(written: str, expected: str) -> None:
    description = schemas(f"    Pet: {{}}\n    A:\n      items:\n        $ref: {written}")

    ((_, report),) = description.faults
    assert expected in report.message
    assert (report.help == "write `$ref: '#/components/schemas/Pet'`") == ("quotes" in expected)


def test_a_reference_to_the_whole_document_is_to_the_wrong_kind() -> None:
    found = faults(schemas("    A: {items: {$ref: '#'}}"))

    assert found == [("reference-to-wrong-kind", "/components/schemas/A/items/$ref", "'#'")]


def test_a_schema_where_a_parameter_is_wanted_names_the_parameter_of_that_name() -> None:
    description = describe(
        f"{HEAD}paths: {{/pets: {{parameters: [{{$ref: '#/components/schemas/Limit'}}]}}}}\n"
        "components: {schemas: {Limit: {}}, parameters: {Limit: {name: limit, in: query, schema: {type: string}}}}\n"
    )

    ((kind, report),) = description.faults

    assert kind.name == "reference-to-wrong-kind"
    assert report.message == "`$ref: #/components/schemas/Limit` leads to a schema; expected a parameter"
    assert report.help == "refer to `#/components/parameters/Limit`, if that's what you mean"


@pytest.mark.parametrize(
    "text",
    [
        "    Pet: {example: {$ref: '#/nowhere'}}",
        "    Pet: {examples: [{$ref: '#/nowhere'}]}",
        "    Pet: {default: {$ref: '#/nowhere'}}",
        "    Pet: {enum: [{$ref: '#/nowhere'}]}",
        "    Pet: {const: {$ref: '#/nowhere'}}",
        "    Pet: {x-note: {$ref: '#/nowhere'}}",
        "    Pet: {properties: {$ref: {type: string}}}",
    ],
)
def test_what_only_looks_like_a_reference_is_not_followed(text: str) -> None:
    assert not schemas(text).faults


def test_other_files_are_read_and_their_faults_stand_in_them(tmp_path: Path) -> None:
    description = describe_folder(
        tmp_path,
        {
            "openapi.yaml": f"{HEAD}components: {{schemas: {{A: {{$ref: 'models/pet.yaml#/Pet'}}}}}}\n",
            "models/pet.yaml": "Pet: {properties: {home: {$ref: './home.yaml'}, owner: {$ref: '#/Ownr'}}}\nOwner: {}\n",
            "models/home.yaml": "type: object\nproperties:\n  pets: {$ref: 'pet.yaml#/Pet'}\n",
        },
    )

    found = [
        (kind.name, report.location.place.document.path, words_at(report.location.place))
        for kind, report in description.faults
    ]

    assert [document.path for document in description.documents] == [
        "openapi.yaml",
        "models/pet.yaml",
        "models/home.yaml",
    ]
    assert ("unresolved-reference", "models/pet.yaml", "'#/Ownr'") in found
    assert [item for item in found if item[0] == "unresolved-reference"] == [
        ("unresolved-reference", "models/pet.yaml", "'#/Ownr'")
    ]
    assert [(path, words) for kind, path, words in found if kind == "external-reference"] == [
        ("openapi.yaml", "'models/pet.yaml#/Pet'"),
    ]
    assert "models/pet.yaml, as 2 more do (2 files in all); the import takes" in str(description.faults)


@pytest.mark.parametrize(
    ("part", "reference", "message"),
    [
        (
            "parts/a.yaml",
            "#/components/schemas/Pet",
            "`parts/a.yaml` has no `components`; did you mean `../openapi.yaml#/components/schemas/Pet`?",
        ),
        (
            "a.yaml",
            "#/components/schemas/a~1b",
            "`a.yaml` has no `components`; did you mean `openapi.yaml#/components/schemas/a~1b`?",
        ),
        ("parts/a.yaml", "#/components/schemas/Pit", "`parts/a.yaml` has no `components`"),
        ("parts/a.yaml", "#/definitions/Pet", "`parts/a.yaml` has no `definitions`"),
        ("parts/a.yaml", "#/properties/b", "`#/properties` has no `b`"),
        (
            "parts/a.yaml",
            "../openapi.yaml#/components/schemas/Pit",
            "`../openapi.yaml#/components/schemas` has no `Pit`; did you mean `Pet`?",
        ),
    ],
)
def test_a_part_that_points_into_itself_is_named_and_the_entry_document_proposed(
    tmp_path: Path, part: str, reference: str, message: str
) -> None:
    description = describe_folder(
        tmp_path,
        {
            "openapi.yaml": f"{HEAD}components: {{schemas: {{Pet: {{}}, a/b: {{}}, A: {{$ref: {part}}}}}}}\n",
            part: f"properties: {{a: {{$ref: '{reference}'}}}}\n",
        },
    )

    messages = [report.message for kind, report in description.faults if kind.name == "unresolved-reference"]
    assert messages == [f"`$ref: {reference}` leads nowhere: {message}"]


def test_a_name_of_a_file_is_proposed_as_a_reference_has_it(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "my api.yaml").write_text(f"{HEAD}components: {{schemas: {{Pet: {{}}, A: {{$ref: p/a.yaml}}}}}}\n")
    (tmp_path / "p" / "a.yaml").write_text("items: {$ref: '#/components/schemas/Pet'}\n")
    document = load(tmp_path / "my api.yaml", "my api.yaml")
    description = ApiDescription(document, Version("3.1.0", "3.1"), FileAccess(tmp_path), Limits())
    description.analyze()

    assert "did you mean `../my%20api.yaml#/components/schemas/Pet`?" in str(description.faults)


def test_near_names_are_sought_as_long_as_that_costs_little(monkeypatch: pytest.MonkeyPatch) -> None:
    from preclear.source import suggest

    compared = 0
    slips = suggest.edit_distance

    def counting(left: str, right: str, most: int = 60) -> int:
        nonlocal compared
        compared += 1
        return slips(left, right, most)

    monkeypatch.setattr(suggest, "edit_distance", counting)
    lines = (f"    Schema{n:05}: {{items: {{$ref: '#/components/schemas/Schemma{n:05}'}}}}" for n in range(800))
    description = schemas("\n".join(lines))

    proposed = ["did you mean" in report.message for _, report in description.faults]
    assert len(proposed) == 800
    assert proposed[:60] == [True] * 60
    assert compared <= 50_000


def test_a_chain_through_what_may_not_stand_there_stands_for_nothing() -> None:
    description = describe(
        f"{HEAD}paths: {{/a: {{parameters: [{{$ref: '#/components/parameters/P'}}]}}}}\n"
        "components: {parameters: {P: {$ref: '#/components/schemas/S'}}, schemas: {S: {type: string}}}\n"
    )
    node = description.root
    for key in ("paths", "/a", "parameters"):
        found = node.get(key)
        assert found is not None
        node = found
    (holder,) = node.items()

    assert [kind.name for kind, _ in description.faults] == ["reference-to-wrong-kind"]
    assert description.resolve(holder) is None
    place = description.failure_place(holder)
    assert place is not None
    assert format_pointer(place.pointer) == "/components/parameters/P/$ref"


def test_nothing_outside_the_root_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("canary: CANARY\n")
    inside = tmp_path / "api"
    inside.mkdir()

    description = describe_folder(
        inside, {"openapi.yaml": f"{HEAD}components: {{schemas: {{A: {{$ref: '../secret.yaml#/canary'}}}}}}\n"}
    )

    assert [kind.name for kind, _ in description.faults] == ["unresolved-reference"]
    assert "CANARY" not in str(description.faults)
    assert len(description.documents) == 1


def test_a_url_is_not_fetched(tmp_path: Path) -> None:
    description = describe_folder(
        tmp_path, {"openapi.yaml": f"{HEAD}components: {{schemas: {{A: {{$ref: 'HTTP://127.0.0.1:9/x.yaml'}}}}}}\n"}
    )

    assert [kind.name for kind, _ in description.faults] == ["remote-reference"]


def test_a_chain_of_references_has_a_limit() -> None:
    links = "\n".join(f"    A{number}: {{$ref: '#/components/schemas/A{number + 1}'}}" for number in range(2000))

    description = schemas(f"{links}\n    A2000: {{type: string}}")

    ((kind, report),) = description.faults
    assert kind.name == "exceeded-limit"
    assert format_pointer(report.location.place.pointer) == "/components/schemas/A0/$ref"
    assert report.message == (
        "`$ref: #/components/schemas/A1` leads through more than 100 references, as 1,900 more references do; "
        "the limit is 100 (`--limit ref_chain=N`)"
    )


@pytest.mark.parametrize("longest", [1, 2, 3, 5, 100])
@pytest.mark.parametrize("seed", range(60))
def test_every_chain_ends_where_one_step_after_the_other_leads(seed: int, longest: int) -> None:
    made = random.Random(seed)  # noqa: S311
    count = made.randint(1, 14)
    leads = {f"A{n}": f"A{made.randint(0, count)}" if made.random() < 0.8 else None for n in range(count)}
    lines = [f"{name}: {{$ref: '#/{to}'}}" if to else f"{name}: {{type: string}}" for name, to in leads.items()]
    document = load_bytes("\n".join(lines).encode(), "a.yaml")
    assert isinstance(document.value, dict)
    references = References(document, None, Limits(ref_chain=longest))

    for name, value in document.value.items():
        way: list[str] = []
        at: str | None = name
        while at in leads and at not in way and len(way) < longest and leads[at]:
            way.append(at)
            at = leads[at]
        node, fault = references.resolve_chain(Node(document, (name,), value))
        if at not in leads:
            message = " has no " if len(way) == 1 else None
        elif at in way:
            message = "never reaches an object" if at == name else None
        elif leads[at] or len(way) == longest:
            message = "leads through more than"
        else:
            message = None
            assert node is not None
            assert node.pointer == (at,)
        assert (node is None) == (at not in leads or at in way or bool(leads[at]) or len(way) == longest)
        assert (fault is None) == (message is None)
        assert fault is None or (message or "") in fault.report.message


@pytest.mark.parametrize("end", ["{type: string}", "{$ref: '#/A0'}", "{$ref: '#/A1234'}", "{$ref: '#/B'}"])
def test_a_long_chain_costs_a_few_steps_for_each_reference(end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    count, steps = 3_000, 0
    lines = [f"A{number}: {{$ref: '#/A{number + 1}'}}" for number in range(count)]
    document = load_bytes("\n".join([*lines, f"A{count}: {end}"]).encode(), "a.yaml")
    assert isinstance(document.value, dict)
    references = References(document, None, Limits())
    follow = references.follow

    def counting(node: Node) -> object:
        nonlocal steps
        steps += 1
        return follow(node)

    monkeypatch.setattr(references, "follow", counting)
    for name, value in document.value.items():
        references.resolve_chain(Node(document, (name,), value))

    assert steps < 4 * count


def test_what_an_extension_holds_is_checked_where_something_leads_to_it() -> None:
    description = describe(
        f"{HEAD}components: {{schemas: {{A: {{$ref: '#/x-at/a'}}}}}}\n"
        "x-at: {a: {items: {$ref: '#/nowhere'}}, b: {}}\n"
    )

    assert [kind.name for kind, _ in description.faults] == ["unresolved-reference"]
    assert [format_pointer(schema.pointer) for schema in description.schemas] == [
        "/components/schemas/A",
        "/x-at/a",
        "/x-at/a/items",
    ]
