"""The check of many documents: inputs, configs, roots, baseline, worker processes. It prints nothing.

Everything is imported when it is first used, so that a command that needs little loads little.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preclear.project.check import check_paths
    from preclear.project.notes import Note
    from preclear.project.results import CheckResults, Results
    from preclear.project.run import Project
    from preclear.project.settings import CheckOptions, OptionError

__all__ = ["CheckOptions", "CheckResults", "Note", "OptionError", "Project", "Results", "check_paths"]

_MODULES = {
    "CheckOptions": "settings",
    "CheckResults": "results",
    "Note": "notes",
    "Project": "run",
    "Results": "results",
    "OptionError": "settings",
    "check_paths": "check",
}


def __getattr__(name: str) -> object:
    if name in _MODULES:
        value = globals()[name] = getattr(import_module(f"preclear.project.{_MODULES[name]}"), name)
        return value
    raise AttributeError(f"module 'preclear.project' has no attribute {name!r}")
