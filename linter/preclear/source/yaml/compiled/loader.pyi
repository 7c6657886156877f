from preclear.source.json_value import Json
from preclear.source.limits import Limits
from preclear.source.locator import AmbiguousScalar
from preclear.source.yaml.compiled.node_table import NodeTable

class UnsupportedTextError(Exception): ...

class CompiledLoader:
    value: Json
    nodes: NodeTable
    ambiguous_scalars: list[AmbiguousScalar]
    omitted_scalar_count: int
    def __init__(self, text: str, limits: Limits) -> None: ...
    def load(self) -> None: ...
