"""Importing what a check may need, before there are copies of this process."""

from __future__ import annotations

from importlib import import_module

from tunelint.entries import own_entries
from tunelint.reading import FRAMEWORKS, MOVED, TUNERS


def import_all() -> None:
    """Import what judges, the rules and the readers."""
    import_module("tunelint.judging")
    for entry in own_entries().values():
        entry.load()
    for kind, names in (("frameworks", FRAMEWORKS), ("tuners", TUNERS)):
        for name in names:
            import_module(f"tunelint.{kind}.{name}.reader")
    for name in MOVED:
        import_module(f"tunelint.{name}")
