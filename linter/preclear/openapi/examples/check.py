"""Check examples and defaults against their schemas: through references, recursion and choices, in bounded time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear.source import Fault, Kind, Report, report_group

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from preclear.openapi.description import ApiDescription
    from preclear.openapi.examples.causes import Cause
    from preclear.openapi.examples.evaluator.budget import StepBudget
    from preclear.openapi.examples.evaluator.dialects import Dialects
    from preclear.openapi.examples.evaluator.dynamic import DynamicReferences
    from preclear.openapi.examples.evaluator.evaluation import EvaluationContext
    from preclear.openapi.examples.evaluator.patterns import PatternMatcher
    from preclear.openapi.examples.evaluator.result import ExampleFailure
    from preclear.openapi.examples.evaluator.simple_validator import SimpleValidator
    from preclear.openapi.examples.sites import ExampleSite
    from preclear.source import Node, Place, Pointer

INVALID_EXAMPLE = Kind(
    name="invalid-example",
    category="openapi",
    severity="warning",
    basis="openapi",
    source="OpenAPI Specification, Media Type, Parameter, Header and Schema Object",
    fix="adapt",
    doc="""An example or a default is rejected by its own schema.

One of the two is wrong, and readers of the document can't know which: people copy the example, tools read the schema.
An invalid default is sent as it is.

Every value within an example is checked against its schema, through references and recursive schemas, formats
included; by draft-07 if `$schema` or `jsonSchemaDialect` says so. A request may omit `readOnly` properties, a response
`writeOnly` ones. The example of a parameter or a header may be the string that is sent: any string for a list or a
mapping, but for a number or a boolean it must be readable as one.

Some generators write `example: null` if there is no example. If the schema doesn't allow null and doesn't mention
`nullable`, all of these together are one info.

What can't be evaluated, such as a `pattern` with lookahead, a `$dynamicRef` with several targets or a schema in another
dialect, is reported once as an info. An `externalValue`, an example of a media type for sequences, and a string with
`{{` in it, which is a template, aren't checked. Everything else is.

