"""TUN106 unseeded-split

## What it does

Flags a random split, permutation or sample of rows that nothing seeds and that reaches a search:
`train_test_split`, `ShuffleSplit`, `KFold(shuffle=True)`, `df.sample`, `np.random.permutation` and
their like.

## Why is this bad?

Every run compares its configurations on different rows. Scores of two runs cannot be compared, and
a winner may owe its place to an easy split.

## Example

```python
import keras_tuner as kt
from sklearn.model_selection import train_test_split

x_train, x_val, y_train, y_val = train_test_split(x, y, test_size=0.2)
tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=42)
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
```

## Use instead

```python
import keras_tuner as kt
from sklearn.model_selection import train_test_split

x_train, x_val, y_train, y_val = train_test_split(x, y, test_size=0.2, random_state=42)
tuner = kt.RandomSearch(build_model, objective="val_accuracy", max_trials=20, seed=42)
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
```

## How it is confirmed

Two fresh processes run up to the split: it draws different rows, or a different order. For a
splitter (`KFold`, …), the rows that the first trial trains and scores on are compared.

## Where it stops looking

Splits that reach no search, the order of a data loader's batches, seeds that cannot be read, and
rows that pass through code outside of the run.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.rows.reaching import draws_reaching
from tunelint.analyses.seeding.advice import how_to_seed_draw
from tunelint.analyses.seeding.seeded import perhaps_seeded, replays
from tunelint.analyses.seeding.split_fixes import draw_seeded
from tunelint.api import Draw, Finding, Lab, Program, Related, Rule, Search, Verdict
from tunelint.experiments.moved_rows import draws_the_same
from tunelint.libraries.arrays.lineage import lineage_of

# The program, a draw, and the first search that its rows reach.
Subject = tuple[Program, Draw, Search]
NOUNS = {
    "split": "split",
    "permutation": "permutation",
    "order": "permutation",
    "sample": "sample",
    "numbers": "choice of rows",
}


class UnseededSplit(Rule, level="warning"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        lineage = lineage_of(program.records.draws)
        found: dict[int, Subject] = {}
        for search in program.searches:
            for draw in draws_reaching(program.trace, search, lineage):
                found.setdefault(id(draw), (program, draw, search))
        return sorted(found.values(), key=lambda subject: subject[1].event.index)

    def check(self, subject: Subject) -> Finding | None:
        program, draw, search = subject
        seedings = program.records.seedings
        if not draw.random or not draw.seed.always(lambda seed: seed is None):
            return None
        if perhaps_seeded(seedings, (draw.generators,), draw.event) or replays(seedings, draw):
            return None
        seedless = "is not seeded" if draw.generators else "draws from an unseeded generator"
        rows = "folds" if draw.kind == "splitter" else "rows"
        return self.finding(
            draw.event.anchor,
            f"this {NOUNS.get(draw.kind, draw.label)} {seedless}: every run compares its"
            f" configurations on different {rows}",
            related=[Related(search.place, f"the {rows} reach this search")],
            help=how_to_seed_draw(program, draw),
            fix=draw_seeded(program, draw),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        return draws_the_same(lab, *subject[1:])
