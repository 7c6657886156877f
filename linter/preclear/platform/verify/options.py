"""What a verification compares a document with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyOptions:
    """The version that a document is compared with.

    `connector` is an id or a name; with `is_id`, always an id. `version` is the name of a version, or `latest` or
    `default`; None stands for the newest one, draft or published. Without `schemas`, the schemas of definitions aren't
    read: there is a request for each.
    """

    connector: str
    version: str | None = None
    is_id: bool = False
    schemas: bool = True
