"""SARIF 2.1.0: the format that code scanning services and editors read.

A report of findings goes in. A log with one run comes out, a result a line. Sections and limits are those of "Static
Analysis Results Interchange Format (SARIF) Version 2.1.0" (OASIS) and of GitHub's "SARIF support for code scanning".
"""

from preclear.report.formats.sarif.run import stream_sarif

__all__ = ["stream_sarif"]
