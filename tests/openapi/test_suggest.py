"""A suggestion is the word that was meant, or there is none."""

from __future__ import annotations

from itertools import permutations, product
from time import process_time

import pytest

from preclear import Suggester
from preclear.openapi.synonyms import suggest
from preclear.source.suggest import edit_distance
from tests.pace import seconds

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
    assert suggest(word, known) == meant


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
    assert suggest(word, known) is None


def test_two_words_equally_near_are_no_suggestion() -> None:
    assert suggest("wxyz", ("wxya", "wxyb")) is None


def test_the_word_itself_is_no_suggestion() -> None:
    assert suggest("get", ("get",)) is None


def test_exchanged_neighbours_are_one_slip() -> None:
    assert edit_distance("pacth", "patch") == 1
    assert edit_distance("", "get") == 3
    assert edit_distance("kitten", "sitting") == 3


def test_the_count_of_slips_is_given_up_above_the_most_that_is_asked_for() -> None:
    assert edit_distance("responses", "parameters", 2) > 2
    assert edit_distance("abcd", "badc", 2) == 2


def test_names_as_near_as_one_another_are_given_together() -> None:
    assert Suggester().suggest_all("wxyz", ("wxya", "other", "wxyb")) == ["wxya", "wxyb"]


def test_a_name_that_one_slip_leads_to_is_found_among_many_alike() -> None:
    known = {f"Customer{number:05}": number for number in range(20_000)}
    suggester = Suggester()
    assert suggester.suggest("Custommer00777", known) == "Customer00777"
    assert suggester.suggest("customer_19999", known) == "Customer19999"


def test_what_is_found_by_looking_up_is_what_a_search_finds() -> None:
    words = ["".join(letters) for letters in product("abc", repeat=5)]
    for word in words[::7]:
        for requests in (
            word[1:],
            word[:2] + word[3:],
            word + "a",
            "x" + word[1:],
            word[0] + word[2] + word[1] + word[3:],
        ):
            everything = {name: edit_distance(requests, name) for name in words if name != requests}
            near = {name for name, steps in everything.items() if steps == 1 and name[0] == requests[0]}
            if near and len(requests) < 6:
                starts = {
                    name: next((i for i in range(5) if name[i : i + 1] != requests[i : i + 1]), 5) for name in near
                }
                best = {name for name, start in starts.items() if start == max(starts.values())}
                assert set(Suggester().suggest_all(requests, words)) == best, requests


def test_past_what_they_may_cost_questions_are_not_answered() -> None:
    known = [f"Name{number:03}" for number in range(300)]
    suggester = Suggester(budget=30_000)
    answers = [suggester.suggest(f"Nime{number:03}", known) for number in range(300)]
    assert answers[:2] == ["Name000", "Name001"]
    assert answers[-1] is None
    assert suggester.suggest("name_007", known) is None
    assert Suggester().suggest("name_007", known) == "Name007"


def test_answers_do_not_depend_on_the_order_of_a_set() -> None:
    names = ("pet_id", "petId", "PetID")
    assert {Suggester().suggest("petid", frozenset(order)) for order in permutations(names)} == {"PetID"}


@pytest.mark.parametrize("count", [2_000, 4_000])
def test_many_questions_over_many_words_take_bounded_time(count: int) -> None:
    known = {f"Schema{number}": number for number in range(count)}
    suggester = Suggester()
    start = process_time()
    for number in range(count):
        suggester.suggest(f"Scehme{number}x", known)
    assert process_time() - start < seconds(3)
