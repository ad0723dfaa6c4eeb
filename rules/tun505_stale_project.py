"""TUN505 stale-project

## What it does

Flags a Keras Tuner tuner with a fixed `directory` and `project_name` (or their defaults, `.` and
`untitled_project`) and no `overwrite=` at all.

## Why is this bad?

The trials stay on disk. When the script runs again, even with a changed model or changed data, the
tuner reloads them, finds its budget used up, trains nothing and reports the old winner.

## Example

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_loss", max_trials=9, seed=7)
tuner.search(x_train, y_train, validation_split=0.2, epochs=20)
```

## Use instead

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_loss", max_trials=9, seed=7, overwrite=True)
tuner.search(x_train, y_train, validation_split=0.2, epochs=20)
```

## How it is confirmed

On one scratch copy of its files, the script runs twice up to the end of its search and proposes its
trials, of which none is trained; the second run reloads those of the first and runs none. Where
that is not seen, both run again with a few short trainings.

## Where it stops looking

Folders that cannot be read (a timestamp, a temporary folder), or that the program deletes before.
`overwrite=False` is a decision and no finding.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.project_folders import deleted_before, project_folder
from tunelint.api import Finding, Lab, Program, Rule, Search, Verdict, unsafe_fix
from tunelint.experiments.stored_trials import next_run_finds_trials
from tunelint.findings.fixes.arguments import given

Subject = tuple[Program, Search]


class StaleProject(Rule, level="warning", tuners="Keras Tuner"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        return ((program, search) for search in program.searches if search.project is not None)

    def check(self, subject: Subject) -> Finding | None:
        program, search = subject
        project = search.project
        if project is None or not project.overwrite.is_default:
            return None
        folder, name = project.directory.value, project.name.value
        if not isinstance(folder, str) or not isinstance(name, str):
            return None
        if deleted_before(program, search.built, folder, name):
            return None
        return self.finding(
            search.place,
            f"{search.label} stores its trials in {project_folder(folder, name)}: the next run"
            " reloads them and trains nothing, even after you change the code",
            help="write overwrite=True to search afresh, or overwrite=False to resume on purpose",
            fix=unsafe_fix("write overwrite=True", given(project.built, "overwrite", ("True",))),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        _, search = subject
        return next_run_finds_trials(lab, search)
