"""What became of an upload, for people and for programs. The last line has the outcome."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from preclear.cli.upload_progress import moment
from preclear.platform.credentials import is_ulid, url_origin
from preclear.report.escape import escape
from preclear.report.style import BOLD, GREEN, RED, YELLOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from preclear.cli.uploading import Upload
    from preclear.report.results import Results
    from preclear.report.style import Style
    from preclear.source import Json, Kind

_COLOURS = {"accepted": GREEN, "rejected": RED, "not sent": YELLOW, "unknown": RED}
_LISTS = ("actions", "triggers", "definitions")


def full_report(upload: Upload, style: Style, *, concise: bool, every: bool) -> Iterator[str]:
    """Give the lines for people, without line ends."""
    results = _results(upload)
    if upload.planned:
        yield from _dry_run(upload, style)
    elif results is not None and (concise or results.findings):
        from preclear.report import concise as concise_report
        from preclear.report import full as full_format

        yield from (
            concise_report.format_concise(results, style)
            if concise
            else full_format.format_full(results, style, show_all=every)
        )
        yield ""
    if upload.outcome is not None and upload.outcome.name in ("accepted", "rejected", "unknown"):
        told = {"accepted": _accepted, "rejected": _rejected, "unknown": _unknown}[upload.outcome.name](upload)
        wide = max((len(name) for name in told), default=0)
        for name, text in told.items():
            yield f"{style(f'{name:<{wide}}', BOLD)}  {text}"
        if told:
            yield ""
    for note in upload.notes:
        yield escape(note)
    yield last_line(upload, style)


def last_line(upload: Upload, style: Style | None = None) -> str:
    """Give the line that says what became of it: `upload: unknown: …`."""
    outcome = upload.outcome
    if outcome is None:
        return "upload: not sent: preclear failed"
    name: str = outcome.name if style is None else style(outcome.name, _COLOURS[outcome.name])
    return f"upload: {name}: {escape(outcome.reason)}"


def json_report(upload: Upload) -> str:
    """Give the object for programs, ending with a line end."""
    from preclear.report.json_report import FORMAT_VERSION, finding_to_json, omitted_to_json, stream_object

    outcome, results = upload.outcome, _results(upload)
    report: dict[str, Json] = {
        "version": FORMAT_VERSION,
        "outcome": "not sent" if outcome is None else outcome.name,
        "exitCode": upload.exit_code,
        "reason": None if outcome is None else outcome.reason,
        "status": None if outcome is None else outcome.status,
        "requestId": None if outcome is None else outcome.request_id,
        "said": None if outcome is None else outcome.response_text,
        "started": None if upload.started is None else moment(upload.started),
        "lookWith": look_command(upload) if outcome is not None and outcome.name == "unknown" else None,
        "request": _request(upload),
        "created": _created(upload),
        "notes": list(upload.notes),
    }
    rest: dict[str, Json] = {
        "summary": None
        if results is None
        else {
            "files": len(results.files),
            "errors": results.counts["error"],
            "warnings": results.counts["warning"],
            "infos": results.counts["info"],
            **({"omitted": omitted_to_json(results)} if results.omitted else {}),
        },
    }
    if upload.planned and upload.request is not None and upload.came is not None:
        rest["dryRun"] = {"lines": list(_wire(upload)), "plan": _plan(upload)}
    return "".join(stream_object(report, "findings", map(finding_to_json, results.findings if results else ()), rest))


def _results(upload: Upload) -> Results | None:
    from preclear.report.results import ResultsBuilder

    if upload.came is None or upload.checked is None:
        return None
    gathering = ResultsBuilder()
    gathering.add(upload.checked, upload.came.settings.show)
    return gathering.build()


def _plan(upload: Upload) -> Json:
    import json

    from preclear.engine.plan import make_plan
    from preclear.report.plan_json import format_plan_json
    from preclear.report.results import build_results

    if upload.came is None:
        return None
    checked = upload.came.checked
    value: Json = json.loads(format_plan_json(make_plan(checked), checked.document.path, build_results(checked)))
    return value


def _dry_run(upload: Upload, style: Style) -> Iterator[str]:
    from preclear.engine.plan import make_plan
    from preclear.report.plan_table import format_plan_table

    yield from _wire(upload)
    yield ""
    planned = None if upload.came is None else make_plan(upload.came.checked)
    if planned is not None:
        yield from format_plan_table(planned, style)
        yield ""


def _wire(upload: Upload) -> Iterator[str]:
    """The request as it would be sent, the token and the document's text aside."""
    request, access = upload.request, upload.access
    if request is None or access is None:
        return
    yield f"{request.method} {request.url}"
    yield f"Host: {url_origin(request.url).partition('://')[2]}"
    for name, value in request.headers:
        yield f"{name}: {'(another UUID in every run)' if name == 'Idempotency-Key' else value}"
    yield f"Authorization: {access.scheme} {'***' if access.token else '(no token is given)'}"
    yield f"Content-Length: {len(request.body)}"
    yield ""
    if not request.parts:
        yield escape(request.body.decode("ascii"))
        return
    boundary = dict(request.headers)["Content-Type"].rpartition("boundary=")[2]
    for part in request.parts:
        yield f"--{boundary}"
        yield from part.header_lines()
        yield ""
        yield escape(part.data.decode("ascii")) if part.filename is None else f"({_what(upload)})"
    yield f"--{boundary}--"


