"""The contexts of the official `versori` CLI: who has set that up need not say anything twice.

Its config is `~/.versori/config.yaml`, or the file that VERSORI_CONFIG names: `active_context`, and `contexts`, each
with `organisation_id`, `jwt` and, for another server than production, `url_overwrite`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from preclear.platform.credentials import InvalidOptionError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.source import Json

CONFIG_VARIABLE = "VERSORI_CONFIG"


class CliContext(NamedTuple):
    """What one context says, None where it does not; `origin` names it. `secret` is the token: it prints as `***`."""

    name: str
    origin: str
    organisation: str | None
    secret: Secret | None
    url: str | None


class Secret:
    """A text that is not printed."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return "***"


def read_context(name: str | None, environment: Mapping[str, str]) -> CliContext | None:
    """Read the context `name`, the active one where none is named.

    None where none was named, and there is no such file or no active context in it. Raises InvalidOptionError where the
    one that is asked for can't be had; nothing of the file's content is in its message but the names of contexts.
    """
    file = _config_path(environment)
    try:
        exists = file is not None and file.is_file()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise InvalidOptionError(f"the config of the `versori` CLI can't be looked for: {reason}") from None
    if file is None or not exists:
        if name is None and CONFIG_VARIABLE not in environment:
            return None
        location = (
            f"`{file}`" if file is not None else f"the home folder, for there is none; {CONFIG_VARIABLE} may name one"
        )
        raise InvalidOptionError(f"there is no config of the `versori` CLI in {location}")
    config = _load_config(file)
    contexts = config.get("contexts")
    context_name: Json = name if name is not None else config.get("active_context")
    if not isinstance(context_name, str) or not context_name:
        return None
    context = contexts.get(context_name) if isinstance(contexts, dict) else None
    if not isinstance(context, dict):
        known_names = ", ".join(f"`{key}`" for key in contexts) if isinstance(contexts, dict) else ""
        raise InvalidOptionError(
            f"there is no context `{context_name}` in `{file}`; expected one of: {known_names or 'none at all'}"
        )
    secret = _non_empty_text(context.get("jwt"))
    return CliContext(
        context_name,
        f"context `{context_name}` of `{file}`",
        _non_empty_text(context.get("organisation_id")),
        None if secret is None else Secret(secret),
        _non_empty_text(context.get("url_overwrite")),
    )


def _config_path(environment: Mapping[str, str]) -> Path | None:
    config_file = environment.get(CONFIG_VARIABLE)
    if config_file:
        return Path(config_file)
    try:
        return Path.home() / ".versori" / "config.yaml"
    except (RuntimeError, OSError):
        return None


def _load_config(file: Path) -> dict[str, Json]:
    """The config's mapping. What is wrong with it is told by line alone: a message could quote a token."""
    from preclear.source import load

    document = load(file)
    if not document.is_loaded:
        report = document.faults[0].report if document.faults else None
        exact = report.location.place.exact if report is not None else None
        line = f", line {exact.start.line}" if exact is not None else ""
        raise InvalidOptionError(f"the config of the `versori` CLI in `{file}` can't be read{line}")
    if document.value is None:
        return {}
    if not isinstance(document.value, dict):
        raise InvalidOptionError(f"the config of the `versori` CLI in `{file}` is no mapping")
    return document.value


def _non_empty_text(value: Json) -> str | None:
    return value if isinstance(value, str) and value else None
