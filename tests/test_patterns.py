"""Patterns mean what pathspec says that they mean, whether pathspec is asked or not."""

from __future__ import annotations

import itertools
import random
import re
import time
from pathlib import Path

import pytest
from pathspec import GitIgnoreSpec

from tunelint.files.ignore_patterns import PathPatterns, gitignore_patterns, path_patterns, settled

ROOT = Path("/project")
NAMES = ("a", "b", "build", "a.py", "b.pyc", ".b")
LINES = (
    *("build", "build/", "/build", "/build/", "!build", "a/b", "a/b/", "/a/b", "!a/b", "a/build/"),
    *("*.py", "*.pyc", "!*.py", "*.py/", "/*.py", "*b", ".b", "a.py", "!a.py", "!a/a.py"),
    *("b/*", "b/**", "**/b", "a/**/b", "*", "*/", "*.py[cod]", "a?", "[ab]", "!b/*.py", "**"),
    *("", "# build", r"\#a", r"a\ ", "build ", " build", "a//b", "./a", "/", "!/a", "!!a", "a b"),
)
PATHS = tuple(
    "/".join(parts) for depth in (1, 2, 3) for parts in itertools.product(NAMES, repeat=depth)
)


def plainly(lines: tuple[str, ...], path: str, *, folder: bool) -> bool | None:
    return GitIgnoreSpec.from_lines(lines).check_file(f"{path}/" if folder else path).include


@pytest.mark.parametrize("line", LINES)
def test_a_pattern_means_what_pathspec_says(line: str) -> None:
    spec = GitIgnoreSpec.from_lines([line] if line != "/" else [])
    patterns = PathPatterns(ROOT, (line,) if line != "/" else ())

    for path, folder in itertools.product(PATHS, (False, True)):
        said = spec.check_file(f"{path}/" if folder else path).include
        above, _, name = path.rpartition("/")
        assert patterns.decision(ROOT / path, folder=folder) is said, path
        assert patterns.within(ROOT / above).decision(name, folder=folder) is said, path


def test_a_list_of_patterns_means_what_pathspec_says() -> None:
    generator = random.Random(1)
    for _ in range(300):
        lines = tuple(generator.choices([line for line in LINES if line != "/"], k=5))
        patterns = PathPatterns(ROOT, lines)
        for path in generator.sample(PATHS, 25):
            folder = generator.random() < 0.5
            said = plainly(lines, path, folder=folder)
            assert patterns.decision(ROOT / path, folder=folder) is said, (lines, path, folder)


@pytest.mark.parametrize("path", [ROOT, ROOT.parent, Path("/other/build"), Path("/projects/build")])
def test_nothing_is_said_of_the_root_or_outside_of_it(path: Path) -> None:
    assert path_patterns(ROOT, ("build", "*")).decision(path, folder=True) is None


def test_a_path_with_dots_is_understood() -> None:
    patterns = path_patterns(ROOT, ("build",))

    assert patterns.match(ROOT / "a" / ".." / "build")
    assert not patterns.match(ROOT / ".." / "build")
    assert not patterns.within(ROOT / "..").decision("build")


def test_lines_that_are_no_patterns_are_left_out(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("!\n/\nbuild\n")

    patterns = gitignore_patterns(tmp_path / ".gitignore", tmp_path)

    assert "build" in patterns.lines
    assert "!" not in patterns.lines


class TestStars:
    """However many stars a pattern has, it is matched in one go."""

    @pytest.mark.parametrize(
        ("pattern", "path"),
        [
            ("a*" * 10 + "b", "a" * 200),
            ("*a" * 12 + "b/c", "a" * 200),
            ("**/a/" * 12 + "b", "a/" * 60 + "c"),
            ("[ab]*?*" * 8 + "z", "ab" * 100),
        ],
    )
    def test_many_of_them_take_no_time(self, pattern: str, path: str) -> None:
        started = time.process_time()

        assert not path_patterns(ROOT, (pattern,)).match(ROOT / path)

        assert time.process_time() - started < 0.5

    def test_they_mean_what_they_mean_to_pathspec(self) -> None:
        chance = random.Random(5)
        parts = ["a", "b", "*", "*", "/", "**/", "/**/", "?", "[ab]", "\\*", "[!a]"]
        compared = 0
        for _ in range(3_000):
            pattern = "".join(chance.choices(parts, k=chance.randrange(1, 10)))
            try:
                usual = GitIgnoreSpec.from_lines([pattern]).patterns
            except ValueError:
                continue
            for regex in (one.regex for one in usual if one.regex is not None):
                found = re.compile(settled(regex.pattern))
                for _ in range(12):
                    path = "".join(chance.choices("aaabb/*", k=chance.randrange(1, 10)))
                    assert bool(found.search(path)) == bool(regex.search(path)), (pattern, path)
                    compared += 1

        assert compared > 20_000
