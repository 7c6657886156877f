"""The built-in rules are what any other pack's rules are: the public API and nothing else of the engine."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import preclear
import preclear_rules
from preclear.engine import all_kinds
from preclear.rule import discover_rules

PACK = Path(preclear_rules.__file__).parent
MODULES = sorted(PACK.glob("**/*.py"))
CATALOGUE = {
    "document": """
        unreadable-file syntax-error duplicate-key not-openapi unsupported-openapi-version ambiguous-scalar
        non-string-key external-reference remote-reference multiple-documents
    """,
    "openapi": """
        invalid-openapi unresolved-reference reference-loop reference-to-wrong-kind ignored-reference-siblings
        reference-not-allowed unresolved-mapping unresolved-link-target conflicting-path-item mismatched-enum
        invalid-schema invalid-example undefined-required-property ambiguous-paths duplicate-operation-id
    """,
    "connector": """
        missing-connector-name missing-base-url relative-base-url unsupported-base-url-scheme unused-server
        server-variable server-override unsafe-base-url template-collision nothing-to-import
        reserved-version-name invalid-documentation-url unreachable-base-url trailing-api-segment
    """,
    "auth": """
        unsupported-auth-scheme unsupported-oauth2-flow multiple-oauth2-flows invalid-oauth2-url
        undefined-auth-scheme undefined-oauth2-scope missing-auth-scheme openid-connect-scheme
        unused-auth-scheme invalid-api-key-name mixed-security credential-parameter bearer-scheme
        empty-authorize-url
    """,
    "actions": """
        missing-action-name invalid-action-name duplicate-action-name confusable-action-names
        unsupported-action-method missing-action-summary deprecated-operation dropped-callbacks dropped-links
        dollar-in-name
    """,
    "paths": """
        path-without-slash undeclared-path-parameter unused-path-parameter optional-path-parameter
        malformed-path-template query-in-path
    """,
    "parameters": """
        non-scalar-parameter untyped-parameter ambiguous-parameter-type content-parameter
        unsupported-parameter-place duplicate-parameter ignored-header-parameter mismatched-parameter-default
        templated-parameter-default dropped-serialization dropped-parameter-constraints invalid-parameter-name
        ambiguous-placeholder reserved-header
    """,
    "bodies": """
        duplicate-media-type confusable-media-types media-type-without-schema non-json-body invalid-media-type
        unexpected-request-body missing-responses status-range duplicate-status missing-success-response
        invalid-status dropped-response-headers dropped-item-schema body-without-media-type
    """,
    "triggers": """
        missing-trigger-name invalid-trigger-name duplicate-trigger-name trigger-path-parameter
        unread-webhooks unsupported-trigger-method missing-trigger-responses missing-trigger-body
        unauthenticated-trigger
    """,
    "definitions": """
        invalid-definition-name confusable-definition-names unnamed-definition unused-definition
        unsupported-schema-dialect dropped-schema-keyword schema-identity unconstrained-definition
        reference-into-schema
    """,
    "platform": """
        import-action-error import-trigger-error import-message import-auth-scheme-message
        import-version-message import-credential-error import-rejected import-missing-resource
        import-unexpected-resource import-changed-field
    """,
}
"""Every rule that was promised, by category. What is found beyond them is welcome; what is missing is not."""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACK).as_posix())
def test_imports_the_public_api_alone(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            assert {alias.name.partition(".")[0] for alias in node.names} <= set(sys.stdlib_module_names)
        elif isinstance(node, ast.ImportFrom) and node.module == "preclear":
            assert {alias.name for alias in node.names} <= set(preclear.__all__)
        elif isinstance(node, ast.ImportFrom):
            top = (node.module or "").partition(".")[0]
            assert top in sys.stdlib_module_names or top == "preclear_rules"


def test_every_rule_is_called_after_its_file_and_its_folder() -> None:
    files = {(path.parent.name, path.stem.replace("_", "-")) for path in MODULES if not path.stem.startswith("_")}

    assert {(rule.category, rule.name) for rule in discover_rules().values()} == files


@pytest.mark.parametrize("rule", discover_rules().values(), ids=lambda rule: rule.name)
def test_every_rule_explains_itself(rule: preclear.Rule[object]) -> None:
    summary, _, more = rule.doc.partition("\n\n")

    assert summary.endswith(".")
    assert "\n" not in summary
    assert len(more.split()) >= 12
    assert rule.source


@pytest.mark.parametrize("category", CATALOGUE)
def test_every_rule_that_was_promised_is_there(category: str) -> None:
    there = {kind.name for kind in all_kinds(discover_rules()).values() if kind.category == category}

    assert set(CATALOGUE[category].split()) <= there
