"""Comparing two texts, and a short text for each change."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from preclear.mapping import compare_plans, make_document_snapshot
from tests.texts import connect

if TYPE_CHECKING:
    from preclear.mapping import Change, PlanChanges
    from preclear.source import Place

BASE = """\
openapi: 3.1.0
info:
  title: Pets
  version: "1"
servers:
  - url: https://{region}.pets.example.com
    variables:
      region:
        default: eu
paths:
  /pets:
    get:
      operationId: listPets
      summary: List pets
      parameters:
        - name: limit
          in: query
          required: false
          schema:
            type: integer
        - name: kind
          in: query
          required: true
          schema:
            type: string
            enum: [cat, dog]
      responses:
        "200":
          description: All pets
          content:
            application/json:
              schema:
                type: array
                items:
                  $ref: "#/components/schemas/Pet"
            text/csv:
              schema:
                type: string
        "404":
          description: None
    post:
      operationId: addPet
      requestBody:
        required: false
        content:
          application/json:
            schema:
              $ref: "#/components/schemas/NewPet"
      responses:
        "201":
          description: Added
  /pets/{id}:
    parameters:
      - name: id
        in: path
        required: true
        schema:
          type: string
    get:
      operationId: getPet
      responses:
        "200":
          description: A pet
          content:
            application/json:
              schema:
                $ref: "#/components/schemas/Pet"
    delete:
      operationId: deletePet
      responses:
        default:
          description: Deleted
webhooks:
  petAdded:
    post:
      operationId: petAdded
      requestBody:
        required: true
        content:
          application/json:
            schema:
              $ref: "#/components/schemas/Event"
      responses:
        "200":
          description: Received
components:
  schemas:
    Pet:
      type: object
      required:
        - id
        - name
      properties:
        id:
          type: string
          readOnly: true
        name:
          type: string
          maxLength: 20
        age:
          type: integer
          format: int32
        size:
          enum: [small, large]
        owner:
          $ref: "#/components/schemas/Owner"
    NewPet:
      type: object
      required:
        - name
      properties:
        name:
          type: string
          maxLength: 30
        weight:
          type: number
        color:
          enum: [black, white]
        food:
          oneOf:
            - type: string
            - type: integer
        owner:
          $ref: "#/components/schemas/Owner"
    Owner:
      type: object
      properties:
        email:
          type: string
          format: email
        nick:
          type: string
          pattern: ^a
    Event:
      type: object
      required:
        - kind
      properties:
        kind:
          type: string
        note:
          type: string
    Unused:
      type: object
      properties:
        a:
          type: string
  securitySchemes:
    key:
      type: apiKey
      name: X-Key
      in: header
    login:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://id.example.com/token
          scopes:
            read: Read
            write: Write
"""


class Seen(NamedTuple):
    """A change as a test sees it: the text of its lines on both sides, without their indentation."""

    subject: str
    code: str
    breaking: bool
    message: str
    line: str
    old_line: str


def compare_texts(old: str, new: str) -> PlanChanges:
    """Compare the plans of two documents."""
    connector = connect(new)
    return compare_plans(make_document_snapshot(connect(old)), make_document_snapshot(connector), connector.place)


def see(change: Change) -> Seen:
    """What a test sees of a change."""
    old_line = "" if change.old_place is None else line_of(change.old_place)
    subject = f"{change.resource.kind} {change.resource.name}"
    return Seen(subject, change.code, change.is_breaking, change.message, line_of(change.place), old_line)


def line_of(place: Place) -> str:
    """The text of the line of a place."""
    return place.document.line(place.span.start.line).strip()


def replaced(text: str, before: str, after: str) -> str:
    """The text with one change, which can be made at one place only."""
    assert text.count(before) == 1, (before, text.count(before))
    return text.replace(before, after)
