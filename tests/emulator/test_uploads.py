"""Signed URLs: one upload within five minutes, of the type and length that were signed, and then an import of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from preclear.emulator.http.errors import ApiError
from preclear.emulator.store import MAX_UPLOAD_BYTES, UploadStore
from preclear.emulator.ulids import UlidGenerator
from tests.emulator.documents import SOUND

if TYPE_CHECKING:
    import httpx

    from tests.emulator.server import Emulator

DATA = SOUND.encode()
TYPE = "application/yaml"
ORGANISATION = "01J00000000000000000000000"


def signed(running: Emulator, client: httpx.Client, length: int = len(DATA), media_type: str = TYPE) -> dict[str, Any]:
    query: dict[str, str | int] = {"content_type": media_type, "content_length": length}
    answer = client.get(f"{running.at}/protocols/http/upload-url", params=query)
    made: dict[str, Any] = answer.raise_for_status().json()
    return made


def put(url: str, data: bytes = DATA, media_type: str = TYPE, **headers: str) -> httpx.Response:
    """Put a file as a client of the object storage does: without the token."""
    import httpx

    return httpx.put(url, content=data, headers={"Content-Type": media_type} | headers, trust_env=False)


def imported(running: Emulator, client: httpx.Client, url: str) -> httpx.Response:
    return client.post(f"{running.at}/protocols/http/import", json={"schemaURL": url, "format": "openapi"})


def test_an_uploaded_document_is_imported(running: Emulator, client: httpx.Client) -> None:
    urls = signed(running, client)
    early = imported(running, client, urls["url"])
    sent = put(urls["uploadUrl"])
    results = [imported(running, client, urls["url"]) for _ in range(2)]

    assert urls["uploadUrl"].startswith(running.url.removesuffix("/api/connect/v1"))
    assert (early.status_code, early.json()["code"]) == (400, "fetch_failed")
    assert (sent.status_code, sent.content) == (200, b"")
    assert [result.status_code for result in results] == [201, 201]
    assert results[0].json()["connector"]["name"] == "Pets"


def test_an_uploaded_document_becomes_a_version(running: Emulator, client: httpx.Client) -> None:
    urls = signed(running, client)
    put(urls["uploadUrl"])
    connector = imported(running, client, urls["url"]).json()["connector"]["id"]
    body = {"schemaURL": urls["url"], "format": "openapi", "version": "2"}

    assert client.post(f"{running.at}/connector/{connector}/http/import", json=body).status_code == 201


def test_the_content_type_of_the_upload_is_the_type_of_the_document(running: Emulator, client: httpx.Client) -> None:
    urls = signed(running, client, media_type="application/json")

    assert put(urls["uploadUrl"], media_type="application/json").status_code == 200
    assert imported(running, client, urls["url"]).status_code == 400  # the document is YAML


def test_a_url_is_valid_for_one_upload(running: Emulator, client: httpx.Client) -> None:
    url = signed(running, client)["uploadUrl"]

    assert [put(url).status_code for _ in range(2)] == [200, 403]


def test_what_was_not_signed_is_refused_and_uses_nothing_up(running: Emulator, client: httpx.Client) -> None:
    url = signed(running, client)["uploadUrl"]

    assert put(url, DATA[:-1]).status_code == 403
    assert put(url, DATA + b"#").status_code == 403
    assert put(url, media_type="text/plain").status_code == 403
    assert put(f"{url}0").status_code == 403
    assert put(url.partition("?")[0]).status_code == 403
    assert put(url.replace("/uploads/", "/uploads/0")).status_code == 404
    assert put(url, Authorization=f"Bearer {running.token}").status_code == 400
    assert client.get(url).status_code == 405
    assert put(url).status_code == 200


def test_a_file_of_another_organisation_is_not_there(running: Emulator, client: httpx.Client) -> None:
    urls = signed(running, client)
    put(urls["uploadUrl"])

    assert imported(running._replace(organisation="01J0000000000000000000000Z"), client, urls["url"]).status_code == 400


def test_a_url_expires_after_five_minutes() -> None:
    now = 0.0
    store = UploadStore(UlidGenerator(), lambda: now)
    upload = store.create(ORGANISATION, TYPE, 3)
    now = 300.0
    assert store.open(upload.id, upload.signature) is upload
    now = 300.1
    with pytest.raises(ApiError) as caught:
        store.open(upload.id, upload.signature)

    assert (caught.value.status, caught.value.body["code"]) == (403, "expired")


def test_the_oldest_files_are_dropped_to_stay_within_the_limit() -> None:
    store = UploadStore(UlidGenerator())
    data = bytes(MAX_UPLOAD_BYTES // 2)
    uploads = [store.create(ORGANISATION, TYPE, len(data)) for _ in range(3)]
    for upload in uploads:
        store.store(upload, data)

    with pytest.raises(ApiError):
        store.read(uploads[0].url, ORGANISATION)
    assert [store.read(upload.url, ORGANISATION) for upload in uploads[1:]] == [(data, TYPE)] * 2


def test_only_so_many_urls_are_open_at_once() -> None:
    store = UploadStore(UlidGenerator())
    uploads = [store.create(ORGANISATION, TYPE, 1) for _ in range(101)]

    with pytest.raises(ApiError):
        store.open(uploads[0].id, uploads[0].signature)
    assert store.open(uploads[1].id, uploads[1].signature) is uploads[1]
