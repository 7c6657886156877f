"""Hover: findings with their rules' pages, and what the import makes of a node."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lsprotocol import types
from markdown_it import MarkdownIt

from preclear.engine import make_plan
from preclear.language_server import snapshot
from preclear.language_server.features.hover import hover
from preclear.project import CheckOptions
from preclear.report.rules import page as rule_page
from tests.language_server.making import Editor, make_editor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from markdown_it.token import Token

    from preclear.engine import CheckResult, Plan

API = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: 'https://{region}.example.com', variables: {region: {default: eu}}}]
paths:
  /pets:
    get:
      operationId: listPets
      summary: List all pets
      parameters: [{$ref: '#/components/parameters/Limit'}]
      responses:
        "200": {$ref: '#/components/responses/Pets'}
    post:
      operationId: add pet
      summary: Add a pet
      requestBody: {$ref: '#/components/requestBodies/Pet'}
      responses:
        "4XX": {description: wrong}
webhooks:
  petDied:
    post:
      responses: {"200": {description: sorry}}
components:
  parameters:
    Limit: {name: limit, in: query, required: true, schema: {type: integer}}
  requestBodies:
    Pet: {required: true, content: {application/json: {schema: {$ref: models/pet.yaml}}}}
  responses:
    Pets: {description: all, content: {application/json: {schema: {$ref: '#/components/schemas/Pets'}}}}
  schemas:
    Pets: {type: array, items: {$ref: models/pet.yaml}}
  securitySchemes:
    login:
      type: oauth2
      flows: {clientCredentials: {tokenUrl: 'https://example.com/token', scopes: {read: Read}}}
"""
PET = "type: object\nproperties: {name: {type: string}}\n"
SECOND = API.replace("listPets", "list pets")
FILES = {"api.yaml": API, "second.yaml": SECOND, "models/pet.yaml": PET}


@pytest.fixture(name="editor")
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Editor:
    monkeypatch.chdir(tmp_path)
    return make_editor(tmp_path, FILES, ["api.yaml"])


def text_at(editor: Editor, name: str, text: str, nth: int = 0) -> str:
    """What hover says at a text, without what a rule's page says."""
    found = hover(editor.snapshot, editor.file(name), editor.at(name, text, nth))
    assert found is not None
    assert isinstance(found.contents, types.MarkupContent)
    assert found.contents.kind == types.MarkupKind.Markdown
    return found.contents.value.partition("\n\n---\n\n# ")[0]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "get:",
            (
                "The import creates the action `listPets`.\n\n"
                "- method: `GET`\n- path: `/pets`\n- parts: 1 parameter, 1 response"
            ),
        ),
        ("operationId: listPets", "The import creates the action `listPets`.\n\n- method: `GET`"),
        ("listPets", "The import creates the action `listPets`.\n\n- method: `GET`"),
        ("/pets", "- The import creates the action `listPets`.\n- **Blocked**: the import can't create the action"),
        (
            "https://{region}",
            (
                "The import creates the connector `Pets`.\n\n"
                "- base URL: `https://{{region}}.example.com`\n- variable: region = eu"
            ),
        ),
        (
            "Limit:",
            "Query parameter `limit`\n\n- type: `integer`\n- required: `true`\n- used by `get /pets`",
        ),
        ("limit,", "Query parameter `limit`"),
        ("'#/components/parameters/Limit'", "Query parameter `limit`"),
        (
            "Pet: {required",
            "Request body\n\n- required: `true`\n- accept: `application/json`\n- used by `post /pets`",
        ),
        (
            "Pets: {description",
            "Response\n\n- status: `200`\n- accept: `application/json`\n- used by `get /pets`",
        ),
        (
            "Pets: {type",
            "The import creates the definition `Pets`.\n\n- accept: `application/json`\n- used by `get /pets`",
        ),
        (
            "clientCredentials",
            (
                "The import creates the auth scheme config `login`.\n\n"
                "- type: `oauth2`\n- details: client\\_credentials, 1 scope"
            ),
        ),
    ],
)
def test_what_the_import_makes_of_a_node(editor: Editor, text: str, content: str) -> None:
    assert content in text_at(editor, "api.yaml", text)


def test_a_blocked_operation_names_the_errors_that_block_it(editor: Editor) -> None:
    content = text_at(editor, "api.yaml", "post:")

    assert "**Blocked**: the import can't create the action `add pet`.\n\n- method: `POST`" in content
    blocked_by = content.partition("Blocked by:\n\n")[2].splitlines()
    assert [line.partition(":")[0] for line in blocked_by] == [
        "- error `invalid-action-name`, line 13",
        "- error `status-range`, line 17",
    ]


def test_a_webhook_is_a_trigger_and_a_login_has_configs(editor: Editor) -> None:
    assert "the trigger `petDied`" in text_at(editor, "api.yaml", "petDied")
    assert "the auth scheme config `login`" in text_at(editor, "api.yaml", "login")
    assert "the auth scheme config `login`" in text_at(editor, "api.yaml", "oauth2")


