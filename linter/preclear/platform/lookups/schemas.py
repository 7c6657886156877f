"""The schemas of definitions: one request for each, several at a time."""

from __future__ import annotations

from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from preclear.platform.lookups.records import LookupFailure
from preclear.platform.option_errors import InvalidOptionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from preclear.platform.lookups.lookup import PlatformLookup
    from preclear.source import Json

MAX_PARALLEL_REQUESTS = 8
"""How many schemas are read at the same time."""


class SchemaRequest(NamedTuple):
    """The name of a definition, and the file name of its schema."""

    name: str
    file_name: str


class SchemaAnswer(NamedTuple):
    """The schema of a definition, or the error that kept it from being read."""

    name: str
    schema: Json
    error: LookupFailure | InvalidOptionError | None


def schema_file_name(definition: dict[str, Json]) -> str | None:
    """Return the last part of the path of a definition's `url`; None if it has no such part."""
    url = definition.get("url")
    if not isinstance(url, str):
        return None
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    return unquote(path.rpartition("/")[2]) or None


def read_schemas(
    lookup: PlatformLookup,
    connector_id: str,
    version_name: str,
    requests: Sequence[SchemaRequest],
    on_progress: Callable[[str], None] = lambda _: None,
) -> Iterator[list[SchemaAnswer]]:
    """Yield the answers in batches of at most MAX_PARALLEL_REQUESTS, in the order of `requests`.

    A batch is read when it's asked for, so a caller that has enough sends no more. `on_progress` is called before each
    batch with what is being read.
    """
    for start in range(0, len(requests), MAX_PARALLEL_REQUESTS):
        on_progress(f"schema {start + 1:,} of {len(requests):,}")
        batch = requests[start : start + MAX_PARALLEL_REQUESTS]
        answers = _run_in_parallel(
            [partial(lookup.get_schema, connector_id, version_name, request.file_name) for request in batch]
        )
        yield [SchemaAnswer(request.name, *answer) for request, answer in zip(batch, answers, strict=True)]


def _run_in_parallel(
    functions: Sequence[Callable[[], Json]],
) -> list[tuple[Json, LookupFailure | InvalidOptionError | None]]:
    """Call each function in a thread, and return their values or errors in the same order.

    The threads end with their requests. They don't keep an interrupted process from ending.
    """
    answers: list[tuple[Json, LookupFailure | InvalidOptionError | None]] = [(None, None)] * len(functions)

    def run(index: int) -> None:
        try:
            answers[index] = functions[index](), None
        except (LookupFailure, InvalidOptionError) as error:
            answers[index] = None, error

    threads = [
        Thread(target=run, args=(index,), name="preclear-lookup", daemon=True) for index in range(len(functions))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
