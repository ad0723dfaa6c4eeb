"""TUN105 unseeded-training

## What it does

Flags a search that proposes the same configurations in every run (its seed is set, or it is a grid
with nothing to seed) while the training inside each trial is random and unseeded: a Keras model
without the generators that Keras draws from, a PyTorch model without `torch.manual_seed`, or a
scikit-learn estimator that draws and has no `random_state`.

## Why is this bad?

One configuration gets another score in every run, so the winner still changes although the search
looks reproducible. Keras 3 draws the seeds of layers from Python's `random` and shuffles with
TensorFlow's generator: `tf.random.set_seed` alone leaves the weights to chance. PyTorch draws
weights, dropout and the order of batches from a generator of its own. scikit-learn's
estimators read NumPy's global generator, which parallel workers do not inherit.

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

One configuration is trained in two fresh processes, for two epochs, with the seeds that the script
sets; the initial weights, the scores or the curves differ. Numbers that are apart by less than
1e-5 of their size are taken for equal (kernels add in another order), by more than 1e-3 for
different; what lies between is inconclusive, but for scikit-learn, which computes with 64 bits and
leaves nothing between. Where only a score can be compared, or no network is trained (a tree draws
only where splits are equally good), ten configurations are tried, as far as the time goes; fewer
than three of them settle nothing. Where the finding speaks of workers (`n_jobs`), the trainings are
left to them, and the scores compared.

## Where it stops looking

Searches that TUN101 to TUN103 report, and seeds that cannot be read. Estimators of which it cannot
be told whether they draw as configured. Boosting libraries, whose default seed is fixed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tunelint.analyses.resets import resets_weights
from tunelint.analyses.seeding.proposals import generators_in_words, is_seeded
from tunelint.analyses.seeding.training_advice import how_to_call, how_to_seed_estimators
from tunelint.analyses.seeding.training_fixes import estimators_seeded, keras_calls, torch_calls
from tunelint.analyses.seeding.trainings import (
    TORCH,
    TORCH_FITS,
    keras_draws,
    seeded_for_training,
    torch_draws,
    trains_keras,
    trains_torch,
    unseeded_estimators,
    unseeded_keras,
    unseeded_torch,
)
from tunelint.api import (
    Estimator,
    Finding,
    Lab,
    Program,
    Related,
    Rule,
    Search,
    Seeding,
    Verdict,
)
from tunelint.experiments.repeatability import trains_the_same

Subject = tuple[Program, Search]


class UnseededTraining(Rule, level="warning"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        return ((program, search) for search in program.searches)

    def check(self, subject: Subject) -> Finding | None:
        program, search = subject
        seedings = program.records.seedings
        if not is_seeded(search, seedings):
            return None
        if trains_keras(search) and unseeded_keras(search, seedings):
            return self._keras(program, search, seeded_for_training(search, seedings))
        if trains_torch(search) and unseeded_torch(search, seedings):
            return self._torch(search, program)
        estimators = unseeded_estimators(search, seedings)
        return self._estimators(program, search, estimators) if estimators else None

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        _, search = subject
        return trains_the_same(lab, search, in_workers=self.check(subject) is not None)

    def _keras(self, program: Program, search: Search, seedings: Sequence[Seeding]) -> Finding:
        draws = keras_draws(program, search)
        calls = keras_calls(program, search, draws)
        return self.finding(
            search.place,
            f"{_proposals(search)}, but the Keras training in each trial is not seeded:"
            f" {_missing(seedings)}, so one configuration scores differently in every run",
            related=[Related(fit.event.place, "this training draws") for fit in search.fits[:1]],
            help=how_to_call(search, calls, draws),
            fix=calls.fix(),
        )

    def _torch(self, search: Search, program: Program) -> Finding | None:
        fits = [fit for fit in search.fits if fit.framework in TORCH_FITS]
        if any(resets_weights(program.trace, search, fit.model) for fit in fits):
            return None
        seeded = seeded_for_training(search, program.records.seedings)
        labels = " and ".join(dict.fromkeys(seeding.label for seeding in seeded))
        vain = f"{labels} does not reach it, " if labels else ""
        draws = torch_draws(program, search)
        calls = torch_calls(program, search, draws)
        return self.finding(
            search.place,
            f"{_proposals(search)}, but the PyTorch training in each trial is not seeded:"
            f" {vain}nothing seeds {generators_in_words(TORCH)}, so one configuration scores"
            " differently in every run",
            related=[Related(fit.event.place, "this training draws") for fit in fits[:1]],
            help=how_to_call(search, calls, draws),
            fix=calls.fix(),
        )

    def _estimators(
        self, program: Program, search: Search, estimators: Sequence[Estimator]
    ) -> Finding:
        seedings = program.records.seedings
        names = " and ".join(dict.fromkeys(estimator.name for estimator in estimators))
        verb = "have" if " and " in names else "has"
        return self.finding(
            search.place,
            f"{_proposals(search)}, but {names} {verb} no random_state{_in_vain(search, seedings)},"
            " so one configuration scores differently in every run",
            related=[Related(each.event.place, f"{each.name} draws") for each in estimators],
            help=how_to_seed_estimators(program, search, estimators[0].event, names),
            fix=estimators_seeded(program, search, [each.event for each in estimators]),
        )


def _proposals(search: Search) -> str:
    if search.randomness.draws is False:
        return f"the configurations of {_what(search)} are the same in every run"
    return f"the proposals of {_what(search)} are seeded"


def _what(search: Search) -> str:
    return "this loop" if search.tuner == "loop" else search.label


def _missing(seedings: Sequence[Seeding]) -> str:
    seeded = frozenset(name for seeding in seedings for name in seeding.generators)
    needed = frozenset({"python", "tensorflow"})
    missing = f"nothing seeds {generators_in_words(needed - seeded)}".replace(" and ", " or ")
    if not seeded:
        return missing
    labels = " and ".join(dict.fromkeys(seeding.label for seeding in seedings))
    return f"{labels} {'are' if ' and ' in labels else 'is'} not enough, {missing}"


def _in_vain(search: Search, seedings: Sequence[Seeding]) -> str:
    seeded = any("numpy" in each.generators for each in seeded_for_training(search, seedings))
    if search.apart and any("numpy" in each.generators for each in seedings):
        return " and the seed of NumPy's global generator does not reach the trials"
    if not seeded:
        return " and NumPy's global generator is not seeded"
    return f" and np.random.seed does not reach its workers (n_jobs={search.parallel.value})"
