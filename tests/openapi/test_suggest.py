"""A suggestion is the word that was meant, or there is none."""

from __future__ import annotations

import pytest

from preclear.openapi.suggest import nearest
from preclear.source.suggest import slips

TYPES = ("array", "boolean", "integer", "number", "object", "string")
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
OPERATION = (
    *("tags", "summary", "description", "externalDocs", "operationId", "parameters", "requestBody", "responses"),
    *("callbacks", "deprecated", "security", "servers"),
)


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("respones", OPERATION, "responses"),
        ("response", OPERATION, "responses"),
        ("Responses", OPERATION, "responses"),
        ("operationID", OPERATION, "operationId"),
        ("operation_id", OPERATION, "operationId"),
        ("request-body", OPERATION, "requestBody"),
        ("pramaeters", OPERATION, "parameters"),
        ("params", OPERATION, "parameters"),
        ("body", OPERATION, "requestBody"),
        ("tag", OPERATION, "tags"),
        ("strin", TYPES, "string"),
        ("stirng", TYPES, "string"),
        ("interger", TYPES, "integer"),
        ("int", TYPES, "integer"),
        ("float", TYPES, "number"),
        ("String", TYPES, "string"),
        ("GET", METHODS, "get"),
        ("pacth", METHODS, "patch"),
    ],
)
def test_a_slip_a_habit_or_another_case_is_recognised(word: str, known: tuple[str, ...], meant: str) -> None:
    assert nearest(word, known) == meant


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("foo", OPERATION),
        ("schema", OPERATION),
        ("x", OPERATION),
        ("", OPERATION),
        ("name", OPERATION),
        ("null", TYPES),
        ("cut", METHODS),
        ("list", METHODS),
        ("pt", METHODS),
        ("url", ("xml",)),
        ("in", ("if",)),
        ("a" * 5000, OPERATION),
    ],
)
def test_nothing_is_guessed_where_nothing_is_near(word: str, known: tuple[str, ...]) -> None:
    assert nearest(word, known) is None


def test_two_words_equally_near_are_no_suggestion() -> None:
    assert nearest("wxyz", ("wxya", "wxyb")) is None


def test_the_word_itself_is_no_suggestion() -> None:
    assert nearest("get", ("get",)) is None


def test_exchanged_neighbours_are_one_slip() -> None:
    assert slips("pacth", "patch") == 1
    assert slips("", "get") == 3
    assert slips("kitten", "sitting") == 3


def test_the_count_of_slips_is_given_up_above_the_most_that_is_asked_for() -> None:
    assert slips("responses", "parameters", 2) > 2
    assert slips("abcd", "badc", 2) == 2
