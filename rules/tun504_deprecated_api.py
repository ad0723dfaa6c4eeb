"""TUN504 deprecated-api

## What it does

Flags imports and calls of names of the tuning libraries that are deprecated, have moved or are
gone: the package `kerastuner`, modules such as `keras_tuner.engine.tuner_utils`, classes such as
`kt.MultiExecutionTuner`, `keras.wrappers.scikit_learn`, and Optuna's `suggest_uniform`,
`suggest_loguniform` and `suggest_discrete_uniform`. A name that a file uses often is one finding,
at its first use, and its fix changes all of them. An import whose failure is caught and answered
with the current name stays silent.

## Why is this bad?

What is gone ends the script with ImportError or AttributeError (Keras Tuner 1.4.8, Keras 3.15).
`kerastuner` still imports, through a shim with a DeprecationWarning that can go any day.

## Example

```python
from kerastuner.tuners import RandomSearch

tuner = RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=7)
```

## Use instead

```python
from keras_tuner import RandomSearch

tuner = RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=7)
```

## How it is confirmed

The script is run up to the import or the call, with the installed releases; it ends with
ImportError or AttributeError, or warns that the name is deprecated.

## Where it stops looking

The list is closed: each name on it was tried with the current releases. Names of Keras and
scikit-learn that only matter inside a trial belong to TUN509. Names reached through `getattr` or
`importlib` are not seen. What depends on a release (`keras.__version__`, `hasattr`) or stands in a
`try` that goes on after the exception is meant for other releases.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.other_releases import is_guarded
from tunelint.analyses.rename_fix import renamed
from tunelint.api import Finding, Lab, MovedName, Place, Program, Rule, Verdict
from tunelint.experiments.exceptions import fails_at, warns_at
from tunelint.interpreter.trace import ImportEvent


class DeprecatedApi(Rule, level="warning"):
    def subjects(self, program: Program) -> Iterable[tuple[Program, MovedName]]:
        surely = (one for one in program.records.moved if not _is_for_other_releases(one))
        return ((program, name) for name in _one_per_statement(surely))

    def check(self, subject: tuple[Program, MovedName]) -> Finding | None:
        program, moved = subject
        beside = program.once(_by_place)[moved.place.key]
        fix = renamed(beside, program.project.tree(moved.place.source))
        return self.finding(
            moved.place, _message(moved), help=_help(moved), fix=fix, cause=_old_name(moved)
        )

    def confirm(self, subject: tuple[Program, MovedName], lab: Lab) -> Verdict:
        program, moved = subject
        if not moved.importable:
            return fails_at(lab, moved.place, "ImportError or AttributeError")
        if isinstance(moved.event, ImportEvent):
            package = moved.written.partition(".")[0]
            return warns_at(lab, moved.place, package, _imports_before(moved, program, package))
        return warns_at(lab, moved.place, moved.written.removesuffix(".*").rpartition(".")[2])


def _is_for_other_releases(moved: MovedName) -> bool:
    return is_guarded(moved.event, "" if moved.importable else "ImportError or AttributeError")


def _by_place(program: Program) -> dict[tuple[str, int], list[MovedName]]:
    """The names that moved, by the statement or call in which they stand."""
    found: dict[tuple[str, int], list[MovedName]] = {}
    for moved in program.records.moved:
        found.setdefault(moved.place.key, []).append(moved)
    return found


def _imports_before(moved: MovedName, program: Program, package: str) -> Iterable[Place]:
    for other in program.records.moved:
        earlier = isinstance(other.event, ImportEvent) and other.event.index < moved.event.index
        if earlier and other.written.partition(".")[0] == package:
            yield other.place


def _one_per_statement(moved: Iterable[MovedName]) -> Iterable[MovedName]:
    """The first name of each import statement or call; one that is gone before one that warns."""
    first: dict[tuple[str, int], MovedName] = {}
    for name in moved:
        known = first.setdefault(name.place.key, name)
        if known.importable and not name.importable:
            first[name.place.key] = name
    return first.values()


def _old_name(moved: MovedName) -> str:
    """The name that is gone; the package, where that is what has another name today."""
    if moved.gone or not isinstance(moved.event, ImportEvent):
        return moved.gone or moved.written
    return moved.written.partition(".")[0]


def _message(moved: MovedName) -> str:
    written = moved.written.removesuffix(".*")
    if moved.importable and not isinstance(moved.event, ImportEvent):
        return f"{written} is deprecated: it answers with a FutureWarning until it is gone"
    if moved.importable:
        old, new = written.partition(".")[0], (moved.instead or "").partition(".")[0]
        return (
            f"{old} is deprecated: only a shim that forwards to {new or 'its successor'} answers to"
            " the old name, not for every module, until it is gone"
        )
    error = "ImportError" if isinstance(moved.event, ImportEvent) else "AttributeError"
    return f"{written} no longer exists: the program ends here with {error}"


def _help(moved: MovedName) -> str:
    if moved.instead is None:
        return "remove it: nothing public took its place"
    if not isinstance(moved.event, ImportEvent) or "(" in moved.instead:
        return f"use {moved.instead}"
    package, _, name = moved.instead.rpartition(".")
    if moved.importable and moved.written.partition(".")[0] == moved.written:
        return f"import {moved.instead}"
    if name[:1].isupper():
        return f"from {package} import {name}"
    return f"import from {moved.instead.partition('.')[0] if moved.importable else moved.instead}"
