"""Files are found as one finds them who asks pathspec about every path and follows every link."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from pathspec import GitIgnoreSpec

from tunelint.files.discover import DEFAULT_EXCLUDE, discover
from tunelint.files.ignore_patterns import PathPatterns, path_patterns

NAMES = ("a", "b", "build", "dist", "src", "keep", ".venv")
FILES = ("a.py", "b.ipynb", "keep.py", "gen_a.py", "notes.txt", "data.pyc")
PATTERNS = (
    "a",
    "build/",
    "/src",
    "*.ipynb",
    "!keep.py",
    "gen_*",
    "a/b",
    "!b.ipynb",
    "src/*.py",
    "b/",
)
EXCLUDES = (DEFAULT_EXCLUDE, ("b", "!b/keep", "gen_*.py"), ("/src/a", "*.ipynb", "!a.py"), ())


def grow(root: Path, generator: random.Random, depth: int = 4) -> None:
    """A tree with ignored files, links, environments and projects of its own."""
    for name in generator.sample(FILES, 3):
        (root / name).touch()
    if generator.random() < 0.4:
        (root / ".gitignore").write_text("\n".join(generator.choices(PATTERNS, k=3)))
    for chance, name in ((0.05, "pyvenv.cfg"), (0.2, "tunelint.toml")):
        if generator.random() < chance:
            (root / name).touch()
    for name in generator.sample(NAMES, 3) if depth else ():
        (root / name).mkdir()
        grow(root / name, generator, depth - 1)
    if generator.random() < 0.3:
        (root / "link.py").symlink_to(generator.choice(["a.py", "gone.py", "../a.py"]))
    if generator.random() < 0.2:
        (root / "loop").symlink_to("..")


def says(lines: tuple[str, ...], root: Path, path: Path, folder: bool) -> bool | None:
    relative = os.path.relpath(path, root)
    if relative == "." or relative.startswith(".."):
        return None
    spec = GitIgnoreSpec.from_lines(lines)
    return spec.check_file(f"{relative}/" if folder else relative).include


def around(path: Path, start: Path, exclude: PathPatterns, folder: bool) -> bool:
    """Whether a path is out: excluded, or ignored by the nearest file that speaks of it."""
    kept = [one for one in exclude.lines if not says((one,), exclude.root, start, True)]
    if says(tuple(kept), exclude.root, path, folder):
        return True
    for above in path.parents:
        file = above / ".gitignore"
        if file.is_file():
            lines = file.read_text().splitlines()
            if start.is_relative_to(above) and start != above:
                lines = [one for one in lines if not says((one,), above, start, True)]
            said = says(tuple(lines), above, path, folder)
            if said is not None:
                return said
        if (above / ".git").exists():
            return False
    return False


def plainly(start: Path, exclude: dict[Path, PathPatterns]) -> Iterator[Path]:
    """The files below `start`, those of a folder before those of its folders."""
    for name, folders, files in os.walk(start):
        folder = Path(name)
        if "pyvenv.cfg" in files and folder != start:
            folders.clear()
            continue
        root = next(one for one in (folder, *folder.parents) if one in exclude)
        folders[:] = [
            one for one in sorted(folders) if not around(folder / one, start, exclude[root], True)
        ]
        for file in sorted(files):
            path = folder / file
            code = path.suffix in {".py", ".ipynb"} and path.exists()
            if code and not around(path, start, exclude[root], False):
                yield path


@pytest.mark.parametrize("seed", range(12))
def test_files_are_those_that_are_found_slowly(seed: int, tmp_path: Path) -> None:
    generator = random.Random(seed)
    (tmp_path / ".git").mkdir()
    grow(tmp_path, generator)
    lines = EXCLUDES[seed % len(EXCLUDES)]
    roots = {tmp_path, *(file.parent for file in tmp_path.rglob("tunelint.toml"))}
    exclude = {root: path_patterns(root, lines) for root in roots}
    starts = [tmp_path, *generator.sample([p for p in tmp_path.rglob("*") if p.is_dir()], 8)]

    def exclusions(folder: Path) -> tuple[PathPatterns, ...]:
        return (next(exclude[one] for one in (folder, *folder.parents) if one in exclude),)

    for start in starts:
        found = discover([start], exclusions)
        real: dict[str, Path] = {}
        for path in plainly(start, exclude):
            real.setdefault(os.path.realpath(path), path)
        assert {os.path.realpath(path) for path in found.files} == set(real)
        assert list(found.files) == sorted(found.files)
