"""Programs that are written into files for a while, read there and judged."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

from tunelint.engine.cache import without_cache
from tunelint.engine.check_unit import deep_recursion, resolved_findings, silencing
from tunelint.engine.load import Unreadable, load
from tunelint.engine.screen import Unit, screened
from tunelint.files.project import Project
from tunelint.findings.anchoring import LocatedFinding, Resolver
from tunelint.libraries.read import read_programs
from tunelint.model.program import Program
from tunelint.rule import Rule

MAIN = "main.py"
_READ = frozenset({".py", ".ipynb"})

Texts = str | Mapping[str, str]
"""A program: the text of ``main.py``, or texts by file name."""


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


@dataclass(frozen=True, slots=True)
class Written:
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
        programs = read(unit, project, self._refuse)
        resolver = Resolver(project, self.root)
        resolved = [
            one
            for rule in rules
            for program in programs
            for one in resolved_findings(rule, program, resolver)
        ]
        return [one for one in resolver.located(resolved) if not silencing(one)]

    def _found(self, one: LocatedFinding) -> Found:
        told = one.diagnostic
        return Found(
            told.code,
            told.span.line,
            told.message,
            self.name(told.span.path),
            told.level.value,
            told.span.cell,
            told.help,
        )

    def _refuse(self, broken: Unreadable) -> NoReturn:
        where = shown(self.name(broken.error.path), broken.location.cell, broken.location.line)
        raise ValueError(f"{where}: cannot be read: {broken.error.reason}")

    def name(self, path: Path) -> str:
        """The name of a file, from the root."""
        return os.path.relpath(path, self.root).replace(os.sep, "/")


@contextmanager
def written(program: Texts) -> Iterator[Written]:
    """The program in a folder that is there for a while."""
    with TemporaryDirectory(prefix="tunelint-") as name, deep_recursion():
        root = Path(name).resolve()
        files = write(program, root)
        screening = screened(files, frozenset(files), Project(root), without_cache(root))
        yield Written(root, files, screening.units)


def write(program: Texts, root: Path) -> tuple[Path, ...]:
    """Write the files; returns those that are read."""
    texts = {MAIN: program} if isinstance(program, str) else program
    for name, text in texts.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
    return tuple(root / name for name in texts if Path(name).suffix in _READ)


def read(unit: Unit, project: Project, refuse: Callable[[Unreadable], object]) -> list[Program]:
    """The programs of a unit; `refuse` is told of each file, or cell, that cannot be read."""
    loaded = load(unit, project)
    for broken in loaded.unreadable:
        refuse(broken)
    return read_programs(loaded.parsed, project)


def shown(file: str, cell: int | None, line: int) -> str:
    """A place as it is printed."""
    return f"{file}:cell {cell}:{line}" if cell else f"{file}:{line}"
