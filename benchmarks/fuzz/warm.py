"""Importing what a check may need, before there are copies of this process."""

from __future__ import annotations

from importlib import import_module

from tunelint.config.rule_index import own_entries
from tunelint.libraries.read import FRAMEWORKS, MOVED, TUNERS


def import_all() -> None:
    """Import what judges, the rules and the readers."""
    import_module("tunelint.engine.check_unit")
    for entry in own_entries().values():
        entry.load()
    for name in (*FRAMEWORKS, *TUNERS, *MOVED):
        import_module(f"tunelint.libraries.{name}")
