"""TUN507 best-score-as-final

## What it does

Flags the search's own best score (`best_score_`, `best_value`, the best trial's score) where it is
printed, logged or returned as the result, and nothing is evaluated on held-out rows afterwards.

## Why is this bad?

The best of many noisy scores is partly luck on these rows. The more configurations are tried, the
further it lies above what the winner reaches on new data.

## Example

```python
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import GridSearchCV
from sklearn.svm import SVC

X, y = load_breast_cancer(return_X_y=True)
search = GridSearchCV(SVC(), {"C": [0.1, 1, 10]}).fit(X, y)
print("accuracy of the model:", search.best_score_)
```

## Use instead

```python
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.svm import SVC

X, y = load_breast_cancer(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=42)
search = GridSearchCV(SVC(), {"C": [0.1, 1, 10]}).fit(X_train, y_train)
print("accuracy of the model:", search.score(X_test, y_test))
```

## How it is confirmed

The script runs with a short search: refuted where anything is evaluated afterwards on rows that the
search was not given. Else trials are scored on random halves of their rows; the best on one half is
looked at on the other. Confirmed where it surely loses a tenth or more of its lead over the median
trial. A search has somewhat less luck with all its rows, and more with more trials.

## Where it stops looking

Any prediction or score after the search counts as an evaluation, as do the outer folds of a nested
cross-validation and code that gets what is called test data. Objectives that visibly train nothing,
scores inside a different search's trial, and summaries that libraries print by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.test_data.best_scores import stated
from tunelint.analyses.test_data.final_evaluation import is_evaluated_afterwards, trains_models
from tunelint.api import Finding, Lab, Program, Related, Rule, Search, Verdict
from tunelint.experiments.optimism import states_its_luck

Subject = tuple[Program, Search]


class BestScoreAsFinal(Rule, level="advice", not_for="loop"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        return ((program, search) for search in program.searches)

    def check(self, subject: Subject) -> Finding | None:
        program, search = subject
        if not trains_models(program, search):
            return None
        place = next(stated(program, search), None)
        if place is None or is_evaluated_afterwards(program, search):
            return None
        return self.finding(
            place,
            f"the best score of the {search.noun} is given as the result, and no held-out rows are"
            " evaluated: the best of many scores is too good",
            related=[Related(search.place, f"the {search.noun} with this best score")],
            help="hold rows out before the search, and score the winner on them once at the end",
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        return states_its_luck(lab, *subject)
