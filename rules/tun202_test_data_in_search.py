"""TUN202 test-data-in-search

## What it does

Flags a search that chooses its winner on what the code calls its test set: as `validation_data`, as
the rows that the objective scores on, as rows on which winners are ranked again, or among the rows
of a cross-validated search. Names that say `val`, `valid` or `dev` are no test data, whatever a
loader called them.

## Why is this bad?

The winner is the configuration that suits the test rows best. Its score on them is the best of many
tries, and the more configurations were tried, the further it is from the score on new data.

## Example

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=42)
tuner.search(x_train, y_train, validation_data=(x_test, y_test), epochs=20)
print(tuner.get_best_models()[0].evaluate(x_test, y_test))
```

## Use instead

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=42)
tuner.search(x_train, y_train, validation_split=0.2, epochs=20)
print(tuner.get_best_models()[0].evaluate(x_test, y_test))
```

## How it is confirmed

The script runs with short searches, and the rows behind the test name are looked for, by content,
among those that the trials get: confirmed from 90 %, refuted up to 10 %, which can be duplicates.
Where test rows are scaled or encoded on the way, the version counts that the trials get most of.

## Where it stops looking

Names that say nothing, the folds of a cross-validation, scores that are only printed or plotted,
and rows that are held out in one function and searched in another that no visible code connects.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.test_data.selection import ranked_on_test
from tunelint.analyses.test_data.uses import TestUse, test_uses
from tunelint.api import Finding, Lab, Program, Related, Rule, Search, Verdict
from tunelint.experiments.trial_rows import searches_on_test_rows

Subject = tuple[Program, Search]


class TestDataInSearch(Rule, level="warning"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        return ((program, search) for search in program.searches)

    def check(self, subject: Subject) -> Finding | None:
        program, search = subject
        for use in test_uses(program, search):
            return self._used(search, use)
        ranked = ranked_on_test(program, search)
        if ranked is None:
            return None
        evaluation, name = ranked
        return self.finding(
            evaluation.anchor,
            f"the winner is ranked against other models on the test set ({name}): its score there"
            " is no longer an estimate for new data",
            related=[Related(search.place, "the search whose winner is ranked again")],
            help="rank on validation data or by cross-validation, and test only the one you keep",
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        program, search = subject
        uses = [use.place for use in test_uses(program, search)]
        ranked = ranked_on_test(program, search)
        if ranked is None or uses:
            return searches_on_test_rows(lab, program, search, uses)
        return searches_on_test_rows(
            lab, program, search, [ranked[0].event.place], "rank the search's winner again"
        )

    def _used(self, search: Search, use: TestUse) -> Finding:
        says, advice = _USES[use.how]
        return self.finding(
            use.place,
            f"the {search.noun} {says} ({use.name}): the winner is chosen on it, so its test score"
            " is no longer an estimate for new data",
            related=[Related(use.origin, f"{use.name} is held out here")] if use.origin else (),
            help=advice,
        )


_USES = {
    "validates": (
        "validates on the test set",
        "validate on a part of the training data, for example validation_split=0.2",
    ),
    "scores": (
        "is scored on the test set",
        "score on a part of the training data, and keep the test set for the winner",
    ),
    "trains": (
        "is fitted on the test set",
        "search on the training data, and keep the test set for the winner",
    ),
    "stops": (
        "stops its trainings by the test set",
        "stop on a part of the training data, and keep the test set for the winner",
    ),
    "cross-validates": ("cross-validates on the test set too", "search on the training rows alone"),
}
