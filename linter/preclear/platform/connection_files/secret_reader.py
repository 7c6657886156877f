"""Reads the secrets of a connection file from environment variables and file descriptors, each of them once."""

from __future__ import annotations

import errno
import os
import select
import time
from base64 import b64decode
from typing import TYPE_CHECKING

from preclear.platform.connection_files.credential_types import ENCODED_VALUE
from preclear.platform.connection_files.problems import FileProblems
from preclear.platform.credentials import ENVIRONMENT_VARIABLE, Secret
from preclear.source import format_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from preclear.platform.connection_files.credential_types import CredentialField
    from preclear.platform.connection_files.model import ConnectionFile, CredentialEntry, SecretSource

MAX_SECRET_BYTES = 65_536
"""Maximum size of a secret."""

READ_TIMEOUT = 30.0
"""Seconds to wait for each file descriptor."""

_IS_PLATFORM_ACCESS = "has the token of the platform, expected another secret"


class ConnectionSecrets:
    """The secrets of a connection file, by their sources."""

    def __init__(self, secrets: Mapping[tuple[str | None, int | None], Secret], further: tuple[Secret, ...]) -> None:
        """`further` are other texts that would give a secret away."""
        self._secrets = secrets
        self._further = further

    def __repr__(self) -> str:
        return "***"

    @property
    def all(self) -> tuple[Secret, ...]:
        """Every text that must never be shown."""
        return (*self._secrets.values(), *self._further)

    def reveal(self, source: SecretSource) -> str:
        """Return the secret of a source, for the body of a request."""
        return self._secrets[source.key].reveal()


def read_secrets(
    file: ConnectionFile,
    environment: Mapping[str, str],
    token: Secret | None = None,
    *,
    timeout: float = READ_TIMEOUT,
) -> ConnectionSecrets:
    """Read every secret of a connection file. Raises ConfigError, which names variables but never quotes a value.

    A source that has the platform's `token`, under whatever name, is refused: the connector's API would get it.
    `timeout` is the time for each file descriptor, in seconds.
    """
    problems = FileProblems(file.path)
    reader = _SecretReader(environment, timeout)
    secrets: dict[tuple[str | None, int | None], Secret] = {}
    for entry in file.entries:
        for field, source in entry.secret_sources():
            text = reader.read(source)
            problem = reader.problems.get(source.key) or _find_problem(text, field)
            if token is not None and token.is_in(text):
                problem = _IS_PLATFORM_ACCESS
            if problem is not None:
                problems.add(source.node, f"{_describe_source(source)} {problem}")
            secrets[source.key] = Secret(text)
    problems.raise_any()
    connection_secrets = ConnectionSecrets(secrets, ())
    further = tuple(Secret(text) for entry in file.entries for text in _further_texts(entry, connection_secrets))
    return ConnectionSecrets(secrets, further)


class _SecretReader:
    """Reads sources. `problems` says what is wrong with a source, by its key."""

    def __init__(self, environment: Mapping[str, str], timeout: float) -> None:
        self.problems: dict[tuple[str | None, int | None], str] = {}
        self._environment = environment
        self._timeout = timeout
        self._texts: dict[tuple[str | None, int | None], str] = {}

    def read(self, source: SecretSource) -> str:
        """Return the text of a source, empty if it has a problem."""
        if source.key not in self._texts:
            data = self._read_variable(source) if source.descriptor is None else self._read_descriptor(source)
            self._texts[source.key] = self._decode(source, data)
        return self._texts[source.key]

    def _decode(self, source: SecretSource, data: bytes | None) -> str:
        if data is None:
            return ""
        if len(data) > MAX_SECRET_BYTES:
            self._set_problem(source, f"has more than {format_count(MAX_SECRET_BYTES, 'byte')}")
            return ""
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            self._set_problem(source, "isn't UTF-8")
            return ""
        if not text.strip():
            self._set_problem(source, "is empty" if not text else "is blank")
            return ""
        return text

    def _read_variable(self, source: SecretSource) -> bytes | None:
        if source.variable == ENVIRONMENT_VARIABLE:
            self.problems[source.key] = _IS_PLATFORM_ACCESS
            return None
        text = self._environment.get(source.variable or "")
        if text is None:
            self._set_problem(source, "isn't set")
            return None
        return text.encode("utf-8", "surrogateescape")

    def _read_descriptor(self, source: SecretSource) -> bytes | None:
        """Read to the end, without the newline there. Descriptors that preclear itself opened aren't inheritable."""
        descriptor = source.descriptor or 0
        try:
            if not os.get_inheritable(descriptor):
                raise OSError(errno.EBADF, "")
            if os.isatty(descriptor):
                self._set_problem(source, "is a terminal, expected a pipe or a file")
                return None
            data = _read_to_end(descriptor, time.monotonic() + self._timeout)
        except TimeoutError:
            self._set_problem(source, f"wasn't closed within {self._timeout:g} seconds")
            return None
        except OSError as error:
            is_closed = error.errno == errno.EBADF
            reason = "isn't open" if is_closed else f"can't be read: {os.strerror(error.errno or 0).lower()}"
            self._set_problem(source, reason)
            return None
        return data[:-2] if data.endswith(b"\r\n") else data.removesuffix(b"\n")

    def _set_problem(self, source: SecretSource, problem: str) -> None:
        self.problems[source.key] = f"{problem}; expected a secret"


def _read_to_end(descriptor: int, end: float) -> bytes:
    """Read at most two bytes more than a secret may have: its newline. Raises OSError, and TimeoutError."""
    data = b""
    while len(data) <= MAX_SECRET_BYTES + 2:
        if os.name == "posix" and not select.select([descriptor], [], [], max(0.0, end - time.monotonic()))[0]:
            raise TimeoutError
        piece = os.read(descriptor, MAX_SECRET_BYTES + 3 - len(data))
        if not piece:
            break
        data += piece
    return data


def _find_problem(text: str, field: CredentialField) -> str | None:
    """Return what is wrong with a secret as the value of a field."""
    if not field.has_lines and ("\n" in text or "\r" in text):
        return f"has a newline, which `{field.name}` can't have; expected one line"
    if not field.has_lines and not text.isprintable():
        return f"has a control character, which `{field.name}` can't have; expected printable characters"
    if field == ENCODED_VALUE and _decode_base64(text) is None:
        return f"isn't base64, expected base64 for `{field.name}`"
    return None


def join_base64(text: str) -> str:
    """Remove the line breaks of base64, which the API doesn't expect."""
    return "".join(text.split())


def _decode_base64(text: str) -> bytes | None:
    try:
        return b64decode(join_base64(text), validate=True)
    except ValueError:
        return None


def _further_texts(entry: CredentialEntry, secrets: ConnectionSecrets) -> Iterator[str]:
    """Yield the other forms of an entry's secrets that a server can send back: base64 in one line, or decoded."""
    texts = {field.name: secrets.reveal(source) for field, source in entry.secret_sources()}
    encoded = texts.get(ENCODED_VALUE.name)
    if encoded is not None:
        yield join_base64(encoded)
        yield (_decode_base64(encoded) or b"").decode("utf-8", "replace")


def _describe_source(source: SecretSource) -> str:
    """Name a source. A name in small letters can be a secret that was written by mistake: its place has to do."""
    if source.descriptor is not None:
        return f"file descriptor {source.descriptor}"
    is_usual = source.variable is not None and source.variable.isupper()
    return f"environment variable `{source.variable}`" if is_usual else "the environment variable that is named here"
