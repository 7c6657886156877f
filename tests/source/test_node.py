from preclear.source import Document, Node, Place, load_bytes


def _document(text: str) -> Document:
    return load_bytes(text.encode(), "doc.yaml")


def _root(document: Document) -> Node:
    return Node(document, (), document.value)


def test_nodes_are_equal_by_document_pointer_and_value() -> None:
    document, other = _document("a: {b: 1}"), _document("a: {b: 1}")
    node = _root(document).get("a")
    assert node == Node(document, ("a",), {"b": 1})
    assert hash(node) == hash(Node(document, ("a",), {"b": 1}))
    assert node != Node(document, ("a",), {"b": 2})
    assert node != Node(document, ("b",), {"b": 1})
    assert node != _root(other).get("a")
    assert node != ("a",)


def test_places_of_a_node() -> None:
    document = _document("a: [1]")
    root = _root(document)
    child = root.get("a")
    assert child is not None
    (item,) = child.items()
    assert child.place == Place(document, ("a",))
    assert child.key == Place(document, ("a",), "key")
    assert child.missing_key("b") == Place(document, ("a",), "key", "b")
    assert root.key == Place(document, ())
    assert item.key == item.place == Place(document, ("a", 0))
    assert item.missing_key("b") == Place(document, ("a", 0), missing="b")
    assert type(child.key) is type(child.place) is type(item.missing_key("b")) is Place


def test_with_value_keeps_the_place() -> None:
    document = _document("a: 1")
    node = Node(document, ("a",), 1).with_value("x")
    assert (node.document, node.pointer, node.value) == (document, ("a",), "x")
