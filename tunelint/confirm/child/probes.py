"""Which module takes part in the work of which library."""

from __future__ import annotations

import importlib
from typing import Any

from tunelint import registry
from tunelint.lab.probe_api import NotThisSearch

PROBES = {
    imported: library.module(module)
    for library in registry.libraries()
    for imported, module in library.probes.items()
}
"""The library whose import brings a probe to work, and the module that holds the probe."""


def module_of(tuner: str) -> str:
    """The module that would know a live search of the tuner, given by its folder's name."""
    return next(
        library.module(known.probe)
        for library, known in registry.tuners()
        if library.folder == tuner
    )


def probe_of(tuner: str) -> Any:
    """What knows a live search of the tuner. Raises NotThisSearch where nothing does."""
    try:
        return importlib.import_module(module_of(tuner))
    except ModuleNotFoundError:
        raise NotThisSearch(f"there is no experiment for {tuner}") from None
