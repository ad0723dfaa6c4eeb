"""What callers of tunelint may have to catch."""

from __future__ import annotations


class ConfigurationError(Exception):
    """A configuration that cannot be followed; the message is one line."""
