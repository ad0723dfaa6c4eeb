"""Monitors put right: what a callback should watch instead, in words and as a fix."""

from __future__ import annotations

from dataclasses import replace

from tunelint.analyses.monitors import VALIDATION, Monitor, distance, unclear
from tunelint.analyses.trainings import STOPPING
from tunelint.findings.finding import Fix, unsafe_fix
from tunelint.findings.fixes.arguments import given
from tunelint.findings.fixes.strings import respelled
from tunelint.libraries.common.metric_direction import grows
from tunelint.libraries.keras.logs import spelled_otherwise
from tunelint.model.training import Compilation


def objective_advice(monitor: Monitor) -> str:
    """What to do where a callback does not watch the objective."""
    objective = monitor.objectives[0]
    if not objective.startswith(VALIDATION):
        return "watch the objective"
    if any(unclear(objective, compilation) for compilation in monitor.compilations):
        return f"log {objective!r} first, then watch it with mode= written out"
    return f"watch {objective!r}"


def objective_fix(monitor: Monitor) -> Fix | None:
    """The objective in place of the monitor, and a mode that fits it where one is given."""
    objective = monitor.objectives[0]
    if len(set(monitor.objectives)) != 1 or not objective.startswith(VALIDATION):
        return None
    if any(unclear(objective, compilation) for compilation in monitor.compilations):
        return None
    callback = monitor.callback
    changes = [given(callback.event, "monitor", (f'"{objective}"',), ("monitor",))]
    if not monitor.has_no_mode:
        higher = grows(objective)
        if higher is None:
            return None
        wanted = "max" if higher else "min"
        if not callback.mode.always(lambda mode: mode == wanted):
            changes.append(given(callback.event, "mode", (f'"{wanted}"',)))
    return unsafe_fix(f"watch {objective!r}", *changes)


def name_advice(monitor: Monitor) -> str:
    """What to do where Keras cannot tell the direction of what a callback watches."""
    name, compilation = monitor.names[0], monitor.compilations[0]
    for logged in spelled_otherwise(name, compilation):
        return f"watch {logged!r}" if _is_right(monitor, logged) else objective_advice(monitor)
    metric = name.removeprefix(VALIDATION)
    if any(found.logged == metric for found in compilation.metrics or ()):
        return 'pass mode="max" or mode="min"'
    return "watch a name that is logged, or compile the model with this metric"


def name_fix(monitor: Monitor) -> Fix | None:
    """The name under which every compilation logs the metric that is watched.

    The objective where early stopping should not watch that metric either.
    """
    name = str(monitor.callback.monitor.value)
    found = {_fitting(name, compilation) for compilation in monitor.compilations}
    fitting = found.pop() if len(found) == 1 else None
    if fitting is None:
        return None
    if not _is_right(monitor, fitting):
        return objective_fix(monitor)
    return unsafe_fix(f"watch {fitting!r}", respelled(monitor.callback.monitor, fitting))


def _is_right(monitor: Monitor, name: str) -> bool:
    """Whether the callback may watch another log."""
    return monitor.callback.kind != STOPPING or distance(replace(monitor, names=(name,))) is None


def _fitting(name: str, compilation: Compilation) -> str | None:
    fitting = spelled_otherwise(name, compilation)
    return fitting[0] if len(fitting) == 1 else None
