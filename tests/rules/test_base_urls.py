"""Which base URLs the platform can reach, and which may lose their end."""

from __future__ import annotations

from time import process_time
from typing import Any

import pytest

from preclear_rules.connector._base_url import has_user_info, mask_url
from tests import pace
from tests.rules.checking import document, found, operation

PATHS = {"/orders": {"get": operation("listOrders")}}


def served(url: str, **variables: str) -> dict[str, Any]:
    server = {"url": url, "variables": {name: {"default": value} for name, value in variables.items()}}
    return document(PATHS, servers=[server, {"url": "https://shop.example.com"}])


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost",
        "https://LOCALHOST:8443/v1",
        "http://shop.localhost:3000",
        "http://127.0.0.1:8000/v1",
        "http://127.8.9.10",
        "http://[::1]:8080",
        "http://[fe80::1]",
        "http://[fd12:3456:789a::1]/v1",
        "http://[::ffff:10.0.0.1]/v1",
        "http://0.0.0.0:8080",
        "https://10.1.2.3",
        "https://172.16.0.1",
        "https://192.168.1.10/v1",
        "https://169.254.169.254",
        "https://100.64.0.1",
        "https://shop.local",
        "https://shop.internal./v1",
        "http://shop-api:8080",
        "http://user:secret@localhost/v1",
    ],
)
def test_hosts_that_only_an_own_network_has_are_out_of_reach(url: str) -> None:
    (finding,) = found("unreachable-base-url", served(url))

    assert finding.severity == "warning"
    assert finding.pointer == ("servers", 0, "url")
    assert "secret" not in finding.message
    assert found("unsupported-base-url-scheme", served(url)) == []


@pytest.mark.parametrize(
    "url",
    [
        "https://shop.example.com",
        "https://localhost.example.com",
        "https://my.local.example.com/v1",
        "https://8.8.8.8/v1",
        "https://172.32.0.1",
        "https://[2606:4700:4700::1111]/v1",
        "https://{host}/v1",
        "https://{tenant}.example.com",
        "https://shop:s3/cret@api.example.com",
        "localhost:8080/v1",
        "ws://localhost",
        "/v1",
    ],
)
def test_public_and_unknown_hosts_and_what_is_no_base_url_are_not(url: str) -> None:
    assert found("unreachable-base-url", served(url)) == []


def test_only_the_server_that_becomes_the_base_url_is_looked_at() -> None:
    servers = [{"url": "https://shop.example.com"}, {"url": "http://localhost:8080"}]

    assert found("unreachable-base-url", document(PATHS, servers=servers)) == []


def test_the_default_of_a_variable_counts() -> None:
    (finding,) = found("unreachable-base-url", served("https://{host}/v1", host="localhost"))

    assert finding.help == "make the API's public address the default of the server variable"


@pytest.mark.parametrize(
    ("url", "variables", "reported"),
    [
        ("https://shop.example.com/api", {}, True),
        ("http://8.8.8.8:8080/shop/api", {}, True),
        ("https://shop.example.com/{base}", {"base": "api"}, True),
        ("https://api", {}, False),
        ("https://shop.example.com/api/", {}, False),
        ("https://shop.example.com/api/v1", {}, False),
        ("https://shop.example.com/API", {}, False),
        ("https://shop.example.com/shop-api", {}, False),
        ("https://shop.example.com/v1?from=/api", {}, False),
        ("/api", {}, False),
    ],
)
def test_only_a_last_segment_api_may_be_removed(url: str, variables: dict[str, str], reported: bool) -> None:
    findings = found("trailing-api-segment", served(url, **variables))

    assert [finding.severity for finding in findings] == ["info"] * reported
    assert all("whether Connect does too isn't known" in finding.message for finding in findings)


@pytest.mark.parametrize("tail", ["//a:b" * 100_000, "/?@" + "//a:b" * 100_000, "//a:b" * 50_000 + "@x"])
def test_a_long_url_is_masked_at_once(tail: str) -> None:
    started = process_time()

    mask_url(f"https://{tail}")
    has_user_info(f"https://{tail}")

    assert process_time() - started < pace.seconds(1)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://user:secret@example.com/v1?key=secret", "https://***@example.com/v1?…"),
        ("https://user:sec/ret@example.com", "https://***@example.com"),
        ("https://example.com/@me", "https://example.com/@me"),
        ("//user@example.com", "//***@example.com"),
    ],
)
def test_what_may_be_secret_is_masked(url: str, shown: str) -> None:
    assert mask_url(url) == shown
