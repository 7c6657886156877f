"""Updates of references: whatever refers to a renamed or moved node follows it.

Groups of operations go in. They come out with the operations that keep all references right.
"""

from preclear.edit.references.updates import add_reference_updates, has_moves

__all__ = ["add_reference_updates", "has_moves"]
