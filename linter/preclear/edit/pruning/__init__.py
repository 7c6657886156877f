"""Pruning: what goes with a part of a document that is left out, so that nothing useless stays and nothing dangles."""

from preclear.edit.pruning.pruner import PrunedPart, Pruning, prune

__all__ = ["PrunedPart", "Pruning", "prune"]
