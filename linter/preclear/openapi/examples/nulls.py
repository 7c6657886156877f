"""Examples that are null although no schema allows it: generators write them if there is no example."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.openapi.examples.edits import remove_null_examples
from preclear.source import RelatedLocation, Report, report_group

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from preclear.openapi.examples.evaluator.result import ExampleFailure
    from preclear.openapi.examples.sites import ExampleSite
    from preclear.source import Place


def is_null_placeholder(site: ExampleSite, failures: tuple[ExampleFailure, ...]) -> bool:
    """Whether the null under `example` only means that there is no example.

    If a schema mentions `nullable`, its author thought of null, and the example is meant.
    """
    if site.name != "example" or site.value.value is not None:
        return False
    return "nullable" not in site.schema.mapping and not any(map(_mentions_nullable, failures))


def report_nulls(sites: Sequence[ExampleSite]) -> Iterator[Report]:
    """Yield one report for all null examples of a description."""
    schemas = {site.value.place: site.schema.place for site in sites}

    def make_report(places: Sequence[Place]) -> Report:
        more = len(places) - 1
        others = f", and so {'is' if more == 1 else 'are'} {more} more" if more else ""
        message = f"`example` is null{others}; the schema doesn't allow null, so this counts as no example"
        related = (RelatedLocation("the schema is here", schemas[places[0]]),)
        advice = "remove `example` if there is none"
        edit = remove_null_examples(places)
        return Report(message, places[0], help=advice, related=related, severity="info", edit=edit)

    yield from report_group([*schemas], make_report)


def _mentions_nullable(failure: ExampleFailure) -> bool:
    nested_failures = (nested for _, failures in failure.branches for nested in failures)
    return "nullable" in failure.schema.mapping or any(map(_mentions_nullable, nested_failures))
