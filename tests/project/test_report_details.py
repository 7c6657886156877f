"""What some formats contain besides findings: the checked kinds, suppressed findings, plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from preclear.project import CheckOptions, Project
from tests.project.making import GOOD, run

if TYPE_CHECKING:
    from pathlib import Path

    from preclear.project import ReportDetails

SUPPRESSED = GOOD.replace(
    "      operationId: listPets\n",
    "      operationId: listPets\n      deprecated: maybe # preclear: ignore[invalid-openapi] it's a draft\n",
)
OTHER = GOOD.replace("/pets", "/others").replace("listPets\n", "list/others\n      deprecated: maybe\n")


def details(options: CheckOptions, *paths: str) -> ReportDetails:
    result = Project(options).check(paths).details
    assert result is not None
    return result


@pytest.mark.parametrize("jobs", [1, 2])
def test_plans_and_suppressed_findings_come_from_every_document(folder: Path, jobs: int) -> None:
    (folder / "pets.yaml").write_text(SUPPRESSED)
    (folder / "others.yaml").write_text(OTHER)
    (folder / "preclear.toml").write_text(
        '[[ignores]]\npaths = ["others.yaml"]\nrules = ["invalid-openapi"]\nreason = "known"\n'
    )

    result = details(CheckOptions(jobs=jobs, details=frozenset({"plans", "suppressed"})))

    assert result.kinds == ()
    assert [(entry.finding.path, entry.source, entry.reason) for entry in result.suppressed] == [
        ("others.yaml", "config", "known"),
        ("pets.yaml", "document", "it's a draft"),
    ]
    assert [(plan.path, plan.connector.name, plan.connector.status) for plan in result.plans] == [
        ("others.yaml", "Pets", "ok"),
        ("pets.yaml", "Pets", "ok"),
    ]
    action = next(resource for resource in result.plans[0].resources if resource.resource == "action")
    assert (action.name, action.status, action.path, action.line, action.column) == (
        "list/others",
        "blocked",
        "others.yaml",
        6,
        5,
    )
    assert action.fields == (("method", "GET"), ("path", "/others"), ("parts", "1 response"))
    (finding,) = (finding for finding in Project().check(()).findings if finding.rule.name == "invalid-action-name")
    assert action.fingerprints == (finding.fingerprint,)


def test_findings_of_the_baseline_are_suppressed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "others.yaml").write_text(OTHER)
    assert run(capsys, "baseline").code == 0

    result = details(CheckOptions(details=frozenset({"suppressed"})))

    assert {(entry.finding.rule.name, entry.source, entry.reason) for entry in result.suppressed} == {
        ("invalid-action-name", "baseline", ""),
        ("invalid-openapi", "baseline", ""),
    }


def test_kinds_are_those_that_a_document_selects_with_their_severities(folder: Path) -> None:
    for name, config in (
        ("a", 'select = ["invalid-action-name"]\n[severity]\ninvalid-action-name = "info"\n'),
        ("b", 'select = ["openapi"]\nignore = ["invalid-schema"]\n'),
    ):
        (folder / name).mkdir()
        (folder / name / "pets.yaml").write_text(GOOD)
        (folder / name / "preclear.toml").write_text(config)

    kinds = {
        reported.kind.name: reported.severity for reported in details(CheckOptions(details=frozenset({"kinds"}))).kinds
    }

    assert kinds["invalid-action-name"] == "info"
    assert kinds["unreadable-file"] == "error"  # fatal ones are always reported
    assert "invalid-openapi" in kinds
    assert not {"invalid-schema", "missing-action-name", "import-message"} & kinds.keys()
    assert [*kinds] == sorted(kinds)


def test_nothing_is_collected_unless_it_is_asked_for(folder: Path) -> None:
    (folder / "pets.yaml").write_text(SUPPRESSED)

    assert Project(CheckOptions()).check(()).details is None
