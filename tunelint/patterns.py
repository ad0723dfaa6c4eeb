"""Which paths a list of patterns means: exclusions, per-file ignores, `.gitignore`."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pathspec import GitIgnoreSpec


@dataclass(frozen=True, eq=False)
class PathPatterns:
    """Patterns as `.gitignore` writes them, relative to `root`."""

    root: Path
    lines: tuple[str, ...]

    @cached_property
    def _spec(self) -> GitIgnoreSpec:
        return GitIgnoreSpec.from_lines(self.lines)

    def match(self, path: Path, *, folder: bool = False) -> bool:
        """Whether `path`, or a folder that it lies in, is meant."""
        return self.decision(path, folder=folder) is True

    def decision(self, path: Path, *, folder: bool = False) -> bool | None:
        """True: meant; False: taken out again by a ``!`` pattern; None: nothing is said."""
        relative = os.path.relpath(path, self.root).replace(os.sep, "/")
        if relative == ".." or relative.startswith("../") or relative == ".":
            return None
        return self._spec.check_file(relative + "/" if folder else relative).include

    def sparing(self, folder: Path) -> PathPatterns:
        """The patterns without those that mean `folder` itself or a folder around it."""
        if not self.match(folder, folder=True):
            return self
        singles = (PathPatterns(self.root, (line,)) for line in self.lines)
        return PathPatterns(
            self.root,
            tuple(one.lines[0] for one in singles if not one.match(folder, folder=True)),
        )


def path_patterns(root: Path, patterns: Iterable[str]) -> PathPatterns:
    """The patterns of a list; one that is an absolute path below `root` is taken relative to it.

    Raises ValueError, naming the pattern, where one cannot be understood.
    """
    lines = tuple(_relative(root, pattern) for pattern in patterns)
    for line in lines:
        if not _is_pattern(line):
            raise ValueError(f"{line!r} is not a pattern")
    return PathPatterns(root, lines)


def gitignore_patterns(file: Path, root: Path) -> PathPatterns | None:
    """The patterns of a `.gitignore` file, or None where there is none to read."""
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    lines = tuple(line for line in text.splitlines() if _is_pattern(line))
    return PathPatterns(root, lines)


def _is_pattern(line: str) -> bool:
    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True


def _relative(root: Path, pattern: str) -> str:
    prefix = root.as_posix().rstrip("/") + "/"
    return "/" + pattern.removeprefix(prefix) if pattern.startswith(prefix) else pattern
