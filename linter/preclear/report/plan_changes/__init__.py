"""The changes between two plans, for people and as JSON."""
