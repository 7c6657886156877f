"""Evaluate one value against a schema, keyword by keyword: JSON Schema 2020-12, draft-07 and OpenAPI 3.0.

In go a schema, a value and a step budget; out comes an `EvaluationResult`: the failures, and whether it is conclusive.
"""
