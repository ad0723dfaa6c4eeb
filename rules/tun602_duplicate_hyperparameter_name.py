"""TUN602 duplicate-hyperparameter-name

## What it does

Flags one hyperparameter name that a trial declares twice for different things: in another layer
or argument, in two `conditional_scope`s, in branches with different ranges, or as a constant name
in a loop that builds a layer in each pass. A choice among strings, booleans or None with the same
options each time (one activation for all layers) is the same finding as advice. A value that is
read once outside of the loop, branches of one `if` that declare the same, and loops that make a
model in each pass (folds, seeds, a second try) stay silent.

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

Names that are computed from something unknown. Layers of a loop's passes that are not seen to come
together in one model. A declaration repeated word for word only to read
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
    Place,
    Program,
    Related,
    Replace,
    Rule,
    Search,
    Verdict,
    safe_fix,
)
from tunelint.experiments.hyperparameter_values import always_equal, fails_with
from tunelint.files.source import Source
from tunelint.findings.fixes.literals import is_literal, literal_string, string_like
from tunelint.interpreter.frames import CallbackFrame, CallFrame, LoopFrame, loops_around
from tunelint.interpreter.objects import Event

Subject = tuple[Search, Repeated, tuple[Source, ...]]

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
                    yield search, repeated, program.sources

    def check(self, subject: Subject) -> Finding | None:
        _, repeated, sources = subject
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
            fix=_fix(repeated, sources) if repeated.how == "loop" else None,
        )

    def confirm(self, subject: Subject, lab: Lab) -> Verdict:
        search, repeated, _ = subject
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


def _fix(repeated: Repeated, sources: tuple[Source, ...]) -> Fix | None:
    """The loops' indices in the name, where the program speaks of the plain name nowhere else."""
    declared = repeated.declared
    indices, place = _indices(repeated), declared.name.place
    name = declared.name.value
    if not indices or place is None or not is_literal(place) or not isinstance(name, str):
        return None
    if literal_string(place) != name or _is_spoken_of(name, place, sources):
        return None
    plain = name.replace("{", "{{").replace("}", "}}")
    gap = "" if plain[-1:] in SEPARATORS else "_"
    numbers = "_".join(f"{{{index}}}" for index in indices)
    written = string_like(place, f"{plain}{gap}{numbers}")
    return safe_fix(f"put {' and '.join(indices)} into the name", Replace(place, (f"f{written}",)))


def _is_spoken_of(name: str, place: Place, sources: tuple[Source, ...]) -> bool:
    """Whether the name is written as a string once more: to look a value up, or to set it."""
    written = re.compile(rf"""(['"]){re.escape(name)}\1""")
    found = sum(len(written.findall(source.text)) for source in {place.source, *sources})
    return found > 1


def _indices(repeated: Repeated) -> list[str]:
    """The variables that count the passes of all loops that share the name, outermost first.

    None where one does not count them, or is not known where the declaration stands.
    """
    found = [_index(loop, repeated.declared.event) for loop in repeated.loops]
    known = [index for index in found if index is not None and index.strip("_")]
    return known if len({*known}) == len(found) else []


def _index(loop: LoopFrame, declared: Event) -> str | None:
    """The variable that counts the passes, where the function of the declaration binds it."""
    node = loop.place.node if loop.place is not None else None
    inner = declared.path[declared.path.index(loop) :]
    if any(isinstance(frame, CallFrame | CallbackFrame) for frame in inner):
        return None
    if not isinstance(node, cst.For) or not isinstance(node.iter, cst.Call):
        return None
    match node.iter.func, node.target:
        case cst.Name(value="range"), cst.Name(value=index):
            return index
        case cst.Name(value="enumerate"), cst.Tuple(elements=[first, *_]):
            return first.value.value if isinstance(first.value, cst.Name) else None
    return None


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
