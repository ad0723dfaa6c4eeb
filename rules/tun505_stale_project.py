"""TUN505 stale-project

## What it does

Flags a Keras Tuner tuner with a fixed `directory` and `project_name` (or the defaults, `.` and
`untitled_project`) and no `overwrite=` at all.

## Why is this bad?

The trials stay on disk. When the script runs again, after a change of the model or the data too,
the tuner reloads them, finds its budget used up, runs nothing and reports the old winner.

## Example

```python
import keras_tuner as kt

tuner = kt.RandomSearch(
    build_model, objective="val_loss", max_trials=9, seed=7, directory="out", project_name="units"
)
tuner.search(x_train, y_train, validation_split=0.2, epochs=20)
```

## Use instead

```python
import keras_tuner as kt

tuner = kt.RandomSearch(
    build_model, objective="val_loss", max_trials=9, seed=7, directory="out", project_name="units",
    overwrite=True,
)
tuner.search(x_train, y_train, validation_split=0.2, epochs=20)
```

## How it is confirmed

The script is run twice up to the end of its search, on the same scratch copy of its files, and
proposes its trials, of which none is trained; the second run reloads those of the first and runs
none. Where that is not seen, both are run again with a few short trainings.

## Where it stops looking

A directory or name that cannot be read from the source (a timestamp, a temporary folder), and a
directory that the program deletes before the tuner is built. `overwrite=False` written out is a
decision and no finding.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.project_folders import deleted_before, project_folder
from tunelint.api import (
    Default,
    Finding,
    Fix,
    Lab,
    Program,
    Project,
    Rule,
    Search,
    Verdict,
    unsafe_fix,
)
from tunelint.experiments.stored_trials import next_run_finds_trials
from tunelint.findings.fixes.arguments import given


class StaleProject(Rule, level="warning", tuners="Keras Tuner"):
    def subjects(self, program: Program) -> Iterable[tuple[Program, Search]]:
        return ((program, search) for search in program.searches if search.project is not None)

    def check(self, subject: tuple[Program, Search]) -> Finding | None:
        program, search = subject
        project = search.project
        if project is None or not isinstance(project.overwrite, Default):
            return None
        folder, name = project.directory.value, project.name.value
        if not isinstance(folder, str) or not isinstance(name, str):
            return None
        if deleted_before(program, search.built, folder, name):
            return None
        return self.finding(
            search.place,
            f"{search.label} keeps its trials in {project_folder(folder, name)} and does not say"
            " overwrite=: the next run of this script, after a change too, reloads them and trains"
            " nothing",
            help="say overwrite=True to search afresh, or overwrite=False to resume on purpose",
            fix=_fix(project),
        )

    def confirm(self, subject: tuple[Program, Search], lab: Lab) -> Verdict:
        _, search = subject
        return next_run_finds_trials(lab, search)


def _fix(project: Project) -> Fix | None:
    """Searching afresh, which deletes what earlier runs found."""
    change = given(project.built, "overwrite", ("True",))
    return unsafe_fix("search afresh: overwrite=True", change) if change is not None else None
