"""A request that changes something, with the answer that says it was carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from preclear.platform.credentials import Secret
    from preclear.platform.http.outcome import ExpectedAnswer
    from preclear.platform.http.request import Request


class ChangeRequest(NamedTuple):
    """A request that changes something on the platform: it's sent once.

    `summary` says what it does: `create version \\`1.2\\` of connector 01J…`. `secrets` are texts in its body that no
    output may have.
    """

    request: Request
    expected: ExpectedAnswer
    summary: str
    secrets: tuple[Secret, ...] = ()
