"""TUN602 duplicate-hyperparameter-name

## What it does

Flags one hyperparameter name that a trial declares twice for different things: in another layer
or argument, in two `conditional_scope`s, in branches with different ranges, or as a constant name
in a loop that builds a layer in each pass. A choice among strings, booleans or None with the same
options each time (one activation for all layers) is the same finding as advice. A value that is
read once outside of the loop, and branches of one `if` that declare the same, stay silent.

## Why is this bad?

The first declaration wins (Keras Tuner 1.4.8): a later `hp.Int("units", 8, 16)` still draws from
the first one's 32 to 512, and two layers that should vary on their own are always equal. With two
`conditional_scope`s every trial in which the earlier one is active fails with KeyError. Optuna
5.0.0 keeps the first range as well, and raises ValueError where the second declaration is of
another kind, scale or list of options.

## Example

```python
import keras
import keras_tuner as kt


def build_model(hp):
    model = keras.Sequential()
    for _ in range(hp.Int("layers", 1, 4)):
        model.add(keras.layers.Dense(hp.Int("units", 32, 512, step=32)))
    return model


tuner = kt.RandomSearch(build_model, objective="val_loss", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_split=0.2, epochs=30)
```

## Use instead

```python
import keras
import keras_tuner as kt


def build_model(hp):
    model = keras.Sequential()
    for i in range(hp.Int("layers", 1, 4)):
        model.add(keras.layers.Dense(hp.Int(f"units_{i}", 32, 512, step=32)))
    return model


tuner = kt.RandomSearch(build_model, objective="val_loss", max_trials=20, seed=7)
tuner.search(x_train, y_train, validation_split=0.2, epochs=30)
```

## How it is confirmed

Twelve configurations are drawn and the trials run up to their training. It is confirmed where
the values under the two declarations, or in the passes of the loop, are equal in every trial that
gets there (at least four, with different values between them). Where the library is said to raise,
it is confirmed where trials end in that exception.

## Where it stops looking

Names that are computed from something unknown. A declaration repeated word for word only to read
the value again is no second thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

import libcst as cst

from tunelint.analyses.duplicate_names import Repeated, among_words, repeated_declarations
from tunelint.api import (
    Finding,
    Fix,
    Lab,
    Level,
    Program,
    Related,
    Replace,
    Rule,
    Search,
    Verdict,
    safe_fix,
)
from tunelint.experiments.hyperparameter_values import always_equal, fails_with
from tunelint.findings.fixes.literals import is_literal, literal_string, string_like
from tunelint.interpreter.frames import loops_around
from tunelint.interpreter.objects import Event

Subject = tuple[Search, Repeated]

# Two hyperparameters with names of their own.
APART = "apart"
# What parts a name from the number behind it already.
SEPARATORS = frozenset(" _-./:#")
# What the library raises at the second declaration, by how it repeats the first.
ENDS_IN = {"scopes": "KeyError", "refused": "ValueError"}


class DuplicateHyperparameterName(Rule, level="error", tuners=("Keras Tuner", "Optuna")):
    def subjects(self, program: Program) -> Iterable[Subject]:
        seen: set[tuple[str, int]] = set()
        for search in program.searches:
            for repeated in (*repeated_declarations(program.trace, search), *_apart(search)):
                if repeated.declared.anchor.key not in seen:
                    seen.add(repeated.declared.anchor.key)
                    yield search, repeated

    def check(self, subject: Subject) -> Finding | None:
        _, repeated = subject
        if repeated.how == APART:
            return None
        declared, first = repeated.declared, repeated.first
        name = declared.name.value
        fails = repeated.how in ("scopes", "refused")
        level = Level.ADVICE if not fails and among_words(declared, first) else None
        related = [] if first is declared else [Related(first.anchor, "declared first here")]
        return self.finding(
            declared.anchor,
            MESSAGES[repeated.how].format(name=repr(name)),
            related=related,
            help=HELP[repeated.how].format(name=name),
            level=level,
            fix=_fix(repeated) if repeated.how == "loop" else None,
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        search, repeated = subject
        first, second = repeated.first.anchor, repeated.declared.anchor
        if repeated.how in ENDS_IN:
            return fails_with(lab, search, first, second, ENDS_IN[repeated.how])
        return always_equal(lab, search, first, second)


def _apart(search: Search) -> Iterator[Repeated]:
    """What might be one hyperparameter twice and is not: in a loop, or two of a kind in a row."""
    if search.tuner not in DuplicateHyperparameterName.tuners:
        return
    declared = [each for each in search.hyperparameters or () if search.in_trial(each.event)]
    for each in declared:
        if loops_around(each.event):
            yield Repeated(each, each, APART)
    for first, second in pairwise(each for each in declared if each.kind in ("int", "float")):
        if first.anchor.key != second.anchor.key:
            yield Repeated(second, first, APART)


def _fix(repeated: Repeated) -> Fix | None:
    """The index of the innermost loop in the name, where nobody reads the plain name later."""
    declared = repeated.declared
    index, place = _index(declared.event), declared.name.place
    name = declared.name.value
    if (
        index is None
        or not index.strip("_")
        or place is None
        or not is_literal(place)
        or not isinstance(name, str)
    ):
        return None
    source = place.source
    if literal_string(place) != name or re.search(READ.format(name=re.escape(name)), source.text):
        return None
    plain = name.replace("{", "{{").replace("}", "}}")
    gap = "" if plain[-1:] in SEPARATORS else "_"
    written = string_like(place, f"{plain}{gap}{{{index}}}")
    return safe_fix(f"put {index} into the name", Replace(place, (f"f{written}",)))


def _index(event: Event) -> str | None:
    """The variable of the innermost loop, where it counts the passes."""
    if not loops_around(event):
        return None
    loop = loops_around(event)[-1]
    node = loop.place.node if loop.place is not None else None
    if not isinstance(node, cst.For) or not isinstance(node.iter, cst.Call):
        return None
    match node.iter.func, node.target:
        case cst.Name(value="range"), cst.Name(value=index):
            return index
        case cst.Name(value="enumerate"), cst.Tuple(elements=[first, *_]):
            return first.value.value if isinstance(first.value, cst.Name) else None
    return None


# A value that is read under its name: hp.get("units"), best["units"].
READ = r"""(?:\bget\(|\[)\s*['"]{name}['"]"""
MESSAGES = {
    "loop": "{name} is one hyperparameter in every pass of this loop, so that all the layers it"
    " builds get the same value",
    "again": "{name} is declared a second time, for something else: the first declaration wins, so"
    " that both always get the same value",
    "range": "{name} is declared a second time, differently: the first declaration wins, and its"
    " range holds here too",
    "scopes": "{name} is declared in two conditional scopes: every trial in which the earlier one"
    " is active fails with KeyError",
    "refused": "{name} is declared a second time, as something else: every trial that gets there"
    " ends with ValueError",
}
HELP = {
    "loop": "put the loop's index into the name: f'{name}_{{i}}'",
    "again": "give each its own name, or read the value once and use it twice",
    "range": "give each its own name",
    "scopes": "give each scope's hyperparameter its own name",
    "refused": "give each its own name",
}
