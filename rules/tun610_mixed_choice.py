"""TUN610 mixed-choice

## What it does

Flags a Keras Tuner `hp.Choice` whose values have several types: `[1, 0.1]`, `[None, 5]`,
`["auto", 16]`, `[True, 1]`, or a type that it does not take: `[(3, 3), (5, 5)]`, lists, functions,
None alone, a whole NumPy array.

## Why is this bad?

`hp.Choice` takes one type, of int, float, str and bool, and raises TypeError for several and for
any different one, and ValueError for an array (Keras Tuner 1.4.8). The builder runs once when the
tuner is built, so the search never starts.

## Example

```python
import keras
import keras_tuner as kt

def build_model(hp):
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(hp.Choice("rate", [1, 0.1, 0.01])), loss="mse")
    return model

kt.RandomSearch(build_model, "val_loss", max_trials=3, seed=7).search(x, y, epochs=20)
```

## Use instead

```python
import keras
import keras_tuner as kt

def build_model(hp):
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(hp.Choice("rate", [1.0, 0.1, 0.01])), loss="mse")
    return model

kt.RandomSearch(build_model, "val_loss", max_trials=3, seed=7).search(x, y, epochs=20)
```

## How it is confirmed

The script runs until the builder makes this declaration, which raises the exception.

## Where it stops looking

Values that cannot be read: those that can have to be of several types among themselves.
"""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from tunelint.analyses.choice_arrays import is_array
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
from tunelint.findings.listing import joined
from tunelint.interpreter.objects import Class, Function
from tunelint.interpreter.values import Const, Mapping, Sequence, Term, options_of

Subject = tuple[Program, Hyperparameter]

# The types of which `hp.Choice` takes one.
TAKEN = frozenset({"int", "float", "str", "bool"})


class MixedChoice(Rule, level="error", tuners="Keras Tuner"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        return (
            (program, hyperparameter)
            for search, hyperparameter in program.hyperparameters
            if search.tuner in self.tuners and hyperparameter.kind == "choice"
        )

    def check(self, subject: Subject) -> Finding | None:
        program, hyperparameter = subject
        options = hyperparameter.options or ()
        types = list(dict.fromkeys(found for found in map(_type, options) if found is not None))
        if len(types) < 2:
            return self._refused(hyperparameter, types)
        return self.finding(
            hyperparameter.anchor,
            f"{hyperparameter.quoted} mixes {joined(types)}: hp.Choice takes one type and raises"
            " TypeError as soon as the builder runs",
            help=_advice(types),
            fix=_fix(program, options, types),
        )

    def _refused(self, hyperparameter: Hyperparameter, types: list[str]) -> Finding | None:
        """Values of one type that `hp.Choice` does not take."""
        array = is_array(hyperparameter)
        if not array and (not types or types[0] in TAKEN):
            return None
        what = "a NumPy array" if array else f"values of type {types[0]}"
        return self.finding(
            hyperparameter.anchor,
            f"{hyperparameter.quoted} has {what}: hp.Choice takes lists of int, float, str or bool"
            f" and raises {_raised(hyperparameter)} as soon as the builder runs",
            help="write .tolist()" if array else _advice(types),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        _, hyperparameter = subject
        return fails_at(lab, hyperparameter.anchor, _raised(hyperparameter))


def _raised(hyperparameter: Hyperparameter) -> str:
    return "ValueError" if is_array(hyperparameter) else "TypeError"


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
    pairs = zip(places, whole, strict=True)
    floats = [Replace(place, (f"{each.value}.0",)) for place, each in pairs]
    return safe_fix("write all values as floats", *floats)


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
        case Function():
            return "function"
        case Class():
            return "class"
    return None


def _advice(types: list[str]) -> str:
    if set(types) == {"int", "float"}:
        return "write all values as floats: 1.0, not 1"
    if "None" in types:
        return "use a number for None, or draw an hp.Boolean for it"
    return "write all values as one type, and translate them where they are used"
