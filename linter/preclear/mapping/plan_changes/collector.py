"""Collects changes: one that several operations share is one change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from preclear.mapping.plan_changes.change import MAX_USERS, RESOURCE_KINDS, Change, Resource
from preclear.mapping.plan_changes.users import NO_USERS

if TYPE_CHECKING:
    from preclear.mapping.plan_changes.change import ChangeKind
    from preclear.mapping.plan_changes.users import Users
    from preclear.source import Place

_Key: TypeAlias = "tuple[str, str, str, Place, Place | None, Resource | None]"


class ChangeCollector:
    """Collects changes, and the operations that share them."""

    def __init__(self, fallback: Place) -> None:
        """`fallback` is the place in the new document of whatever has no better one."""
        self._fallback = fallback
        self._changes: dict[_Key, Change] = {}
        self._users: dict[_Key, dict[str, None]] = {}
        self._unlisted: dict[_Key, int] = {}

    def add(
        self,
        resource: Resource,
        kind: ChangeKind,
        code: str,
        message: str,
        *,
        is_breaking: bool = False,
        place: Place | None = None,
        old_place: Place | None = None,
        users: Users = NO_USERS,
    ) -> None:
        """Add a change of `resource`. If it has been added for another operation, that one is only a further user."""
        owner = None if place is not None and resource.kind in ("action", "trigger") else resource
        key = (kind, code, message, place or self._fallback, old_place, owner)
        known = self._changes.get(key)
        all_users = self._users.setdefault(key, {})
        if known is None:
            self._changes[key] = Change(
                resource=resource,
                kind=kind,
                code=code,
                is_breaking=is_breaking,
                message=message,
                place=place or self._fallback,
                old_place=old_place,
            )
        else:
            if known.resource != resource:
                all_users[resource.name] = None
            if is_breaking and not known.is_breaking:
                self._changes[key] = replace(known, is_breaking=True)
        all_users.update(dict.fromkeys(users.labels))
        self._unlisted[key] = max(self._unlisted.get(key, 0), users.number - len(users.labels))

    def build(self) -> tuple[Change, ...]:
        """Return all changes in the order of reports."""
        changes: list[Change] = []
        for key, change in self._changes.items():
            users = self._users[key]
            if change.resource.kind in ("action", "trigger"):
                users.pop(change.resource.name, None)
            count = len(users) + self._unlisted[key]
            changes.append(replace(change, used_by=tuple(users)[:MAX_USERS], user_count=count))
        return tuple(
            sorted(changes, key=lambda change: (RESOURCE_KINDS.index(change.resource.kind), change.resource.rank))
        )
