"""Whatever comes back, there is one outcome of four, and `accepted` is only what is complete and an import's result."""

from __future__ import annotations

import json
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.platform.credentials import ApiAddress, Credentials
from preclear.platform.credentials.secrets import Token
from preclear.platform.http import Exchange, OutcomeName, determine_outcome
from tests.platform.fault_server import result

SECRET = "canary-canary-canary"  # noqa: S105
ACCESS = Credentials(ApiAddress("https://x.example", "x.example", True), "ORG", Token(SECRET, "a test"))

CREATED = result()

bodies = st.one_of(
    st.binary(max_size=200),
    st.integers(0, len(CREATED)).map(lambda length: CREATED[:length]),
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=20) | st.just(SECRET),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9) | st.just("connector"), inner),
        max_leaves=10,
    ).map(lambda value: json.dumps(value).encode()),
)
headers = st.dictionaries(
    st.sampled_from(["content-encoding", "content-type", "x-request-id", "retry-after"]), st.text(max_size=20)
)
exchanges = st.builds(
    Exchange,
    is_sent=st.booleans(),
    status=st.none() | st.integers(100, 999),
    headers=st.none() | headers,
    body=bodies,
    failure=st.none() | st.text(min_size=1, max_size=50) | st.just(f"a {SECRET}"),
)


@given(exchanges, st.booleans())
@settings(max_examples=400, deadline=None, derandomize=True)
def test_every_exchange_has_one_outcome_that_its_parts_allow(exchange: Exchange, ended: bool) -> None:
    if exchange.status is None and exchange.failure is None:
        return  # an exchange without an answer has a trouble
    outcome = determine_outcome(exchange, ACCESS, is_finished=ended)
    assert outcome.name in get_args(OutcomeName)
    assert (outcome.name == "not sent") == (not exchange.is_sent)
    status, whole = exchange.status or 0, exchange.failure is None
    if outcome.name == "accepted":
        assert status == 201
        assert whole
        assert isinstance(json.loads(exchange.body)["connector"], dict)
    if outcome.name == "rejected":
        assert whole
        assert 300 <= status < 500
        assert status != 408
    if exchange.is_sent and (not whole or status >= 500 or (status < 300 and outcome.name != "accepted")):
        assert outcome.name == "unknown"
    assert SECRET not in repr(outcome)
