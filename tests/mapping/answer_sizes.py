"""Map a huge answer in this process: `python -m tests.mapping.answer_sizes KIND NUMBER FORMAT`.

The answer has `NUMBER` messages, all of them different. Prints, as JSON, the seconds of CPU time that reading and
mapping took and that the report took, scaled to the machine that the limits are set for.
"""

from __future__ import annotations

import gc
import json
import sys
from collections import deque
from time import process_time
from typing import TYPE_CHECKING

from preclear.engine import check_document
from preclear.mapping import map_answer, read_answer
from preclear.project.results import make_results
from preclear.report.formats.full import format_full
from preclear.report.json_report import stream_json
from preclear.source import load_bytes
from preclear.source.limits import Limits
from tests.pace import seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from preclear.source import Json

DOCUMENT = """\
openapi: 3.1.0
info: {title: Boats, version: "1"}
servers: [{url: https://boats.example.com}]
paths:
  /boats/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
    get:
      operationId: getBoat
      parameters:
        - {name: depth, in: query, schema: {type: array, items: {type: string}}}
      responses:
        "200":
          description: the boat
          content: {application/json: {schema: {$ref: "#/components/schemas/Boat"}}}
  /boats/{name}:
    get:
      operationId: findBoat
      parameters:
        - {name: name, in: path, required: true, schema: {type: string}}
      responses: {"204": {description: it is there}}
components:
  schemas:
    Boat: {type: object, properties: {sail: {type: string}}}
"""


def _message(text: str, *details: str) -> Json:
    return {"severity": "error", "text": text, "detail": list(details)}


def _error(field: str, message: str) -> Json:
    return {"severity": "error", "field": field, "message": message}


MESSAGES: dict[str, Callable[[int], Json]] = {
    "plain": lambda n: _message(f"value {n} is wrong.", f"because of {n}"),
    "pointer": lambda n: _message(f"#/paths/~1boats~1%7Bid%7D/get: wrong {n}", f"#/components/schemas/Boat: {n}"),
    "pointer to nothing": lambda n: _message(f"#/paths/~1oars{n}/get is wrong", f"see #/components/schemas/Oar{n}"),
    "route": lambda n: _message(f"GET /boats/{{id}} is wrong {n}, says line {n}", f"`getBoat` has {n}"),
    "route to nothing": lambda n: _message(f"GET /oars/{n} is wrong", f"operation `oar{n}`"),
    "names": lambda n: _message(f'definition "Boat" of getBoat is wrong {n}', f"parameter depth, {n}"),
    "dotted": lambda n: _message(f"getBoat.parameters[1].schema: wrong {n}", f"paths.'/boats/{{id}}'.get: {n}"),
    "line": lambda n: _message(f"yaml: line {n % 24}: wrong {n}", f"boats.yaml:{n % 24}:{n}"),
    "two places": lambda n: _message(f"conflicting paths `/boats/{{id}}` and `/boats/{{name}}` ({n})"),
    "parts": lambda n: _message(f"getBoat: parameter #1 is wrong {n}", f"findBoat: response '204' of {n}"),
    "use": lambda n: _message(f"operation getBoat: schema Boat is wrong {n}", f"definition Boat, property sail {n}"),
    "faults": lambda n: _message(f"getBoat: no tag {n}; findBoat: no tag {n}"),
    "program": lambda n: _message(f"Key: 'ImportResult.Actions[{n % 2}].Parameters[0].Name' Error:wrong {n}"),
    "field": lambda n: _error(f"/parameters/{n % 3}/type", f"wrong {n}"),
    "action": lambda n: _error("", f"response 200, parameter depth: wrong {n}"),
}
OF_ACTION = ("field", "action")


def answer(kind: str, number: int) -> Json:
    """An answer with so many messages of a kind."""
    messages = [MESSAGES[kind](index) for index in range(number)]
    if kind in OF_ACTION:
        return {"actions": [{"name": "getBoat", "method": "GET", "path": "/boats/{id}", "errors": messages}]}
    return {"messages": messages}


def main(kind: str, number: int, output_format: str) -> None:
    """Map, and report in one of the formats full (folded), all (not folded) and json; or in none."""
    checked = check_document(load_bytes(DOCUMENT.encode(), "boats.yaml"))
    value = answer(kind, number)
    gc.collect()
    gc.freeze()
    gc.disable()  # as the commands have it
    start = process_time()
    mapped = map_answer(checked, read_answer(value, 201), limits=Limits(findings=2 * number))
    end = process_time()
    assert len(mapped.mapped_findings) >= number
    assert not mapped.unlisted_count
    results = make_results(checked)._replace(findings=mapped.findings, shown_findings=mapped.findings)
    lines: Callable[[], Iterator[str]] = {
        "none": lambda: iter([""]),
        "full": lambda: format_full(results),
        "all": lambda: format_full(results, show_all=True),
        "json": lambda: stream_json(results),
    }[output_format]
    deque(lines(), maxlen=0)
    last = process_time()
    slower = seconds(1)
    print(json.dumps({"mapping": (end - start) / slower, "report": (last - end) / slower}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
