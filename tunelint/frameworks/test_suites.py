"""Tests: searches that run in a test suite, or that only a test suite runs.

Tests train as little as they can: their budgets and epochs say nothing of the program that users
run.
"""

from __future__ import annotations

from pathlib import Path

from tunelint.program import Program
from tunelint.project import Project, is_root
from tunelint.search import Search

USUAL = "tests"
FOLDERS = frozenset({"test", USUAL})


def is_in_tests(path: Path, project: Project) -> bool:
    """Whether a file lies below a folder of tests of its project.

    Where nothing says where the project begins, a folder above is taken for one by its usual name.
    """
    if not is_root(project.root):
        return USUAL in path.parts[:-1]
    try:
        inside = path.relative_to(project.root)
    except ValueError:
        return False
    return bool(FOLDERS & set(inside.parts[:-1]))


def is_tested(search: Search, program: Program) -> bool:
    """Whether the search stands in a module of the project that a test calls in this program."""
    return is_in_tests(program.source.path, program.project) and not is_in_tests(
        search.place.source.path, program.project
    )
