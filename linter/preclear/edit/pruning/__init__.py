"""Pruning: what goes with a part of a document that is left out, so that nothing useless stays and nothing dangles."""

from preclear.edit.pruning.pruner import PrunedPart, Pruning, prune
from preclear.edit.pruning.removal import Removals

__all__ = ["PrunedPart", "Pruning", "Removals", "prune"]
