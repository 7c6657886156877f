"""The JSON Schema of the JSON output, which is published as `preclear.output.schema.json`.

Objects are open, because a new field doesn't change the version of the format. Tests close them, so that a
field without a description is noticed.
"""
