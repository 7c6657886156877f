"""Secrets of connection files: read once, from environment variables and file descriptors, and shown nowhere."""

from __future__ import annotations

import base64
import os
import tty
from collections import UserDict
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from preclear.config import ConfigError
from preclear.platform.connection_files.secret_reader import MAX_SECRET_BYTES, read_secrets
from preclear.platform.credentials.secrets import Token
from tests.platform.connections.making import places, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from preclear.platform import ConnectionFile

CANARY = "hunter2-Canary"


def file_with(*fields: str) -> ConnectionFile:
    """A file with one credential; the first field is on line 5."""
    lines = "".join(f"      {field}\n" for field in fields)
    return read(f"name: x\ncredentials:\n  action:\n    - scheme: key\n{lines}")


def values(file: ConnectionFile, environment: Mapping[str, str]) -> list[str]:
    """The secrets in the order of the file."""
    secrets = read_secrets(file, environment, timeout=5)
    return [secrets.reveal(source) for entry in file.entries for _, source in entry.secret_sources()]


def fault(file: ConnectionFile, environment: dict[str, str], timeout: float = 5) -> tuple[int, int, str]:
    """The one problem of the secrets of a file."""
    with pytest.raises(ConfigError) as raised:
        read_secrets(file, environment, timeout=timeout)
    (place,) = places(raised.value)
    for value in environment.values():
        assert value not in str(raised.value) or not value.strip()
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None
    return place


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """A pipe whose reading end a child would inherit, as a shell's `3<FILE` makes it."""
    reading, writing = os.pipe()
    os.set_inheritable(reading, True)
    yield reading, writing
    for descriptor in (reading, writing):
        with suppress(OSError):
            os.close(descriptor)


def test_a_variable_is_taken_as_it_is() -> None:
    assert values(file_with("value: {env: KEY}"), {"KEY": f" {CANARY} ", "OTHER": "x"}) == [f" {CANARY} "]


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (b"secret", "secret"),
        (b"secret\n", "secret"),
        (b"secret\r\n", "secret"),
        (b" secret \n", " secret "),
        ("gehëim\n".encode(), "gehëim"),
    ],
)
def test_a_descriptor_loses_one_newline_at_its_end(pipe: tuple[int, int], text: bytes, secret: str) -> None:
    reading, writing = pipe
    os.write(writing, text)
    os.close(writing)
    assert values(file_with(f"value: {{fd: {reading}}}"), {}) == [secret]


def test_only_one_newline_is_lost(pipe: tuple[int, int]) -> None:
    reading, writing = pipe
    os.write(writing, b"-----BEGIN\nkey\n\n")
    os.close(writing)
    assert values(file_with(f"key: {{fd: {reading}}}"), {}) == ["-----BEGIN\nkey\n"]


def test_each_source_is_read_once(pipe: tuple[int, int]) -> None:
    reading, writing = pipe
    os.write(writing, b"secret")
    os.close(writing)
    reads: list[str] = []

    class Environment(UserDict[str, str]):
        def __getitem__(self, key: str) -> str:
            reads.append(key)
            return super().__getitem__(key)

    file = file_with(f"username: {{fd: {reading}}}", f"password: {{fd: {reading}}}", "key: {env: K}", "ca: {env: K}")
    assert values(file, Environment({"K": "text"})) == ["secret", "secret", "text", "text"]
    assert reads == ["K"]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "environment variable `KEY` isn't set; expected a secret"),
        ("", "environment variable `KEY` is empty; expected a secret"),
        (" \t", "environment variable `KEY` is blank; expected a secret"),
        ("x" * (MAX_SECRET_BYTES + 1), "environment variable `KEY` has more than 65,536 bytes; expected a secret"),
        ("\udcff", "environment variable `KEY` isn't UTF-8; expected a secret"),
        (f"{CANARY}\n", "environment variable `KEY` has a newline, which `value` can't have; expected one line"),
        (
            f"{CANARY}\x1b",
            "environment variable `KEY` has a control character, which `value` can't have; expected printable",
        ),
    ],
)
def test_a_variable_that_cannot_be_a_secret_is_named(value: str | None, message: str) -> None:
    environment = {} if value is None else {"KEY": value}
    line, column, text = fault(file_with("value: {env: KEY}"), environment)
    assert (line, column) == (5, 14)
    assert text.startswith(message)


def test_a_variable_in_small_letters_is_not_named_because_it_can_be_the_secret() -> None:
    message = "the environment variable that is named here isn't set; expected a secret"
    assert fault(file_with("value: {env: sk_live_4242}"), {}) == (5, 14, message)


def test_the_token_of_the_platform_is_no_credential() -> None:
    message = "environment variable `PRECLEAR_TOKEN` has the token of the platform, expected another secret"
    assert fault(file_with("value: {env: PRECLEAR_TOKEN}"), {"PRECLEAR_TOKEN": CANARY}) == (5, 14, message)


