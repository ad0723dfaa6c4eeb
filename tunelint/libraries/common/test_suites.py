"""Tests: searches that run in a test suite, or that only a test suite runs.

Tests train as little as they can: their budgets and epochs say nothing of the program that users
run.
"""

from __future__ import annotations

import re
from pathlib import Path

from tunelint.files.project import Project, is_root
from tunelint.files.source import Source
from tunelint.model.program import Program
from tunelint.model.search import Search

USUAL = "tests"
FOLDERS = frozenset({"test", USUAL})
# What pytest takes for tests, by the names of the file and of what stands in it.
_FILE = re.compile(r"test_.*|.*_test|conftest")
_TEST = re.compile(r"^[ \t]*(?:(?:async )?def test|class Test)", re.MULTILINE)


def is_test(source: Source, project: Project) -> bool:
    """Whether a file is a part of a test suite: by its folder, or as pytest finds its tests."""
    if _is_in_tests(source.path, project):
        return True
    return _FILE.fullmatch(source.path.stem) is not None and _TEST.search(source.text) is not None


def _is_in_tests(path: Path, project: Project) -> bool:
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
    return is_test(program.source, program.project) and not is_test(
        search.place.source, program.project
    )
