"""TUN501 shared-project

## What it does

Flags a Keras Tuner tuner that stores its trials where an earlier tuner of the program does, without
`overwrite=True`: same `directory` and `project_name`, of which the defaults count too (`.` and
`untitled_project`). A loop that builds a tuner in every pass makes the same mistake.

## Why is this bad?

The later tuner reloads the earlier one's trials: it runs fewer of its own, or none, and reports the
winner of a different search.

## Example

```python
import keras_tuner as kt

first = kt.RandomSearch(build_small, objective="val_loss", max_trials=9, seed=7)
first.search(x_train, y_train, validation_split=0.2, epochs=20)
second = kt.RandomSearch(build_large, objective="val_loss", max_trials=9, seed=7)
second.search(x_train, y_train, validation_split=0.2, epochs=20)
```

## Use instead

```python
import keras_tuner as kt

first = kt.RandomSearch(build_small, "val_loss", 9, seed=7, project_name="small", overwrite=True)
first.search(x_train, y_train, validation_split=0.2, epochs=20)
second = kt.RandomSearch(build_large, "val_loss", 9, seed=7, project_name="large", overwrite=True)
second.search(x_train, y_train, validation_split=0.2, epochs=20)
```

## How it is confirmed

Both searches are run, a few short trials each; the second starts with the trials of the first.

## Where it stops looking

Folders and names that cannot be read, tuners of which only one runs, and folders that are deleted
or moved in between.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.project_folders import project_folder
from tunelint.analyses.shared_projects import Pair, pairs
from tunelint.api import Finding, Lab, Program, Related, Rule, Verdict, unsafe_fix
from tunelint.experiments.stored_trials import starts_with_the_others_trials
from tunelint.findings.fixes.arguments import given

ADVICE = "give each tuner its own project_name"


class SharedProject(Rule, level="error", tuners="Keras Tuner"):
    def subjects(self, program: Program) -> Iterable[Pair]:
        return pairs(program)

    def check(self, pair: Pair) -> Finding | None:
        if not pair.is_shared:
            return None
        name = given(pair.project.built, "project_name", (f'"{pair.free}"',))
        label, place = pair.later.label, pair.later.place
        folder = project_folder(pair.project.directory.value, pair.project.name.value)
        if pair.earlier is pair.later:
            message = (
                f"every pass of the loop builds {label} in {folder}: after the first pass, it"
                " reloads trials instead of searching"
            )
            return self.finding(place, message, help=ADVICE)
        return self.finding(
            place,
            f"{label} stores its trials in {folder}, as an earlier {pair.earlier.label} does: it"
            " reloads those trials instead of searching",
            related=[Related(pair.earlier.place, "the earlier tuner")],
            help=ADVICE,
            fix=unsafe_fix(f"name the project {pair.free!r}", name) if pair.is_apart else None,
        )

    def confirm(self, pair: Pair, lab: Lab) -> Verdict:
        return starts_with_the_others_trials(lab, pair.earlier, pair.later)
