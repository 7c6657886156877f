"""Do examples and defaults fit their own schemas: through references, recursion and choices, in bounded time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.example_bundle import Bundle
from preclear.openapi.example_checks import TYPES, is_of, types_of
from preclear.openapi.example_evaluation import Evaluation, Steps, TooMuch
from preclear.openapi.example_patterns import Patterns
from preclear.openapi.example_sites import sites
from preclear.source import Fault, Kind, Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.openapi.description import Description
    from preclear.openapi.example_outcome import Failure, Outcome
    from preclear.openapi.example_sites import Site
    from preclear.source import Json, Pointer

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
schemas, formats included. In a request what is `readOnly` may be missing, in a response what is `writeOnly`. What could
not be evaluated, such as a `pattern` that looks ahead, is said once as an info; everything else was.
""",
)

STEPS = 200_000
"""Steps that the evaluation of one example may take; a value held against a schema is one."""
ALL_STEPS = 1_000_000
"""The same for all examples of a description together."""


def example_faults(description: Description) -> Iterator[Fault]:
    """What is wrong with the examples and defaults of a surveyed description."""
    patterns = Patterns()
    bundle = Bundle(description, patterns)
    parameters = _parameter_schemas(description)
    waiting = [site for site in sites(description) if not _fits_plainly(site.schema.value, site.value.value)]
    for site in waiting:
        if isinstance(site.value.value, dict | list):
            bundle.add(site.schema)
    left = ALL_STEPS
    for site in waiting:
        if isinstance(site.value.value, dict | list) and bundle.accepts(site.schema, site.value.value):
            continue
        steps = Steps(min(STEPS, left))
        before = steps.left
        try:
            outcome = Evaluation(description, patterns, site.direction, steps).whole(site.schema, site.value)
        except (TooMuch, RecursionError):
            left -= before - max(0, steps.left)
            yield _too_much(site, left)
            continue
        left -= before - steps.left
        if outcome.failures and not _is_as_sent(site, outcome) and not _is_told(site, outcome, parameters):
            yield from _told(outcome.failures, site)
    for pattern, why, at in patterns.unmatched:
        from preclear.openapi.wording import short

        message = f"pattern {short(pattern)} could not be evaluated: {why}; examples are checked without it"
        yield Fault(INVALID_EXAMPLE, Report(message, at, severity="info"))


def _told(failures: tuple[Failure, ...], site: Site) -> Iterator[Fault]:
    from preclear.openapi.example_causes import causes
    from preclear.openapi.example_wording import report

    for said, more in causes(failures, site):
        yield Fault(INVALID_EXAMPLE, report(said, more))


_PLAIN = TYPES and frozenset({"type", "description", "title", "example", "default", "nullable", "deprecated", "xml"})


def _fits_plainly(schema: Json, value: Json) -> bool:
    """Whether `schema` says no more than a type, which `value`, neither mapping nor list, is of: most examples."""
    if not isinstance(schema, dict) or isinstance(value, dict | list) or not _PLAIN.issuperset(schema):
        return False
    names = types_of(schema.get("type"))
    return bool(names) and is_of(value, names)


def _too_much(site: Site, left: int) -> Fault:
    limit = f"{STEPS:,} steps" if left > 0 else f"the {ALL_STEPS:,} steps that all examples have together"
    name = site.name.partition(" ")[2] or site.name
    message = f"`{name}` could not be evaluated: holding it against its schema takes more than {limit}"
    return Fault(INVALID_EXAMPLE, Report(message, site.value.place, severity="info"))


def _is_as_sent(site: Site, outcome: Outcome) -> bool:
    """Whether the value may be what is sent, a text, and not the value that the schema describes."""
    if not site.as_text or isinstance(site.value.value, dict | list | None):
        return False
    return any(_is_of_type(failure, site) for failure in outcome.failures)


def _is_of_type(failure: Failure, site: Site) -> bool:
    """Whether the value as a whole is of a type that the schema does not want."""
    if failure.node.pointer != site.value.pointer:
        return False
    if failure.keyword in ("anyOf", "oneOf"):
        return any(_is_of_type(each, site) for _, failures in failure.branches for each in failures)
    return failure.keyword == "type"


def _is_told(site: Site, outcome: Outcome, parameters: set[tuple[int, Pointer]]) -> bool:
    """Whether `mismatched-parameter-default` tells of this: the type of a parameter's default."""
    if site.name != "default" or (id(site.schema.document), site.schema.pointer) not in parameters:
        return False
    return all(_is_of_type(failure, site) for failure in outcome.failures)


def _parameter_schemas(description: Description) -> set[tuple[int, Pointer]]:
    """The schemas of parameters, behind their references."""
    found: set[tuple[int, Pointer]] = set()
    for schema in description.schemas:
        pointer = schema.pointer
        if len(pointer) > 2 and pointer[-1] == "schema" and pointer[-3] == "parameters":
            target = description.resolve(schema)
            if target is not None:
                found.add((id(target.document), target.pointer))
    return found
