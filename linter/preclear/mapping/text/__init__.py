"""What a text names: lines, pointers, operations, components, parameters, and parts of these."""
