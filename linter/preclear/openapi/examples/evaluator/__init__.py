"""The JSON Schema evaluator that explains why a value does not fit."""
