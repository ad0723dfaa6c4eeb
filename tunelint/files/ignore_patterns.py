"""Which paths a list of patterns means: exclusions, per-file ignores, `.gitignore`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tunelint.files.disk import read_regular

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

# Patterns that are a name, the end of one, or a path, without anything that has to be expanded.
_PLAIN = re.compile(r"(?P<at>/)?(?P<any>\*)?(?P<path>[^\s\\*?\[\]!#/]+(?:/[^\s\\*?\[\]!#/]+)*)/?")


@dataclass(frozen=True, eq=False)
class PathPatterns:
    """Patterns as `.gitignore` writes them, relative to `root`."""

    root: Path
    lines: tuple[str, ...]

    @cached_property
    def _patterns(self) -> _Patterns:
        return _patterns(self.lines)

    def match(self, path: Path, *, folder: bool = False) -> bool:
        """Whether `path`, or a folder that it lies in, is meant."""
        return self.decision(path, folder=folder) is True

    def decision(self, path: Path, *, folder: bool = False) -> bool | None:
        """True: meant; False: taken out again by a ``!`` pattern; None: nothing is said."""
        relative = _relative_path(self.root, path)
        if not relative:
            return None
        above, _, name = relative.rpartition("/")
        return FolderPatterns(self._patterns, above).decision(name, folder=folder)

    def within(self, folder: Path) -> FolderPatterns:
        """The patterns as they speak of what lies in a folder."""
        relative = _relative_path(self.root, folder)
        if relative is None:
            return FolderPatterns(_patterns(()), "")
        return FolderPatterns(self._patterns, relative)

    def sparing(self, folder: Path) -> PathPatterns:
        """The patterns without those that mean `folder` itself or a folder around it."""
        if not self.match(folder, folder=True):
            return self
        singles = (PathPatterns(self.root, (line,)) for line in self.lines)
        return PathPatterns(
            self.root,
            tuple(one.lines[0] for one in singles if not one.match(folder, folder=True)),
        )


class FolderPatterns:
    """Patterns as they speak of what lies in the folder at `relative`, seen from their root."""

    __slots__ = ("_inside", "_patterns", "_prefix")

    def __init__(self, patterns: _Patterns, relative: str) -> None:
        self._patterns = patterns
        self._prefix = f"{relative}/" if relative else ""
        self._inside = bool(relative) and patterns.mean_folder(relative)

    def decision(self, name: str, *, folder: bool = False) -> bool | None:
        """As `PathPatterns.decision`, for a name in this folder."""
        patterns = self._patterns
        meant = self._inside or patterns.mean(name, self._prefix + name, folder=folder)
        if meant and not patterns.negated:
            return True
        lines = patterns.lines if meant else patterns.others
        if not lines:
            return None
        path = self._prefix + name
        return _spec(lines).check_file(path + "/" if folder else path).include


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Lines of patterns, sorted by how they are answered; a ``!`` before them does not count.

    Most are a name anywhere, the end of a name, or the path of one place, for folders only or for
    files as well; pathspec answers the `others`, and all `lines` where a pattern takes out again
    what another one means.
    """

    lines: tuple[str, ...]
    names: frozenset[str]
    folder_names: frozenset[str]
    ends: tuple[str, ...]
    folder_ends: tuple[str, ...]
    places: frozenset[str]
    folder_places: frozenset[str]
    others: tuple[str, ...]
    negated: bool

    def mean(self, name: str, path: str, *, folder: bool) -> bool:
        """Whether one of the plain patterns means the name, or the path that it stands at."""
        if name in self.names or path in self.places or name.endswith(self.ends):
            return True
        return folder and (
            name in self.folder_names
            or path in self.folder_places
            or name.endswith(self.folder_ends)
        )

    def mean_folder(self, path: str) -> bool:
        """Whether one of the plain patterns means a folder or a folder around it."""
        names = path.split("/")
        return any(
            self.mean(name, "/".join(names[: depth + 1]), folder=True)
            for depth, name in enumerate(names)
        )


