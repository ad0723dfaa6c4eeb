"""The skeleton of a rule and of its test: both work as they are written, and are to be changed."""

from __future__ import annotations

import json
import keyword
import re
from dataclasses import dataclass

from tunelint.errors import ConfigurationError

_CODE = re.compile(r"[A-Z]+[0-9]+")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST_NAME = 50
_IMPORTED = frozenset({"Finding", "Iterable", "Program", "Rule", "Search"})

_RULE = '''\
"""{code} {name}

## What it does

Flags a search that surely makes more trials than are allowed (option `most-trials`).

## Why is this bad?

Say here what goes wrong, and what it costs.

## Example

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_loss", max_trials=500, seed=7)
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
```

## Use instead

```python
import keras_tuner as kt

tuner = kt.RandomSearch(build_model, objective="val_loss", max_trials=50, seed=7)
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
```

## How it is confirmed

It is not: the number of trials stands in the source.

## Where it stops looking

A number of trials that cannot be read from the source.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tunelint.api import Finding, Program, Rule, Search, smallest


# As written, it flags searches of many trials: put your own question in their place.
@dataclass(frozen=True)
class {class_name}(Rule, level="warning"):
    most_trials: int = 100

    def subjects(self, program: Program) -> Iterable[Search]:
        return program.searches

    def check(self, search: Search) -> Finding | None:
        trials = smallest(search.budget)
        if trials is None or trials <= self.most_trials:
            return None
        return self.finding(
            search.place,
            f"the search makes {{trials:g}} trials: {{self.most_trials}} are allowed",
            help=f"allow at most {{self.most_trials}} trials",
        )
'''

_TEST = '''\
"""{code}: what it flags, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

from tunelint.testing import check_marked, findings, rule_from

FILE = {file}
RULE = rule_from(Path(__file__).parent / FILE)

LONG = """
import keras_tuner as kt

tuner = kt.RandomSearch(build, max_trials=500)  # {code}: the search makes 500
tuner.search(x, y, epochs=20, validation_data=(a, b))
"""
SHORT = """
import optuna

study = optuna.create_study()
study.optimize(objective, n_trials=50)
"""


def test_a_long_search_is_flagged() -> None:
    check_marked(RULE, LONG)


def test_a_short_search_is_left_alone() -> None:
    check_marked(RULE, SHORT)


def test_an_option_says_how_many_trials_are_allowed() -> None:
    assert findings(RULE, LONG, most_trials=500) == []
'''


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A new rule's code (``ACME001``) and name (``search-too-long``)."""

    code: str
    name: str

    @property
    def rule_file(self) -> str:
        """The name of the rule's file."""
        return f"{self.code.lower()}_{self.name.replace('-', '_')}.py"

    @property
    def test_file(self) -> str:
        """The name of the test's file."""
        return f"test_{self.rule_file}"

    @property
    def class_name(self) -> str:
        """The name of the rule's class, which hides nothing that the file needs."""
        name = "".join(part.capitalize() for part in self.name.split("-"))
        return f"{name}Rule" if name in _IMPORTED or keyword.iskeyword(name) else name

    def rule_text(self) -> str:
        """The text of the rule's file."""
        return _RULE.format(code=self.code, name=self.name, class_name=self.class_name)

    def test_text(self, file: str) -> str:
        """The text of the test's file, from whose folder `file` leads to the rule's."""
        return _TEST.format(code=self.code, file=json.dumps(file, ensure_ascii=False))


def skeleton_of(code: str, name: str) -> Skeleton:
    """The skeleton with this code and name, in any case. Raises ConfigurationError."""
    found = Skeleton(code.upper(), name.lower().replace("_", "-"))
    if not _CODE.fullmatch(found.code):
        raise ConfigurationError(f"{code!r} is not a code: use letters, then digits, like ACME001")
    if not _NAME.fullmatch(found.name):
        wanted = "use words of letters and digits, like search-too-long"
        raise ConfigurationError(f"{name!r} is not the name of a rule: {wanted}")
    if len(found.name) > _LONGEST_NAME:
        raise ConfigurationError(f"{name!r} is too long: use at most {_LONGEST_NAME} letters")
    return found
