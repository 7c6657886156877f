"""Compare the plan with answers that have one field changed: `python -m tests.fuzz.answers`, from the root.

Each difference is reported once, at the node in the document that the field comes from, and nothing else is. The
answers are the local importer's, and the schemas what a platform makes of the document's. Exit code 1 if a difference
isn't reported so.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from preclear.emulator.http.errors import ApiError
from preclear.emulator.importer.importer import ImportOptions, import_document
from preclear.emulator.ulids import UlidGenerator
from preclear.engine import check_document
from preclear.mapping import DIFFERENCES, map_answer, read_answer
from preclear.source import DEFAULT_LIMITS, format_pointer, load_bytes
from tests.fuzz.answer_mutants import CHANGED, AnswerMutants
from tests.fuzz.plain_document import get_part
from tests.fuzz.platform_schemas import STYLES, SchemaMutant, convert, schema_mutants

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear.engine import CheckResult
    from tests.fuzz.answer_mutants import AnswerMutant

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
DOCUMENTS = (
    "museum/openapi.yaml",
    "cafe/cafe.yaml",
    "meilisearch-yaml/meilisearchcom.yaml",
    "scalar-galaxy-yaml/3.1.yaml",
    "xero-finance/xero-finance.yaml",
    "notion-json/notion.com.json",
    "braze-json/braze.com.json",
    "versori-embedded-api-v1/embedded-api-v1.yaml",
    "oai-learn-v3.1-tictactoe-yaml/tictactoe.yaml",
    "ably-platform-v1/platform-v1.yaml",
    "readme-30-json-discriminators/discriminators.json",
    "oai-learn-v3.0-link-example-yaml/link-example.yaml",
)
LIMITS = replace(DEFAULT_LIMITS, findings=100_000)
_OPTIONS = ImportOptions("http://127.0.0.1:1/schemas/x", None)


class Case(NamedTuple):
    """A checked document, and the answer that the importer has for it."""

    label: str
    checked: CheckResult
    answer: dict[str, Any]

    def differences(self, **options: Any) -> Counter[tuple[str, str, str]]:
        """The rule, place and message of every difference."""
        mapped = map_answer(self.checked, read_answer(self.answer, 201), limits=LIMITS, **options)
        assert mapped.is_compared
        return Counter(
            (
                finding.rule.name,
                format_pointer(finding.pointer)
                + ("" if finding.place.missing is None else f"?{finding.place.missing}"),
                finding.message,
            )
            for finding in mapped.findings
            if finding.rule.name in DIFFERENCES
        )

    @property
    def is_3_0(self) -> bool:
        """Whether the document is of OpenAPI 3.0."""
        assert self.checked.connector is not None
        return self.checked.connector.api.version.series == "3.0"

    def platform_schemas(self, style: str) -> dict[str, Any]:
        """The platform's schemas by name."""
        document: Any = self.checked.document.value
        schemas = document["components"]["schemas"]
        return {name: convert(schema, style, is_3_0=self.is_3_0) for name, schema in schemas.items()}

    def mutants(self) -> list[AnswerMutant]:
        """Every mutant of the answer."""
        return [*AnswerMutants(self.checked.document.value, self.answer)]


def make_answer(data: bytes) -> dict[str, Any] | None:
    """The importer's answer for a document that is in one file; None if it refuses the document."""
    try:
        result = import_document(data, None, _OPTIONS, UlidGenerator())
    except ApiError:
        return None
    for resource in (*result.actions, *result.triggers):
        if isinstance(resource, dict):
            resource["errors"] = []
    answer = {
        "connector": {**result.connector, "versions": [{"name": result.version_name}]},
        "definitions": result.definitions,
        "actions": result.actions,
        "triggers": result.triggers,
        "messages": [],
    }
    value: dict[str, Any] = json.loads(json.dumps(answer))  # nothing in it is shared any more
    return value


def make_case(data: bytes, name: str) -> Case:
    """Check and import a document that is in one file."""
    answer = make_answer(data)
    assert answer is not None, name
    return Case(name, check_document(load_bytes(data, name, LIMITS), limits=LIMITS), answer)


def paths() -> list[Path]:
    """The documents; only the fixture where there is no corpus."""
    fixture = ROOT / "fixtures" / "projects" / "petshop" / "openapi.yaml"
    return [fixture, *(path for name in DOCUMENTS if (path := CORPUS / name).exists())]


