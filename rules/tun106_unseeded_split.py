"""TUN106 unseeded-split

## What it does

Flags a random split, permutation or sample of rows without a seed, where the rows (or the folds)
reach a search: `train_test_split`, `ShuffleSplit`, `KFold(shuffle=True)`, `df.sample`,
`np.random.permutation` and their like. `RandomState()` and `default_rng()` without an argument are
no seed. A generator of the process that is seeded before the call, and that the call reads, counts.

## Why is this bad?

Every run compares the configurations on other rows. Scores of two runs cannot be compared, a winner
may owe its place to an easy split, and rows that were validation data yesterday are training data
today.

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

The script runs up to the split in two fresh processes: confirmed where it draws other rows, or
another order, from the same ones. Of a splitter (`KFold`, …) the rows are compared that the first
trial trains and scores on.

## Where it stops looking

Splits that reach no search, `shuffle=False`, the order of batches that a data loader draws, seeds
that cannot be read, and rows that pass through code that is not part of the run.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tunelint.analyses.rows.reaching import draws_reaching
from tunelint.analyses.seeding.advice import how_to_seed_draw
from tunelint.analyses.seeding.proposals import generators_in_words
from tunelint.analyses.seeding.seeded import perhaps_seeded, replays
from tunelint.analyses.seeding.split_fixes import draw_seeded
from tunelint.api import Draw, Finding, Lab, Program, Related, Rule, Search, Verdict
from tunelint.experiments.moved_rows import draws_the_same
from tunelint.libraries.arrays.lineage import lineage_of

WORDS = {
    "split": "splits at random",
    "splitter": "shuffles before it splits",
    "permutation": "permutes the rows at random",
    "order": "permutes the rows at random",
    "sample": "samples rows at random",
    "numbers": "chooses rows at random",
}


@dataclass(frozen=True, eq=False)
class Reached:
    """A draw, and the first search that its rows reach."""

    program: Program
    draw: Draw
    search: Search


class UnseededSplit(Rule, level="warning"):
    def subjects(self, program: Program) -> Iterable[Reached]:
        lineage = lineage_of(program.records.draws)
        found: dict[int, Reached] = {}
        for search in program.searches:
            for draw in draws_reaching(program.trace, search, lineage):
                found.setdefault(id(draw), Reached(program, draw, search))
        return sorted(found.values(), key=lambda reached: reached.draw.event.index)

    def check(self, subject: Reached) -> Finding | None:
        draw, search = subject.draw, subject.search
        if not draw.random or not draw.seed.always(lambda seed: seed is None):
            return None
        seedings = subject.program.records.seedings
        if perhaps_seeded(seedings, (draw.generators,), draw.event) or replays(seedings, draw):
            return None
        return self.finding(
            draw.event.anchor,
            f"{draw.label} {WORDS[draw.kind]} without a seed{_unread(draw)}, so"
            f" {_what(search)} compares its configurations on other {_rows(draw)} in every run",
            related=[Related(search.place, "the search that these rows reach")],
            help=how_to_seed_draw(subject.program, draw),
            fix=draw_seeded(subject.program, draw),
        )

    def confirm(self, subject: Reached, lab: Lab) -> Verdict:
        return draws_the_same(lab, subject.draw, subject.search)


def _unread(draw: Draw) -> str:
    if draw.generators:
        return f", and nothing seeds {generators_in_words(draw.generators)} before it"
    return ": its generator is made without one"


def _what(search: Search) -> str:
    return "the loop" if search.tuner == "loop" else search.label


def _rows(draw: Draw) -> str:
    return "folds" if draw.kind == "splitter" else "rows"
