"""Tests of the SARIF report."""
