"""Examples and defaults against their schemas."""
