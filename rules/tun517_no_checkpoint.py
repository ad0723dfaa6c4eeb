"""TUN517 no-checkpoint

## What it does

Flags `get_best_models()` and `load_model()` of a Keras Tuner tuner whose trials save no model: a
`run_trial` of its own that neither calls `super().run_trial()` nor saves to
`self._get_checkpoint_fname(trial.trial_id)`, or a `HyperModel.fit` that drops or replaces the
`callbacks` that it is given. A call of `self.save_model()` in such a `run_trial` is flagged too, as
the tuner has none.

## Why is this bad?

The library's own `run_trial` hands each training a callback that saves its best epoch, and
`get_best_models()` loads that file. Without it, the call raises FileNotFoundError (NotFoundError
for models without an input shape) after the whole search has run. `save_model()` raises
NotImplementedError in each trial.

## Example

```python
import keras_tuner as kt

class Network(kt.HyperModel):
    def build(self, hp):
        return build_model(hp)

    def fit(self, hp, model, x, y, callbacks=None, **kwargs):
        return model.fit(x, y, batch_size=hp.Int("batch_size", 16, 64, step=16), **kwargs)

tuner = kt.RandomSearch(Network(), "val_loss", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_split=0.2, epochs=30)
best = tuner.get_best_models()[0]
```

## Use instead

```python
import keras_tuner as kt

class Network(kt.HyperModel):
    def build(self, hp):
        return build_model(hp)

    def fit(self, hp, model, x, y, **kwargs):
        return model.fit(x, y, batch_size=hp.Int("batch_size", 16, 64, step=16), **kwargs)

tuner = kt.RandomSearch(Network(), "val_loss", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_split=0.2, epochs=30)
best = tuner.get_best_models()[0]
```

## How it is confirmed

A few short trials run, and then the call: confirmed where it raises, because there is no such file.

## Where it stops looking

Tuners that load or save their models in their own way, files that a trial writes to a path that
cannot be read, `SklearnTuner`, and searches that the program does not run.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.attempted import is_attempted
from tunelint.api import Finding, Lab, Program, Related, Rule, Search, Unsaved, Verdict
from tunelint.experiments.exceptions import a_trial_fails, fails_at
from tunelint.interpreter.library_names import called_name

# A search, and a call that fails because its trials save nothing; None where there is none.
Subject = tuple[Search, Unsaved | None]
MISSING = ("FileNotFoundError", "NotFoundError")


class NoCheckpoint(Rule, level="error", tuners="Keras Tuner"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        for search in program.searches:
            if search.is_run:
                yield from ((search, one) for one in search.unsaved or (None,))

    def check(self, subject: Subject) -> Finding | None:
        search, unsaved = subject
        if unsaved is None:
            return None
        event, method = unsaved.event, unsaved.method
        if is_attempted(event, ("NotImplementedError",) if unsaved.in_trial else MISSING):
            return None
        owner = f" of {method.owner.name}" if method.owner is not None else ""
        if unsaved.in_trial:
            return self.finding(
                event.anchor,
                f"{search.label} does not implement save_model(): this call raises"
                " NotImplementedError in the trial",
                help="write model.save_weights(self._get_checkpoint_fname(trial.trial_id))",
                cause=f"save {search.place.key}",
            )
        call = called_name(event)
        return self.finding(
            event.anchor,
            f'{method.name}(){owner} saves no checkpoint: {call}() raises "No such file or'
            ' directory"',
            related=[Related(method.place, "no model is saved here")] if method.place else (),
            help=_HELP[method.name],
            cause=f"load {search.place.key}",
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        search, unsaved = subject
        if unsaved is not None and unsaved.in_trial:
            place = unsaved.event.place
            return a_trial_fails(lab, search, "NotImplementedError", (), place=place)
        calls = search.run_events if unsaved is None else (unsaved.event,)
        return fails_at(lab, calls[-1].place, " or ".join(MISSING), ("No such file",))


_HELP = {
    "run_trial": "train the best configuration again: build it with get_best_hyperparameters()[0],"
    " or save in run_trial: model.save_weights(self._get_checkpoint_fname(trial.trial_id))",
    "fit": "hand the callbacks on: model.fit(…, callbacks=callbacks), with your own added",
}
