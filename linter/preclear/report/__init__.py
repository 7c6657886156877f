"""Findings, plans, uploads, mapped answers and lists in; their text out, for people or as JSON.

`formats` has the formats of findings. All other reports have one file for each format. `rendering` has what the
formats for people share.
"""

from typing import TYPE_CHECKING

from preclear._lazy import lazy_exports

if TYPE_CHECKING:
    from preclear.report.adapt_hint import format_adapt_hint
    from preclear.report.adaptation.json_object import stream_adaptation_json
    from preclear.report.adaptation.text import describe_changes, format_adaptation
    from preclear.report.answer.json_object import stream_answer_json
    from preclear.report.answer.text import format_answer, format_unreadable_answer
    from preclear.report.artifact_path import artifact_path
    from preclear.report.bundle_notes import format_bundle_notes, format_external_references
    from preclear.report.change.json_object import format_change_json
    from preclear.report.change.model import ChangedField, ChangeReport, ReportedRequest
    from preclear.report.change.text import (
        format_change,
        format_change_closing,
        format_change_outcome,
        format_change_receipt,
    )
    from preclear.report.config_error import format_config_error
    from preclear.report.config_report import format_config_json, format_config_table
    from preclear.report.connections.list import format_connections_json, format_connections_table
    from preclear.report.connections.model import CredentialStatus, SchemeMessage
    from preclear.report.connections.status import (
        credentials_to_json,
        describe_credentials,
        list_credential_problems,
    )
    from preclear.report.connectors.detail import format_connector, format_connector_json
    from preclear.report.connectors.list import format_connectors_json, format_connectors_table
    from preclear.report.connectors.versions import format_versions_json, format_versions_table, list_version_messages
    from preclear.report.credential_data import hide_credential_data
    from preclear.report.exit_code import ExitCode
    from preclear.report.finding_report import FindingReport, make_finding_report, make_import_report
    from preclear.report.fixes.diff import diff_texts, find_replaced_lines, format_diff
    from preclear.report.fixes.text import format_fixes
    from preclear.report.formats.concise import format_concise, format_concise_line
    from preclear.report.formats.full import format_full
    from preclear.report.formats.markdown import stream_markdown
    from preclear.report.formats.markdown.text import format_code, format_link, format_prose
    from preclear.report.formats.registry import FORMATS, Format, stream_report
    from preclear.report.http_request import SentRequest, format_http_request
    from preclear.report.json_report import (
        FORMAT_VERSION,
        dump_json,
        finding_to_json,
        format_json,
        stream_json,
        stream_object,
    )
    from preclear.report.plan.json_object import format_plan_json, stream_plan_json
    from preclear.report.plan.table import format_plan_summary, format_plan_table
    from preclear.report.plan_changes.model import OldSide, PlanComparison
    from preclear.report.plan_changes.text import format_plan_changes
    from preclear.report.rendering.cells import fit, measure_width
    from preclear.report.rendering.escape import escape, escape_path
    from preclear.report.rendering.style import BOLD, PLAIN, SEVERITY_COLOURS, Style
    from preclear.report.resource_titles import RESOURCE_TITLES
    from preclear.report.rule_pages import FIXES, page_url
    from preclear.report.rules.list import format_rules_json, format_rules_table
    from preclear.report.rules.page import read_page, resolve_page_links
    from preclear.report.rules.rendered_page import render_page
    from preclear.report.summary import format_omitted, format_summary, join_words
    from preclear.report.upload.json_object import stream_upload_json
    from preclear.report.upload.model import Destination, UploadReport
    from preclear.report.upload.text import format_closing, format_outcome, format_receipt, format_upload
    from preclear.report.upload_run.json_object import format_run_json
    from preclear.report.upload_run.model import ReportedFinding, ReportedStep, RunEntry, RunReport
    from preclear.report.upload_run.text import format_run_closing, format_run_entry, format_run_plan
    from preclear.report.verify.json_object import stream_verification_json
    from preclear.report.verify.model import VerifyOutcome, VerifyReport
    from preclear.report.verify.text import format_verification

