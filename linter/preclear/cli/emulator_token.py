"""The token of the emulator."""

from __future__ import annotations

VARIABLE = "PRECLEAR_TOKEN"


def load_token(*, from_stdin: bool) -> str | None:
    """Return the token from standard input or the environment; None if there is none."""
    import os

    if from_stdin:
        from preclear.cli.terminal.stdin import read_token

        return read_token()
    return os.environ.get(VARIABLE)


def is_usable(token: str) -> bool:
    """Whether a token has 8 to 4,096 ASCII characters without spaces."""
    import re

    return re.fullmatch(r"[\x21-\x7e]{8,4096}", token) is not None


def create_token() -> str:
    """Return a random token."""
    import secrets

    return secrets.token_urlsafe(24)
