"""The Markdown format, for comments on pull requests and summaries of jobs."""

from preclear.report.formats.markdown.document import COMMENT_LENGTH, stream_markdown

__all__ = ["COMMENT_LENGTH", "stream_markdown"]