@pytest.mark.parametrize("text", [CANARY, f"Bearer {CANARY}", f'{{"token": "{CANARY}"}}'])
def test_the_token_is_no_credential_under_any_other_name(text: str) -> None:
    file = file_with("username: {env: USER_NAME}", "password: {env: CI_TOKEN}")
    with pytest.raises(ConfigError) as caught:
        read_secrets(file, {"USER_NAME": "me", "CI_TOKEN": text}, Token(CANARY, "standard input"))
    (problem,) = caught.value.problems
    expected = "expected another secret"
    assert problem.message == f"environment variable `CI_TOKEN` has the token of the platform, {expected}"


def test_base64_can_have_several_lines_and_is_sent_in_one() -> None:
    text = base64.encodebytes(bytes(range(100))).decode()
    file = file_with("valueBase64: {env: KEY}")
    secrets = read_secrets(file, {"KEY": text})
    forms = [secret.reveal() for secret in secrets.all]
    assert text in forms
    assert "".join(text.split()) in forms
    message = "environment variable `KEY` isn't base64, expected base64 for `valueBase64`"
    assert fault(file, {"KEY": "not base64!"}) == (5, 20, message)


def test_a_text_of_several_lines_is_a_key() -> None:
    assert values(file_with("key: {env: KEY}"), {"KEY": "-----BEGIN\nX\n-----END"}) == ["-----BEGIN\nX\n-----END"]


def test_a_closed_descriptor_is_named() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    os.close(writing)
    message = f"file descriptor {reading} isn't open; expected a secret"
    assert fault(file_with(f"value: {{fd: {reading}}}"), {}) == (5, 14, message)


def test_a_descriptor_that_preclear_opened_itself_is_not_open_to_a_file() -> None:
    reading, writing = os.pipe()  # Python opens descriptors that no child inherits
    try:
        os.write(writing, b"internal")
        message = f"file descriptor {reading} isn't open; expected a secret"
        assert fault(file_with(f"value: {{fd: {reading}}}"), {}) == (5, 14, message)
    finally:
        os.close(reading)
        os.close(writing)


def test_a_terminal_is_not_read() -> None:
    first, second = os.openpty()
    tty.setraw(second)
    os.set_inheritable(second, True)
    try:
        message = f"file descriptor {second} is a terminal, expected a pipe or a file; expected a secret"
        assert fault(file_with(f"value: {{fd: {second}}}"), {}) == (5, 14, message)
    finally:
        os.close(first)
        os.close(second)


def test_a_descriptor_that_nobody_closes_is_given_up(pipe: tuple[int, int]) -> None:
    reading, writing = pipe
    os.write(writing, CANARY.encode())
    message = f"file descriptor {reading} wasn't closed within 0.1 seconds; expected a secret"
    assert fault(file_with(f"value: {{fd: {reading}}}"), {}, timeout=0.1) == (5, 14, message)


def test_an_endless_descriptor_is_read_to_its_limit() -> None:
    with open("/dev/zero", "rb") as endless:  # noqa: PTH123
        os.set_inheritable(endless.fileno(), True)
        _, _, message = fault(file_with(f"value: {{fd: {endless.fileno()}}}"), {})
    assert message.endswith(" has more than 65,536 bytes; expected a secret")


def test_the_longest_secret_fits_with_its_newline() -> None:
    reading, writing = os.pipe()
    os.set_inheritable(reading, True)
    text = b"x" * MAX_SECRET_BYTES + b"\n"
    if os.fork() == 0:  # a pipe takes less than that at once
        os.write(writing, text)
        os._exit(0)
    os.close(writing)
    try:
        assert values(file_with(f"value: {{fd: {reading}}}"), {}) == ["x" * MAX_SECRET_BYTES]
    finally:
        os.close(reading)


def test_all_faults_are_reported_together() -> None:
    with pytest.raises(ConfigError) as raised:
        read_secrets(file_with("username: {env: A}", "password: {env: B}"), {})
    assert [place[0] for place in places(raised.value)] == [5, 6]


@pytest.mark.parametrize("before", ["admin:", "admins:", "a:", '{"password": "'])
def test_a_secret_is_hidden_wherever_it_stands_in_base64_and_nothing_shows_it(before: str) -> None:
    file = file_with("username: admin", "password: {env: P}")
    secrets = read_secrets(file, {"P": CANARY})
    encoded = base64.b64encode(f'{before}{CANARY}", and more'.encode()).decode()
    text = f"{encoded} and {CANARY}"
    for secret in secrets.all:
        text = secret.redact(text)
    hidden, _, rest = text.partition(" and ")
    start, stars, end = hidden.partition("***")
    assert (stars, rest) == ("***", "***")
    assert CANARY[2:-2].encode() not in base64.b64decode(start + "A" * (-len(start) % 4))
    assert CANARY[:4].encode() not in base64.b64decode(start[: len(start) // 4 * 4])
    assert CANARY[-4:].encode() not in base64.b64decode(end[len(end) % 4 :])
    assert CANARY not in repr(secrets) + repr(secrets.all) + repr(file) + str(vars(type(secrets)))
