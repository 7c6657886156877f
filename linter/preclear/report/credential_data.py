"""The credentials in the platform's answers, which no report shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.source import Json


def hide_credential_data(value: Json) -> Json:
    """Return `value` with `***` for each text in the data of a credential (Credential.data).

    The platform redacts most of them itself; that isn't relied on. Everything else stays the same object.
    """
    if isinstance(value, list):
        items: list[Json] = [hide_credential_data(item) for item in value]
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    if not isinstance(value, dict):
        return value
    fields: dict[str, Json] = {
        key: _hide_data(item) if key == "credential" else hide_credential_data(item) for key, item in value.items()
    }
    return fields if any(fields[key] is not value[key] for key in value) else value


def _hide_data(credential: Json) -> Json:
    if not isinstance(credential, dict) or "data" not in credential:
        return hide_credential_data(credential)
    return {**credential, "data": _hide_texts(credential["data"])}


def _hide_texts(value: Json) -> Json:
    if isinstance(value, str):
        return "***" if value else value
    if isinstance(value, list):
        return [_hide_texts(item) for item in value]
    return {key: _hide_texts(item) for key, item in value.items()} if isinstance(value, dict) else value
