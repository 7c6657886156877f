"""The whole way on real documents, over real HTTP: check, bundle, send, and bring every message back to its place."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.making import run_with
from tests.emulator.server import emulator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.emulator.server import Emulator

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
LARGEST = 5_000_000  # bytes
_NAMES_A_PART = re.compile(r"#/[a-z]|\b(?:GET|POST|PUT|PATCH|DELETE) /")


def documents() -> list[Path]:
    index = CORPUS / "INDEX.tsv"
    if not index.exists():
        return []
    with index.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    wanted = [CORPUS / row["path"] for row in rows if row["oas_version"].startswith("3")]
    return [path for path in wanted if path.stat().st_size <= LARGEST]


pytestmark = pytest.mark.skipif(not documents(), reason="needs the corpus of real documents, ../shared/corpus")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    with emulator(tmp_path_factory.mktemp("emulator"), seconds=600) as started:
        yield started


@pytest.mark.parametrize("path", documents(), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_real_document_goes_the_whole_way(running: Emulator, path: Path) -> None:
    environment = {
        "PRECLEAR_TOKEN": running.token,
        "PRECLEAR_URL": running.url,
        "PRECLEAR_ORGANISATION": running.organisation,
        "PRECLEAR_INSECURE_LOOPBACK": "1",
    }

    ran = run_with("upload", str(path), "--new", "--force", "--output-format", "json", env=environment)

    assert "Traceback" not in ran.err
    assert running.token not in ran.out + ran.err
    message: dict[str, Any] = json.loads(ran.out)
    assert message["outcome"] in ("accepted", "rejected")
    assert ran.code in (0, 1)
    lost = [
        finding["message"]
        for finding in message["findings"]
        if finding["origin"] == "import"
        and finding["placed"] == "document"
        and _NAMES_A_PART.search(finding["message"])
    ]
    assert lost == []
