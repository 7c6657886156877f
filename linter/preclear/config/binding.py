"""An entry of `[[connectors]]`: a document that is bound to a connector."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from preclear.config.model import DocumentSettings


class ConnectorBinding(NamedTuple):
    """A document and the connector that its versions are imported into.

    `document` is a path relative to `folder`, the absolute folder of the config; `connector` is a name or an id;
    `version` is a template of names. `settings` are those of the adaptation and the selection, for this entry alone.
    What is None is left as it is on the platform. `config_path` (as in messages) and `line` (1-based) locate the entry.
    """

    document: str
    connector: str
    version: str
    settings: DocumentSettings
    folder: Path
    config_path: str
    line: int
    is_adapted: bool = False
    base_url: str | None = None
    documentation_url: str | None = None
    image_url: str | None = None
    tags: Mapping[str, tuple[str, ...]] | None = None
    categories: tuple[str, ...] | None = None
    publishes: bool = False

    @property
    def file(self) -> Path:
        """The absolute path of the document."""
        return self.folder / self.document

    @property
    def origin(self) -> str:
        """Where the entry is: `preclear.toml:12`."""
        return f"{self.config_path}:{self.line}"