def test_a_finding_comes_with_its_help_and_the_page_of_its_rule(editor: Editor) -> None:
    found = hover(editor.snapshot, editor.file("api.yaml"), editor.at("api.yaml", "4XX"))

    assert found is not None
    assert isinstance(found.contents, types.MarkupContent)
    finding = next(item for item in editor.snapshot.results.findings if item.rule.name == "status-range")
    text = found.contents.value
    page = "https://preclear.example/docs/rules/status-range"
    assert text.startswith(f"**error** [`status-range`]({page}): status `4XX`")
    assert f"\n\nHelp: {finding.help}" in text.replace("\\", "")
    assert "\n\n---\n\n# status-range\n\nA response" in text
    assert "## Bad" in text
    assert ".md)" not in text  # links to other pages are absolute
    assert found.range is not None
    assert editor.excerpt("api.yaml", found.range) == '"4XX"'


def test_a_rule_without_a_page_is_explained_by_its_docstring(
    editor: Editor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rule_page, "PAGES", (tmp_path / "nowhere",))
    found = hover(editor.snapshot, editor.file("api.yaml"), editor.at("api.yaml", "4XX"))

    assert found is not None
    assert isinstance(found.contents, types.MarkupContent)
    kind = next(item.rule for item in editor.snapshot.results.findings if item.rule.name == "status-range")
    page = found.contents.value.partition("# status-range\n\n")[2]
    assert page.partition("\n\n")[0].replace("\\", "") == kind.summary
    assert "\n- basis: contract, " in page


def test_a_shared_file_says_in_which_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    editor = make_editor(tmp_path, FILES, ["api.yaml", "second.yaml"])
    for name in ("api.yaml", "second.yaml"):  # as the command line names them
        assert any(item.path.endswith(name) for item in editor.snapshot.results.findings)

    content = text_at(editor, "models/pet.yaml", "type: object")

    documents = [file.check_result.document.path for file in editor.snapshot.checked_files]
    assert content.startswith(f"In `{documents[0]}`, `{documents[1]}`:\n\nThe import creates the definition `pet`.")
    assert "- used by `post /pets`" in content


@pytest.mark.parametrize("text", ["openapi", "paths:", "all,", "schema:"])
def test_nothing_is_said_of_a_node_that_the_import_makes_nothing_of(editor: Editor, text: str) -> None:
    assert hover(editor.snapshot, editor.file("api.yaml"), editor.at("api.yaml", text)) is None


def test_a_text_that_cannot_be_read_has_only_its_finding(tmp_path: Path) -> None:
    editor = make_editor(tmp_path, {"api.yaml": "openapi: [\n"}, ["api.yaml"])
    finding = editor.snapshot.results.findings[0]
    start = editor.snapshot.encoder.range(finding.document, finding.span).start

    found = hover(editor.snapshot, editor.file("api.yaml"), start)

    assert found is not None
    assert isinstance(found.contents, types.MarkupContent)
    assert found.contents.value.startswith("**error** [`syntax-error`]")
    assert hover(editor.snapshot, editor.file("api.yaml"), types.Position(5, 0)) is None


def test_an_adapted_document_is_described_at_the_places_of_its_files(tmp_path: Path) -> None:
    (tmp_path / "preclear.toml").write_text('[adapt]\ninclude = ["method:post"]\n', encoding="utf-8")
    editor = make_editor(tmp_path, FILES, ["api.yaml"], CheckOptions(adapt=True))
    assert editor.snapshot.checked_files[0].adaptation is not None

    assert "The import creates the action `add" in text_at(editor, "api.yaml", "post:")
    assert "Request body" in text_at(editor, "api.yaml", "Pet: {required")
    assert hover(editor.snapshot, editor.file("api.yaml"), editor.at("api.yaml", "listPets")) is None


def test_nothing_in_a_text_of_a_document_acts(tmp_path: Path) -> None:
    evil = "x](https://evil.example) <img src=x> `` ` ![a](https://evil.example) **b** | $a$"
    api = API.replace("listPets", f"'{evil}'").replace("name: limit", f"name: '{evil}'").replace("4XX", evil)
    editor = make_editor(tmp_path, {"api.yaml": api, "models/pet.yaml": PET}, ["api.yaml"])

    def tokens(text: str) -> Iterator[Token]:
        for token in MarkdownIt("commonmark", {"html": True}).parse(text):
            yield from (token, *(token.children or ()))

    for text in ("get:", "operationId", "Limit:", "post:", "/pets", evil):
        for token in tokens(text_at(editor, "api.yaml", text)):
            assert token.type not in ("html_inline", "html_block", "image"), text
            assert "evil" not in str(token.attrGet("href") or "")


def test_the_plan_of_a_document_is_made_once(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    planned: list[str] = []

    def record(result: CheckResult) -> Plan | None:
        planned.append(result.document.path)
        return make_plan(result)

    monkeypatch.setattr(snapshot, "make_plan", record)
    for text in ("listPets", "add pet", "Pets:", "listPets"):
        assert hover(editor.snapshot, editor.file("api.yaml"), editor.at("api.yaml", text)) is not None
    assert len(planned) == 1
