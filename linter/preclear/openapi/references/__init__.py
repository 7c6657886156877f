"""References: where each `$ref`, link and mapping leads, and what can be wrong with one."""