__all__ = [
    "BOLD",
    "FIXES",
    "FORMATS",
    "FORMAT_VERSION",
    "PLAIN",
    "RESOURCE_TITLES",
    "SEVERITY_COLOURS",
    "ChangeReport",
    "ChangedField",
    "CredentialStatus",
    "Destination",
    "ExitCode",
    "FindingReport",
    "Format",
    "OldSide",
    "PlanComparison",
    "ReportedFinding",
    "ReportedRequest",
    "ReportedStep",
    "RunEntry",
    "RunReport",
    "SchemeMessage",
    "SentRequest",
    "Style",
    "UploadReport",
    "VerifyOutcome",
    "VerifyReport",
    "artifact_path",
    "credentials_to_json",
    "describe_changes",
    "describe_credentials",
    "diff_texts",
    "dump_json",
    "escape",
    "escape_path",
    "find_replaced_lines",
    "finding_to_json",
    "fit",
    "format_adapt_hint",
    "format_adaptation",
    "format_answer",
    "format_bundle_notes",
    "format_change",
    "format_change_closing",
    "format_change_json",
    "format_change_outcome",
    "format_change_receipt",
    "format_closing",
    "format_code",
    "format_concise",
    "format_concise_line",
    "format_config_error",
    "format_config_json",
    "format_config_table",
    "format_connections_json",
    "format_connections_table",
    "format_connector",
    "format_connector_json",
    "format_connectors_json",
    "format_connectors_table",
    "format_diff",
    "format_external_references",
    "format_fixes",
    "format_full",
    "format_http_request",
    "format_json",
    "format_link",
    "format_omitted",
    "format_outcome",
    "format_plan_changes",
    "format_plan_json",
    "format_plan_summary",
    "format_plan_table",
    "format_prose",
    "format_receipt",
    "format_rules_json",
    "format_rules_table",
    "format_run_closing",
    "format_run_entry",
    "format_run_json",
    "format_run_plan",
    "format_summary",
    "format_unreadable_answer",
    "format_upload",
    "format_verification",
    "format_versions_json",
    "format_versions_table",
    "hide_credential_data",
    "join_words",
    "list_credential_problems",
    "list_version_messages",
    "make_finding_report",
    "make_import_report",
    "measure_width",
    "page_url",
    "read_page",
    "render_page",
    "resolve_page_links",
    "stream_adaptation_json",
    "stream_answer_json",
    "stream_json",
    "stream_markdown",
    "stream_object",
    "stream_plan_json",
    "stream_report",
    "stream_upload_json",
    "stream_verification_json",
]

_exports = lazy_exports(
    __name__,
    {
        "adapt_hint": ("format_adapt_hint",),
        "adaptation.json_object": ("stream_adaptation_json",),
        "adaptation.text": ("describe_changes", "format_adaptation"),
        "answer.json_object": ("stream_answer_json",),
        "answer.text": ("format_answer", "format_unreadable_answer"),
        "artifact_path": ("artifact_path",),
        "bundle_notes": ("format_bundle_notes", "format_external_references"),
        "change.json_object": ("format_change_json",),
        "change.model": ("ChangeReport", "ChangedField", "ReportedRequest"),
        "change.text": ("format_change", "format_change_closing", "format_change_outcome", "format_change_receipt"),
        "config_error": ("format_config_error",),
        "config_report": ("format_config_json", "format_config_table"),
        "connections.list": ("format_connections_json", "format_connections_table"),
        "connections.model": ("CredentialStatus", "SchemeMessage"),
        "connections.status": ("credentials_to_json", "describe_credentials", "list_credential_problems"),
        "connectors.detail": ("format_connector", "format_connector_json"),
        "connectors.list": ("format_connectors_json", "format_connectors_table"),
        "connectors.versions": ("format_versions_json", "format_versions_table", "list_version_messages"),
        "credential_data": ("hide_credential_data",),
        "exit_code": ("ExitCode",),
        "finding_report": ("FindingReport", "make_finding_report", "make_import_report"),
        "fixes.diff": ("diff_texts", "find_replaced_lines", "format_diff"),
        "fixes.text": ("format_fixes",),
        "formats.concise": ("format_concise", "format_concise_line"),
        "formats.full": ("format_full",),
        "formats.markdown": ("stream_markdown",),
        "formats.markdown.text": ("format_code", "format_link", "format_prose"),
        "formats.registry": ("FORMATS", "Format", "stream_report"),
        "http_request": ("SentRequest", "format_http_request"),
        "json_report": (
            "FORMAT_VERSION",
            "dump_json",
            "finding_to_json",
            "format_json",
            "stream_json",
            "stream_object",
        ),
        "plan.json_object": ("format_plan_json", "stream_plan_json"),
        "plan.table": ("format_plan_summary", "format_plan_table"),
        "plan_changes.model": ("OldSide", "PlanComparison"),
        "plan_changes.text": ("format_plan_changes",),
        "rendering.cells": ("fit", "measure_width"),
        "rendering.escape": ("escape", "escape_path"),
        "rendering.style": ("BOLD", "PLAIN", "SEVERITY_COLOURS", "Style"),
        "rules.list": ("format_rules_json", "format_rules_table"),
        "resource_titles": ("RESOURCE_TITLES",),
        "rule_pages": ("FIXES", "page_url"),
        "rules.page": ("read_page", "resolve_page_links"),
        "rules.rendered_page": ("render_page",),
        "summary": ("format_omitted", "format_summary", "join_words"),
        "upload.json_object": ("stream_upload_json",),
        "upload.model": ("Destination", "UploadReport"),
        "upload.text": ("format_closing", "format_outcome", "format_receipt", "format_upload"),
        "upload_run.json_object": ("format_run_json",),
        "upload_run.model": ("ReportedFinding", "ReportedStep", "RunEntry", "RunReport"),
        "upload_run.text": ("format_run_closing", "format_run_entry", "format_run_plan"),
        "verify.json_object": ("stream_verification_json",),
        "verify.model": ("VerifyOutcome", "VerifyReport"),
        "verify.text": ("format_verification",),
    },
)
if not TYPE_CHECKING:  # a type checker would accept any name
    __getattr__, __dir__ = _exports
