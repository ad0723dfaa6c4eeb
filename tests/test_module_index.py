"""Places of modules: the same answers as the project's own candidates, found by listings."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import write
from tunelint.files.module_index import ModuleIndex
from tunelint.files.project import Project

FILES = (
    "a.py",
    "pkg/__init__.py",
    "pkg/b.py",
    "pkg/sub/__init__.py",
    "pkg/sub/c.py",
    "pkg/c.py",
    "src/lib/__init__.py",
    "src/lib/d.py",
    "src/a.py",
    "bare/e.py",
    "both.py",
    "both/__init__.py",
)
NAMES = (
    "a",
    "b",
    "both",
    "bare",
    "bare.e",
    "pkg",
    "pkg.b",
    "pkg.sub",
    "pkg.sub.c",
    "pkg.b.c",
    "lib",
    "lib.d",
    "sub",
    "sub.c",
    "c",
    "missing",
    "missing.a",
    "",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, dict.fromkeys(FILES, ""))
    (tmp_path / "named.py").mkdir()
    (tmp_path / "link.py").symlink_to(tmp_path / "a.py")
    (tmp_path / "lost.py").symlink_to(tmp_path / "nowhere.py")
    return tmp_path


@pytest.mark.parametrize("level", [0, 1, 2, 3])
@pytest.mark.parametrize("folder", ["", "pkg", "pkg/sub", "src/lib", "bare"])
def test_they_are_the_first_candidates_that_are_files(root: Path, folder: str, level: int) -> None:
    project, index = Project(root), ModuleIndex(root)
    importing = root / folder / "_.py"

    for name in (*NAMES, "named", "link", "lost"):
        candidates = project.candidates(name, importing, level)
        expected = next((path for path in candidates if path.is_file()), None)
        assert index.of(str(importing.parent), name, level) == expected, name
