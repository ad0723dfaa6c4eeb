"""The flake8 plugin: the same configuration, the same comments, one file at a time."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from tunelint import __version__
from tunelint.config.settings import Settings, Wishes
from tunelint.engine.run import Given, check_paths
from tunelint.files.disk import read_regular
from tunelint.files.project import Project, find_project
from tunelint.files.source import Source, UnreadableSource, source_from_bytes, source_from_text
from tunelint.findings.diagnostic import Diagnostic
from tunelint.reports.terminal_text import printable, shown_span

Report = tuple[int, int, str, type]


class Plugin:
    """What flake8 builds for every file that Python can parse.

    A finding that lies in another file is reported at the import that leads there. Notebooks are
    left alone: what flake8 reads of them is not their code.
    """

    name: ClassVar[str] = "tunelint"
    version: ClassVar[str] = __version__

    def __init__(self, tree: ast.Module, filename: str, lines: Sequence[str]) -> None:
        self._tree = tree
        self._path = Path(filename).absolute()
        self._text = "".join(lines)
        self._settings = Settings(Wishes(force_exclude=True))
        # flake8 turns what fails here, and only here, into a message of its own.
        self._settings.of_folder(self._path.parent)

    def run(self) -> Iterator[Report]:
        """Line, column from 0, and message of every finding."""
        if self._path.suffix == ".ipynb":
            return
        given = Given(self._path, _content(self._path, self._text))
        result = check_paths([], self._settings, given, workers=1)
        for problem in result.problems:
            print(printable(f"tunelint: {problem}"), file=sys.stderr)
        for diagnostic in result.diagnostics:
            if diagnostic.span.path == self._path:
                yield _report(diagnostic.span.line, diagnostic.span.column - 1, diagnostic)
            else:
                yield from self._elsewhere(diagnostic)

    def _elsewhere(self, diagnostic: Diagnostic) -> Iterator[Report]:
        source = source_from_text(self._path, self._text)
        line, column = leading_import(self._tree, source, diagnostic.span.path) or (1, 0)
        if not source.suppressions.silencing(diagnostic.code, line, diagnostic.name):
            yield _report(line, column, diagnostic, f" (at {shown_span(diagnostic.span)})")


def _content(path: Path, text: str) -> bytes | str:
    """The text that flake8 read; the bytes where it read them as if they were Latin-1."""
    try:
        data = read_regular(path)
        source_from_bytes(path, data)
    except OSError:
        return text
    except UnreadableSource:
        return data if data.decode("latin-1").splitlines() == text.splitlines() else text
    return text


def leading_import(tree: ast.Module, source: Source, target: Path) -> tuple[int, int] | None:
    """Line and column of the first import in `source` through which `target` is reached."""
    project = find_project(source.path)
    for statement in _imports(tree):
        if any(
            _reaches(module, target, project, {source.path})
            for module in _modules(statement, source, project)
        ):
            return statement.lineno, statement.col_offset
    return None


def _reaches(module: Source, target: Path, project: Project, seen: set[Path]) -> bool:
    if module.path == target:
        return True
    if module.path in seen:
        return False
    seen.add(module.path)
    return any(
        _reaches(further, target, project, seen)
        for statement in _imports(_tree(module))
        for further in _modules(statement, module, project)
    )


def _imports(tree: ast.Module) -> list[ast.Import | ast.ImportFrom]:
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    return sorted(found, key=lambda node: (node.lineno, node.col_offset))


def _tree(module: Source) -> ast.Module:
    try:
        return ast.parse(module.text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


def _modules(
    statement: ast.Import | ast.ImportFrom, importing: Source, project: Project
) -> Iterator[Source]:
    """The modules of the project that a statement imports, packages and their members alike."""
    match statement:
        case ast.Import(names=names):
            wanted = [(alias.name, 0) for alias in names]
        case ast.ImportFrom(module=module, names=names, level=level):
            base = module or ""
            wanted = [(f"{base}.{alias.name}".lstrip("."), level) for alias in names]
            wanted.append((base, level))
    for name, level in wanted:
        found = project.module(name, importing.path, level)
        if found is not None:
            yield found


def _report(line: int, column: int, diagnostic: Diagnostic, suffix: str = "") -> Report:
    text = f"{diagnostic.code} {diagnostic.level}: {diagnostic.message}{suffix}"
    return line, column, printable(text), Plugin
