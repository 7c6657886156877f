"""The uploading of a document: options and a checked document in, an outcome and findings out. Nothing is printed."""

from preclear.platform.connection import ConnectionOptions, TokenSource
from preclear.platform.upload.interruption import Interruption
from preclear.platform.upload.observer import UploadObserver
from preclear.platform.upload.options import CheckedDocument, UploadOptions
from preclear.platform.upload.report import build_destination, build_lookup_command, build_report
from preclear.platform.upload.result import UploadResult
from preclear.platform.upload.uploader import Uploader, upload

__all__ = [
    "CheckedDocument",
    "ConnectionOptions",
    "Interruption",
    "TokenSource",
    "UploadObserver",
    "UploadOptions",
    "UploadResult",
    "Uploader",
    "build_destination",
    "build_lookup_command",
    "build_report",
    "upload",
]
