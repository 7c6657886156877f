"""Examples and defaults against their schemas.

In goes an analyzed description; out come the faults of its examples, each at the value that its schema rejects.
`check` finds the examples and evaluates them, `evaluator` evaluates one value, `causes` and `wording` explain it.
"""
