"""Scenarios of protocols."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.emulator.scenarios.conversation import Conversation


def list_protocols(at: Conversation) -> None:
    assert [protocol["slug"] for protocol in at.get(f"{at.emulator.at}/protocols")["protocols"]] == ["http"]
    assert at.get(f"{at.emulator.at}/protocols?first=1")["totalCount"] == 1


def list_auth_schemes(at: Conversation) -> None:
    schemes = at.get(f"{at.emulator.at}/protocols/http/auth-schemes")["authSchemes"]
    assert {scheme["type"] for scheme in schemes} >= {"api-key", "oauth2", "none"}
    at.get(f"{at.emulator.at}/protocols/soap/auth-schemes", 404)


def get_upload_url(at: Conversation) -> None:
    url = f"{at.emulator.at}/protocols/http/upload-url"
    signed = at.get(f"{url}?content_type=application/yaml&content_length=12")
    assert signed["url"].startswith("gs://emulator/")
    for query in ("", "?content_type=yaml&content_length=1", "?content_type=text/yaml&content_length=0"):
        at.get(f"{url}{query}", 400)
