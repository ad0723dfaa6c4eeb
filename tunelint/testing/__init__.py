"""Testing rules: what a rule finds in small programs, and whether that is what their lines say.

A program is a text, which is read as ``main.py``, or texts by file name: modules that import each
other, notebooks. A text may be indented as a whole and begin with an empty line; its lines are
counted without these. The programs are read, judged and silenced as ``tunelint check`` does it,
with one rule alone; findings that share a cause stand each by itself.

    def test_a_long_training_is_found() -> None:
        check_marked(
            TrialsTooLong,
            '''
            import keras_tuner as kt

            tuner = kt.RandomSearch(build, "val_loss", max_trials=5)
            tuner.search(x, y, epochs=500)  # ACME001: each trial trains for 500 epochs
            ''',
        )
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tunelint.config.rule_index import file_entry
from tunelint.engine.check_unit import deep_recursion
from tunelint.engine.screen import Unit
from tunelint.files.project import Project
from tunelint.model.program import Program
from tunelint.rule import Rule
from tunelint.testing.marks import compared, difference, marks_of
from tunelint.testing.written import Found, Texts, read, write, written

__all__ = [
    "Found",
    "Rules",
    "Texts",
    "check_marked",
    "findings",
    "notebook",
    "programs",
    "rule_from",
]

Rules = Sequence[type[Rule] | Rule]
"""Several rules, which share one reading of a program."""


def findings(
    rule: type[Rule] | Rule | Rules, program: Texts, /, *more: Texts, **options: Any
) -> list[Found]:
    """What a rule with these options finds in a program, by file and line; then in each one more.

    Several rules share one reading of the program. Raises what a rule raises, and ValueError where
    a file is no Python.
    """
    judges = _judges(rule, options)
    found = []
    for one in (program, *more):
        with written(one) as files:
            found += files.findings(*judges)
    return found


def check_marked(rule: type[Rule] | Rule | Rules, program: Texts, /, **options: Any) -> None:
    """Hold what a rule finds against the comments ``# CODE: the message begins so``.

    Such a comment stands on the line that a finding begins on, several on one line behind each
    other; without a text it asks for the code alone. Comments with codes of other rules say
    nothing. Several rules share one reading of the program. Raises AssertionError, which lists
    what is missing and what is unexpected.
    """
    __tracebackhide__ = True  # a test that fails shows its own line
    judges = _judges(rule, options)
    codes = [judge.code for judge in judges]
    with written(program) as files:
        found = files.findings(*judges)
        marks = list(marks_of(files, codes))
        unasked = not any(unit.to_parse for unit in files.units)
    missing, unexpected = compared(marks, found)
    if missing or unexpected:
        lines = list(difference(codes, missing, unexpected))
        if missing and unasked:
            lines.append("  no rule runs: tunelint finds no search in any of the files")
        raise AssertionError("\n".join(lines))


def programs(program: Texts, folder: Path) -> list[Program]:
    """The programs that rules are given, to be looked at; one for each file.

    The files are written into `folder`, which has to stay as long as the programs are asked.
    Files that are no Python have no program.
    """
    root = folder.resolve()
    files = write(program, root)
    with deep_recursion():
        return read(Unit(files, frozenset(files)), Project(root), lambda broken: None)


def rule_from(file: str | Path) -> type[Rule]:
    """The rule in a file like ``rules/acme001_search_too_long.py``, loaded as ``check`` does it.

    Raises ConfigurationError where there is none that can be used.
    """
    return file_entry(Path(file).resolve()).load()


def notebook(*cells: str) -> str:
    """The text of a notebook with the given code cells."""
    listed: list[dict[str, Any]] = [
        {
            "cell_type": "code",
            "source": cell,
            "metadata": {},
            "outputs": [],
            "execution_count": None,
        }
        for cell in cells
    ]
    return json.dumps({"cells": listed, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def _judges(rule: type[Rule] | Rule | Rules, options: Mapping[str, Any]) -> list[Rule]:
    rules = rule if isinstance(rule, Sequence) else (rule,)
    return [_with_options(one, options) for one in rules]


def _with_options(rule: type[Rule] | Rule, options: Mapping[str, Any]) -> Rule:
    judge = rule(**options) if isinstance(rule, type) else replace(rule, **options)
    for name in ("code", "name", "level"):
        if not hasattr(judge, name):
            raise TypeError(f"{type(judge).__name__} has no {name}; rule_from takes it from a file")
    return judge
