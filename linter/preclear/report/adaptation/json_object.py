"""An adaptation as JSON: every change with its reason and place, the patch, what is left out, and errors left."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from preclear.report.json_report import FORMAT_VERSION, finding_to_json, stream_lists
from preclear.report.positions import position_to_json
from preclear.source import format_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from preclear.edit import Adaptation, Change, LeftOut, PatchOperation
    from preclear.source import Json, Place


def stream_adaptation_json(adaptation: Adaptation) -> Iterator[str]:
    """Yield the object in pieces, ending with a newline."""
    document = adaptation.document
    head: dict[str, Json] = {
        "version": FORMAT_VERSION,
        "path": adaptation.original.path,
        "sha256": sha256(document.data).hexdigest(),
        "size": len(document.data),
        "files": list(files_to_json(adaptation)),
        "rewriteReason": adaptation.rewrite_reason,
        "summary": adaptation_summary_to_json(adaptation),
    }
    return stream_lists(
        head,
        (
            ("changes", map(_change_to_json, adaptation.changes)),
            ("patch", map(_operation_to_json, adaptation.patch)),
            ("leftOut", left_out_to_json(adaptation.left_out)),
            ("errors", map(finding_to_json, adaptation.errors)),
            ("overlayFindings", map(finding_to_json, adaptation.overlay_findings)),
        ),
    )


def files_to_json(adaptation: Adaptation) -> Iterator[Json]:
    """Yield an object for each file that went into the document, overlays included."""
    for file in adaptation.files:
        yield {"path": file.path, "size": len(file.data), "sha256": sha256(file.data).hexdigest()}


def adaptation_summary_to_json(adaptation: Adaptation) -> dict[str, Json]:
    """Return the numbers of an adaptation: errors before and left, changes, parts that are left out."""
    return {
        "errorsBefore": adaptation.error_count,
        "errorsLeft": adaptation.remaining_count,
        "changes": len(adaptation.changes),
        "leftOut": len(adaptation.left_out),
    }


def left_out_to_json(left_out: Iterable[LeftOut]) -> Iterator[dict[str, Json]]:
    """Yield an object for each part that is left out."""
    for part in left_out:
        yield {
            "label": part.label,
            "isOperation": part.is_operation,
            "reason": part.reason,
            "detail": part.detail,
            "place": place_to_json(part.place),
        }


def place_to_json(place: Place) -> dict[str, Json]:
    """Return the object of a place in a file."""
    start, end = place.span
    return {
        "path": place.document.path,
        "pointer": format_pointer(place.pointer),
        "part": place.part,
        "start": position_to_json(start),
        "end": position_to_json(end),
    }


def _change_to_json(change: Change) -> dict[str, Json]:
    return {
        "rule": change.kind.name,
        "level": change.level,
        "title": change.title,
        "loss": change.loss,
        "place": place_to_json(change.place),
        "before": change.before,
        "after": change.after,
        "round": change.round,
    }


def _operation_to_json(operation: PatchOperation) -> dict[str, Json]:
    """Return an operation of JSON Patch (RFC 6902)."""
    fields: dict[str, Json] = {"op": operation.op, "path": operation.pointer}
    if operation.op == "move":
        fields["from"] = operation.source
    elif operation.op != "remove":
        fields["value"] = operation.value
    return fields
