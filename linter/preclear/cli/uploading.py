"""One upload: checked, bundled, looked up, sent; whatever happens, it ends with an outcome."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from preclear.cli.exit_code import ExitCode
from preclear.cli.options import fails
from preclear.cli.output import tell
from preclear.cli.upload_progress import Progress, moment
from preclear.cli.upload_signals import Interruption
from preclear.engine.rule_selection import SELECT_ALL
from preclear.platform.credentials import is_ulid
from preclear.platform.outcome import UploadOutcome, make_not_sent
from preclear.report.escape import escape

if TYPE_CHECKING:
    from collections.abc import Callable

    from preclear.bundle.bundle import Bundle
    from preclear.cli.checking import Checker
    from preclear.cli.checking import Outcome as Came
    from preclear.cli.inputs import Input
    from preclear.cli.sending import Wanted
    from preclear.engine import CheckResult
    from preclear.engine.rule_selection import RuleSelection
    from preclear.mapping.mapper import MappedAnswer
    from preclear.platform.client import Deadline, UploadSession
    from preclear.platform.credentials import Credentials
    from preclear.platform.lookups import PlatformLookup
    from preclear.platform.request import ImportTarget, Request
    from preclear.source import Severity

EXIT = {
    "accepted": ExitCode.OK,
    "rejected": ExitCode.FINDINGS,
    "not sent": ExitCode.NOT_SENT,
    "unknown": ExitCode.UNKNOWN,
}
"""The exit code of each outcome; an accepted upload with findings ends with 1."""

LEAST_TO_MAP = 2.0  # seconds, even where the answer came at the last moment
PLACEHOLDER = "CONNECTOR-ID"
"""Stands in a dry run for the id of a connector that is named and would be looked up."""


class Asking(NamedTuple):
    """What was asked for besides the check and the way."""

    connector: str | None
    version: str | None
    new: bool
    from_url: str | None
    force: bool
    dry_run: bool
    lookup: bool
    verify: bool


@dataclass
class Upload:
    """What is known of an upload, more with every step; what is None was not reached."""

    asking: Asking
    wanted: Wanted
    interruption: Interruption = field(default_factory=Interruption)
    access: Credentials | None = None
    target: ImportTarget | None = None
    came: Came | None = None
    bundle: Bundle | None = None
    request: Request | None = None
    sending: UploadSession | None = None
    deadline: Deadline | None = None
    started: datetime | None = None
    outcome: UploadOutcome | None = None
    mapped: MappedAnswer | None = None
    unusable: bool = False
    failed: bool = False
    planned: bool = False
    known: set[str] | None = None
    notes: list[str] = field(default_factory=list[str])
    selection: RuleSelection = SELECT_ALL

    def clean(self, text: str) -> str:
        """Give `text` without the token."""
        return text if self.access is None else self.access.redact(text)

    @property
    def checked(self) -> CheckResult | None:
        """The document as it was checked, after an answer with what the import found."""
        if self.came is None:
            return None
        checked, mapped = self.came.checked, self.mapped
        if mapped is None:
            return checked
        kept = mapped.unconfirmed_findings(checked.findings)
        counts: Counter[Severity] = Counter(checked.counts)
        counts.subtract(each.severity for each in checked.findings)
        counts.update(each.severity for each in (*kept, *mapped.findings))
        findings = sorted((*kept, *mapped.findings), key=lambda each: (each.path, each.span, each.rule.name))
        return replace(checked, findings=tuple(findings), counts=counts)

    @property
    def exit_code(self) -> int:
        """What the program ends with."""
        if self.outcome is None or self.unusable:
            return ExitCode.UNCHECKED
        if self.planned:
            return ExitCode.OK
        checked = self.checked
        if self.outcome.name == "accepted" and self.came is not None and checked is not None:
            failing = self.failed or fails(checked.counts, self.came.settings.fail_on)
            return ExitCode.FINDINGS if failing else ExitCode.OK
        return EXIT[self.outcome.name]

    def run(self, given: Input, checker: Callable[[], Checker]) -> None:
        """Go all the way; the outcome is set in the end. Raises Unusable, and what an interruption raises."""
        from preclear.platform.request import make_target, parse_document_url

        asking = self.asking
        access = self.access = self.wanted.access(token_needed=not asking.dry_run)
        self.target = make_target(asking.connector, asking.version, is_new=asking.new)
        if asking.from_url is not None:
            parse_document_url(asking.from_url, "yaml")
        came = self._check(given, checker())
        bundle = self._bundle(came) if came is not None else None
        if bundle is None:
            return
        target = self.target if asking.dry_run else self._look(self.target)
        if target is None:
            return
        self.target = target
        request = self.request = self._make(access, target, bundle)
        if asking.dry_run:
            self.planned, self.outcome = True, make_not_sent("this is a dry run")
            return
        self._send(access, request)
        self._verify()
        self._map()

    def interrupted(self) -> None:
        """Set the outcome of an upload that was interrupted, or that failed on its way; one that is known stays."""
        self.failed = True
        if self.outcome is None:
            self.outcome = make_not_sent("interrupted") if self.sending is None else self.sending.interrupt()

    def _check(self, given: Input, checker: Checker) -> Came | None:
        from preclear.cli.checking import is_unchecked

        came = self.came = checker.check(given)
        if came is not None:
            self.selection = checker.configuring.selection(came.settings)
        if came is None or came.checked.connector is None:
            self.unusable, self.outcome = True, make_not_sent("the document could not be checked")
            return None
        if is_unchecked(came.checked) and not self.asking.force:
            self.unusable, self.outcome = True, make_not_sent("not all of the document could be checked")
            return None
        if fails(came.checked.counts, came.settings.fail_on) and not self.asking.force:
            found = f"the check found something at or above `{came.settings.fail_on}`"
            self.outcome = make_not_sent(f"{found}; `--force` sends it anyway")
            return None
        return came

    def _bundle(self, came: Came) -> Bundle | None:
        from preclear.bundle.bundle import BundleError, bundle

        if came.checked.connector is None:
            return None
        try:
            self.bundle = bundle(came.checked.connector.api, came.settings.limits)
        except BundleError as error:
            self.outcome = make_not_sent(f"its files can't be made one document: {error}")
        return self.bundle

    def _lookups(self, seconds: float) -> PlatformLookup:
        from preclear.platform.client import Deadline
        from preclear.platform.lookups import PlatformLookup

        access = self.access or self.wanted.access()
        return PlatformLookup(access, self.wanted.line(), Deadline(seconds))

    def _look(self, target: ImportTarget) -> ImportTarget | None:
        """Find the connector by its name, and the version that may be there already: None where it is not sent."""
        from preclear.platform.lookups import LookupFailure, parse_connector_id

        if not self.asking.lookup:
            return (
                target
                if target.connector_id is None
                else target._replace(connector_id=parse_connector_id(target.connector_id))
            )
        lookups = self._lookups(self.wanted.timeout)
        try:
            if target.connector_id is None:
                if self.asking.verify:
                    self.known = {each.id for each in lookups.list_connectors(self.title)}
                return target
            target = target._replace(connector_id=lookups.find_connector(target.connector_id).id)
            versions = lookups.list_versions(target.connector_id or "")
        except LookupFailure as error:
            self.outcome = make_not_sent(str(error))
            return None
        self.known = {each.id for each in versions}
        there = next((each for each in versions if each.name == target.version_name), None)
        if there is None:
            return target
        state = f"published {there.published_at}" if there.published_at else "a draft"
        created = f"created {there.created_at}, {state}" if there.created_at else state
        self.outcome = make_not_sent(f"version `{there.name}` exists already ({created}); expected another name")
        return None

    @property
    def title(self) -> str:
        """What a new connector is called: `info.title` (inferred)."""
        connector = None if self.came is None else self.came.checked.connector
        return connector.name.value if connector is not None and connector.name else ""

    def _make(self, access: Credentials, target: ImportTarget, bundle: Bundle) -> Request:
        from uuid import uuid4

        from preclear.platform.request import DocumentData, build_import_request, parse_document_url

        named = target.connector_id
        if self.asking.dry_run and self.asking.lookup and named is not None and not is_ulid(named):
            target = target._replace(connector_id=PLACEHOLDER)
            self.notes.append(f"{PLACEHOLDER} stands for the id of `{named}`, which is looked up first")
        if self.asking.from_url is None:
            if bundle.rewrite_reason is not None:
                self.notes.append(
                    f"the document is sent written anew, without its comments: {escape(bundle.rewrite_reason)}"
                )
            if bundle.external_references:
                self.notes.append(
                    f"references that lead out of the document that is sent: {len(bundle.external_references):,}"
                )
            return build_import_request(access, target, DocumentData(bundle.data, bundle.format), str(uuid4()))
        self.notes.append("the server fetches the document itself: what it finds there was not checked")
        return build_import_request(
            access, target, parse_document_url(self.asking.from_url, bundle.format), str(uuid4())
        )

    def _send(self, access: Credentials, request: Request) -> None:
        from preclear.platform.client import Deadline, UploadSession

        self.interruption.hold()
        if self.interruption.is_set:
            self.interrupted()
            return
        deadline = self.deadline = Deadline(self.wanted.timeout)
        self.started = datetime.now(UTC)
        progress = Progress(f"sending {len(request.body):,} bytes to {access.address.host}")
        self.tell(self._receipt(access, self.started))
        line = self.wanted.line(progress)
        self.sending = UploadSession(request, access, line, deadline, lambda: self.interruption.is_set)
        try:
            self.outcome = self.sending.run()
        finally:
            progress.end()

    def _receipt(self, access: Credentials, started: datetime) -> str:
        """What a person needs if nothing comes after it."""
        target, bundle = self.target, self.bundle
        what = "a new connector"
        if target is not None and target.version_name is not None:
            what = f"version `{escape(target.version_name)}` of connector {target.connector_id}"
        document = self.asking.from_url
        if document is None and bundle is not None:
            document = f"{len(bundle.data):,} bytes, sha256 {bundle.sha256}"
        where = f"{access.address.host}, organisation {access.organisation}"
        return f"sending to {where}: {what}; {escape(document or '')}; {moment(started)}"

    def tell(self, text: str) -> None:
        """Write a line to standard error."""
        tell(self.clean(text))

    def _verify(self) -> None:
        from preclear.platform.settle_outcome import LOOKUP_TIMEOUT, settle_outcome

        outcome, target = self.outcome, self.target
        wanted = self.asking.verify and not self.interruption.is_set
        if outcome is None or target is None or outcome.name != "unknown" or not wanted:
            return
        self.tell("the outcome is unknown: looking what is there")
        try:
            self.interruption.release()
            self.outcome = settle_outcome(outcome, target, self._lookups(LOOKUP_TIMEOUT), self.known, self.title)
        except KeyboardInterrupt:
            self.notes.append("interrupted while looking what is there")
        finally:
            self.interruption.hold()

    def _map(self) -> None:
        from preclear.mapping.answer.answer import read_answer
        from preclear.mapping.mapper import map_answer
        from preclear.mapping.summary import unlisted_lines
        from preclear.platform.client import Deadline
        from preclear.source import load_bytes

        outcome, bundle = self.outcome, self.bundle
        if outcome is None or outcome.answer is None or self.came is None or bundle is None:
            return
        answer = read_answer(outcome.answer, outcome.status)
        end = Deadline(max(LEAST_TO_MAP, self.deadline.remaining if self.deadline is not None else 0.0))
        name, limits = f"openapi.{bundle.format}", self.came.settings.limits
        sent = None if bundle.is_single_file else load_bytes(bundle.data, name, limits)
        origins = None if bundle.is_single_file else bundle.source_map
        self.mapped = map_answer(self.came.checked, answer, origins, sent, self.selection, lambda: not end.remaining)
        self.notes += unlisted_lines(self.mapped)
