"""The requests after an import: fields of the connector, the digest in the version, categories, publication."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preclear.platform.changes import publish_version, update_categories, update_version
from preclear.platform.commands.model import ChangeRefusal
from preclear.platform.http import OUTCOME_EXIT_CODES
from preclear.platform.lookups import LookupFailure
from preclear.platform.option_errors import InvalidOptionError
from preclear.platform.upload_run.connector_update import build_connector_changes
from preclear.platform.upload_run.description import find_digest, record_digest
from preclear.report import ReportedStep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from preclear.config import ConnectorBinding
    from preclear.platform.http import ChangeRequest
    from preclear.platform.platform_client import PlatformClient
    from preclear.platform.upload_run.model import Arrival


class FollowUp:
    """What follows an import. Each step reads first and is sent only if something differs.

    `make_client` begins requests with their own time limit. `is_ending` says whether the run was asked to end.
    """

    def __init__(self, make_client: Callable[[], PlatformClient], is_ending: Callable[[], bool]) -> None:
        self._make_client = make_client
        self._is_ending = is_ending
        self.results: list[ReportedStep] = []
        self.notes: list[str] = []
        self.has_findings = False
        """Whether the server found errors in what it accepted."""

    @property
    def is_ending(self) -> bool:
        """Whether the run was asked to end at once."""
        return self._is_ending()

    @property
    def is_complete(self) -> bool:
        """Whether every step so far was accepted."""
        return all(step.outcome == "accepted" for step in self.results)

    @property
    def exit_code(self) -> int:
        """The most serious exit code of the steps."""
        return max([int(self.has_findings), *(OUTCOME_EXIT_CODES[step.outcome] for step in self.results)])

    def update_connector(self, binding: ConnectorBinding, connector_id: str) -> None:
        """Change the fields of the connector that differ from the binding's."""

        def build(client: PlatformClient) -> Iterator[ChangeRequest]:
            return build_connector_changes(client, binding, connector_id)

        self._run(f"update connector {connector_id}", build)

    def record_digest(self, arrival: Arrival) -> None:
        """Write the digest into the description of the version, beside the text that it has."""

        def build(client: PlatformClient) -> Iterator[ChangeRequest]:
            version = client.lookup.get_version(arrival.connector_id, arrival.version)
            if find_digest(version.description) != arrival.sha256:
                description = record_digest(version.description, arrival.sha256)
                yield update_version(
                    client.credentials, arrival.connector_id, {**version.value, "description": description}
                )

        self._run(f"record the digest in version `{arrival.version}`", build)

    def set_categories(self, binding: ConnectorBinding, connector_id: str) -> None:
        """Replace the categories of the connector."""

        def build(client: PlatformClient) -> Iterator[ChangeRequest]:
            yield update_categories(client.credentials, connector_id, binding.categories or ())

        self._run(f"replace the categories of connector {connector_id}", build)

    def publish(self, connector_id: str, version: str) -> None:
        """Publish the version, unless it is published. If a step before was not accepted, only a note is made."""
        if not self.is_complete:
            self.notes.append(f"version `{version}` isn't published, because a step before wasn't accepted")
            return

        def build(client: PlatformClient) -> Iterator[ChangeRequest]:
            if client.lookup.get_version(connector_id, version).published_at is None:
                yield publish_version(client.credentials, connector_id, version)

        self._run(f"publish version `{version}`", build)

    def _run(self, summary: str, build: Callable[[PlatformClient], Iterator[ChangeRequest]]) -> None:
        """Send the requests of a step, one after the other, up to the first that isn't accepted."""
        if self._is_ending():
            self.results.append(ReportedStep(summary, "not sent", "interrupted"))
            return
        client = self._make_client()
        try:
            for change in build(client):
                outcome = client.send(change)
                self.results.append(ReportedStep(change.summary, outcome.name, outcome.reason))
                if outcome.name != "accepted":
                    return
        except ChangeRefusal as error:
            self.results.append(ReportedStep(summary, "not sent", f"{error} of `preclear connector update`"))
        except (LookupFailure, InvalidOptionError) as error:
            self.results.append(ReportedStep(summary, "not sent", str(error)))
