"""Asks the reading layer what the arguments of ``probe(…)`` are worth in a source text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tunelint.files.project import Project
from tunelint.files.source import source_from_bytes
from tunelint.interpreter.library_names import dotted
from tunelint.interpreter.objects import CallEvent
from tunelint.interpreter.program import ProgramInterpreter
from tunelint.interpreter.trace import Trace
from tunelint.interpreter.values import Unbound
from tunelint.model.fact_of import worth
from tunelint.model.facts import Unknown

UNKNOWN = "unknown"


def traced(files: str | dict[str, str], root: Path) -> Trace:
    """The trace of `train.py`, the text itself or one of several files."""
    texts = {"train.py": files} if isinstance(files, str) else files
    project = Project(root)
    for name, text in texts.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    path = root / "train.py"
    source = source_from_bytes(path, path.read_bytes())
    project.add(source)
    execution = ProgramInterpreter(project, source)
    execution.run_module()
    execution.run_entries()
    return execution.trace


def calls_of(trace: Trace, name: str) -> list[CallEvent]:
    """The calls of a name that nothing binds, or of a library's dotted name."""
    return [
        event
        for event in trace.calls()
        if (isinstance(event.callee, Unbound) and event.callee.name == name)
        or name in dotted(event.callee)
    ]


def probed(files: str | dict[str, str], root: Path) -> list[Any]:
    """What each argument of each ``probe`` call is worth: a value, a set of them, or unknown."""
    return [
        _plain(argument.value)
        for event in calls_of(traced(files, root), "probe")
        for argument in event.arguments
    ]


def _plain(term: Any) -> Any:
    fact = worth(term)
    if isinstance(fact, Unknown) or fact.values is None:
        return UNKNOWN
    return fact.values[0] if len(fact.values) == 1 else set(fact.values)
