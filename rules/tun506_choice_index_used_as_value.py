"""TUN506 choice-index-used-as-value

## What it does

Flags code that takes what `fmin` returns for an `hp.choice` or `hp.pchoice` for the chosen option:
it is handed to a model or a training, alone or with `**best`. `trials.argmin` and
`best_trial["misc"]["vals"]` hold the same.

## Why is this bad?

`fmin` returns the position of the option in its list. `Ridge(alpha=best["alpha"])` trains with
alpha 2 where the third option, 1.0, was found: a model that the search never tried.

## Example

```python
from hyperopt import fmin, hp, tpe
from sklearn.linear_model import Ridge

space = {"alpha": hp.choice("alpha", [0.01, 0.1, 1.0])}
best = fmin(objective, space, algo=tpe.suggest, max_evals=50)
model = Ridge(alpha=best["alpha"]).fit(x_train, y_train)
```

## Use instead

```python
from hyperopt import fmin, hp, space_eval, tpe
from sklearn.linear_model import Ridge

space = {"alpha": hp.choice("alpha", [0.01, 0.1, 1.0])}
best = fmin(objective, space, algo=tpe.suggest, max_evals=50)
model = Ridge(**space_eval(space, best)).fit(x_train, y_train)
```

## How it is confirmed

A few trials are run; the value that is read from the result is shown beside the option at that
position. Where the two happen to be equal, nothing is settled.

## Where it stops looking

Values that are printed, stored, handed to code that cannot be read, or used as an index of a list;
`space_eval` and `return_argmin=False`; options that cannot be listed or are 0, 1, 2, … themselves.
"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.analyses.space_eval_fix import options_read
from tunelint.api import Finding, Hyperparameter, Lab, Program, Related, Rule, Search, Use, Verdict
from tunelint.experiments.hyperparameter_values import is_an_index
from tunelint.interpreter.values import Const

MOST_SHOWN = 4

Subject = tuple[Program, Search, Use]


class ChoiceIndexUsedAsValue(Rule, level="error", tuners="Hyperopt"):
    def subjects(self, program: Program) -> Iterable[Subject]:
        return (
            (program, search, use)
            for search in program.searches
            for use in search.uses
            if use.from_result and use.arrives == "index"
        )

    def check(self, subject: Subject) -> Finding | None:
        program, search, use = subject
        declared = use.hyperparameter
        return self.finding(
            use.place or use.argument.anchor,
            f"the search returns {declared.quoted} as an index{_range(declared)}, but {use.taker}"
            f" takes it for the option itself{_options(declared)}",
            related=[Related(declared.anchor, "the options are declared here")],
            help="read the options with space_eval(space, best)",
            fix=options_read(program, search, use),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        _, search, use = subject
        place = use.place or use.argument.anchor
        return is_an_index(lab, search, place, use.hyperparameter)


def _range(declared: Hyperparameter) -> str:
    last = len(declared.options or ()) - 1
    return {-1: "", 0: " (0)", 1: " (0 or 1)"}.get(last, f" (0 to {last})")


def _options(declared: Hyperparameter) -> str:
    """What the options are, where all can be read."""
    options = declared.options or ()
    shown = [repr(each.value) for each in options if isinstance(each, Const)]
    if not shown or len(shown) != len(options):
        return ""
    more = ", …" if len(shown) > MOST_SHOWN else ""
    return f" ({', '.join(shown[:MOST_SHOWN])}{more})"
