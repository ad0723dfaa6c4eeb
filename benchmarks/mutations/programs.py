"""Programs to mutate: the corrected fixtures and clean public files, as syntax trees."""

from __future__ import annotations

import ast
import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ENTRY_NAMES = ("main.py", "train.py", "tune.py", "search.py", "run.py")


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


def public_files(folder: Path, tuners: Mapping[str, tuple[str, ...]]) -> Iterator[Program]:
    """The Python files below `folder` that import exactly one tuner of `tuners`."""
    for path in sorted(folder.rglob("*.py")):
        try:
            tree = ast.parse(path.read_bytes())
        except (SyntaxError, ValueError, OSError):
            continue
        met = {tuner for tuner, packages in tuners.items() if _imports(tree, packages)}
        if len(met) == 1:
            name = path.relative_to(folder).as_posix()
            yield Program(name, met.pop(), {"program.py": tree})


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