def problem_of(case: Case, mutant: AnswerMutant, baseline: Counter[tuple[str, str, str]]) -> str | None:
    """What is wrong with the differences of a mutant; None if nothing is."""
    with mutant.applied():
        found = case.differences()
    more = [*(found - baseline).elements()]
    fewer = [entry for entry in (baseline - found).elements() if not entry[1].startswith(mutant.places)]
    if fewer:
        return f"no longer reported: {fewer[:3]}"
    if mutant.rule is None:
        return f"expected no difference, got {more[:3]}" if more else None
    if len(more) != 1:
        return f"expected one {mutant.rule} at {mutant.places}, got {len(more)}: {more[:4]}"
    rule, place, message = more[0]
    if rule != mutant.rule or place not in mutant.places:
        return f"expected {mutant.rule} at {mutant.places}, got {rule} at {place}: {message}"
    return None


def schema_problem_of(case: Case, schemas: dict[str, Any], mutant: SchemaMutant, style: str) -> str | None:
    """What is wrong with the differences of a schema; None if nothing is."""
    changed = {**schemas, mutant.name: convert(mutant.schema, style, is_3_0=case.is_3_0)}
    more = [*(case.differences(schemas=changed) - case.differences(schemas=schemas)).elements()]
    if len(more) != 1:
        return f"expected one {CHANGED} at {mutant.place}, got {len(more)}: {more[:4]}"
    rule, place, message = more[0]
    is_right = place == mutant.place or (mutant.is_below and place.startswith(mutant.place))
    return None if rule == CHANGED and is_right else f"expected {mutant.place}, got {rule} at {place}: {message}"


def run_schemas(number: int, seed: int) -> Iterator[tuple[Case, int, list[tuple[SchemaMutant, str]]]]:
    """As `run`, for schemas: those of each document in every style, then with one keyword changed."""
    cases = make_cases()
    for case in cases:
        document: Any = case.checked.document.value
        if not get_part(get_part(document, "components"), "schemas"):
            continue
        problems: list[tuple[SchemaMutant, str]] = []
        count = 0
        created = {definition["name"] for definition in case.answer["definitions"]}
        mutants = [mutant for mutant in schema_mutants(document, is_3_0=case.is_3_0) if mutant.name in created]
        for index, style in enumerate(STYLES):
            schemas = case.platform_schemas(style)
            more = case.differences(schemas=schemas) - case.differences()
            if more:
                problems.append((SchemaMutant(f"all as planned, {style}", "", None, ""), str([*more][:3])))
            for mutant in choose(mutants, max(1, number // len(cases) // len(STYLES)), seed + index):
                count += 1
                problem = schema_problem_of(case, schemas, mutant, style)
                if problem is not None:
                    problems.append((mutant._replace(label=f"{mutant.label}, {style}"), problem))
        yield case, count, problems


def choose(mutants: list[Any], number: int, seed: int) -> list[Any]:
    """At most so many mutants, at equal distances; which ones depends on the seed."""
    step = max(1, len(mutants) // number)
    return mutants[seed % step :: step][:number]


def make_cases() -> list[Case]:
    """All documents."""
    return [make_case(path.read_bytes(), path.name) for path in paths()]


def run(
    number: int, seed: int, cases: list[Case] | None = None
) -> Iterator[tuple[Case, int, list[tuple[AnswerMutant, str]]]]:
    """Yield each document with the number of answers that were compared, and the problems: `number` in all."""
    cases = make_cases() if cases is None else cases
    per_case = max(1, -(-number // len(cases)))
    for case in cases:
        chosen = choose(case.mutants(), per_case, seed)
        baseline = case.differences()
        problems = [(mutant, problem) for mutant in chosen if (problem := problem_of(case, mutant, baseline))]
        yield case, len(chosen), problems


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=5_000, help="how many answers to compare")
    parser.add_argument("--schemas", type=int, default=2_000, help="how many schemas to compare")
    parser.add_argument("--seed", type=int, default=20_261_127)
    options = parser.parse_args(arguments)
    start, total, wrong = time.monotonic(), 0, 0
    parts: tuple[Iterator[tuple[Case, int, list[Any]]], ...] = (
        run(options.number, options.seed),
        run_schemas(options.schemas, options.seed),
    )
    for case, number, problems in chain(*parts):
        total += number
        wrong += len(problems)
        print(f"{case.label}: {number:,} answers, {len(problems):,} wrong")
        for mutant, problem in problems[:10]:
            print(f"    {mutant.label}: {problem}")
    print(f"{total:,} answers, {wrong:,} wrong, {time.monotonic() - start:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
