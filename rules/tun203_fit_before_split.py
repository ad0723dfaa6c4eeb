"""TUN203 fit-before-split

## What it does

Flags a transformer, resampler or feature selector that is fitted on all rows before
`train_test_split`, a cross-validation or a `validation_split` takes some of them to score on, where
its output feeds a search. Functions (`preprocessing.scale`) and statistics of the target by group
(`df.groupby("city")["price"].transform("mean")`) count as fits.

What learns from the labels (feature selectors, `TargetEncoder`, statistics of the target) and what
makes rows (resamplers) is also flagged where it is fitted on the training part alone, if the search
cross-validates that part: it has seen the rows of every fold.

## Why is this bad?

What it learned (means, components, chosen columns, synthetic neighbours) comes from the rows that
the configurations are scored on. Scores are better than they will be on new data, and the
configurations win that make the most of the leak.

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

One trial runs, and the rows that it is scored on are followed back, by content, to those that the
transformer was fitted on: confirmed where it has seen at least half of them, or made them out of
other rows; refuted up to 5 %, which can be duplicates.

## Where it stops looking

Fits inside a pipeline that the search fits, transforms that learn nothing from rows, encoders that
learn only a list of categories, standardising by hand, and rows that pass through code outside of
the run. Of a transformer that is fitted column by column, only the first fit is flagged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tunelint.analyses.leaks.find import Leak, leaks
from tunelint.api import Finding, Lab, Program, Related, Rule, Search, Verdict
from tunelint.experiments.row_leaks import has_seen_the_scored_rows
from tunelint.libraries.preprocessing.fits import Learned


@dataclass(frozen=True, eq=False)
class Leaking:
    """A leak, and the first search that it feeds; a search that nothing leaks into has none."""

    program: Program
    leak: Leak | None
    search: Search

    @property
    def order(self) -> int:
        """Sorts by where the leak is, or the search without one."""
        return (self.leak.learned.event if self.leak is not None else self.search.built).index


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
        return sorted(found.values(), key=lambda leaking: leaking.order)

    def check(self, subject: Leaking) -> Finding | None:
        leak, search = subject.leak, subject.search
        if leak is None:
            return None
        learned = leak.learned
        # Whatever columns statistics are computed over, they are one thing to mend.
        learner = "statistic" if learned.statistic else learned.label
        related = [Related(search.place, "its output feeds this search")]
        if leak.parted is not None and leak.parted.draw is not None:
            related.append(Related(leak.parted.draw.event.anchor, "the rows are split here"))
        return self.finding(
            learned.event.anchor,
            f"{learned.label} {_verb(learned)}"
            f" {'the training part' if leak.training else 'all rows'} before"
            f" {_BEFORE[leak.how]}: it has seen the rows that the {search.noun} scores on, so the"
            " scores are too good",
            related=related,
            help=_advice(leak),
            cause=f"{learner} {leak.how} {search.place.key}",
        )

    def confirm(self, subject: Leaking, lab: Lab) -> Verdict:
        return has_seen_the_scored_rows(lab, subject.search, subject.leak)


def _verb(learned: Learned) -> str:
    if learned.draws:
        return "draws from"
    return "is computed on" if learned.statistic else "is fitted on"


_BEFORE = {
    "split": "the split",
    "folds": "the cross-validation",
    "validation_split": "validation_split",
}


def _advice(leak: Leak) -> str:
    if leak.learned.statistic:
        return "compute it on the training rows of each split, for example in a Pipeline"
    if leak.learned.draws:
        return (
            "draw from the training rows alone, or use RandomOverSampler in a Pipeline of imblearn"
        )
    if leak.learned.resamples:
        return "put it into a Pipeline of imblearn with the model: each fit resamples its own rows"
    if leak.how == "folds":
        return "put it into a Pipeline with the estimator, and search over the Pipeline"
    return "put it into a Pipeline with the model, or fit it on the training rows alone"
