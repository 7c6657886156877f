"""`python -m preclear`."""

from __future__ import annotations

import sys

from preclear.cli import main

if __name__ == "__main__":
    sys.exit(main())
