"""TUN105 unseeded-training

## What it does

Flags a search that tries the same configurations in every run (it is seeded, or draws nothing)
while the training inside its trials is random and unseeded: a Keras model without the generators
that Keras draws from, a PyTorch model without `torch.manual_seed`, a scikit-learn estimator that
draws and has no `random_state`.

## Why is this bad?

The same configuration scores differently in every run, so the winner still changes. Keras 3 draws
the seeds of layers from Python's `random` and shuffles with TensorFlow's generator:
`tf.random.set_seed` leaves the weights to chance. PyTorch has its own generator. scikit-learn's
estimators read NumPy's, which parallel workers do not inherit.

## Example

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=42)
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
```

## Use instead

```python
import keras
import keras_tuner as kt

keras.utils.set_random_seed(42)
tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=42)
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
```

## How it is confirmed

Two fresh processes train one configuration for two epochs with the script's own seeds: initial
weights, scores or curves differ. Relative differences below 1e-5 count as equal, above 1e-3 as
different, and between them as inconclusive (except for scikit-learn, which computes with 64 bits).
Where only a score can be compared, up to ten configurations are tried and at least three decide.
Where the finding is about workers (`n_jobs`), they do the training.

## Where it stops looking

What TUN101 to TUN103 report, seeds that cannot be read, estimators that may or may not draw, and
boosting libraries, whose default seed is fixed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tunelint.analyses.resets import resets_weights
from tunelint.analyses.seeding.proposals import is_seeded
from tunelint.analyses.seeding.training_advice import how_to_call, how_to_seed_estimators
from tunelint.analyses.seeding.training_fixes import (
    SeedingCalls,
    estimators_seeded,
    keras_calls,
    torch_calls,
)
from tunelint.analyses.seeding.trainings import (
    TORCH_FITS,
    keras_draws,
    torch_draws,
    trains_keras,
    trains_torch,
    unseeded_estimators,
    unseeded_keras,
    unseeded_torch,
)
from tunelint.api import Estimator, Finding, Fit, Lab, Program, Related, Rule, Search, Verdict
from tunelint.experiments.repeatability import trains_the_same
from tunelint.findings.listing import joined
from tunelint.interpreter.objects import Event

Subject = tuple[Program, Search]
DIFFERENTLY = "the same configuration scores differently in every run"


class UnseededTraining(Rule, level="warning"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        return ((program, search) for search in program.searches if search.is_run)

    def check(self, subject: Subject) -> Finding | None:
        program, search = subject
        seedings = program.records.seedings
        if not is_seeded(search, seedings):
            return None
        if trains_keras(search) and unseeded_keras(search, seedings):
            draws = keras_draws(program, search)
            calls = keras_calls(program, search, draws)
            return self._network(subject, search.fits, calls, draws)
        if trains_torch(search) and unseeded_torch(search, seedings):
            fits = [fit for fit in search.fits if fit.framework in TORCH_FITS]
            if any(resets_weights(program.trace, search, fit.model) for fit in fits):
                return None
            draws = torch_draws(program, search)
            return self._network(subject, fits, torch_calls(program, search, draws), draws)
        estimators = unseeded_estimators(search, seedings)
        return self._estimators(subject, estimators) if estimators else None

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        return trains_the_same(lab, subject[1], in_workers=self.check(subject) is not None)

    def _network(
        self, subject: Subject, fits: Sequence[Fit], calls: SeedingCalls, draws: Sequence[Event]
    ) -> Finding:
        program, search = subject
        return self.finding(
            search.place,
            _message(
                search,
                "the training inside its trials is not",
                "the training inside the trials is not seeded",
            ),
            related=[Related(fit.event.place, "this training is not seeded") for fit in fits[:1]],
            help=how_to_call(program, search, calls, draws),
            fix=calls.fix(),
        )

    def _estimators(self, subject: Subject, estimators: Sequence[Estimator]) -> Finding:
        program, search = subject
        names = list(dict.fromkeys(estimator.name for estimator in estimators))
        verb = "has" if len(names) == 1 else "have"
        return self.finding(
            search.place,
            _message(search, f"{joined(names)} {verb} no random_state"),
            related=[
                Related(each.event.place, f"{each.name} is not seeded") for each in estimators
            ],
            help=how_to_seed_estimators(program, search, estimators),
            fix=estimators_seeded(program, search, [each.event for each in estimators]),
        )


def _message(search: Search, problem: str, alone: str = "") -> str:
    """The problem, after what is right; `alone` is how it is told where the search has no seed."""
    if search.randomness.draws is False:
        return f"{alone or problem}: {DIFFERENTLY}"
    return f"the {search.noun} is seeded, but {problem}: {DIFFERENTLY}"
