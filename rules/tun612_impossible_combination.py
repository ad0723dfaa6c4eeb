"""TUN612 impossible-combination

## What it does

Flags a space that holds values which an estimator accepts one by one, but never together: an l1
penalty with the solver lbfgs in LogisticRegression, the metric cosine with a k-d tree,
`bootstrap=False` with `oob_score=True`, …

## Why is this bad?

Every trial that draws such a combination fails: its score is NaN, or the search ends with the
exception. The budget is spent on them, and half of a grid may silently not be compared.

## Example

```python
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV

grid = {"penalty": ["l1", "l2"], "C": [0.01, 0.1, 1, 10]}
search = GridSearchCV(LogisticRegression(), grid)
search.fit(X, y)
```

## Use instead

```python
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV

grid = {"penalty": ["l1", "l2"], "C": [0.01, 0.1, 1, 10]}
search = GridSearchCV(LogisticRegression(solver="liblinear", random_state=0), grid)
search.fit(X, y)
```

## How it is confirmed

Up to three configurations with the combination are tried: confirmed where one fails with the
exception of the finding, or scores NaN.

## Where it stops looking

The list is closed; each entry was tried with scikit-learn 1.9.1 or LightGBM 4.7.0. Values that
cannot be read, that a decision in the trial looks at, or that are drawn together; estimators whose
parameters are set again later; a trial that goes on after the exception.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.combinations import Impossible, combinations_of, combined
from tunelint.analyses.estimator_settings import Configured
from tunelint.analyses.other_releases import is_guarded
from tunelint.api import Finding, Lab, Program, Related, Rule, Verdict
from tunelint.experiments.exceptions import a_trial_fails, with_values
from tunelint.lab.plain_values import plain
from tunelint.libraries.scikit_learn.rejections import NO_SCORE

Subject = tuple[Program, Configured, Impossible | None]


class ImpossibleCombination(Rule, level="error"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        return ((program, configured, found) for configured, found in combined(program))

    def check(self, subject: Subject) -> Finding | None:
        program, configured, found = subject
        search = configured.search
        if found is None or _is_guarded(program, found):
            return None
        return self.finding(
            found.place,
            f"{configured.estimator.name} rejects {_listed(found)}: {_end(found)}",
            related=[Related(search.place, f"trials of this {search.noun} train it")],
            help="list only combinations that work, or draw such values together as one choice",
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        _, configured, found = subject
        search = configured.search
        if found is None:
            errors = {each.error for each in combinations_of(configured)}
            return a_trial_fails(lab, search, " or ".join(sorted(errors)), ())
        drawn = {
            str(declared.name.value or declared.key): plain(found.values[name])
            for name, declared in found.declared.items()
        }
        words = tuple(str(word) for pair in found.values.items() for word in pair)
        tried = with_values(lab, search, drawn) if drawn else ()
        predicted = f"{found.combination.error} or {NO_SCORE}"
        return a_trial_fails(lab, search, predicted, words, configurations=tried)


def _is_guarded(program: Program, found: Impossible) -> bool:
    """Whether the trial goes on after the exception."""
    calls = found.search.calls(program.trace)
    return any(is_guarded(event, found.combination.error) for event in calls)


def _end(found: Impossible) -> str:
    return "trials that combine them fail" if found.declared else "every trial with it fails"


def _listed(found: Impossible) -> str:
    """What is rejected together: ``penalty='l1' with solver='lbfgs' (the default)``."""
    written = [
        f"{name}={value!r}{'' if name in found.set else ' (the default)'}"
        for name, value in found.values.items()
        if name in found.told
    ]
    return f"{written[0]} with {' and '.join(written[1:])}"