An adaptation removes the example or default. Null for no example is removed safely.
""",
)

MAX_STEPS = 200_000
"""The most steps for one example. Checking one value against one schema is a step."""
MAX_QUICK_STEPS = 20_000
"""The most steps for one example before its schemas are compiled."""
MAX_TOTAL_STEPS = 200_000
"""The most steps for all examples of a description, plus one for every `CHARACTERS_PER_STEP` characters of its
documents."""
CHARACTERS_PER_STEP = 10


def check_examples(description: ApiDescription) -> Iterator[Fault]:
    """Yield the faults of the examples and defaults of `description`, which must be analyzed."""
    from preclear.openapi.examples.sites import find_sites, may_have_sites

    if not may_have_sites(description):
        return
    from preclear.openapi.dialects import has_other_dialects
    from preclear.openapi.examples.accepted import AcceptedExamples
    from preclear.openapi.examples.evaluator.patterns import PatternMatcher
    from preclear.openapi.examples.evaluator.simple_validator import SimpleValidator

    patterns = PatternMatcher()
    is_one_dialect = description.version.series == "3.0" or not has_other_dialects(
        description.documents, description.schemas
    )
    simple_validator: SimpleValidator | None = None
    is_accepted: Callable[[ExampleSite], bool] = _is_trivially_valid
    is_settled: Callable[[Node], bool] = _is_never_settled
    if is_one_dialect:
        simple_validator = SimpleValidator(description, patterns)
        accepted_examples = AcceptedExamples(simple_validator, description.entry)
        is_accepted, is_settled = accepted_examples.accepts, accepted_examples.is_settled
    pending_sites = [site for site in find_sites(description, is_settled) if not is_accepted(site)]
    if pending_sites:
        yield from _report_sites(description, pending_sites, patterns, simple_validator)


def _report_sites(
    description: ApiDescription,
    pending_sites: list[ExampleSite],
    patterns: PatternMatcher,
    simple_validator: SimpleValidator | None,
) -> Iterator[Fault]:
    from preclear.openapi.examples.evaluator.dialects import Dialects
    from preclear.openapi.examples.evaluator.dynamic import DynamicReferences
    from preclear.openapi.examples.evaluator.evaluation import EvaluationContext
    from preclear.openapi.examples.evaluator.one_way import OneWayProperties

    dialects = Dialects(has_other_dialects=simple_validator is None)
    dynamic_references = DynamicReferences(description)
    one_way_properties = OneWayProperties(description)
    context = EvaluationContext(
        description, patterns, one_way_properties, dialects, dynamic_references, simple_validator
    )
    rejections: list[tuple[ExampleSite, tuple[ExampleFailure, ...]]] = []
    names_by_limit: dict[str, dict[Place, str]] = {}
    for site, failures in _evaluate_sites(pending_sites, context):
        if isinstance(failures, str):
            name = site.name.partition(" ")[2] or site.name
            names_by_limit.setdefault(failures, {})[site.value.place] = name
        else:
            rejections.append((site, failures))
    yield from _report_rejections(description, rejections)
    for limit, names in names_by_limit.items():
        for report in report_group([*names], partial(_report_limit, limit, names)):
            yield Fault(INVALID_EXAMPLE, report)
    yield from _report_unsupported(patterns, dynamic_references, dialects)


def _evaluate_sites(
    sites: list[ExampleSite], context: EvaluationContext
) -> Iterator[tuple[ExampleSite, tuple[ExampleFailure, ...] | str]]:
    """Yield what `_evaluate_step_by_step` does, in the order of `sites`, for those that aren't known to be valid.

    Compiling the schemas of examples pays only for those that take many steps. If a schema can't be compiled as a
    whole, all of them are compiled, so that what is missing is reported.
    """
    simple_validator = context.simple_validator
    if simple_validator is None:  # the fast validator only knows 2020-12
        yield from _evaluate_step_by_step(sites, context)
    elif not simple_validator.supports_all_schemas:
        yield from _evaluate_step_by_step(_filter_rejected(sites, context), context)
    else:
        results = dict(enumerate(failures for _, failures in _evaluate_step_by_step(sites, context, MAX_QUICK_STEPS)))
        long_sites = {index: sites[index] for index, failures in results.items() if isinstance(failures, str)}
        if long_sites:
            indices = {id(site): index for index, site in long_sites.items()}
            results = {index: failures for index, failures in results.items() if index not in long_sites}
            for site, failures in _evaluate_step_by_step(
                _filter_rejected([*long_sites.values()], context), context, MAX_STEPS
            ):
                results[indices[id(site)]] = failures
        for index, site in enumerate(sites):
            if index in results:
                yield site, results[index]


def _filter_rejected(sites: list[ExampleSite], context: EvaluationContext) -> Iterator[ExampleSite]:
    """Yield the sites that the fast validator doesn't accept. Scalars aren't worth compiling their schemas."""
    from preclear.openapi.examples.fast_validator import FastValidator

    fast_validator = FastValidator(context.description, context.patterns, context.dynamic_references)
    for site in sites:
        if isinstance(site.value.value, dict | list):
            fast_validator.add(site.schema)
    for site in sites:
        is_scalar = not isinstance(site.value.value, dict | list)
        if is_scalar or not fast_validator.accepts(site.schema, site.value.value):
            yield site
    fast_validator.note_omissions()


def _evaluate_step_by_step(
    sites: Iterable[ExampleSite], context: EvaluationContext, max_steps: int = MAX_STEPS
) -> Iterator[tuple[ExampleSite, tuple[ExampleFailure, ...] | str]]:
    """Yield the failures of each site; if a limit is exceeded, the limit instead, as a phrase.

    If one example may take fewer steps than `MAX_STEPS`, all of them together may take fewer by the same factor.
    """
    from preclear.openapi.examples.evaluator.budget import EvaluationLimitError, StepBudget
    from preclear.openapi.examples.evaluator.evaluation import Evaluation

    characters = sum(len(document.text) for document in context.description.documents)
    total_steps = remaining_steps = (MAX_TOTAL_STEPS + characters // CHARACTERS_PER_STEP) * max_steps // MAX_STEPS
    for site in sites:
        budget = StepBudget(min(max_steps, remaining_steps))
        remaining_steps -= budget.remaining
        try:
            failures = Evaluation(context, site.direction, budget).evaluate(site.schema, site.value).failures
            if failures and site.is_parameter:
                from preclear.openapi.examples.serialized import evaluate_parsed

                failures = evaluate_parsed(failures, site, context, budget)
        except (EvaluationLimitError, RecursionError):
            yield site, _describe_limit(budget, remaining_steps, total_steps)
        else:
            yield site, failures
        remaining_steps += max(0, budget.remaining)


def _report_unsupported(
    patterns: PatternMatcher, dynamic_references: DynamicReferences, dialects: Dialects
) -> Iterator[Fault]:
    """Yield an info for each pattern, reference and dialect that couldn't be evaluated."""
    from preclear.openapi.wording import quote_text

    for pattern, reason, place in patterns.unsupported.values():
        message = f"pattern {quote_text(pattern)} could not be evaluated: {reason}; examples are checked without it"
        yield Fault(INVALID_EXAMPLE, Report(message, place, severity="info"))
    for name, (reason, place) in dynamic_references.unresolved.items():
        message = f"{quote_text(name)} could not be followed: {reason}; examples are checked without it"
        yield Fault(INVALID_EXAMPLE, Report(message, place, severity="info"))
    for name, place in dialects.unsupported.items():
        message = f"dialect {quote_text(name)} could not be evaluated: it is neither JSON Schema 2020-12 nor draft-07"
        message += "; examples are checked without the schemas in it"
        yield Fault(INVALID_EXAMPLE, Report(message, place, severity="info"))


