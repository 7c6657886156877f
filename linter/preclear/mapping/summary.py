"""What an answer comes to, in a few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.mapping.answer.answer import MOST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.mapping.map import Mapped, Validated


def summary_lines(mapped: Mapped) -> Iterator[str]:
    """Give the lines, as text that is not yet safe to print: what was created, what was said, what was validated."""
    yield _outcome(mapped)
    total = len(mapped.entries)
    said = mapped.messages - sum(number for name, number in mapped.left_out.items() if name not in _DIFFERENCES)
    messages = _counted(said, "message")
    differences = sum(entry.finding.rule.name in _DIFFERENCES for entry in mapped.entries)
    if differences:
        messages += f" and {_counted(differences, 'difference')} from the plan"
    listed = said - mapped.unlisted
    if total != listed + differences:  # of some messages the details have places of their own
        messages += f", at {_counted(total, 'place')}"
    yield f"{messages}: {mapped.foreseen:,} foreseen, {total - mapped.foreseen:,} not" if total else f"{messages}"
    yield from left_out_lines(mapped)
    validated = [*_validated("action", mapped.actions), *_validated("trigger", mapped.triggers)]
    if validated:
        yield "; ".join(validated)


def left_out_lines(mapped: Mapped) -> Iterator[str]:
    """Give lines that count what the answer says and is not listed; none where that is nothing."""
    if mapped.left_out:
        counts = ", ".join(f"{number:,} `{name}`" for name, number in sorted(mapped.left_out.items()))
        yield f"not shown, as `select` and `ignore` have it: {counts}"
    if mapped.unplaced:
        number = f"{mapped.unplaced:,} of {_counted(mapped.messages, 'message')}"
        yield f"the time is up (`--timeout`): {number} of the answer are not listed"
    if mapped.answer.unread:
        number = f"{mapped.answer.unread:,} of {_counted(mapped.messages, 'message')}"
        yield f"an answer is read up to {MOST:,} messages: {number} are not listed"
    if not mapped.is_compared:
        yield "not everything that was created was compared with the plan: there was too much of it, or too little time"


_DIFFERENCES = ("import-missing-resource", "import-unexpected-resource")


def _outcome(mapped: Mapped) -> str:
    answer, created = mapped.answer, mapped.created
    if answer.refused:
        status = "" if answer.status is None else f" with status {answer.status}"
        code = f" (`{answer.code[:80]}`)" if answer.code else ""
        return f"refused{status}{code}: nothing was created"
    if created is None:
        return "the answer does not say what was created"
    parts = [
        _thing("connector", created.connector_name, created.connector_id),
        _thing("version", created.version_name, created.version_id),
    ]
    return f"created {', '.join(filter(None, parts))}" if answer.complete else f"{', '.join(filter(None, parts))}"


def _thing(sort: str, name: str | None, identity: str | None) -> str:
    if name is None and identity is None:
        return ""
    known = f" ({identity[:80]})" if identity else ""
    return f"{sort} `{name[:80]}`{known}" if name else f"{sort}{known}"


def _validated(noun: str, counts: Validated) -> Iterator[str]:
    """An absent `errors` says that nobody looked, an empty one that there are none: the two are told apart."""
    if counts.validated:
        yield f"{_counted(counts.validated, noun)} validated"
    if counts.not_validated:
        yield f"{_counted(counts.not_validated, noun)} not validated"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
