"""Comparison of the plan with what the platform has, field by field.

The index of a connector model and an answer go in. Differences come out, each at the node that the field comes from,
and a `Comparison` that counts what was compared and what the answer doesn't say.
"""
