"""How a document is adapted before it is checked, from the settings of the document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from preclear.config import format_path
from preclear.edit import AdaptError, AdaptOptions, SelectionError
from preclear.project.search import Input, refusal_reason
from preclear.source import repository_root

if TYPE_CHECKING:
    from preclear.config import SettingKey, Settings


def make_adapt_options(settings: Settings, *, adapt: bool | AdaptOptions) -> AdaptOptions | None:
    """Return how a document with `settings` is adapted; None if it's checked as it is.

    With `adapt`, edits are made; without it, only overlays and the selection apply. Raises AdaptError for an overlay in
    a config that may not be read.
    """
    if isinstance(adapt, AdaptOptions):
        return adapt
    overlays = find_overlays(settings)
    include, exclude = _strings(settings, "include"), _strings(settings, "exclude")
    if not adapt:
        is_unchanged = not overlays and not include and not exclude
        return None if is_unchanged else AdaptOptions(level=None, overlays=overlays, include=include, exclude=exclude)
    base_url = settings.by_key.get(("adapt", "base-url"))
    return AdaptOptions(
        level=_level(settings),
        base_url=None if base_url is None else str(base_url.value),
        leave_out_blocked=settings.by_key["adapt", "leave-out-blocked"].value is True,
        array_parameters=_array_parameters(settings),
        status_ranges=_status_ranges(settings),
        names={name: str(setting.value) for name, setting in settings.adapt_names.items()},
        overlays=overlays,
        include=include,
        exclude=exclude,
    )


def add_origin(error: AdaptError, settings: Settings) -> AdaptError:
    """Return `error` with the origin of the pattern that it's about: an option, or the line of a config."""
    pattern = error.__cause__.pattern if isinstance(error.__cause__, SelectionError) else None
    for name in ("include", "exclude"):
        if pattern in _strings(settings, name):
            return AdaptError(f"{error} ({settings.by_key['adapt', name].origin})", error.findings)
    return error


def find_overlays(settings: Settings) -> tuple[Path, ...]:
    """Return the paths of the overlays.

    Raises AdaptError for an overlay in a config that isn't in its repository, as its documents must be.
    """
    key = ("adapt", "overlays")
    names = _strings(settings, "overlays")
    config = settings.config
    if config is None or not settings.is_from_config(key):
        return tuple(map(Path, names))
    paths = [Path(format_path(str(config.folder / name))) for name in names]
    for name, path in zip(names, paths, strict=True):
        reason = refusal_reason(Input(name, path, is_named=True, root=repository_root(config.folder)))
        if reason is not None:
            origin = settings.by_key[key].origin
            raise AdaptError(f"overlay `{name}` may not be read: {reason} ({origin})")
    return tuple(paths)


def _strings(settings: Settings, name: str) -> tuple[str, ...]:
    value = settings.by_key["adapt", name].value
    return value if isinstance(value, tuple) else ()


def _text(settings: Settings, name: str) -> str:
    key: SettingKey = ("adapt", name)
    return str(settings.by_key[key].value)


def _level(settings: Settings) -> Literal["safe", "rename", "adapt"]:
    level = _text(settings, "level")
    return "safe" if level == "safe" else "rename" if level == "rename" else "adapt"


def _array_parameters(settings: Settings) -> Literal["string", "items", "leave-out"]:
    choice = _text(settings, "array-parameters")
    return "items" if choice == "items" else "leave-out" if choice == "leave-out" else "string"


def _status_ranges(settings: Settings) -> Literal["default", "lowest", "leave-out"]:
    choice = _text(settings, "status-ranges")
    return "lowest" if choice == "lowest" else "leave-out" if choice == "leave-out" else "default"
