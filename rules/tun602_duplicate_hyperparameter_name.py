"""TUN602 duplicate-hyperparameter-name

## What it does

Flags a hyperparameter name that one trial declares twice for different things: in a second layer or
argument, with a different range, in two `conditional_scope`s, or as a constant name in a loop that
builds a layer in each pass. It is advice where both are the same choice among strings, booleans or
None. In Optuna it also flags two branches that a drawn choice decides between, and that give one
name different kinds, scales or options (a different order counts).

## Why is this bad?

The first declaration wins (Keras Tuner 1.4.8, Optuna 5.0.0): a later `hp.Int("units", 8, 16)` still
draws from the first range, and layers that should vary on their own are always equal. Two
`conditional_scope`s raise KeyError, and Optuna raises ValueError where kind, scale or options
differ, in one trial or in two trials of one study.

## Example

```python
import keras
import keras_tuner as kt

def build_model(hp):
    model = keras.Sequential()
    for _ in range(3):
        model.add(keras.layers.Dense(hp.Int("units", 32, 512)))
    model.compile("adam", "mse")
    return model

kt.RandomSearch(build_model, "val_loss", max_trials=20, seed=7).search(x, y, epochs=30)
```

## Use instead

```python
import keras
import keras_tuner as kt

def build_model(hp):
    model = keras.Sequential()
    for i in range(3):
        model.add(keras.layers.Dense(hp.Int(f"units_{i}", 32, 512)))
    model.compile("adam", "mse")
    return model

kt.RandomSearch(build_model, "val_loss", max_trials=20, seed=7).search(x, y, epochs=30)
```

## How it is confirmed

Twelve configurations are drawn and run up to their training: confirmed where the two declarations,
or all passes, have equal values in every trial that gets there (at least four, with different
values between them), or where trials raise what the library is said to raise. For two branches the
search's own first trials run up to their training.

## Where it stops looking

Names that cannot be read, layers that are not seen to meet in one model (folds, seeds, a second
try), branches of one `if` that declare the same or, in Optuna, differ in their bounds alone,
branches that something else than a drawn choice decides between, and a declaration that is repeated
only to read its value again.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.duplicate_names import (
    APART,
    BRANCHES_APART,
    Repeated,
    among_words,
    declared_apart,
    repeated_declarations,
)
from tunelint.analyses.loop_index_fix import index_in_name
from tunelint.api import Finding, Lab, Level, Program, Related, Rule, Search, Verdict
from tunelint.experiments.hyperparameter_values import (
    always_equal,
    fails_over_trials,
    fails_with,
)
from tunelint.files.source import Source
from tunelint.libraries.optuna.tables import REFUSED_DECLARATIONS

Subject = tuple[Search, Repeated, tuple[Source, ...]]

MESSAGES = {
    "loop": "{name} is the same hyperparameter in every pass of this loop: all its layers get the"
    " same value",
    "again": "{name} is declared twice: the first declaration wins, so both get the same value",
    "range": "this range of {name} is ignored: the name was declared before, and the first range"
    " holds",
    "scopes": "{name} is declared in two conditional scopes: trials where the earlier one is active"
    " raise KeyError",
    "refused": "{name} is declared twice, as different things: trials that get here raise"
    " ValueError",
    "branches": "{name} is declared differently in two branches: once trials got to both, Optuna"
    " raises ValueError",
}
HELP = {
    "loop": "put the loop's index into the name: f'{name}_{{i}}'",
    "again": "give each its own name, or read the value once and use it twice",
}
OWN_NAMES = "give each its own name"
# What the library raises at the second declaration, by how it repeats the first.
RAISED = {"scopes": "KeyError", "refused": "ValueError"}


class DuplicateHyperparameterName(Rule, level="error", tuners=("Keras Tuner", "Optuna")):
    def subjects(self, program: Program) -> Iterable[Subject]:
        seen: set[tuple[str, int]] = set()
        for search in program.searches:
            for repeated in (
                *repeated_declarations(program.trace, search),
                *declared_apart(search),
            ):
                if repeated.declared.anchor.key not in seen:
                    seen.add(repeated.declared.anchor.key)
                    yield search, repeated, program.sources

    def check(self, subject: Subject) -> Finding | None:
        _, repeated, sources = subject
        how, declared, first = repeated.how, repeated.declared, repeated.first
        if how in (APART, BRANCHES_APART):
            return None
        name = declared.name.value
        harmless = how not in (*RAISED, "branches") and among_words(declared, first)
        return self.finding(
            declared.anchor,
            MESSAGES[how].format(name=repr(name)),
            related=() if first is declared else [Related(first.anchor, "declared first here")],
            help=HELP.get(how, OWN_NAMES).format(name=name),
            level=Level.ADVICE if harmless else None,
            fix=index_in_name(repeated, sources) if how == "loop" else None,
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        search, repeated, _ = subject
        first, second = repeated.first.anchor, repeated.declared.anchor
        if repeated.how in ("branches", BRANCHES_APART):
            return fails_over_trials(lab, search, REFUSED_DECLARATIONS)
        if repeated.how in RAISED:
            return fails_with(lab, search, first, second, RAISED[repeated.how])
        return always_equal(lab, search, first, second)
