"""The page about many documents: its config is uploaded as it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from preclear.config import ADAPT_FIELDS, CONNECTOR_FIELDS
from preclear.platform.upload_run.model import PlanAction
from tests.platform.upload_run.workspace import make_document

if TYPE_CHECKING:
    from tests.platform.upload_run.workspace import Workspace

PAGE = (Path(__file__).parents[3] / "docs" / "fleet.md").read_text(encoding="utf-8")
TAGGED = make_document("Pets").replace("operationId: list", "tags: [Pets]\n      operationId: list/")


def read_block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def mask(text: str) -> str:
    """Replace sizes and digests, which depend on the documents."""
    return re.sub(r"[0-9a-f]+…", "…", re.sub(r"[\d,]+ bytes", "bytes", text))


def test_the_config_of_the_page_is_planned_and_uploaded_as_it_says(workspace: Workspace) -> None:
    workspace.write("preclear.toml", read_block("toml"))
    workspace.write("apis/orders.yaml", make_document("Orders"))
    workspace.write("vendor/pets.yaml", TAGGED.replace("https://api.example.com/v1", "/v2"))

    result = workspace.upload("--dry-run")

    assert mask(f"$ preclear upload --dry-run\n{result.out}") == mask(read_block("text"))
    assert workspace.upload().code == 0
    connectors = workspace.connectors()
    assert sorted(connectors) == ["Orders", "Pets"]
    assert connectors["Pets"]["baseUrl"] == "https://pets.example.com/v2"
    assert connectors["Pets"]["tags"] == {"team": ["shop"]}
    assert workspace.versions("Orders")["1.0"]["publishedAt"]
    assert workspace.upload("--dry-run").out.splitlines()[-2] == "Plan: 2 unchanged."


def list_first_cells(heading: str) -> set[str]:
    """Return the names in the first column of the table under a heading."""
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    cells = [line.split("|")[1].strip() for line in section.splitlines() if line.startswith("| ")]
    return {name for cell in cells[1:] if not cell.startswith("---") for name in cell.replace("`", "").split(", ")}


def test_every_key_and_every_action_is_explained() -> None:
    fields = {field.name for field in (*CONNECTOR_FIELDS, *ADAPT_FIELDS)}

    assert list_first_cells("Entries") == fields
    assert list_first_cells("The plan") == set(get_args(PlanAction))
