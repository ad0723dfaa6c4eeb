"""How findings are printed."""

from __future__ import annotations

from enum import StrEnum


class OutputFormat(StrEnum):
    """How findings are printed."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
