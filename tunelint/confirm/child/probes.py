"""Which module takes part in the work of which library."""

from __future__ import annotations

from tunelint import registry

PROBES = {
    imported: library.module(module)
    for library in registry.libraries()
    for imported, module in library.probes.items()
}
"""The library whose import brings a probe to work, and the module that holds the probe."""


def probe_of(tuner: str) -> str:
    """The module that knows a live search of the tuner, given by its folder's name."""
    return next(
        library.module(known.probe)
        for library, known in registry.tuners()
        if library.folder == tuner
    )
