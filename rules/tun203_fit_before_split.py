"""TUN203 fit-before-split

## What it does

Flags a transformer, resampler or feature selector that is fitted on all rows, before
`train_test_split`, a cross-validation or a `validation_split` takes some of them to score on, when
what it makes of them feeds a search. Function forms (`preprocessing.scale`) and statistics of the
target by group (`df.groupby("city")["price"].transform("mean")`) count as fits. A transformer that
is fitted column by column is one finding, at the first of them.

## Why is this bad?

What it learned (means, components, chosen columns, synthetic neighbours) it learned from the rows
that the configurations are scored on too. Scores come out better than they will ever be on new
data, and those configurations win that make the most of the leak.

## Example

```python
from sklearn.datasets import load_breast_cancer
from sklearn.feature_selection import SelectKBest
from sklearn.model_selection import GridSearchCV
from sklearn.svm import SVC

X, y = load_breast_cancer(return_X_y=True)
X = SelectKBest(k=5).fit_transform(X, y)
search = GridSearchCV(SVC(), {"C": [0.1, 1, 10]}).fit(X, y)
```

## Use instead

```python
from sklearn.datasets import load_breast_cancer
from sklearn.feature_selection import SelectKBest
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.svm import SVC

X, y = load_breast_cancer(return_X_y=True)
model = make_pipeline(SelectKBest(k=5), SVC())
search = GridSearchCV(model, {"svc__C": [0.1, 1, 10]}).fit(X, y)
```

## How it is confirmed

One trial runs. The rows that it is scored on are followed back, by their content, to the rows that
the transformer was fitted on: confirmed where it had seen half of them or more, or where they are
its own copies and mixtures of other rows; refuted up to 5 %, which can be rows that stand in the
data twice.

## Where it stops looking

A fit on the training part alone, and anything inside a pipeline that the search fits. Transforms
that learn nothing from the rows, and one-hot, ordinal and label encoders, which learn only the list
of categories. Standardising by hand, dividing by a constant, `pd.get_dummies`. Rows that reach the
search only through code that is not part of the run.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tunelint.analyses.leaks.find import Leak, leaks
from tunelint.api import Finding, Lab, Program, Related, Rule, Search, Verdict
from tunelint.experiments.row_leaks import has_seen_the_scored_rows
from tunelint.libraries.arrays.spoken import spoken


@dataclass(frozen=True, eq=False)
class Leaking:
    """A leak, and the first search that it feeds; a search that nothing leaks into has none."""

    program: Program
    leak: Leak | None
    search: Search


class FitBeforeSplit(Rule, level="warning"):
    def subjects(self, program: Program) -> Iterable[Leaking]:
        found: dict[tuple[str, int], Leaking] = {}
        for search in program.searches:
            leak = None
            for leak in leaks(program, search):
                place = leak.learned.event.anchor
                found.setdefault(place.key, Leaking(program, leak, search))
            if leak is None:
                found[search.place.key] = Leaking(program, None, search)
        return sorted(found.values(), key=_order)

    def check(self, subject: Leaking) -> Finding | None:
        leak, search = subject.leak, subject.search
        if leak is None:
            return None
        what = "the loop" if search.tuner == "loop" else search.label
        learned = leak.learned
        rows = spoken(subject.program.trace, learned.rows, "")
        named = f" ({rows})" if rows else ""
        verb = "is computed over" if learned.statistic else "is fitted on"
        related = [Related(search.place, "the search that its output feeds")]
        if leak.parted is not None and leak.parted.draw is not None:
            related.append(Related(leak.parted.draw.event.anchor, "the rows are split here"))
        return self.finding(
            learned.event.anchor,
            f"{learned.label} {verb} all rows{named} {_BEFORE[leak.how].format(search=what)}, and"
            f" its output feeds {what}: it has seen the rows that the configurations are scored"
            " on, so the scores come out too good",
            related=related,
            help=_advice(leak),
            cause=f"{_learner(leak)} {leak.how} {search.place.key}",
        )

    def confirm(self, subject: Leaking, lab: Lab) -> Verdict:
        return has_seen_the_scored_rows(lab, subject.search, subject.leak)


def _learner(leak: Leak) -> str:
    """What learns; whatever column a statistic is computed over."""
    return "statistic" if leak.learned.statistic else leak.learned.label


def _order(leaking: Leaking) -> int:
    """Where the leak is, or the search without one."""
    if leaking.leak is None:
        return leaking.search.built.index
    return leaking.leak.learned.event.index


_BEFORE = {
    "split": "before they are split",
    "folds": "before the cross-validation of {search}",
    "validation_split": "before validation_split holds some of them out",
}


def _advice(leak: Leak) -> str:
    if leak.learned.statistic:
        return "compute it on the training rows of each split, for example in a Pipeline"
    if leak.how == "folds":
        return "put it in a Pipeline with the estimator, and search over the Pipeline"
    return "put it in a Pipeline with the model, or fit it on the training rows alone"
