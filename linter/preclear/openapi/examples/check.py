"""Do examples and defaults fit their own schemas: through references, recursion and choices, in bounded time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from preclear.source import Fault, Kind, Report, together

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from preclear.openapi.description import Description
    from preclear.openapi.examples.causes import Cause
    from preclear.openapi.examples.evaluator.evaluation import Steps
    from preclear.openapi.examples.evaluator.outcome import Failure
    from preclear.openapi.examples.sites import Site
    from preclear.source import Json, Place, Pointer

INVALID_EXAMPLE = Kind(
    name="invalid-example",
    category="openapi",
    severity="warning",
    basis="openapi",
    source="OpenAPI Specification, Media Type, Parameter, Header and Schema Object",
    doc="""An example, or a default, is rejected by its own schema.

One of the two is wrong, and whoever builds on the document cannot tell which: people copy the example, tools read the
schema. A default that does not fit is sent as it is.

Every value within an example is held against the schema that it must fit, through references and into recursive
schemas, formats included; by draft-07 where `$schema` or `jsonSchemaDialect` says so. In a request what is `readOnly`
may be missing, in a response what is `writeOnly`. A text may stand for the list or the mapping that a parameter or a
header is sent as; for a number or a boolean it has to be one.

Some generators write `example: null` where there is no example. Where the schema doesn't allow null and doesn't say
`nullable`, all of these together are one info.

