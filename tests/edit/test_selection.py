"""Which operations patterns select."""

from __future__ import annotations

import pytest

from preclear.edit import SelectionError, select_operations
from tests.texts import connect

CONNECTOR = connect("""openapi: 3.1.0
info: {title: Harbour, version: "1"}
paths:
  /v2/ships:
    get: {operationId: listShips, tags: [Ships], responses: {}}
    post: {operationId: addShip, tags: [Ships, Admin tasks], responses: {}}
  /v2/ships/{id}:
    x-internal: true
    get: {operationId: getShip, tags: [Ships], deprecated: true, responses: {}}
    delete: {operationId: dropShip, x-internal: false, responses: {}}
  /v3/docks:
    x-audience: null
    get: {responses: {}, x-audience: partners}
    put: {operationId: setDocks, deprecated: "true", responses: {}}
webhooks:
  shipArrived: {post: {tags: [Events], responses: {}}}
  gone: {post: {operationId: shipGone, responses: {}}}
""")
KINDS = "expected `operation:`, `tag:`, `path:`, `method:`, `deprecated` or an extension such as `x-internal`"
ALL = [
    *("get /v2/ships", "post /v2/ships", "get /v2/ships/{id}", "delete /v2/ships/{id}", "get /v3/docks"),
    *("put /v3/docks", "post shipArrived", "post gone"),
]


@pytest.mark.parametrize(
    ("include", "exclude", "kept"),
    [
        ([], [], ALL),
        (["operation:listShips"], [], ["get /v2/ships"]),
        (["operation:get /v3/docks"], [], ["get /v3/docks"]),
        (["operation:*"], [], ALL),
        (["operation:*Ship"], [], ["post /v2/ships", "get /v2/ships/{id}", "delete /v2/ships/{id}"]),
        (["operation:shipArrived", "operation:shipGone"], [], ["post shipArrived", "post gone"]),
        (["tag:Ships"], ["tag:Admin tasks"], ["get /v2/ships", "get /v2/ships/{id}"]),
        (["tag:E*"], [], ["post shipArrived"]),
        (["path:/v2/*"], [], ["get /v2/ships", "post /v2/ships"]),
        (["path:/v2/**"], [], ALL[:4]),
        (["path:/v2/ships/{id}"], [], ALL[2:4]),
        (["path:/*/docks", "path:gone"], [], [*ALL[4:6], "post gone"]),
        (["path:**"], [], ALL),
        (["method:GET"], [], ["get /v2/ships", "get /v2/ships/{id}", "get /v3/docks"]),
        (["method:p*"], [], ["post /v2/ships", "put /v3/docks", "post shipArrived", "post gone"]),
        ([], ["deprecated", "path:**s"], ["delete /v2/ships/{id}", "post shipArrived", "post gone"]),
        (["x-internal"], [], ["get /v2/ships/{id}"]),
        (["x-audience"], [], ["get /v3/docks"]),
    ],
)
def test_patterns_select(include: list[str], exclude: list[str], kept: list[str]) -> None:
    selection = select_operations(CONNECTOR, include, exclude)

    assert [operation.label for operation in selection.kept] == kept
    assert [operation.label for operation, _ in selection.left_out] == [label for label in ALL if label not in kept]


def test_every_operation_that_is_left_out_has_its_reason() -> None:
    selection = select_operations(CONNECTOR, ["tag:Ships"], ["deprecated", "method:get"])

    assert [(operation.label, reason) for operation, reason in selection.left_out] == [
        ("get /v2/ships", "method:get"),
        ("get /v2/ships/{id}", "deprecated"),
        *((label, "no `--include` selects it") for label in ALL[3:]),
    ]


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("operation:listShip", "`operation:listShip` selects no operation; did you mean `operation:listShips`?"),
        ("tag:ships", "`tag:ships` selects no operation; did you mean `tag:Ships`?"),
        ("path:/v2/shipps", "`path:/v2/shipps` selects no operation; did you mean `path:/v2/ships`?"),
        ("path:/*", "`path:/*` selects no operation"),
        ("x-other", "`x-other` selects no operation"),
        ("ships", f"`ships` is no kind of pattern; {KINDS}"),
        ("x-internl", "`x-internl` selects no operation; did you mean `x-internal`?"),
        ("method:patch", "`method:patch` selects no operation"),
        ("tag:", "`tag:` has no value; expected one such as `tag:Orders`"),
        ("tags:Ships", f"`tags:Ships` is no kind of pattern; {KINDS}; did you mean `tag:Ships`?"),
        ("/v2/**", f"`/v2/**` is no kind of pattern; {KINDS}; did you mean `path:/v2/**`?"),
        ("depricated", f"`depricated` is no kind of pattern; {KINDS}; did you mean `deprecated`?"),
    ],
)
def test_a_pattern_that_selects_nothing_is_an_error(pattern: str, message: str) -> None:
    for include, exclude in (([pattern], []), ([], [pattern])):
        with pytest.raises(SelectionError) as raised:
            select_operations(CONNECTOR, include, exclude)
        assert raised.value.message == message
        assert raised.value.pattern == pattern