@cache
def _patterns(lines: tuple[str, ...]) -> _Patterns:
    """The lines of a list, sorted; projects without a configuration share theirs."""
    others: list[str] = []
    plain: dict[str, set[str]] = {kind: set() for kind in ("name", "end", "place")}
    for_folders: dict[str, set[str]] = {kind: set() for kind in plain}
    for line in lines:
        if not line or line.startswith("#"):
            continue
        found = _PLAIN.fullmatch(line.removeprefix("!"))
        kind = _kind(found) if found is not None else None
        if found is None or kind is None:
            others.append(line)
        else:
            (for_folders if line.endswith("/") else plain)[kind].add(found["path"])
    return _Patterns(
        lines,
        frozenset(plain["name"]),
        frozenset(for_folders["name"]),
        tuple(plain["end"]),
        tuple(for_folders["end"]),
        frozenset(plain["place"]),
        frozenset(for_folders["place"]),
        tuple(others),
        any(line.startswith("!") for line in lines),
    )


def _kind(found: re.Match[str]) -> str | None:
    """What a plain pattern is: a name, the end of one, or a place; None where it is none."""
    is_place = found["at"] is not None or "/" in found["path"]
    if found["any"] is None:
        return "place" if is_place else "name"
    return None if is_place else "end"


@cache
def _spec(lines: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(lines, pattern_factory=_pattern_class())


@cache
def _pattern_class() -> type[Any]:
    """The class of git's patterns, whose matching takes time in proportion to a path's length."""
    from pathspec import GitIgnoreSpec

    usual: type[Any] = type(GitIgnoreSpec.from_lines(("*.x",)).patterns[0])

    class Patient(usual):  # type: ignore[misc]
        @classmethod
        def pattern_to_regex(cls, pattern: Any) -> tuple[Any, bool | None]:
            regex, include = super().pattern_to_regex(pattern)
            return (settled(regex) if isinstance(regex, str) else regex), include

    return Patient


_STARS = re.compile(r"(?:\[\^/\]\*){2,}")
_FOLDERS = r"(?:/.+)?"
# What stands between two stars, in a pattern's regular expression.
_ATOM = r"(?:\\.|\[(?:\\.|[^\]\\])+\](?![*+])|[^\\\[\]()*+?])"
_BETWEEN_STARS = re.compile(rf"\[\^/\]\*({_ATOM}+)(?=\[\^/\]\*)")
_BETWEEN_FOLDERS = re.compile(
    rf"{re.escape(_FOLDERS)}(/(?:{_ATOM}|\[\^/\][*+])+?)(?={re.escape(_FOLDERS)})"
)


def settled(regex: str) -> str:
    """A pattern's regular expression that never asks again where a part between stars may stand.

    The first place is as good as any: another star follows.
    """
    regex = _STARS.sub("[^/]*", regex)
    regex = _BETWEEN_FOLDERS.sub(r"(?>(?:/.+?)??\1(?=/))", regex)
    return _BETWEEN_STARS.sub(r"(?>[^/]*?\1)", regex)


def path_patterns(root: Path, patterns: Iterable[str]) -> PathPatterns:
    """The patterns of a list; one that is an absolute path below `root` is taken relative to it.

    Raises ValueError, naming the pattern, where one cannot be understood.
    """
    lines = tuple(_relative(root, pattern) for pattern in patterns)
    for line in lines:
        if not _is_pattern(line):
            raise ValueError(f"{line!r} is not a pattern")
    return PathPatterns(root, lines)


def gitignore_patterns(file: Path, root: Path) -> PathPatterns:
    """The patterns of a `.gitignore` file. Raises OSError where it cannot be read."""
    text = read_regular(file).decode("utf-8", errors="replace")
    lines = tuple(line for line in text.splitlines() if _is_pattern(line))
    return PathPatterns(root, lines)


def _is_pattern(line: str) -> bool:
    if not line or line.startswith("#") or _PLAIN.fullmatch(line):
        return True
    try:
        _spec((line,))
    except ValueError:
        return False
    return True


def _relative(root: Path, pattern: str) -> str:
    prefix = root.as_posix().rstrip("/") + "/"
    return "/" + pattern.removeprefix(prefix) if pattern.startswith(prefix) else pattern


def _relative_path(root: Path, path: Path) -> str | None:
    """The path as seen from the root, empty for the root itself; None where it lies elsewhere."""
    base, text = str(root), str(path)
    if text.startswith(base + os.sep) and ".." not in text:
        return text[len(base) + 1 :].replace(os.sep, "/")
    relative = os.path.relpath(path, root).replace(os.sep, "/")
    if relative == ".." or relative.startswith("../"):
        return None
    return "" if relative == "." else relative
