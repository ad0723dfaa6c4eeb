"""TUN202 test-data-in-search

## What it does

Flags a search that is driven by data which the code itself calls its test set: as `validation_data`
of the search, as the rows that the objective scores on, as the rows on which the winners of one or
several searches are ranked again to pick one, or inside the rows of a cross-validated search. Data
bound to a name that says `val`, `valid` or `dev` is left alone, whatever a loader called it.

## Why is this bad?

The winner is the configuration that suits the test rows best. Its score on them is then no estimate
for new data any more but the best of many tries: too good, and the more configurations were tried,
the more so.

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

The script runs with short searches. The rows that are read under a name that says test are looked
for, by their content, among those that the trials are given: confirmed from 90 % on, refuted up to
10 %, which can be rows that stand in the data twice. Where the test rows are scaled or encoded on
the way, the version counts that the trials are given most of.

## Where it stops looking

The names in the code decide what is test data; names that say nothing are no evidence. The folds of
a cross-validation, inner or outer, are no test set. Scores that are only printed or plotted rank
nothing. Rows held out in one function and a search on all of them in another are two things where
no visible code calls either.
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
            f"the winner of {search.label} is compared with other models on the test set ({name})"
            " and the best one is kept: its score there is no estimate for new data any more",
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
        related = (
            [] if use.origin is None else [Related(use.origin, f"{use.name} is held out here")]
        )
        return self.finding(use.place, _says(search, use), related=related, help=_ADVICE[use.how])


_ADVICE = {
    "validates": "validate on a part of the training data, for example validation_split=0.2",
    "scores": "score on a part of the training data, and keep the test set for the winner",
    "trains": "search on the training data, and keep the test set for the winner",
    "cross-validates": "search on the training part alone",
}


def _says(search: Search, use: TestUse) -> str:
    what = "this loop" if search.tuner == "loop" else search.label
    consequence = "so the winner's score there is no estimate for new data any more"
    match use.how:
        case "validates":
            return (
                f"{what} validates on what the code calls its test set ({use.name}): the winner is"
                f" picked on it, {consequence}"
            )
        case "scores":
            return (
                f"the trials of {what} are scored on what the code calls its test set ({use.name}):"
                f" the winner is picked on it, {consequence}"
            )
        case "trains":
            return (
                f"{what} searches on what the code calls its test set ({use.name}), {consequence}"
            )
    return (
        f"{what} is cross-validated on all rows, those held out as {use.name} among them: the"
        f" winner is picked on them too, {consequence}"
    )
