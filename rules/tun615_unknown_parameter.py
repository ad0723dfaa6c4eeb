"""TUN615 unknown-parameter

## What it does

Flags a name in the space of a scikit-learn search that sets nothing, because the estimator or
pipeline has no such parameter: `C` or `svc_C` instead of `svc__C`, a step that is called
differently, a parameter that a release removed.

## Why is this bad?

The search raises ValueError at its first fit. In a grid of several dictionaries, that may be after
hours.

## Example

```python
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

model = make_pipeline(StandardScaler(), SVC())
search = GridSearchCV(model, {"C": [0.1, 1, 10], "svc__gamma": ["scale", "auto"]})
search.fit(X, y)
```

## Use instead

```python
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

model = make_pipeline(StandardScaler(), SVC())
search = GridSearchCV(model, {"svc__C": [0.1, 1, 10], "svc__gamma": ["scale", "auto"]})
search.fit(X, y)
```

## How it is confirmed

Up to three trials run. Confirmed where one raises the exception of the finding, which names what
`get_params()` of the estimator lists.

## Where it stops looking

Estimators that cannot be read, that several branches build, that are changed later, or that take
any keyword (those of XGBoost, LightGBM and CatBoost), and the project's own; spaces that may hold
more names. The parameters are those of scikit-learn 1.9.1 and imbalanced-learn 0.14.2.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.full_names import full_name, renamed, similar
from tunelint.analyses.unknown_parameters import UnknownParameter, unknown_parameters
from tunelint.api import Finding, Lab, Program, Related, Rule, Search, Verdict
from tunelint.experiments.exceptions import a_trial_fails
from tunelint.libraries.scikit_learn.removed import ARGUMENTS

Subject = tuple[Program, Search, UnknownParameter | None]


class UnknownParameterRule(Rule, level="error", tuners=("scikit-learn", "scikit-optimize", "loop")):
    def subjects(self, program: Program) -> Iterable[Subject]:
        seen: set[object] = set()
        for search in program.searches:
            found = list(unknown_parameters(program, search))
            for one in found:
                if one.place.key not in seen:
                    seen.add(one.place.key)
                    yield program, search, one
            if not found and search.whole_space and search.tuner != "loop":
                yield program, search, None

    def check(self, subject: Subject) -> Finding | None:
        program, search, unknown = subject
        if unknown is None:
            return None
        return self.finding(
            unknown.place,
            f"{_what(unknown)}: {_where(unknown)} raises {unknown.lacking.error}",
            related=[Related(search.place, f"this {search.noun} sets it")],
            help=_help(unknown),
            fix=renamed(program, unknown),
            cause=f"{search.place.key} {unknown.lacking.taker} {unknown.lacking.at}",
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        _, search, unknown = subject
        if unknown is None:
            return a_trial_fails(lab, search, "ValueError or AttributeError", ("set_params",))
        error, named = unknown.lacking.error, unknown.lacking.parameter
        words = ("set_params",) if error == "AttributeError" else (named,)
        return a_trial_fails(lab, search, error, words)


def _what(unknown: UnknownParameter) -> str:
    lacking = unknown.lacking
    if lacking.error == "AttributeError":
        return f"{unknown.name!r} sets nothing, since {'__'.join(lacking.at)!r} is {lacking.taker}"
    at = f" (at {'__'.join(lacking.at)!r})" if lacking.at else ""
    return f"{lacking.taker}{at} has no parameter {lacking.parameter!r}"


def _where(unknown: UnknownParameter) -> str:
    if unknown.search.tuner == "loop":
        return "set_params" if unknown.lacking.error != "TypeError" else "the call"
    return f"the {unknown.search.noun}'s first fit"


def _help(unknown: UnknownParameter) -> str:
    lacking = unknown.lacking
    meant = full_name(unknown) or similar(unknown)
    if meant is not None:
        return f"write {meant!r}"
    today = ARGUMENTS.get((lacking.taker, lacking.parameter))
    if today is not None:
        nothing, _, why = today.partition("nothing: ")
        return f"use {today}" if nothing else f"remove it: {why}"
    if lacking.error == "AttributeError":
        return f"give {'__'.join(lacking.at)!r} an estimator that has the parameter"
    return "write the name as the estimator's get_params() lists it, or remove it"
