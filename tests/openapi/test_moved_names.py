"""What parts of other files are called: by their own place, whatever else there is and in whatever order."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.openapi.component_names import PartOrigin, choose_names

NAME = re.compile(r"[a-zA-Z0-9_\-]+")
WORDS = st.sampled_from(["Pet", "pet", "a b", "a_b", "a.b", "été", "日本", "schema", "models", "models-Pet"])
ORIGINS = st.builds(
    PartOrigin,
    st.sampled_from(["schemas", "responses"]),
    st.builds("/".join, st.lists(WORDS, min_size=1, max_size=3)).map(lambda path: f"{path}.yaml"),
    st.lists(st.one_of(WORDS, st.integers(0, 2)), max_size=3).map(tuple),
)


def names(*origins: tuple[str, tuple[str | int, ...]], used: str = "") -> list[str]:
    listed = [PartOrigin("schemas", path, pointer) for path, pointer in origins]
    made = choose_names(listed, {"schemas": set(used.split())})
    return [made[item] for item in listed]


def test_the_key_or_the_file_where_nothing_else_has_it() -> None:
    assert names(("models/pet.yaml", ("Pet",)), ("home.yaml", ())) == ["Pet", "home"]


def test_two_of_one_key_both_have_their_folder_or_their_file() -> None:
    assert names(("a/x.yaml", ("Pet",)), ("b/x.yaml", ("Pet",))) == ["a-Pet", "b-Pet"]
    assert names(("a.yaml", ("Pet",)), ("b.yaml", ("Pet",))) == ["a-Pet", "b-Pet"]
    assert names(("m/a.yaml", ("Pet",)), ("m/b.yaml", ("Pet",)), used="Pet") == ["m-a-Pet", "m-b-Pet"]


def test_then_the_whole_pointer_and_last_a_digest() -> None:
    assert names(("r.yaml", ("A", "schema")), ("r.yaml", ("B", "schema"))) == ["r-A-schema", "r-B-schema"]
    made = names(("r.yaml", ("a b",)), ("r.yaml", ("a.b",)))
    assert [re.sub("[0-9a-f]{8}$", "…", item) for item in made] == ["a_b-…", "a_b-…"]
    assert made[0] != made[1]


def test_a_name_that_is_there_already_is_left_alone() -> None:
    assert names(("models/pet.yaml", ("Pet",)), used="Pet") == ["models-Pet"]
    assert names(("../common/pet.yaml", ("Pet",)), used="Pet") == ["common-Pet"]


@settings(max_examples=200, deadline=None)
@given(st.lists(ORIGINS, unique=True, max_size=12), st.sets(WORDS), st.data())
def test_names_are_valid_unique_and_the_same_in_any_order(
    origins: list[PartOrigin], used: set[str], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(origins))
    taken = {"schemas": used, "responses": used}
    made = choose_names(origins, taken)

    assert made == choose_names(shuffled, taken)
    assert made.keys() == set(origins)
    for section in ("schemas", "responses"):
        there = [name for origin, name in made.items() if origin.section == section]
        assert len(there) == len(set(there))
        assert not used & set(there)
    assert all(NAME.fullmatch(name) for name in made.values())


@settings(max_examples=200, deadline=None)
@given(st.lists(ORIGINS, unique=True, max_size=8))
def test_a_part_of_another_key_changes_no_name(origins: list[PartOrigin]) -> None:
    more = PartOrigin("schemas", "zoo/zebra.yaml", ("Zebra",))

    assert choose_names([*origins, more], {}) == {**choose_names(origins, {}), more: "Zebra"}
