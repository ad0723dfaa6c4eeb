"""TUN507 best-score-as-final

## What it does

Flags the search's own best score (`best_score_`, `best_value`, the best trial's score) where it is
printed, logged or returned as the result, and nothing is evaluated on held-out rows afterwards.
The outer folds of a nested cross-validation are held out.

## Why is this bad?

The best of many scores is too good: it is the largest of as many noisy numbers as there were
trials, and part of what makes it the largest is luck on these rows. The more configurations are
tried, the further it lies above what the winner reaches on new data.

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
print("accuracy in the search:", search.best_score_)
print("accuracy of the model:", search.score(X_test, y_test))
```

## How it is confirmed

The script runs with a short search: refuted where anything is evaluated afterwards on rows that the
search was not given. Else some trials are scored on random halves of their rows and on the rest;
the best is chosen on the one half and looked at on the other. Confirmed where surely (by more than
divisions of the rows differ) a tenth or more of its lead over the median trial is lost there. With
all its rows a search has somewhat less luck than with half of them, and with more trials more.

## Where it stops looking

Any prediction or score after the search counts as an evaluation, whatever it is made on, and so
does code that is handed what is called test data. The score inside another search's trial is that
trial's score. Objectives that visibly train nothing, and summaries that the libraries print by
themselves.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.test_data.best_scores import stated
from tunelint.analyses.test_data.final_evaluation import is_evaluated_afterwards, trains_models
from tunelint.api import Finding, Lab, Program, Related, Rule, Search, Verdict
from tunelint.experiments.optimism import states_its_luck


class BestScoreAsFinal(Rule, level="advice", not_for="loop"):
    def subjects(self, program: Program) -> Iterable[tuple[Program, Search]]:
        return ((program, search) for search in program.searches)

    def check(self, subject: tuple[Program, Search]) -> Finding | None:
        program, search = subject
        if not trains_models(program, search):
            return None
        place = next(stated(program, search), None)
        if place is None or is_evaluated_afterwards(program, search):
            return None
        return self.finding(
            place,
            f"the best score of {search.label} is stated as the result, and nothing is evaluated"
            " on held-out rows: the best of many scores is better than the winner will be on new"
            " data",
            related=[Related(search.place, "the search whose best score it is")],
            help="hold rows out before the search, and score the winner on them once at the end",
        )

    def confirm(self, subject: tuple[Program, Search], lab: Lab) -> Verdict:
        program, search = subject
        return states_its_luck(lab, program, search)