What could not be evaluated, such as a `pattern` that looks ahead, a `$dynamicRef` with several targets or a schema in
another dialect, is reported once as an info. An `externalValue`, an example in a media type that holds a sequence, and
a text with `{{` in it, which is a template, are not checked. Everything else is.
""",
)

STEPS = 200_000
"""Steps that the evaluation of one example may take; a value held against a schema is one."""
ALL_STEPS = 200_000
"""The same for all examples of a description together, and one more for every `CHARACTERS` of its documents."""
CHARACTERS = 10


def example_faults(description: Description) -> Iterator[Fault]:
    """What is wrong with the examples and defaults of a surveyed description."""
    from preclear.openapi.examples.sites import sites

    waiting = [site for site in sites(description) if not _fits_plainly(site.schema.value, site.value.value)]
    if waiting:
        yield from _checked(description, waiting)


def _checked(description: Description, waiting: list[Site]) -> Iterator[Fault]:
    from preclear.openapi.examples.as_sent import as_read
    from preclear.openapi.examples.bundle import Bundle
    from preclear.openapi.examples.evaluator.dialects import Dialects
    from preclear.openapi.examples.evaluator.dynamic import DynamicReferences
    from preclear.openapi.examples.evaluator.evaluation import Evaluation, Ground, Steps, TooMuch
    from preclear.openapi.examples.evaluator.hidden import OneWay
    from preclear.openapi.examples.evaluator.patterns import Patterns

    patterns = Patterns()
    dialects = Dialects(description)
    dynamic = DynamicReferences(description)
    ground = Ground(description, patterns, OneWay(description), dialects, dynamic)
    bundle = Bundle(description, patterns, dynamic)
    for site in waiting if not dialects.mixed else ():  # the bundle is all of 2020-12
        if isinstance(site.value.value, dict | list):
            bundle.add(site.schema)
    rejected: list[tuple[Site, tuple[Failure, ...]]] = []
    unchecked: dict[str, dict[Place, str]] = {}
    every = left = ALL_STEPS + sum(len(document.text) for document in description.documents) // CHARACTERS
    for site in waiting:
        is_large = isinstance(site.value.value, dict | list)
        if is_large and not dialects.mixed and bundle.accepts(site.schema, site.value.value):
            continue
        steps = Steps(min(STEPS, left))
        left -= steps.left
        try:
            failures = Evaluation(ground, site.direction, steps).whole(site.schema, site.value).failures
            if failures and site.as_parameter:
                failures = as_read(failures, site, ground, steps)
        except (TooMuch, RecursionError):
            name = site.name.partition(" ")[2] or site.name
            unchecked.setdefault(_limit(steps, left, every), {})[site.value.place] = name
        else:
            rejected.append((site, failures))
        left += max(0, steps.left)
    yield from _told(description, rejected)
    for limit, names in unchecked.items():
        for report in together([*names], partial(_too_much, limit, names)):
            yield Fault(INVALID_EXAMPLE, report)
    bundle.note_left_out()
    for pattern, why, at in patterns.unmatched.values():
        message = f"pattern {_short(pattern)} could not be evaluated: {why}; examples are checked without it"
        yield Fault(INVALID_EXAMPLE, Report(message, at, severity="info"))
    for name, (why, at) in dynamic.unread.items():
        message = f"{_short(name)} could not be followed: {why}; examples are checked without it"
        yield Fault(INVALID_EXAMPLE, Report(message, at, severity="info"))
    for name, at in dialects.unread.items():
        message = f"dialect {_short(name)} could not be evaluated: it is neither JSON Schema 2020-12 nor draft-07"
        message += "; examples are checked without the schemas in it"
        yield Fault(INVALID_EXAMPLE, Report(message, at, severity="info"))


def _told(description: Description, rejected: list[tuple[Site, tuple[Failure, ...]]]) -> Iterator[Fault]:
    from preclear.openapi.examples.as_sent import is_as_sent, is_of_type
    from preclear.openapi.examples.nulls import is_no_example, null_reports
    from preclear.openapi.suggest import suggester

    guesses = suggester()
    found: list[Cause] = []
    nulls: list[Site] = []
    parameters: set[tuple[int, Pointer]] | None = None
    for site, failures in rejected:
        wrong = tuple(failure for failure in failures if not (site.as_text and is_as_sent(failure, site)))
        if not wrong:
            continue
        if site.name == "default":
            if parameters is None:
                parameters = _parameter_schemas(description)
            if site.schema.identity in parameters and is_of_type(wrong, site.value):
                continue  # `mismatched-parameter-default` tells of it
        if is_no_example(site, wrong):
            nulls.append(site)
            continue
        from preclear.openapi.examples.causes import causes

        found.extend(causes(wrong, site, guesses))
    if found:
        from preclear.openapi.examples.causes import reports

        for report in reports(found):
            yield Fault(INVALID_EXAMPLE, report)
    for report in null_reports(nulls):
        yield Fault(INVALID_EXAMPLE, report)


def _short(pattern: str) -> str:
    from preclear.openapi.structure.wording import short

    return short(pattern)


_PLAIN = frozenset({"type", "description", "title", "example", "default", "nullable", "deprecated", "xml"})


def _fits_plainly(schema: Json, value: Json) -> bool:
    """Whether `schema` says no more than a type, which `value`, neither mapping nor list, is of: most examples."""
    if not isinstance(schema, dict) or isinstance(value, dict | list) or not _PLAIN.issuperset(schema):
        return False
    from preclear.openapi.examples.evaluator.checks import is_of, types_of

    names = types_of(schema.get("type"))
    return bool(names) and is_of(value, names)


def _limit(steps: Steps, left: int, every: int) -> str:
    """Which limit was reached, in words that follow those on the evaluation of an example."""
    if steps.left >= 0:
        return "goes deeper than schemas are followed"
    if left > 0:
        return f"takes more than {STEPS:,} steps"
    return f"takes more than is left of the {every:,} steps that all examples have together"


def _too_much(limit: str, names: Mapping[Place, str], places: Sequence[Place]) -> Report:
    first, more = f"`{names[places[0]]}`", len(places) - 1
    subject = f"{first} and {more} more example{'' if more == 1 else 's'}" if more else first
    message = f"{subject} could not be evaluated: holding {'each' if more else 'it'} against its schema {limit}"
    return Report(message, places[0], severity="info")


def _parameter_schemas(description: Description) -> set[tuple[int, Pointer]]:
    """The schemas of parameters, and those that count with them: behind a `$ref`, in an `allOf`."""
    found: set[tuple[int, Pointer]] = set()
    held = [
        each for each in description.schemas if each.pointer[-1:] == ("schema",) and "parameters" in each.pointer[-3:]
    ]
    while held:
        schema = held.pop()
        place = schema.identity
        if place in found:
            continue
        found.add(place)
        target = description.resolve(schema)
        if target is not None:
            held.append(target)
        parts = schema.get("allOf")
        held += parts.items() if parts is not None else ()
    return found
