"""The search for the files to check.

In: paths and patterns, configs, and the `.gitignore` files of folders. Out: the inputs of a run, and what the search
passed over. No input is opened.
"""

from typing import TYPE_CHECKING

from preclear._lazy import lazy_exports

if TYPE_CHECKING:
    from preclear.project.search.config_paths import has_config_name, select_with_configs
    from preclear.project.search.folder_rules import FolderRuleReader
    from preclear.project.search.folder_search import SUFFIXES, is_searched_by_default
    from preclear.project.search.inputs import (
        STDIN,
        STDIN_DISPLAY_PATH,
        Input,
        Inputs,
        SearchOptions,
        SelectedInputs,
        configured_inputs,
        file_identity,
        find_inputs,
        make_input,
        relative_path,
        select_inputs,
    )
    from preclear.project.search.refusal import refusal_reason

__all__ = [
    "STDIN",
    "STDIN_DISPLAY_PATH",
    "SUFFIXES",
    "FolderRuleReader",
    "Input",
    "Inputs",
    "SearchOptions",
    "SelectedInputs",
    "configured_inputs",
    "file_identity",
    "find_inputs",
    "has_config_name",
    "is_searched_by_default",
    "make_input",
    "refusal_reason",
    "relative_path",
    "select_inputs",
    "select_with_configs",
]

_exports = lazy_exports(
    __name__,
    {
        "config_paths": (
            "has_config_name",
            "select_with_configs",
        ),
        "folder_rules": ("FolderRuleReader",),
        "folder_search": (
            "SUFFIXES",
            "is_searched_by_default",
        ),
        "inputs": (
            "STDIN",
            "STDIN_DISPLAY_PATH",
            "Input",
            "Inputs",
            "SearchOptions",
            "SelectedInputs",
            "configured_inputs",
            "file_identity",
            "find_inputs",
            "make_input",
            "relative_path",
            "select_inputs",
        ),
        "refusal": ("refusal_reason",),
    },
)
if not TYPE_CHECKING:  # a type checker would accept any name
    __getattr__, __dir__ = _exports
