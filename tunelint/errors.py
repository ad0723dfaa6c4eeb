"""What callers of tunelint may have to catch, and how a system's refusal reads."""

from __future__ import annotations

import errno


class ConfigurationError(Exception):
    """A configuration that cannot be followed; the message is one line."""


def reason_of(error: OSError) -> str:
    """Why the system refuses, in its own words, without the path."""
    return "it is closed" if error.errno == errno.EBADF else error.strerror or str(error)
