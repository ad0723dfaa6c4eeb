"""TUN306 unpacked-without-metrics

## What it does

Flags `loss, metric = model.evaluate(…)` and `model.evaluate(…)[1]` on a model with one output that
is compiled without metrics. `return_dict=True` is left alone.

## Why is this bad?

Without metrics, Keras' `evaluate` returns one float, the loss. Unpacking or indexing it raises
TypeError: in every trial, or after hours of search.

## Example

```python
import keras
import keras_tuner as kt

def build_model(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    return model

tuner = kt.RandomSearch(build_model, objective="val_loss", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_split=0.2, epochs=20)
loss, error = tuner.get_best_models()[0].evaluate(x_test, y_test)
```

## Use instead

```python
import keras
import keras_tuner as kt

def build_model(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("units", 8, 64)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=["mae"])
    return model

tuner = kt.RandomSearch(build_model, objective="val_loss", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_split=0.2, epochs=20)
loss, error = tuner.get_best_models()[0].evaluate(x_test, y_test)
```

## How it is confirmed

The script runs a few short trials, up to the call of `evaluate`: it returns one number.

## Where it stops looking

Models whose `compile` call or number of outputs cannot be read, and files without a search.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from tunelint.analyses.metric_lookups import is_taken_apart
from tunelint.api import Compilation, Evaluation, Finding, Lab, Program, Related, Rule, Verdict
from tunelint.experiments.exceptions import gives_one_number
from tunelint.interpreter.provenance import ancestors
from tunelint.interpreter.trace import alternatives
from tunelint.interpreter.unreached import is_unreached
from tunelint.libraries.keras.evaluations import compilations_of, returns_dictionary


@dataclass(frozen=True, eq=False)
class _TakenApart:
    """An evaluation that is taken apart, and the compile calls that can hold for its models."""

    evaluation: Evaluation
    compilations: tuple[Compilation, ...]


class UnpackedWithoutMetrics(Rule, level="error", not_for="scikit-learn"):
    def subjects(self, program: Program) -> Iterable[_TakenApart]:
        if not any(search.tuner in self.tuners for search in program.searches):
            return
        made = [each for each in program.records.evaluations if not is_unreached(each.event)]
        by_event = {id(each.event): each for each in made}
        for events in alternatives(each.event for each in made):
            evaluations = [by_event[id(event)] for event in events]
            compilations = [_compilations(each, program) for each in evaluations]
            if all(compilations) and any(is_taken_apart(program.trace, each) for each in events):
                yield _TakenApart(evaluations[0], tuple(chain.from_iterable(compilations)))

    def check(self, subject: _TakenApart) -> Finding | None:
        event = subject.evaluation.event
        if not all(_gives_one_number(one) for one in subject.compilations):
            return None
        if not returns_dictionary(event).always(lambda given: not given):
            return None
        compiled = subject.compilations[0].event.place
        return self.finding(
            event.place,
            "evaluate() returns a single float here, since the model is compiled without metrics:"
            " unpacking or indexing it raises TypeError",
            related=[Related(compiled, "the model is compiled without metrics= here")],
            help="compile the model with metrics=, or use the float as the loss",
        )

    def confirm(self, subject: _TakenApart, lab: Lab) -> Verdict:
        return gives_one_number(lab, subject.evaluation.event.place)


def _gives_one_number(compilation: Compilation) -> bool:
    return compilation.metrics == () and compilation.outputs == 1


def _compilations(evaluation: Evaluation, program: Program) -> tuple[Compilation, ...]:
    """The compile call of the model; of a search's winner those of its trials."""
    model = evaluation.model
    if model is None or evaluation.metric is not None:
        return ()
    own = compilations_of(model, evaluation.event, program.records.compilations)
    if own:
        return own
    behind = {id(term) for term in ancestors(model)}
    return next((each.compilations for each in program.searches if id(each.result) in behind), ())