def _what(upload: Upload) -> str:
    bundle = upload.bundle
    if bundle is None:
        return ""
    names = ", ".join(escape(each.path) for each in bundle.files)
    if upload.asking.from_url is not None:
        return f"{escape(upload.asking.from_url)}, which the import fetches; {names} is what was checked"
    how = "byte for byte" if bundle.is_single_file else "made one, as `preclear bundle` writes it"
    return f"{names}, {how}: {len(bundle.data):,} bytes, sha256 {bundle.sha256}"


def _accepted(upload: Upload) -> dict[str, str]:
    told: dict[str, str] = {}
    created = _created(upload)
    if created is not None:
        for name in ("connector", "version"):
            held = created[name]
            if isinstance(held, dict):
                told[name] = escape(" ".join(str(held[key]) for key in ("name", "id") if held[key] is not None))
        told["created"] = ", ".join(_counts(created)) or "nothing that the answer lists"
        told["plan"] = _difference(upload)
    else:
        told["created"] = "not known: the answer was lost, or could not be read to its end"
    told["sent"] = _what(upload)
    return told


def _counts(created: dict[str, Json]) -> Iterator[str]:
    counts, planned = created["counts"], created["planned"]
    if not isinstance(counts, dict) or not isinstance(planned, dict):
        return
    for name in _LISTS:
        number = counts.get(name)
        if isinstance(number, int):
            word = name if number != 1 else name.removesuffix("s")
            yield f"{number:,} {word}" + ("" if planned.get(name) == number else f" (planned: {planned.get(name)})")


def _difference(upload: Upload) -> str:
    number = len(_differing(upload))
    left_out = 0 if upload.mapped is None else sum(upload.mapped.deselected_counts[kind.name] for kind in _comparing())
    if left_out:
        return f"{number + left_out:,} differences from what was created, of which {left_out:,} are not selected"
    if number:
        return f"{number:,} {'difference' if number == 1 else 'differences'} from what was created, told above"
    is_compared = upload.mapped is None or upload.mapped.is_compared
    return "everything was created as planned" if is_compared else "not everything that was created was compared"


def _differing(upload: Upload) -> list[str]:
    findings = () if upload.mapped is None else upload.mapped.findings
    return [each.fingerprint for each in findings if each.rule in _comparing()]


