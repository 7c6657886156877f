"""The contexts of the official `versori` CLI, so that users of that CLI need no further configuration.

Its config is `~/.versori/config.yaml`, or the file in VERSORI_CONFIG. It has `active_context` and `contexts`; each
context has `organisation_id`, `jwt` and, for a server other than production, `url_overwrite`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from preclear.platform.credentials.secrets import Secret
from preclear.platform.option_errors import InvalidOptionError
from preclear.source import non_empty_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from preclear.source import Json

CONFIG_VARIABLE = "VERSORI_CONFIG"


class CliContext(NamedTuple):
    """The values of one context, None if missing. `origin` names it in messages. `secret` is the token."""

    name: str
    origin: str
    organisation: str | None
    secret: Secret | None
    url: str | None


def read_context(name: str | None, environment: Mapping[str, str]) -> CliContext | None:
    """Read the context `name`, or the active one if `name` is None.

    Return None if `name` is None and there is no config or no active context. Raises InvalidOptionError if the context
    can't be read; of the file's content, the message contains only the names of contexts.
    """
    file = _config_path(environment)
    try:
        exists = file is not None and file.is_file()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise InvalidOptionError(f"the config of the `versori` CLI can't be located: {reason}") from None
    if file is None or not exists:
        if name is None and CONFIG_VARIABLE not in environment:
            return None
        location = (
            f"`{file}`"
            if file is not None
            else f"the home folder, which doesn't exist; set {CONFIG_VARIABLE} to its path"
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
    secret = non_empty_text(context.get("jwt"))
    return CliContext(
        context_name,
        f"context `{context_name}` of `{file}`",
        non_empty_text(context.get("organisation_id")),
        None if secret is None else Secret(secret),
        non_empty_text(context.get("url_overwrite")),
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
    """Return the config's mapping. Errors have only a line number, because a message could quote a token."""
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
        raise InvalidOptionError(f"the config of the `versori` CLI in `{file}` is not a mapping")
    return document.value
