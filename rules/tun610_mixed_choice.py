"""TUN610 mixed-choice

## What it does

Flags a Keras Tuner `hp.Choice` whose values are of several types: `[1, 0.1]`, `[None, 5]`,
`["auto", 16]`, `[True, 1]`.

## Why is this bad?

Keras Tuner stores a choice as one of int, float, str and bool and raises TypeError where the values
differ in type. The builder runs once when the tuner is built, so the search never starts.

## Example

```python
import keras
import keras_tuner as kt


def build_model(hp):
    model = keras.Sequential([keras.layers.Dense(8), keras.layers.Dense(1)])
    rate = hp.Choice("learning_rate", [1, 0.1, 0.01])
    model.compile(optimizer=keras.optimizers.Adam(rate), loss="mse")
    return model


tuner = kt.RandomSearch(build_model, objective="val_loss", max_trials=3, seed=42)
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
```

## Use instead

```python
import keras
import keras_tuner as kt


def build_model(hp):
    model = keras.Sequential([keras.layers.Dense(8), keras.layers.Dense(1)])
    rate = hp.Choice("learning_rate", [1.0, 0.1, 0.01])
    model.compile(optimizer=keras.optimizers.Adam(rate), loss="mse")
    return model


tuner = kt.RandomSearch(build_model, objective="val_loss", max_trials=3, seed=42)
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
```

## How it is confirmed

The script is run until the builder makes this declaration; it raises TypeError.

## Where it stops looking

Values that cannot be read: the others have to be of several types among themselves.
"""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from tunelint.analyses.shared_values import is_shared
from tunelint.api import (
    Finding,
    Fix,
    Hyperparameter,
    Lab,
    Program,
    Replace,
    Rule,
    Verdict,
    safe_fix,
)
from tunelint.experiments.exceptions import fails_at
from tunelint.interpreter.values import Const, Mapping, Sequence, Term, options_of

Subject = tuple[Program, Hyperparameter]


class MixedChoice(Rule, level="error", tuners="Keras Tuner"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        return (
            (program, hyperparameter)
            for search in program.searches
            if search.tuner in self.tuners
            for hyperparameter in search.hyperparameters or ()
            if hyperparameter.kind == "choice" and hyperparameter.options is not None
        )

    def check(self, subject: Subject) -> Finding | None:
        program, hyperparameter = subject
        options = hyperparameter.options or ()
        types = list(dict.fromkeys(found for found in map(_type, options) if found is not None))
        if len(types) < 2:
            return None
        name = hyperparameter.name.value
        return self.finding(
            hyperparameter.anchor,
            f"the values of {repr(name) if name is not None else 'this choice'} are of the types"
            f" {_joined(types)}: hp.Choice takes one type and will raise TypeError as soon as the"
            " builder declares it",
            help=_advice(types),
            fix=_fix(program, options, types),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        _, hyperparameter = subject
        return fails_at(lab, hyperparameter.anchor, "TypeError")


def _fix(program: Program, options: Iterable[Term], types: list[str]) -> Fix | None:
    """Floats, where whole numbers stand among them that nothing else uses as such."""
    whole = [each for each in options if isinstance(each, Const) and type(each.value) is int]
    places = [each.place for each in whole if each.place is not None and not each.parts]
    if set(types) != {"int", "float"} or len(places) != len(whole):
        return None
    if not all(isinstance(place.node, cst.Integer) for place in places):
        return None
    if any(is_shared(program, place) for place in places):
        return None
    floats = [
        Replace(place, (f"{each.value}.0",)) for place, each in zip(places, whole, strict=True)
    ]
    return safe_fix("write all of them as floats", *floats)


def _type(option: Term) -> str | None:
    """The name of the type that a value surely has."""
    names = {_name(each) for each in options_of(option)}
    return names.pop() if len(names) == 1 else None


def _name(term: Term) -> str | None:
    match term:
        case Const(value=value):
            return "None" if value is None else type(value).__name__
        case Sequence(kind=kind):
            return kind if kind in ("list", "tuple", "set") else None
        case Mapping():
            return "dict"
    return None


def _joined(types: list[str]) -> str:
    return f"{', '.join(types[:-1])} and {types[-1]}"


def _advice(types: list[str]) -> str:
    if set(types) == {"int", "float"}:
        return "write all of them as floats: 1.0, not 1"
    if "None" in types:
        return "let a number stand for None, or draw a hp.Boolean for it"
    return "write all of them as one type and translate where the value is used"
