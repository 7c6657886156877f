"""Uploads of many documents: bindings of a config in, a plan and the outcome of each out. It prints nothing."""
