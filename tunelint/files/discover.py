"""Which files a run looks at: paths and folders, exclusions, `.gitignore`, and the byte screen."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tunelint.errors import reason_of
from tunelint.files.disk import NOT_REGULAR, is_regular, is_there
from tunelint.files.here import from_here
from tunelint.files.ignore_patterns import FolderPatterns, PathPatterns, gitignore_patterns

ENDINGS = (".py", ".ipynb")

DEFAULT_EXCLUDE = (
    ".bzr",
    ".direnv",
    ".eggs",
    ".git",
    ".hg",
    ".ipynb_checkpoints",
    ".mypy_cache",
    ".nox",
    ".pyenv",
    ".pytest_cache",
    ".ruff_cache",
    ".svn",
    ".tox",
    ".tunelint",
    ".venv",
    "__pycache__",
    "__pypackages__",
    "_build",
    "build",
    "dist",
    "node_modules",
    "site-packages",
    "venv",
)

NEVER_READ = frozenset((".history", ".ipynb_checkpoints", "__pycache__"))
"""Folders of copies that editors and Python keep: whatever is excluded, they are no code."""

Exclusions = Callable[[Path], tuple[PathPatterns, ...]]
"""The exclusions that hold in a folder: those of the project that it belongs to."""


@dataclass(frozen=True, slots=True)
class Discovered:
    """The files to look at, which of them were named, and the paths that cannot be looked at."""

    files: tuple[Path, ...] = ()
    named: frozenset[Path] = frozenset()
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class _Collection:
    """The files found so far, each by the path that it really has."""

    files: dict[str, Path] = field(default_factory=dict)
    links: set[Path] = field(default_factory=set)
    named: set[Path] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)

    def take(self, path: Path, real: str, *, link: bool) -> None:
        """Add a file under the name by which it is told: whatever is found first, it is the same.

        A name that is given comes first, then the file's own, then that of the first link to it.
        """
        if link:
            self.links.add(path)
        before = self.files.get(real)
        if before is None or self._rank(path) < self._rank(before):
            self.files[real] = path

    def _rank(self, path: Path) -> tuple[bool, bool, str]:
        return (path not in self.named, path in self.links, _order(path))


def discover(
    paths: Iterable[Path], exclusions: Exclusions, *, force_exclude: bool = False
) -> Discovered:
    """The Python files and notebooks among and below `paths`, each once, sorted.

    A file that is named is taken whatever its ending; exclusions hold for it, and for a folder
    that is named, only where `force_exclude` asks for that.
    """
    found = _Collection()
    for given in paths:
        path = from_here(given)
        if force_exclude and _is_excluded(path, exclusions):
            continue
        if os.path.isdir(path):
            _walk(path, exclusions, found)
        elif is_regular(path):
            found.named.add(path)
            found.take(path, os.path.realpath(path), link=os.path.islink(path))
        else:
            found.problems.append(f"{given}: {_why_not(path)}")
    files = sorted(found.files.values(), key=_order)
    return Discovered(tuple(files), frozenset(found.named), tuple(found.problems))


def _why_not(path: Path) -> str:
    """Why there is no file to be read at a path."""
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return "no such file or folder"
    except OSError as error:
        return f"cannot be read: {reason_of(error)}"
    return NOT_REGULAR


def _order(path: Path) -> str:
    """Sorts as the parts of a path do; strings are compared faster than lists of them."""
    return os.path.normcase(path).replace(os.sep, "\0")


def _is_excluded(path: Path, exclusions: Exclusions) -> bool:
    folder = os.path.isdir(path)
    holding = exclusions(path if folder else path.parent)
    return any(one.match(path, folder=folder) for one in holding)


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder to be looked through: its path, the one that it really has, and what is ignored."""

    path: Path
    real: str
    ignored: tuple[PathPatterns, ...]


def _walk(start: Path, exclusions: Exclusions, found: _Collection) -> None:
    """Add what lies below `start`: a folder's files first, then its folders by their names."""
    spared: dict[tuple[PathPatterns, ...], tuple[PathPatterns, ...]] = {}
    waiting = [_Folder(start, os.path.realpath(start), _ignores_around(start, found))]
    while waiting:
        folder = waiting.pop()
        files, folders = _listed(folder.path, found.problems)
        if "pyvenv.cfg" in files and folder.path != start:
            continue
        excluded = exclusions(folder.path)
        if excluded not in spared:
            spared[excluded] = tuple(one.sparing(start) for one in excluded)
        ignored = folder.ignored
        if ".gitignore" in files:
            ignored += _ignored_by(folder.path / ".gitignore", folder.path, found)
        here = [one.within(folder.path) for one in spared[excluded]]
        ignored_here = [one.within(folder.path) for one in reversed(ignored)]
        for name, entry in files.items():
            if name.endswith(ENDINGS) and not _is_out(name, here, ignored_here, False):
                _add(entry, folder, found)
        waiting += [
            _Folder(folder.path / name, os.path.join(folder.real, name), ignored)
            for name in sorted(folders, reverse=True)
            if name not in NEVER_READ and not _is_out(name, here, ignored_here, True)
        ]


_Entries = Mapping[str, "os.DirEntry[str]"]


def _listed(folder: Path, problems: list[str]) -> tuple[_Entries, Collection[str]]:
    """What is no folder, and the names of the folders; links to folders lead nowhere."""
    files: dict[str, os.DirEntry[str]] = {}
    folders: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if not _is_folder(entry):
                    files[entry.name] = entry
                elif not entry.is_symlink():
                    folders.append(entry.name)
    except OSError as error:
        problems.append(f"{error.filename}: cannot be listed: {reason_of(error)}")
        return {}, ()
    return files, folders


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _add(entry: os.DirEntry[str], folder: _Folder, found: _Collection) -> None:
    """Take a file, unless it is a link that leads nowhere; nothing else is opened."""
    path = folder.path / entry.name
    if _is_file(entry):
        link = entry.is_symlink()
        real = os.path.realpath(entry.path) if link else os.path.join(folder.real, entry.name)
        found.take(path, real, link=link)
    elif os.path.exists(entry.path):
        found.problems.append(f"{path}: {NOT_REGULAR}")


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False


def _ignored_by(file: Path, root: Path, found: _Collection) -> tuple[PathPatterns, ...]:
    """The patterns of a `.gitignore`, if it can be read."""
    try:
        return (gitignore_patterns(file, root),)
    except OSError as error:
        found.problems.append(f"{file}: cannot be read: {reason_of(error)}")
        return ()


def _is_out(
    name: str, excluded: Sequence[FolderPatterns], ignored: Sequence[FolderPatterns], folder: bool
) -> bool:
    if any(one.decision(name, folder=folder) for one in excluded):
        return True
    decisions = (patterns.decision(name, folder=folder) for patterns in ignored)
    return next((decision for decision in decisions if decision is not None), False)


def _ignores_around(start: Path, found: _Collection) -> tuple[PathPatterns, ...]:
    """The `.gitignore` files of the repository above `start`, from its root down."""
    chain = [start, *start.parents]
    root = next((folder for folder in chain if os.path.exists(folder / ".git")), start)
    above = list(reversed(chain[1 : chain.index(root) + 1]))
    files = [(root / ".git" / "info" / "exclude", root)]
    files += [(folder / ".gitignore", folder) for folder in above]
    return tuple(
        one.sparing(start)
        for file, folder in files
        if is_there(file)
        for one in _ignored_by(file, folder, found)
    )


# Plain substrings are found many times faster than patterns, which are tried where one is there.
