"""The code of installed libraries: read where it uses a tuner, not where it trains in loops."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import ZERO_SEED, write
from tests.file_times import aged, rewritten
from tunelint.engine.cache import open_cache, without_cache
from tunelint.engine.screen import FEWEST_FILES, Screened, screened
from tunelint.files.installed import Installed
from tunelint.files.project import Project

LOOP = """\
best = 0.0
for rate in [0.1, 0.2]:
    model.fit(x, y, rate)
    score = model.score(x_val, y_val)
    if score > best:
        best = score
"""
RECORD = '"lib/__init__.py",sha256=abc,1\nlib/cv.py,,\nalone.py,sha256=def,2\n../bin/lib,,\n'
FILES = {
    "tunelint.toml": "",
    "lib/__init__.py": "",
    "lib/cv.py": LOOP,
    "lib/tests/tuned.py": ZERO_SEED,
    "alone.py": LOOP,
    "mine.py": LOOP,
    "own/mine.py": LOOP,
}
INSTALLED = FILES | {"lib-1.0.dist-info/RECORD": RECORD}


def looked_at(root: Path, *, workers: int = 1, cached: bool = False) -> Screened:
    files = sorted(root.rglob("*.py"))
    cache = open_cache(root, "key") if cached else without_cache(root)
    found = screened(files, frozenset(), Project(root), cache, workers)
    cache.save()
    return found


def parsed(found: Screened, root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in found.whole.to_parse)


def test_a_library_s_loop_is_its_own_business(tmp_path: Path) -> None:
    write(tmp_path, INSTALLED)

    found = looked_at(tmp_path)

    assert parsed(found, tmp_path) == ["lib/tests/tuned.py", "mine.py", "own/mine.py"]


def test_the_same_code_is_read_where_it_is_not_installed(tmp_path: Path) -> None:
    write(tmp_path, FILES)

    found = looked_at(tmp_path)

    everything = ["alone.py", "lib/cv.py", "lib/tests/tuned.py", "mine.py", "own/mine.py"]
    assert parsed(found, tmp_path) == everything


def test_the_cache_knows_both(tmp_path: Path) -> None:
    write(tmp_path, INSTALLED)
    looked_at(tmp_path, cached=True)
    (tmp_path / "lib-1.0.dist-info/RECORD").unlink()

    assert "lib/cv.py" in parsed(looked_at(tmp_path, cached=True), tmp_path)

    write(tmp_path, INSTALLED)
    assert "lib/cv.py" not in parsed(looked_at(tmp_path, cached=True), tmp_path)


@pytest.mark.parametrize(
    ("folder", "name", "expected"),
    [
        ("", "alone.py", True),
        ("", "lib", True),
        ("", "mine.py", False),
        ("lib", "anything.py", True),
        ("lib/tests/deep", "anything.py", True),
        ("own", "alone.py", False),
        ("own/lib", "cv.py", False),
    ],
)
def test_what_a_record_names(folder: str, name: str, expected: bool, tmp_path: Path) -> None:
    write(tmp_path, INSTALLED)

    assert Installed().has(str(tmp_path / folder).rstrip("/"), name) is expected


@pytest.fixture(name="many")
def _many(tmp_path: Path) -> Path:
    """So many files that several processes look at them."""
    write(tmp_path, {**INSTALLED, **{f"more/file{n}.py": "" for n in range(FEWEST_FILES)}})
    for path in tmp_path.rglob("*.py"):
        aged(path)
    return tmp_path


@pytest.mark.parametrize("workers", [2, 3])
def test_several_processes_see_the_same(workers: int, many: Path) -> None:
    (many / "gone.py").symlink_to(many / "nowhere.py")

    alone, together = looked_at(many), looked_at(many, workers=workers)

    assert together == alone
    assert [problem.split(": ", 1)[1] for problem in alone.problems] == [
        "cannot be read: No such file or directory"
    ]


def test_several_processes_fill_the_cache(many: Path) -> None:
    first = looked_at(many, workers=2, cached=True)
    rewritten(many / "mine.py", "#" * len(LOOP))

    assert "mine.py" in parsed(first, many)
    assert looked_at(many, cached=True) == first
    assert "mine.py" not in parsed(looked_at(many), many)
