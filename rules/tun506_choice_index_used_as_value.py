"""TUN506 choice-index-used-as-value

## What it does

Flags the use of `fmin`'s result for an `hp.choice` (or `hp.pchoice`) parameter as if it were the
chosen option: handed to a model, an estimator or a training, alone or with `**best`. It stays
silent after `space_eval`, with `return_argmin=False`, and where the value only indexes a list.
`trials.argmin` and `best_trial["misc"]["vals"]` hold the same.

## Why is this bad?

`fmin` returns the position of the option in its list, not the option. `Ridge(alpha=best["alpha"])`
trains with alpha 2 where alpha 1.0, the third of the list, was found: it raises an error at best,
and else trains a model that the search never tried.

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
position. Where they happen to be the same, nothing is settled.

## Where it stops looking

A value that is printed, stored or handed to code that cannot be read is not judged, and neither
is a choice whose options cannot be listed, or are 0, 1, 2, … themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from tunelint.api import (
    Finding,
    Fix,
    Hyperparameter,
    Lab,
    Name,
    Place,
    Program,
    Related,
    Rule,
    Search,
    Use,
    Verdict,
    Wrap,
    unsafe_fix,
)
from tunelint.experiments.hyperparameter_values import is_an_index
from tunelint.files.tree import children
from tunelint.findings.fixes.arguments import is_own, value_place
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
        label = repr(use.hyperparameter.name.value)
        return self.finding(
            use.place or use.argument.anchor,
            f"{search.label}'s result holds {label} as the index of the option{_range(use)}, but"
            f" {use.taker} is handed it as the value itself{_options(use.hyperparameter)}",
            related=[Related(use.hyperparameter.anchor, "the choice is declared here")],
            help="space_eval(space, best) gives the values",
            fix=_fix(program, search, use),
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        _, search, use = subject
        place = use.place or use.argument.anchor
        return is_an_index(lab, search, place, use.hyperparameter)


def _fix(program: Program, search: Search, use: Use) -> Fix | None:
    """The result's values in place of the result, where it is read."""
    space, result = _space(search), _result(program, search, use)
    if space is None or result is None:
        return None
    around = Wrap(result, (Name("hyperopt.space_eval"), f"({space}, "), (")",))
    return unsafe_fix("read the values through space_eval", around)


def _space(search: Search) -> str | None:
    """The name of the space that the search is given."""
    for event in search.configuration:
        argument = event.arguments.get("space", ("fn", "space"))
        if argument is not None and is_own(argument):
            node = value_place(argument).node
            return node.value if isinstance(node, cst.Name) else None
    return None


def _result(program: Program, search: Search, use: Use) -> Place | None:
    """The only place in the argument where the search's result is read by its name."""
    names = program.trace.names_of(search.result)
    place = use.argument.place
    loops = search.built.path != use.event.path and use.event.path != ()
    if len(set(names)) != 1 or not isinstance(place.node, cst.Arg) or loops:
        return None
    found = [node for node in _nodes(place.node.value) if _reads(node, names[0])]
    return Place(place.source, found[0]) if len(found) == 1 else None


def _reads(node: cst.CSTNode, name: str) -> bool:
    return isinstance(node, cst.Name) and node.value == name


def _nodes(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    yield node
    for child in children(node):
        yield from _nodes(child)


def _range(use: Use) -> str:
    options = use.hyperparameter.options
    if not options:
        return ""
    last = len(options) - 1
    return " (0)" if not last else f" (0 or {last})" if last == 1 else f" (0 to {last})"


def _options(hyperparameter: Hyperparameter) -> str:
    """What the options are, where they are short enough to be shown."""
    options = [each.value for each in hyperparameter.options or () if isinstance(each, Const)]
    if not options or len(options) != len(hyperparameter.options or ()):
        return ""
    shown = ", ".join(repr(value) for value in options[:MOST_SHOWN])
    return f"; the options are {shown}{', …' if len(options) > MOST_SHOWN else ''}"