def _comparing() -> tuple[Kind, ...]:
    """What compares the plan with what was created."""
    from preclear.engine.import_kinds import IMPORT_MISSING_RESOURCE, IMPORT_UNEXPECTED_RESOURCE

    return IMPORT_MISSING_RESOURCE, IMPORT_UNEXPECTED_RESOURCE


def _rejected(upload: Upload) -> dict[str, str]:
    outcome = upload.outcome
    told: dict[str, str] = {}
    if outcome is not None and outcome.response_text is not None:
        told["server said"] = escape(f"{outcome.status}: {outcome.response_text}")
    if outcome is not None and outcome.request_id is not None:
        told["request id"] = escape(outcome.request_id)
    return told


def _unknown(upload: Upload) -> dict[str, str]:
    outcome, access, target = upload.outcome, upload.access, upload.target
    if outcome is None or access is None or target is None or upload.started is None:
        return {}
    told = {"started": moment(upload.started), "host": access.address.host, "organisation": access.organisation}
    if target.connector_id is not None:
        told |= {"connector": target.connector_id, "version": escape(target.version_name or "")}
    else:
        told["connector"] = f"a new one, `{escape(upload.title)}`"
    told["sent"] = _what(upload)
    told |= {"server said": f"{outcome.status}"} if outcome.status is not None else {"server said": "nothing"}
    told |= _rejected(upload)
    told["to find out"] = escape(look_command(upload))
    name = f"a version `{target.version_name}`" if target.version_name is not None else f"a connector `{upload.title}`"
    told["then"] = escape(
        f"{name} created at {moment(upload.started)} or later is this upload; if there is none, run again"
    )
    return told


def look_command(upload: Upload) -> str:
    """The command that shows what is there."""
    target = upload.target
    if target is None:
        return ""
    if target.connector_id is None:
        words = ["preclear", "connectors", "--name", upload.title]
    else:
        words = ["preclear", "versions", target.connector_id, *([] if is_ulid(target.connector_id) else ["--id"])]
    return shlex.join([*words, *upload.wanted.repeated()])


def _request(upload: Upload) -> Json:
    request, access, bundle, target = upload.request, upload.access, upload.bundle, upload.target
    if request is None or access is None or bundle is None or target is None:
        return None
    by_url = upload.asking.from_url is not None  # then nothing of the file is sent
    return {
        "method": request.method,
        "url": request.url,
        "host": access.address.host,
        "organisation": access.organisation,
        "connector": target.connector_id,
        "version": target.version_name,
        "schemaURL": upload.asking.from_url,
        "sha256": None if by_url else bundle.sha256,
        "size": None if by_url else len(bundle.data),
        "files": []
        if by_url
        else [{"path": each.path, "size": each.size, "sha256": each.sha256} for each in bundle.files],
    }


def _created(upload: Upload) -> dict[str, Json] | None:
    """What an accepted import made, beside what was planned; None where the answer is not there."""
    outcome, mapped = upload.outcome, upload.mapped
    connector = None if upload.came is None else upload.came.checked.connector
    if outcome is None or outcome.name != "accepted" or mapped is None or connector is None:
        return None
    answer, made, target = mapped.answer, mapped.created_connector, upload.target
    wanted = None if target is None else target.version_name
    ours = next((each for each in answer.versions if wanted is not None and each.text("name") == wanted), None)
    version_id = ours.text("id") if ours is not None else None if made is None else made.version_id
    version = wanted if ours is not None else None if made is None else made.version_name
    held = {"actions": answer.actions, "triggers": answer.triggers, "definitions": answer.definitions}
    return {
        "connector": {
            "id": None if made is None else made.connector_id,
            "name": None if made is None else made.connector_name,
        },
        "version": {"id": version_id, "name": version},
        "counts": {name: None if listed is None else len(listed) for name, listed in held.items()},
        "planned": {
            "actions": len(connector.actions),
            "triggers": len(connector.triggers),
            "definitions": len(connector.definitions),
        },
        "differences": list(_differing(upload)),
    }
