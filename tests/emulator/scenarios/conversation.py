"""What a scenario gets: a connector, and a record of every request and answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import httpx

    from tests.emulator.server import Emulator

NOBODY = "01J00000000000000000000001"
CONFIG_ID = "01J0000000000000000000000C"


class Conversation(NamedTuple):
    """A connector made of a document, and every request and answer about it."""

    client: httpx.Client
    emulator: Emulator
    connector: dict[str, Any]
    exchanges: list[tuple[httpx.Request, httpx.Response]]

    @property
    def base_path(self) -> str:
        """The path of the API."""
        return urlsplit(self.emulator.url).path

    @property
    def connector_url(self) -> str:
        """The URL of the connector."""
        return f"{self.emulator.at}/connectors/{self.connector['id']}"

    @property
    def version_url(self) -> str:
        """The URL of the imported version."""
        return f"{self.connector_url}/versions/1.0"

    def get(self, url: str, status: int = 200) -> Any:
        """Get `url` and expect a status."""
        return self.send("GET", url, status)

    def send(self, method: str, url: str, status: int, body: Any = None) -> Any:
        """Send a request, expect a status, and return the answer's body."""
        answer = self.client.request(method, url, **({} if body is None else {"json": body}))
        assert answer.status_code == status, f"{method} {url}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None
