"""Importing what a check may need, before there are copies of this process."""

from __future__ import annotations

from importlib import import_module

from tunelint import registry
from tunelint.config.rule_index import own_entries


def import_all() -> None:
    """Import what judges, the rules and the readers."""
    import_module("tunelint.engine.check_unit")
    for entry in own_entries().values():
        entry.load()
    for library in registry.libraries():
        for name in library.readers:
            import_module(name)
