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

import io
import json
import os
import re
import textwrap
import tokenize
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

from tunelint.config.rule_index import file_entry
from tunelint.engine.cache import without_cache
from tunelint.engine.check_unit import deep_recursion, resolved_findings, silencing
from tunelint.engine.load import Unreadable, load
from tunelint.engine.screen import Unit, screened
from tunelint.files.project import Project
from tunelint.files.source import read_source
from tunelint.findings.anchoring import LocatedFinding, Resolver
from tunelint.libraries.read import read_programs
from tunelint.model.program import Program
from tunelint.rule import Rule

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

MAIN = "main.py"
_READ = frozenset({".py", ".ipynb"})
_MARK = re.compile(r"#\s*(?P<code>[A-Z]+[0-9]+):(?P<text>.*?)(?=#\s*[A-Z]+[0-9]+:|$)")

Texts = str | Mapping[str, str]
"""A program: the text of ``main.py``, or texts by file name."""

Rules = Sequence[type[Rule] | Rule]
"""Several rules, which share one reading of a program."""


@dataclass(frozen=True, slots=True)
class Found:
    """One finding. Lines count from 1: in a notebook within the cell, which counts from 1 too."""

    code: str
    line: int
    message: str
    file: str
    level: str
    cell: int | None = None
    help: str | None = None


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
        with _written(one) as written:
            found += written.findings(*judges)
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
    with _written(program) as written:
        found = written.findings(*judges)
        marks = list(written.marks(codes))
        unasked = not any(unit.to_parse for unit in written.units)
    missing, unexpected = _compared(marks, found)
    if missing or unexpected:
        lines = list(_difference(codes, missing, unexpected))
        if missing and unasked:
            lines.append("  no rule runs: tunelint finds no search in any of the files")
        raise AssertionError("\n".join(lines))


def programs(program: Texts, folder: Path) -> list[Program]:
    """The programs that rules are given, to be looked at; one for each file.

    The files are written into `folder`, which has to stay as long as the programs are asked.
    Files that are no Python have no program.
    """
    root = folder.resolve()
    files = _write(program, root)
    with deep_recursion():
        return _read(Unit(files, frozenset(files)), Project(root), lambda broken: None)


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


@dataclass(frozen=True, slots=True)
class _Mark:
    """A comment that asks for a finding."""

    code: str
    file: str
    cell: int | None
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class _Written:
    """A program in files, with the units in which they are read."""

    root: Path
    files: tuple[Path, ...]
    units: tuple[Unit, ...]

    def findings(self, *rules: Rule) -> list[Found]:
        """What the rules find, in order. Raises ValueError."""
        units = [self._located(rules, unit) for unit in self.units]
        ordered = sorted(
            (one for unit in units for one in unit), key=lambda one: one.diagnostic.order
        )
        return [self._found(one) for one in ordered]

    def _located(self, rules: Sequence[Rule], unit: Unit) -> list[LocatedFinding]:
        project = Project(self.root)
        read = _read(unit, project, self._refuse)
        resolver = Resolver(project, self.root)
        resolved = [
            one
            for rule in rules
            for program in read
            for one in resolved_findings(rule, program, resolver)
        ]
        return [one for one in resolver.located(resolved) if not silencing(one)]

    def marks(self, codes: Sequence[str]) -> Iterator[_Mark]:
        """The comments that ask for findings of these codes."""
        for path in self.files:
            source = read_source(path)
            for comment in _comments(source.text):
                where = source.locate(*comment.start)
                for mark in _MARK.finditer(comment.string):
                    if mark["code"] in codes:
                        text = mark["text"].strip()
                        yield _Mark(mark["code"], self._name(path), where.cell, where.line, text)

    def _found(self, one: LocatedFinding) -> Found:
        told = one.diagnostic
        return Found(
            told.code,
            told.span.line,
            told.message,
            self._name(told.span.path),
            told.level.value,
            told.span.cell,
            told.help,
        )

    def _refuse(self, broken: Unreadable) -> NoReturn:
        where = _shown(self._name(broken.error.path), broken.location.cell, broken.location.line)
        raise ValueError(f"{where}: cannot be read: {broken.error.reason}")

    def _name(self, path: Path) -> str:
        return os.path.relpath(path, self.root).replace(os.sep, "/")


@contextmanager
def _written(program: Texts) -> Iterator[_Written]:
    """The program in a folder that is there for a while."""
    with TemporaryDirectory(prefix="tunelint-") as name, deep_recursion():
        root = Path(name).resolve()
        files = _write(program, root)
        screening = screened(files, frozenset(files), Project(root), without_cache(root))
        yield _Written(root, files, screening.units)


def _write(program: Texts, root: Path) -> tuple[Path, ...]:
    """Write the files; returns those that are read."""
    texts = {MAIN: program} if isinstance(program, str) else program
    for name, text in texts.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
    return tuple(root / name for name in texts if Path(name).suffix in _READ)


def _read(unit: Unit, project: Project, refuse: Callable[[Unreadable], object]) -> list[Program]:
    """The programs of a unit; `refuse` is told of each file, or cell, that cannot be read."""
    loaded = load(unit, project)
    for broken in loaded.unreadable:
        refuse(broken)
    return read_programs(loaded.parsed, project)


def _comments(text: str) -> Iterator[tokenize.TokenInfo]:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return (token for token in tokens if token.type == tokenize.COMMENT)


def _compared(
    marks: Iterable[_Mark], found: Iterable[Found]
) -> tuple[Sequence[_Mark], Sequence[Found]]:
    """The marks without a finding, and the findings without a mark."""
    left: dict[tuple[object, ...], list[Found]] = defaultdict(list)
    for one in found:
        left[one.code, one.file, one.cell, one.line].append(one)
    missing = []
    # The longest first: what a shorter text asks for too, it leaves to the longer one.
    for mark in sorted(marks, key=lambda mark: -len(mark.text)):
        here = left[mark.code, mark.file, mark.cell, mark.line]
        meant = next((one for one in here if one.message.startswith(mark.text)), None)
        if meant is None:
            missing.append(mark)
        else:
            here.remove(meant)
    return missing, [one for here in left.values() for one in here]


def _difference(
    codes: Sequence[str], missing: Sequence[_Mark], unexpected: Sequence[Found]
) -> Iterator[str]:
    """The lines that tell what is wrong, in the order of the program's."""

    def said(one: _Mark | Found, text: str) -> str:
        return text if len(codes) == 1 else f"{one.code} {text}"

    yield f"{', '.join(codes)}: {len(missing)} missing, {len(unexpected)} unexpected"
    wrong = [(one.file, one.cell or 0, one.line, "missing", said(one, one.text)) for one in missing]
    wrong += [
        (one.file, one.cell or 0, one.line, "unexpected", said(one, one.message))
        for one in unexpected
    ]
    for file, cell, line, what, text in sorted(wrong):
        yield f"  {what:<10}  {_shown(file, cell, line)}: {text}".rstrip(" :")


def _shown(file: str, cell: int | None, line: int) -> str:
    return f"{file}:cell {cell}:{line}" if cell else f"{file}:{line}"
