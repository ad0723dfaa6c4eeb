"""Signatures: what an installed library said of itself, as `tools.library_signatures` wrote it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any


@cache
def signatures(library: str) -> Mapping[str, Any]:
    """The tables of a library, by the name of its folder; read when first asked for."""
    file = Path(__file__).parents[1] / library / "signatures.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
