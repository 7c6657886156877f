"""The options of a command that only takes a connector's own fields from a document."""

from __future__ import annotations

from preclear.cli.options.adapt import OVERLAY_OPTION
from preclear.cli.options.common import F, option


def document_field_options(command: F) -> F:
    """Add the options. Use it with `reading_options`."""
    switch = option("--adapt", is_flag=True, help="Adapt the document first, as `preclear adapt` does.")
    return switch(OVERLAY_OPTION(command))
