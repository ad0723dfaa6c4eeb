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

Configurations are drawn and the model is built: the values under the two declarations are always
equal.

## Where it stops looking

Names that are computed from something unknown. A declaration repeated word for word only to read
the value again is no second thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

import libcst as cst

from tunelint.edits.changes import Replace
from tunelint.edits.literals import is_literal, literal_string, string_like
from tunelint.frameworks.repeated_names import Repeated, among_words, repeated_declarations
from tunelint.program import Program
from tunelint.rule import Finding, Fix, Level, Related, Rule, safe_fix
from tunelint.syntax.trace import Event


@dataclass(frozen=True)
class DuplicateHyperparameterName(Rule):
    code: ClassVar[str] = "TUN602"
    name: ClassVar[str] = "duplicate-hyperparameter-name"
    level: ClassVar[Level] = Level.ERROR
    tuners: ClassVar[tuple[str, ...]] = ("Keras Tuner", "Optuna")

    def subjects(self, program: Program) -> Iterable[Repeated]:
        seen: set[tuple[str, int]] = set()
        for search in program.searches:
            for repeated in repeated_declarations(program.trace, search):
                if repeated.declared.anchor.key not in seen:
                    seen.add(repeated.declared.anchor.key)
                    yield repeated

    def check(self, subject: Repeated) -> Finding | None:
        declared, first = subject.declared, subject.first
        name = declared.name.value
        fails = subject.how in ("scopes", "refused")
        level = Level.ADVICE if not fails and among_words(declared, first) else None
        related = [] if first is declared else [Related(first.anchor, "declared first here")]
        return self.finding(
            declared.anchor,
            MESSAGES[subject.how].format(name=repr(name)),
            related=related,
            help=HELP[subject.how].format(name=name),
            level=level,
            fix=_fix(subject) if subject.how == "loop" else None,
        )


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
    written = string_like(place, f"{plain}_{{{index}}}")
    return safe_fix(f"put {index} into the name", Replace(place, (f"f{written}",)))


def _index(event: Event) -> str | None:
    """The variable of the innermost loop, where it counts the passes."""
    if not event.loops:
        return None
    loop = event.loops[-1]
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
