"""Other projects' suites: what they accept has no errors here, what they refuse has some."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from preclear.engine import check
from preclear.rule import discover_rules

NEGATIVE = Path(os.path.relpath(Path(__file__).parents[3] / "shared" / "corpus" / "negative"))
RULES = discover_rules()

SUITES = ("oai-spec", "mermade-openapi3-examples")


def documents(verdict: str) -> list[Path]:
    found = (path for suite in SUITES for path in NEGATIVE.glob(f"{suite}/**/{verdict}/**/*"))
    return sorted(path for path in found if path.suffix in (".yaml", ".yml", ".json") and path.is_file())


ACCEPTED = documents("pass")
REFUSED = documents("fail")

MERMADE = "mermade-openapi3-examples/3.0/pass"
NOT_ACCEPTED = {
    "oai-spec/3.1/pass/link-object-examples.yaml": "links to operations that it does not have",
    "oai-spec/3.1/pass/path_item_servers_parameters.yaml": "a link to an operation that it does not have",
    "oai-spec/3.2/pass/link-object-examples.yaml": "links to operations that it does not have",
    "oai-spec/3.2/pass/mega.yaml": "a discriminator's `defaultMapping` to a schema that it does not have",
    "oai-spec/3.2/pass/path_item_servers_parameters.yaml": "a link to an operation that it does not have",
    f"{MERMADE}/server_enum_empty.yaml": "no `paths`, which OpenAPI 3.0 requires",
    f"{MERMADE}/server_enum_unknown.yaml": "no `paths`, which OpenAPI 3.0 requires",
    f"{MERMADE}/fiendish/ref-encoding2.yaml": "Swagger 2.0",
    f"{MERMADE}/fiendish/ref-encoding3.yaml": "a `+` in a fragment is a plus and no space (RFC 3986)",
    f"{MERMADE}/gluecon/example1_from_._Different_requestbody.md.yaml": "Swagger 2.0",
    f"{MERMADE}/gluecon/example1_from_._Different_servers.md.yaml": "Swagger 2.0",
    f"{MERMADE}/resolution/twolevel/index.yaml": "Swagger 2.0",
    f"{MERMADE}/resolution/twolevel/subdir1/subdir2/ok.yaml": "a part of another document",
    f"{MERMADE}/resolution/twolevel/subdir1/test.yaml": "a part of another document",
    f"{MERMADE}/swagger2openapi/fart.openapi.yaml": "empty",
    f"{MERMADE}/swagger2openapi/swagger.json": "empty",
    f"{MERMADE}/swagger2openapi/swagger.yaml": "Swagger 2.0",
    f"{MERMADE}/swagger2openapi/test-oas3.yaml": "empty",
    f"{MERMADE}/swagger2openapi/test-openapi.json": "empty",
    f"{MERMADE}/swagger2openapi/test.json": "empty",
    f"{MERMADE}/swagger2openapi/test.yaml": "empty",
}
"""Documents in a suite's folder of right ones that are none, with the reason."""


def is_accepted(path: Path) -> bool:
    """Whether the suite's verdict holds here. OpenAPI 3.3 is a draft, and every document of it is refused."""
    return name(path) not in NOT_ACCEPTED and "/3.3-dev/" not in name(path)


pytestmark = pytest.mark.skipif(not ACCEPTED, reason="needs other projects' suites, ../shared/corpus/negative")


def name(path: Path) -> str:
    return path.relative_to(NEGATIVE).as_posix()


@pytest.mark.parametrize("path", ACCEPTED, ids=name)
def test_what_a_suite_accepts_has_no_errors_of_openapi(path: Path) -> None:
    checked = check(path, rules=RULES, root=NEGATIVE / path.relative_to(NEGATIVE).parts[0])

    errors = [
        f"{finding.span.start.line}: {finding.message} [{finding.rule.name}]"
        for finding in checked.findings
        if finding.rule.category in ("openapi", "document") and finding.severity == "error"
    ]

    assert (errors == []) == is_accepted(path), errors
    assert not checked.failed


@pytest.mark.parametrize("path", REFUSED, ids=name)
def test_what_a_suite_refuses_has_findings(path: Path) -> None:
    checked = check(path, rules=RULES)

    assert checked.findings
    assert not checked.failed
