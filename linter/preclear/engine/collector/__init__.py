"""Collects the reports of one run and turns them into findings.

In: reports of rules and checks, one by one. Out: sorted, numbered findings, apart from the suppressed and known ones.
"""

from preclear.engine.collector.collector import CollectedFindings, ReportCollector
from preclear.engine.collector.filter import FindingFilter

__all__ = ["CollectedFindings", "FindingFilter", "ReportCollector"]
