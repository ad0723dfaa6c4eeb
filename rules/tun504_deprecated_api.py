"""TUN504 deprecated-api

## What it does

Flags imports and calls of names of the tuning libraries that are deprecated, have moved or are
gone: `kerastuner`, `keras_tuner.engine.tuner_utils`, `kt.MultiExecutionTuner`,
`keras.wrappers.scikit_learn`, Optuna's `suggest_uniform`, bayes_opt's
`UtilityFunction`, … A name that a file uses often is one
finding, at its first use, and its fix changes all uses.

## Why is this bad?

What is gone raises ImportError or AttributeError (Keras Tuner 1.4.8, Keras 3.15). `kerastuner`
still imports, with a DeprecationWarning, and can go any day.

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

The script runs up to the import or the call, which raises ImportError or AttributeError, or warns
that the name is deprecated.

## Where it stops looking

The list is closed; each name was tried with the current releases. Names that only matter in a trial
belong to TUN509; `getattr` and `importlib` are not followed. Code for a different release is left
alone: below a test of a version, or in a `try` that goes on after the exception.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.moved_names import by_place, imports_before, is_import, one_per_statement
from tunelint.analyses.other_releases import is_guarded
from tunelint.analyses.rename_fix import renamed
from tunelint.api import Finding, Lab, MovedName, Program, Rule, Verdict
from tunelint.experiments.exceptions import fails_at, warns_at

GONE = "ImportError or AttributeError"

Subject = tuple[Program, MovedName]


class DeprecatedApi(Rule, level="warning"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        moved = (one for one in program.records.moved if not _is_for_other_releases(one))
        return ((program, name) for name in one_per_statement(moved))

    def check(self, subject: Subject) -> Finding | None:
        program, moved = subject
        beside = program.once(by_place)[moved.place.key]
        package = moved.written.partition(".")[0]
        return self.finding(
            moved.place,
            _message(moved),
            help=_help(moved),
            fix=renamed(beside, program.project.tree(moved.place.source)),
            cause=moved.gone or (package if is_import(moved) else moved.written),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        program, moved = subject
        if not moved.importable:
            return fails_at(lab, moved.place, GONE)
        if is_import(moved):
            package = moved.written.partition(".")[0]
            return warns_at(lab, moved.place, package, imports_before(moved, program, package))
        return warns_at(lab, moved.place, moved.written.removesuffix(".*").rpartition(".")[2])


def _is_for_other_releases(moved: MovedName) -> bool:
    return is_guarded(moved.event, "" if moved.importable else GONE)


def _message(moved: MovedName) -> str:
    written, package = moved.written.removesuffix(".*"), moved.written.partition(".")[0]
    if not moved.importable:
        error = "ImportError" if is_import(moved) else "AttributeError"
        return f"{written} no longer exists: this line raises {error}"
    if not is_import(moved):
        return f"{written} is deprecated and will be removed"
    new = (moved.instead or "").partition(".")[0]
    return f"{package} is {f'the old name of {new}' if new else 'deprecated'} and will be removed"


def _help(moved: MovedName) -> str:
    if moved.instead is None:
        return "remove it: nothing public replaces it"
    if not is_import(moved) or "(" in moved.instead:
        return f"use {moved.instead}"
    package, _, name = moved.instead.rpartition(".")
    if moved.importable and "." not in moved.written:
        return f"import {moved.instead}"
    if name[:1].isupper():
        return f"from {package} import {name}"
    return f"import from {moved.instead.partition('.')[0] if moved.importable else moved.instead}"
