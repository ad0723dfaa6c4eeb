"""Rules on small programs: the findings of chosen rules on source texts, for the tests."""

from __future__ import annotations

import importlib
import inspect
import textwrap
from dataclasses import dataclass
from pathlib import Path

from tunelint.files.project import Project
from tunelint.files.source import source_from_bytes
from tunelint.libraries.read import read_programs
from tunelint.model.program import Program
from tunelint.rule import Rule

RULES = Path(__file__).parent.parent / "rules"


@dataclass(frozen=True)
class Found:
    """One finding as a test speaks of it."""

    code: str
    line: int
    message: str
    file: str
    level: str


def rule(code: str) -> Rule:
    """The rule with the given code, with its options' defaults."""
    (path,) = RULES.glob(f"{code.lower()}_*.py")
    module = importlib.import_module(f"tunelint.rules.{path.stem}")
    (found,) = (
        item
        for _, item in inspect.getmembers(module, inspect.isclass)
        if issubclass(item, Rule) and item is not Rule and item.__module__ == module.__name__
    )
    return found()


def programs(files: dict[str, str], root: Path) -> list[Program]:
    """The programs of a run over `files`, written below `root`."""
    (root / "pyproject.toml").touch()
    paths = []
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip("\n"))
        paths.append(path)
    sources = [source_from_bytes(path, path.read_bytes()) for path in paths]
    return read_programs(sources, Project(root))


def check(text: str | dict[str, str], code: str, root: Path) -> list[Found]:
    """The findings of one rule on a text (or on files by name), by file and line."""
    files = {"train.py": text} if isinstance(text, str) else text
    judge = rule(code)
    found: dict[tuple[str, int, str], Found] = {}
    for program in programs(files, root):
        for subject in judge.judged(program):
            finding = judge.check(subject)
            if finding is None:
                continue
            line = program.project.locate(finding.place)[0]
            file = finding.place.source.path.relative_to(root).as_posix()
            found[file, line, finding.code] = Found(
                finding.code, line, finding.message, file, finding.level.value
            )
    return [found[key] for key in sorted(found)]


def lines(text: str | dict[str, str], code: str, root: Path) -> list[int]:
    """The lines of the findings of one rule on a text."""
    return [finding.line for finding in check(text, code, root)]