def _report_rejections(
    description: ApiDescription, rejections: list[tuple[ExampleSite, tuple[ExampleFailure, ...]]]
) -> Iterator[Fault]:
    from preclear.openapi.examples.nulls import is_null_placeholder, report_nulls
    from preclear.openapi.examples.serialized import is_serialized, is_type_mismatch
    from preclear.openapi.synonyms import create_suggester

    word_suggester = create_suggester()
    all_causes: list[Cause] = []
    null_sites: list[ExampleSite] = []
    parameter_schemas: set[tuple[int, Pointer]] | None = None
    for site, failures in rejections:
        relevant_failures = tuple(
            failure for failure in failures if not (site.may_be_serialized and is_serialized(failure, site))
        )
        if not relevant_failures:
            continue
        if site.name == "default":
            if parameter_schemas is None:
                parameter_schemas = _find_parameter_schemas(description)
            if site.schema.identity in parameter_schemas and is_type_mismatch(relevant_failures, site.value):
                continue  # the rule `mismatched-parameter-default` reports it
        if is_null_placeholder(site, relevant_failures):
            null_sites.append(site)
            continue
        from preclear.openapi.examples.causes import find_causes

        all_causes.extend(find_causes(relevant_failures, site, word_suggester))
    if all_causes:
        from preclear.openapi.examples.causes import report_causes

        for report in report_causes(all_causes):
            yield Fault(INVALID_EXAMPLE, report)
    for report in report_nulls(null_sites):
        yield Fault(INVALID_EXAMPLE, report)


_PLAIN_KEYWORDS = frozenset({"type", "description", "title", "example", "default", "nullable", "deprecated", "xml"})


def _is_never_settled(_: Node) -> bool:
    return False


def _is_trivially_valid(site: ExampleSite) -> bool:
    """Whether the schema of `site` only requires a type, in whatever dialect, which its value, a scalar, has."""
    schema, value = site.schema.value, site.value.value
    if not isinstance(schema, dict) or isinstance(value, dict | list) or not _PLAIN_KEYWORDS.issuperset(schema):
        return False
    from preclear.openapi.examples.evaluator.assertions import has_type, parse_types

    names = parse_types(schema.get("type"))
    return bool(names) and has_type(value, names)


def _describe_limit(budget: StepBudget, remaining_steps: int, total_steps: int) -> str:
    """Return which limit the evaluation of an example exceeds, as a phrase."""
    if budget.remaining >= 0:
        return "goes deeper than the limit for nested schemas"
    if remaining_steps > 0:
        return f"takes more than {MAX_STEPS:,} steps"
    return f"takes more than the rest of the {total_steps:,} steps for all examples together"


def _report_limit(limit: str, names: Mapping[Place, str], places: Sequence[Place]) -> Report:
    first, more = f"`{names[places[0]]}`", len(places) - 1
    subject = f"{first} and {more} more example{'' if more == 1 else 's'}" if more else first
    message = f"{subject} could not be evaluated: checking {'each' if more else 'it'} against its schema {limit}"
    return Report(message, places[0], severity="info")


def _find_parameter_schemas(description: ApiDescription) -> set[tuple[int, Pointer]]:
    """Return the schemas of parameters, through `$ref` and `allOf`."""
    identities: set[tuple[int, Pointer]] = set()
    pending = [
        node for node in description.schemas if node.pointer[-1:] == ("schema",) and "parameters" in node.pointer[-3:]
    ]
    while pending:
        schema = pending.pop()
        identity = schema.identity
        if identity in identities:
            continue
        identities.add(identity)
        target = description.resolve(schema)
        if target is not None:
            pending.append(target)
        parts = schema.get("allOf")
        pending += parts.items() if parts is not None else ()
    return identities
