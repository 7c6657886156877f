"""The outcome of a request that changes something: one of four words, decided only by what was exchanged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from preclear.report import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from preclear.platform.credentials import Credentials
    from preclear.platform.http.exchange import Exchange
    from preclear.source import Json

OutcomeName: TypeAlias = Literal["accepted", "rejected", "not sent", "unknown"]

OUTCOME_EXIT_CODES: Mapping[str, ExitCode] = {
    "accepted": ExitCode.OK,
    "rejected": ExitCode.FINDINGS,
    "not sent": ExitCode.NOT_SENT,
    "unknown": ExitCode.UNKNOWN,
}
"""The exit code of each outcome (OutcomeName); what was accepted with findings ends with 1."""

MAX_TEXT_LENGTH = 300
"""Maximum length, in characters, of an answer's text that is shown if it isn't JSON."""

_STATUS_PHRASES = {
    401: "the token is unknown or has expired",
    403: "the token doesn't allow this",
    404: "there is no such organisation, connector, version or connection",
    409: "it conflicts with something that already exists",
    413: "the request is too large",
    415: "the content type was refused",
    429: "too many requests were made",
}
_REQUEST_STATUSES = (401, 403, 404, 405, 407, 429)  # refusals that say nothing of what was sent
_REQUEST_ID_HEADERS = ("x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid", "cf-ray", "traceparent")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestOutcome:
    """The outcome of a request that changes something. `reason` says why, in one line.

    `answer` is the answer to an accepted request, or to one that was refused for what it contains, as JSON;
    `response_text` is the start of any other answer's text; these and `status` are None where there are none.
    `is_pending` is set where the server may still be at it. `request_id` is the server's own name for the request.
    """

    name: OutcomeName
    reason: str
    status: int | None = None
    answer: Json = None
    response_text: str | None = None
    request_id: str | None = None
    is_pending: bool = False


class ExpectedAnswer(NamedTuple):
    """What the complete answer to an accepted request is: its statuses, and what its JSON has.

    `find_problem` returns what is wrong with the JSON (`its answer is no …`), or None. It is None where the contract
    has no body (204).
    """

    statuses: tuple[int, ...]
    find_problem: Callable[[Json], str | None] | None


def expect_object(*keys: str, status: int = 200, name: str) -> ExpectedAnswer:
    """Return the expectation of a JSON object with `keys`; `name` (`a version`) names it in messages."""

    def find_problem(value: Json) -> str | None:
        is_expected = isinstance(value, dict) and all(key in value for key in keys)
        return None if is_expected else f"its answer is not {name}"

    return ExpectedAnswer((status,), find_problem)


def _find_import_problem(value: Json) -> str | None:
    is_result = isinstance(value, dict) and isinstance(value.get("connector"), dict)
    return None if is_result else "its answer is no result of an import"


IMPORT_RESULT = ExpectedAnswer((201,), _find_import_problem)
"""The answer to an import (ImportHTTPConnectorResult)."""

NO_CONTENT = ExpectedAnswer((204,), None)
"""The answer to a request of which only the status matters."""


def make_not_sent(reason: str) -> RequestOutcome:
    """Return the outcome of a request of which nothing was sent."""
    return RequestOutcome(name="not sent", reason=reason)


def determine_outcome(
    exchange: Exchange, credentials: Credentials, expected: ExpectedAnswer = IMPORT_RESULT, *, is_finished: bool = True
) -> RequestOutcome:
    """Decide the outcome of an exchange. `is_finished` is False if waiting was given up.

    `rejected` is a complete refusal (4xx but 408) or redirect, `accepted` the expected answer. Everything else after
    the first byte is `unknown`: the request may have been carried out.
    """
    failure = None if exchange.failure is None else credentials.redact_response(exchange.failure)
    if not exchange.is_sent:
        return make_not_sent(failure or "nothing has left")
    status = exchange.status
    if status is None:
        return RequestOutcome(
            name="unknown", reason=f"the request was sent; then: {failure}", is_pending=not is_finished
        )
    headers = exchange.headers or {}
    request_id = next((headers[name] for name in _REQUEST_ID_HEADERS if name in headers), None)
    value, fault = (None, failure) if failure is not None else _read_answer(exchange, credentials)
    problem = fault or (None if expected.find_problem is None else expected.find_problem(value))
    name, reason, is_pending = _classify(status, value, problem, expected, is_complete=failure is None)
    has_answer = fault is None and (
        name == "accepted" or (name == "rejected" and status >= 400 and status not in _REQUEST_STATUSES)
    )
    return RequestOutcome(
        name=name,
        reason=credentials.redact_response(reason),
        status=status,
        answer=value if has_answer else None,
        response_text=None if has_answer and value is not None else _response_text(exchange, credentials),
        request_id=None if request_id is None else credentials.redact_response(request_id[:200]),
        is_pending=is_pending or not is_finished,
    )


def _classify(
    status: int, value: Json, problem: str | None, expected: ExpectedAnswer, *, is_complete: bool
) -> tuple[OutcomeName, str, bool]:
    """Return the outcome, its reason, and whether the server may still be working on it."""
    if not is_complete:
        return "unknown", f"the server answered {status}; then: {problem}", False
    if status in expected.statuses:
        if expected.find_problem is None or problem is None:
            return "accepted", f"the server answered {status}", False
        return "unknown", f"the server answered {status}, and {problem}", False
    if 300 <= status < 400:
        return "rejected", f"redirect refused: the server answered {status}", False
    if 400 <= status < 500 and status != 408:
        message = _error_message(value)
        phrase = _STATUS_PHRASES.get(status, "the request was refused")
        return "rejected", f"the server answered {status}: {message or phrase}", False
    return "unknown", f"the server answered {status}", status in (202, 408, 502, 503, 504)


def _read_answer(exchange: Exchange, credentials: Credentials) -> tuple[Json, str | None]:
    """Return the answer as JSON with the token redacted, or the reason why it can't be read."""
    encoding = (exchange.headers or {}).get("content-encoding", "identity").strip().lower()
    if encoding not in ("", "identity"):
        return None, "its answer is compressed, although the request rules that out"
    return read_json(exchange.body, credentials)


def read_json(data: bytes, credentials: Credentials) -> tuple[Json, str | None]:
    """Read an answer with the limits of documents; return it without the token, or why it can't be read."""
    from preclear.source import load_bytes

    if not data.strip():
        return None, "its answer is empty"
    document = load_bytes(data, "answer.json")
    if not document.is_loaded:
        return None, "its answer isn't readable JSON"
    value = document.value
    return credentials.redact_json(value), None


def _error_message(value: Json) -> str | None:
    message = value.get("message") if isinstance(value, dict) else None
    if not isinstance(message, str) or not message.strip():
        return None
    line = message.strip()
    return line if len(line) <= MAX_TEXT_LENGTH else f"{line[:MAX_TEXT_LENGTH]}…"


def _response_text(exchange: Exchange, credentials: Credentials) -> str | None:
    """Return the start of a text that isn't JSON, on one line; the cut never leaves part of a token."""
    text = credentials.redact_response(exchange.body[: MAX_TEXT_LENGTH * 40].decode("utf-8", "replace"))
    line = re.sub(r"\s+", " ", text).strip()
    if not line:
        return None
    return line if len(line) <= MAX_TEXT_LENGTH else f"{line[:MAX_TEXT_LENGTH]}…"
