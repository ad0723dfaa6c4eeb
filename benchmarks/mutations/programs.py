"""Programs to mutate: the corrected fixtures and clean public files, as syntax trees."""

from __future__ import annotations

import ast
import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Program:
    """One program: its files as trees by path. Mutating it means changing the trees of a copy."""

    name: str
    tuner: str
    files: Mapping[str, ast.Module]

    @property
    def trees(self) -> list[ast.Module]:
        return list(self.files.values())

    def copy(self) -> Program:
        return Program(self.name, self.tuner, copy.deepcopy(dict(self.files)))

    def texts(self) -> dict[str, str]:
        return {name: ast.unparse(ast.fix_missing_locations(t)) for name, t in self.files.items()}


def corrected_fixtures(fixtures: Path) -> Iterator[Program]:
    """The corrected twins below ``fixtures/<tuner>/``."""
    for path in sorted(fixtures.glob("*/tun*_good*")):
        files = dict(_files(path))
        if files:
            yield Program(path.stem, path.parent.name, files)


def public_files(
    folder: Path, tuners: Mapping[str, tuple[str, ...]], running: Mapping[str, str]
) -> Iterator[Program]:
    """The Python files below `folder` that run a search of exactly one tuner and stand alone.

    A file that imports modules of its own project is left out: without them it says less.
    """
    for path in sorted(folder.rglob("*.py")):
        try:
            tree = ast.parse(path.read_bytes())
        except (SyntaxError, ValueError, OSError):
            continue
        met = {tuner for tuner, packages in tuners.items() if _imports(tree, packages)}
        if len(met) != 1 or _needs_its_project(tree, path, folder):
            continue
        tuner = met.pop()
        if any(_is_call(node, running[tuner]) for node in ast.walk(tree)):
            yield Program(path.relative_to(folder).as_posix(), tuner, {"program.py": tree})


def _is_call(node: ast.AST, name: str) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr=called) | ast.Name(id=called)):
            return called == name
    return False


def _needs_its_project(tree: ast.Module, path: Path, folder: Path) -> bool:
    """Whether something is imported that lies in the same clone."""
    inside = path.relative_to(folder).parts[0]
    roots = [path.parent, folder / inside, folder / inside / "src"]
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                heads = [alias.name.partition(".")[0] for alias in names]
            case ast.ImportFrom(level=0, module=str(module)):
                heads = [module.partition(".")[0]]
            case ast.ImportFrom():
                return True
            case _:
                continue
        for head in heads:
            if any((root / f"{head}.py").exists() or (root / head).is_dir() for root in roots):
                return True
    return False


def _imports(tree: ast.Module, packages: tuple[str, ...]) -> bool:
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found = [alias.name for alias in names]
            case ast.ImportFrom(module=str(module), level=0):
                found = [module]
            case _:
                continue
        if any(name == one or name.startswith(f"{one}.") for name in found for one in packages):
            return True
    return False


def _files(path: Path) -> Iterator[tuple[str, ast.Module]]:
    if path.suffix == ".py":
        yield "program.py", ast.parse(path.read_text(encoding="utf-8"))
    elif path.suffix == ".ipynb":
        yield "program.py", ast.parse(_code(path))
    elif path.is_dir():
        for file in sorted(path.rglob("*.py")):
            yield file.relative_to(path).as_posix(), ast.parse(file.read_text(encoding="utf-8"))


def _code(notebook: Path) -> str:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    lines = [
        line
        for cell in cells
        if cell["cell_type"] == "code"
        for line in "".join(cell["source"]).splitlines()
    ]
    return "\n".join(line for line in lines if not line.lstrip().startswith(("%", "!")))
