"""The base class of everything that several operations can share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.connector.endpoint import Endpoint


class Shared:
    """A part that several operations can use. Most have one user, for which no list is stored."""

    __slots__ = ("_users",)

    def __init__(self) -> None:
        self._users: Endpoint | list[Endpoint] | None = None

    @property
    def used_by(self) -> list[Endpoint]:
        """The operations that use it, in document order."""
        users = self._users
        return [] if users is None else users if isinstance(users, list) else [users]

    def add_user(self, operation: Endpoint) -> None:
        """Record that `operation` uses it."""
        users = self._users
        if users is None:
            self._users = operation
        elif isinstance(users, list):
            users.append(operation)
        else:
            self._users = [users, operation]
